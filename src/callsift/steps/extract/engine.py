"""The protocol that every engine keeps: a transcript in, candidates out."""

from typing import Protocol

from callsift.costs import Estimate
from callsift.domain.observation import Extraction
from callsift.domain.transcript import Transcript


class Engine(Protocol):
    """Observes; never decides. What it returns is confirmed by grounding before any rule sees it."""

    @property
    def sends_words(self) -> bool:
        """Tell whether the words of a call leave this machine."""
        ...

    async def observe(self, transcript: Transcript) -> Extraction:
        """Return what this engine saw in one transcript.

        Raises:
            ModelError: the model's endpoint failed; an offline engine never raises.
        """
        ...

    def estimate(self, transcript: Transcript) -> Estimate | None:
        """Return what observing would use, without asking anybody; None where nothing is paid."""
        ...
