"""The embedded engine: cues, the scope of denial and supposition, who speaks. No key, no network, no download."""

from itertools import chain

from callsift.cues import CueBook, compile_cues
from callsift.domain.observation import EngineStamp, Extraction, MilestoneCandidate
from callsift.domain.transcript import Transcript
from callsift.playbook.model import Playbook
from callsift.steps.extract.offline.company import settle
from callsift.steps.extract.offline.events import (
    find_facts,
    find_milestones,
    given_to_rivals,
    implied_events,
)
from callsift.steps.extract.offline.learned import Weights, load_weights
from callsift.steps.extract.offline.milestones import Hearing
from callsift.steps.extract.offline.passages import Passage, passages, whole_turns
from callsift.steps.extract.offline.scan import EXCHANGE, scan, scan_exchanges
from callsift.steps.extract.offline.weigh import Sighting, surest


class OfflineEngine:
    """Observes with the playbook's own words, and says so in its stamp."""

    sends_words = False

    def __init__(
        self, playbook: Playbook, *, learned: bool = True, weights: Weights | None = None
    ) -> None:
        """Make the engine; without what it has `learned`, only the playbook's cues speak.

        `weights` are the shipped ones unless given.
        """
        self._playbook = playbook
        self._learned = learned
        self._weights = weights

    async def observe(self, transcript: Transcript) -> Extraction:
        """Return what the cues show. Never fails; knows nothing beyond the transcript."""
        return self.scan(transcript)

    def estimate(self, transcript: Transcript) -> None:
        """Return nothing: this engine asks nobody."""
        del transcript

    def scan(self, transcript: Transcript) -> Extraction:
        """Return what the cues show, without an event loop."""
        book = compile_cues(self._playbook)
        sentences = tuple(passages(transcript))
        hearing = Hearing() if self._learned else None
        exchanges = list(scan_exchanges(transcript.turns, book))
        if hearing is not None:
            weights = self._weights or load_weights()
            # Both models hear a passage at once, so that none is weighed twice.
            heard = hearing.over(chain(sentences, whole_turns(sentences)))
            seen = surest(heard, book, weights)
            said = {(e.signal, e.turn) for e in seen if e.by_cue or e.chance >= weights.threshold}
            answered = (
                Sighting(each.signal, each.quote, each.turn or 0, EXCHANGE, by_cue=True)
                for each in exchanges
                # What the answer says outright outweighs what question and answer suggest.
                if not any(
                    (other, each.turn) in said
                    for other in book.signals[each.signal].signal.counterpart
                )
            )
            found = settle((*seen, *answered), weights, heard=len(sentences))
        else:
            found = iter((*scan(sentences, book), *exchanges))
        # The same words said again in one turn are one observation.
        candidates = tuple(dict.fromkeys(found))
        spoken = given_to_rivals(_milestones(sentences, hearing, book), candidates, book)
        kinds = {each.kind for each in spoken}
        milestones = (*spoken, *implied_events(candidates, kinds, book))
        return Extraction(
            engine=EngineStamp(name="offline", playbook_hash=self._playbook.hash),
            candidates=candidates,
            milestones=milestones,
            facts=tuple(find_facts(sentences, milestones, candidates, book)),
        )


def _milestones(
    sentences: tuple[Passage, ...], hearing: Hearing | None, book: CueBook
) -> tuple[MilestoneCandidate, ...]:
    """Return the events that patterns find, and those of other kinds that the model hears in the same turns."""
    if hearing is None:
        return tuple(find_milestones(sentences, book))
    found = tuple(find_milestones(sentences, book, hearing.is_possible))
    known = {(each.kind, each.turn) for each in found}
    others = (each for each in hearing.milestones(book) if (each.kind, each.turn) not in known)
    return (*found, *others)
