"""Turns an engine's answer about a masked call into one about the original: placeholders become the words they stand for.

A quote is looked up in the masked turns first, so that each place gets its own words back however the same value was
written elsewhere. What cannot be told is left as it is, and will not be found in the original.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from callsift.domain.observation import (
    Candidate,
    Dropped,
    Extraction,
    FactCandidate,
    MilestoneCandidate,
    RoleGuess,
)
from callsift.domain.transcript import Turn
from callsift.steps.redact.placeholders import CLOSE, OPEN
from callsift.steps.redact.redacted import Redacted

# A model may write other brackets of the same kind; typography is forgiven here as in grounding.
_PLACEHOLDER = re.compile(r"[〔\[【［〖]\s?([^〔〕\[\]【】［］〖〗\s]{1,64})\s?[〕\]】］〗]")


def restore_extraction(extraction: Extraction, redacted: Redacted) -> Extraction:
    """Return the answer in the original words. Quotes that broke a placeholder stay broken."""
    words = _Words(redacted)
    return extraction.model_copy(
        update={
            "candidates": tuple(words.candidate(each) for each in extraction.candidates),
            "milestones": tuple(words.milestone(each) for each in extraction.milestones),
            "facts": tuple(words.fact(each) for each in extraction.facts),
            "roles": tuple(new for each in extraction.roles for new in words.roles(each)),
            "dropped": tuple(words.dropped(each) for each in extraction.dropped),
        }
    )


class _Words:
    """The original words behind a masked call."""

    def __init__(self, redacted: Redacted) -> None:
        self._masked = redacted.call.transcript
        self._original = redacted.original.transcript
        self._edits = redacted.edits
        self._starts = [each.start for each in redacted.edits]
        self._forms = {each[1:-1]: forms for each, forms in redacted.values.forms.items()}
        self._labels: dict[str, dict[str, None]] = {}
        for masked, turn in zip(self._masked.turns, self._original.turns, strict=True):
            if masked.speaker is not None and turn.speaker is not None:
                self._labels.setdefault(masked.speaker, {})[turn.speaker] = None

    def candidate(self, each: Candidate) -> Candidate:
        return each.model_copy(update={"quote": self._quote(each.quote, each.turn)})

    def milestone(self, each: MilestoneCandidate) -> MilestoneCandidate:
        return each.model_copy(update={"quote": self._quote(each.quote, each.turn)})

    def fact(self, each: FactCandidate) -> FactCandidate:
        quote = None if each.quote is None else self._quote(each.quote, each.turn)
        value = each.value
        if isinstance(value, str):
            value = self._quote(value, each.turn)
        return each.model_copy(update={"quote": quote, "value": value})

    def dropped(self, each: Dropped) -> Dropped:
        return each.model_copy(
            update={
                "signal": self._filled(each.signal, None),
                "quote": self._quote(each.quote, None),
            }
        )

    def roles(self, each: RoleGuess) -> Iterator[RoleGuess]:
        labels = self._labels.get(each.speaker) or (self._filled(each.speaker, None),)
        for label in labels:
            yield each.model_copy(update={"speaker": label})

    def _quote(self, quote: str, hint: int | None) -> str:
        """Return the original of a quote, by its place where it has one."""
        if _PLACEHOLDER.search(quote) is None:
            return quote
        wanted = quote.strip()
        turns = self._masked.turns
        hinted = [turns[hint]] if hint is not None and 0 <= hint < len(turns) else []
        for searched in (hinted, turns):
            originals = {each for turn in searched for each in self._originals(turn, wanted)}
            if len(originals) == 1:
                return originals.pop()
            if originals and searched is turns:
                return quote
            if originals:
                return next(self._originals(turns[hint or 0], wanted))
        return self._filled(quote, hint)

    def _originals(self, turn: Turn, wanted: str) -> Iterator[str]:
        """Yield what stands in the original wherever a masked turn holds these words."""
        at = turn.text.find(wanted)
        while at >= 0:
            start = self._back(turn.start + at)
            end = self._back(turn.start + at + len(wanted))
            if start is not None and end is not None:
                yield self._original.text[start:end]
            at = turn.text.find(wanted, at + 1)

    def _back(self, masked: int) -> int | None:
        """Return the original offset of a masked one, or None inside a placeholder."""
        before = bisect_right(self._starts, masked)
        if not before:
            return masked
        last = self._edits[before - 1]
        if masked == last.start:
            return last.original_start
        return None if masked < last.end else last.original_end + masked - last.end

    def _filled(self, text: str, hint: int | None) -> str:
        """Return the text with each placeholder filled whose form can be told."""
        return _PLACEHOLDER.sub(lambda found: self._form(found[1], hint) or found[0], text)

    def _form(self, inner: str, hint: int | None) -> str | None:
        forms = self._forms.get(inner, ())
        if len(forms) == 1:
            return forms[0]
        if hint is None or not 0 <= hint < len(self._masked.turns):
            return None
        here = set(self._originals(self._masked.turns[hint], f"{OPEN}{inner}{CLOSE}"))
        return here.pop() if len(here) == 1 else None
