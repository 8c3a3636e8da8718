"""The embedded engine: cues, the scope of denial and supposition, who speaks. No key, no network, no download."""

from callsift.cues import compile_cues
from callsift.domain.observation import EngineStamp, Extraction
from callsift.domain.transcript import Transcript
from callsift.playbook.model import Playbook
from callsift.steps.extract.offline.events import find_facts, find_milestones
from callsift.steps.extract.offline.learned import has_weights, load_weights
from callsift.steps.extract.offline.passages import passages
from callsift.steps.extract.offline.scan import scan, scan_exchanges
from callsift.steps.extract.offline.weigh import weigh


class OfflineEngine:
    """Observes with the playbook's own words, and says so in its stamp."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook

    async def observe(self, transcript: Transcript) -> Extraction:
        """Return what the cues show. Never fails; knows nothing beyond the transcript."""
        return self.scan(transcript)

    def scan(self, transcript: Transcript) -> Extraction:
        """Return what the cues show, without an event loop."""
        book = compile_cues(self._playbook)
        sentences = list(passages(transcript))
        found = weigh(sentences, book, load_weights()) if has_weights() else scan(sentences, book)
        # The same words said again in one turn are one observation.
        candidates = tuple(dict.fromkeys((*found, *scan_exchanges(transcript.turns, book))))
        milestones = tuple(find_milestones(sentences, book))
        return Extraction(
            engine=EngineStamp(name="offline", playbook_hash=self._playbook.hash),
            candidates=candidates,
            milestones=milestones,
            facts=tuple(find_facts(sentences, milestones, candidates, book)),
        )
