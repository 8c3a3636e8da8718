"""Prepares a transcript for scanning: each sentence folded once, with its turn and the way back to its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from callsift.domain.transcript import Transcript, Turn
from callsift.sentences import Sentence, split_sentences
from callsift.typography import Folded, folded

LONGEST_QUOTE = 60
_CONTEXT = 60
_CLAUSE_END = re.compile(r"[,，、。！？!?；;：:\n…]|\s{2,}|\.\s")


@dataclass(frozen=True)
class Passage:
    """One sentence of one turn, with what the other side said right before the turn (folded, may be empty)."""

    turn: Turn
    sentence: Sentence
    folded: Folded
    answers: str

    @property
    def text(self) -> str:
        """Return the folded text, in which patterns are sought."""
        return self.folded.text

    @property
    def second_hand(self) -> bool:
        """Tell whether this is a report rather than speech."""
        return self.turn.role == "reporter"

    def quote(self, start: int, end: int) -> str:
        """Return the words behind a folded span: its clauses, cut to a length that can be read at a glance."""
        begin, stop = self.folded.span(start, max(end, start + 1))
        return clause_around(self.sentence.text, begin, stop)


def passages(transcript: Transcript) -> Iterator[Passage]:
    """Yield every sentence of every turn in order."""
    said = ""
    for number, turn in enumerate(transcript.turns):
        before = transcript.turns[number - 1] if number else None
        if before is not None and before.role != turn.role:
            said = folded(before.text[-_CONTEXT:]).text
        elif before is None or before.speaker != turn.speaker:
            said = ""
        for sentence in split_sentences(turn.text):
            text = folded(sentence.text)
            if text.text:
                yield Passage(turn, sentence, text, said)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the clauses of a folded sentence; a long run without commas is cut into pieces."""
    start = 0
    for match in _CLAUSE_END.finditer(text + "."):
        while match.start() - start > LONGEST_QUOTE:
            yield start, start + LONGEST_QUOTE // 2
            start += LONGEST_QUOTE // 2
        if match.start() > start:
            yield start, min(match.start(), len(text))
        start = match.end()
    if start < len(text):
        yield start, len(text)


def clause_around(text: str, begin: int, end: int) -> str:
    """Return the clauses of `text` that hold [begin, end), at most about `LONGEST_QUOTE` characters beyond it."""
    left = max((m.end() for m in _CLAUSE_END.finditer(text, 0, begin)), default=0)
    right_match = _CLAUSE_END.search(text, end)
    right = right_match.start() if right_match else len(text)
    spare = max(LONGEST_QUOTE - (end - begin), 0)
    left = max(left, _word_start(text, begin - spare // 2))
    right = min(right, _word_end(text, end + spare - spare // 2))
    return text[left:right].strip()


def _word_start(text: str, at: int) -> int:
    """Return the first place at or after `at` that cuts no English word or number."""
    at = max(at, 0)
    while 0 < at < len(text) and _joined(text[at - 1], text[at]):
        at += 1
    return at


def _word_end(text: str, at: int) -> int:
    """Return the last place at or before `at` that cuts no English word or number."""
    at = min(at, len(text))
    while 0 < at < len(text) and _joined(text[at - 1], text[at]):
        at -= 1
    return at


def _joined(left: str, right: str) -> bool:
    both_ascii = left.isascii() and right.isascii()
    return both_ascii and (left.isalnum() or left in ".,") and right.isalnum()
