"""The protocol that every engine keeps: a transcript in, candidates out."""

from typing import Protocol

from callsift.domain.observation import Extraction
from callsift.domain.transcript import Transcript


class Engine(Protocol):
    """Observes; never decides. What it returns is confirmed by grounding before any rule sees it."""

    async def observe(self, transcript: Transcript) -> Extraction:
        """Return what this engine saw in one transcript.

        Raises:
            ModelError: the model's endpoint failed; an offline engine never raises.
        """
        ...
