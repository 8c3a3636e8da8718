"""Looks for personal data in the texts of a call, again and again until nothing more is found."""

from collections.abc import Callable, Iterable, Iterator

from callsift.domain.transcript import Language
from callsift.steps.redact.addresses import find_addresses
from callsift.steps.redact.broken import find_broken
from callsift.steps.redact.contacts import find_emails
from callsift.steps.redact.handles import find_handles
from callsift.steps.redact.known import Known, Value
from callsift.steps.redact.line import Detection, FoldedLine, blank, read_line
from callsift.steps.redact.names import People
from callsift.steps.redact.numbers import find_numbers
from callsift.steps.redact.rooms import find_rooms
from callsift.steps.redact.spelled import find_spelled

# What is masked can lay bare what stood glued to it. Each round needs a value that no round before it saw; a call has
# one or two, and a text made to have thousands must not take for ever.
_MOST_ROUNDS = 8
# Likewise in one text, where each mask may lay bare one more.
_MOST_SWEEPS = 40


def search(texts: list[str], language: Language, people: People) -> list[list[Detection]]:
    """Return what is personal in each text, in order and without overlaps.

    What was found anywhere is looked for everywhere: a number that only one place calls a telephone number is masked
    in all of them.
    """

    def by_form(line: FoldedLine) -> Iterator[Detection]:
        yield from find_emails(line)
        yield from find_addresses(line)
        yield from find_rooms(line)
        yield from find_numbers(line, language)
        yield from find_broken(line)
        yield from find_spelled(line)
        yield from find_handles(line)
        yield from people.find(line)

    texts_read = _Texts(texts)
    changed: Iterable[int] = range(len(texts))
    values: set[Value] = set()
    for _ in range(_MOST_ROUNDS):
        texts_read.sweep(changed, by_form)
        before, values = values, texts_read.values()
        if values == before:
            break
        known = Known(sorted(values - before))
        changed = texts_read.sweep(range(len(texts)), known.find)
    return texts_read.found


class _Texts:
    """The texts with what was found in them so far, which no search sees again."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._lines = [read_line(each) for each in texts]
        self.found: list[list[Detection]] = [[] for _ in texts]

    def sweep(
        self, places: Iterable[int], search: Callable[[FoldedLine], Iterator[Detection]]
    ) -> list[int]:
        """Search these texts until nothing more is found; return those where something was."""
        changed = []
        for at in places:
            before = len(self.found[at])
            for _ in range(_MOST_SWEEPS):
                new = _apart(search(self._lines[at]))
                if not new:
                    break
                self.found[at] = sorted((*self.found[at], *new))
                spans = ((each.start, each.end) for each in self.found[at])
                self._lines[at] = read_line(blank(self._texts[at], spans))
            if len(self.found[at]) > before:
                changed.append(at)
        return changed

    def values(self) -> set[Value]:
        """Return every value found so far, in every form."""
        forms = {
            (each.kind, each.key, text[each.start : each.end])
            for text, found in zip(self._texts, self.found, strict=True)
            for each in found
        }
        return {Value(kind, key, read_line(form).text) for kind, key, form in forms}


def _apart(found: Iterable[Detection]) -> list[Detection]:
    """Return finds that do not overlap, the longest first."""
    kept: list[Detection] = []
    taken: set[int] = set()
    for each in sorted(found, key=lambda each: (each.start - each.end, each)):
        span = range(each.start, each.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(each)
    return kept
