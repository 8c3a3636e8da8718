"""Prepares a transcript for scanning: each sentence folded once, with its turn and the way back to its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from callsift.domain.transcript import Role, Transcript, Turn
from callsift.features import CONTEXT, Features, utterance_features
from callsift.linear import Linear
from callsift.sentences import Sentence, split_sentences
from callsift.typography import Folded, folded

LONGEST_QUOTE = 60
# As much is read at a glance in a script of letters, where a word takes five.
LONGEST_IN_LETTERS = 150
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# The model learned from turns up to about this length, in characters.
LONGEST_TURN = 240
# One passage is weighed for all that it may show before the next: what is weighed of all of them, some 15 kB each,
# would fill the memory with a long report.
_AT_HAND = 4
# A comma or colon between digits ends nothing: 2,380 and 9:30 are one figure.
_CLAUSE_END = re.compile(r"[，、。！？!?；;：\n…]|[,:](?!\d)|(?<!\d)[,:]|\s{2,}|\.\s")
# Words and figures that no quote may cut: half a figure is another figure.
_WHOLE = re.compile(
    r"[-+−±$€£¥￥]?"
    r"(?:[\dA-Za-zÀ-ɏ零〇一二两三四五六七八九十百千万亿]"
    r"|(?<=\d)[.,:/．](?=\d)|(?<=[0-9A-Za-z])[-.'’@](?=[0-9A-Za-z]))+"
    r"[%％‰℃]?"
)


class Clause(NamedTuple):
    """A clause of a passage: its folded span and what its own words give to weigh."""

    span: tuple[int, int]
    features: Features


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

    @property
    def features(self) -> Features:
        """Return what the learned models weigh of it."""
        return _features(self.text, self.answers, self.turn.role)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Return its clauses."""
        return _clauses(self.text, self.turn.role)

    def telling_clause(self, linear: Linear, model: int) -> tuple[int, int]:
        """Return the folded span of the clause whose own words speak most for what a model looks for."""
        found = self.clauses
        if len(found) < 2:
            return found[0].span if found else (0, len(self.text))
        return max(found, key=lambda each: linear.pull(each.features, model)).span

    def quote(self, start: int, end: int) -> str:
        """Return the words behind a folded span: its clauses, cut to a length that can be read at a glance."""
        begin, stop = self.folded.span(start, max(end, start + 1))
        return clause_around(self.sentence.text, begin, stop)


@lru_cache(maxsize=_AT_HAND)
def _features(text: str, answers: str, role: Role) -> Features:
    return utterance_features(text, before=answers, role=role)


@lru_cache(maxsize=_AT_HAND)
def _clauses(text: str, role: Role) -> tuple[Clause, ...]:
    return tuple(
        Clause((start, end), utterance_features(text[start:end], before="", role=role))
        for start, end in clauses(text)
    )


def passages(transcript: Transcript) -> Iterator[Passage]:
    """Yield every sentence of every turn in order."""
    said = ""
    for number, turn in enumerate(transcript.turns):
        before = transcript.turns[number - 1] if number else None
        if before is not None and before.role != turn.role:
            said = folded(before.text[-CONTEXT:]).text
        elif before is None or before.speaker != turn.speaker:
            said = ""
        for sentence in split_sentences(turn.text):
            text = folded(sentence.text)
            if text.text:
                yield Passage(turn, sentence, text, said)


def whole_turns(sentences: Iterable[Passage]) -> Iterator[Passage]:
    """Yield each turn of several sentences that is short enough as one passage: people say one thing in two breaths."""
    for _, group in groupby(sentences, key=lambda each: each.turn.index):
        first, *rest = group
        if not rest:
            continue
        start, end = first.sentence.start, rest[-1].sentence.end
        if end - start <= LONGEST_TURN:
            text = first.turn.text[start:end]
            yield Passage(first.turn, Sentence(text, start, end), folded(text), first.answers)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the clauses of a folded sentence; a long run without commas is cut into pieces."""
    start, longest = 0, longest_quote(text)
    for match in _CLAUSE_END.finditer(text + "\n"):
        while match.start() - start > longest:
            yield start, start + longest // 2
            start += longest // 2
        if match.start() > start:
            yield start, match.start()
        start = match.end()


def longest_quote(text: str) -> int:
    """Return how many characters of such a text are read at a glance."""
    return LONGEST_QUOTE if _CHINESE.search(text) else LONGEST_IN_LETTERS


def clause_around(text: str, begin: int, end: int) -> str:
    """Return the clauses of `text` that hold [begin, end), cut to about the longest quote."""
    begin, end = _outward(text, begin, end)
    left = max((m.end() for m in _CLAUSE_END.finditer(text, 0, begin)), default=0)
    right_match = _CLAUSE_END.search(text, end)
    right = right_match.start() if right_match else len(text)
    spare = max(longest_quote(text) - (end - begin), 0)
    first, last = _inward(text, begin - spare // 2, end + spare - spare // 2)
    return text[max(left, first) : min(right, last)].strip()


def _outward(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return [begin, end) widened to take in the words and figures that it cuts."""
    first, last = _cut_by(text, begin), _cut_by(text, end)
    return first.start() if first else begin, last.end() if last else end


def _inward(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return [begin, end) narrowed to leave out the words and figures that it cuts."""
    first, last = _cut_by(text, begin), _cut_by(text, end)
    return first.end() if first else max(begin, 0), last.start() if last else min(end, len(text))


def _cut_by(text: str, at: int) -> re.Match[str] | None:
    """Return the word or figure that a cut at `at` would part."""
    return next((m for m in _WHOLE.finditer(text) if m.start() < at < m.end()), None)
