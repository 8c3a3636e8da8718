"""Finds the names of known people in a line: whole, in parts, and as surname and title (王总, 老王)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from callsift.steps.redact.line import Detection, FoldedLine, Kind
from callsift.steps.redact.people import Name
from callsift.steps.redact.words import name_words

_LETTER = re.compile(r"[a-z0-9ß-öø-ÿĀ-ſ]")
_HEAD = re.compile(r"(?:^|[.!?。！？:：]) ?$")


class Texts:
    """Looks for many fixed texts at once: one step a place of a first character, one look-up a length."""

    def __init__(self, texts: Iterable[str], *, whole_words: bool = True) -> None:
        """Look for these texts; `whole_words` keeps an English one from standing inside a word."""
        self._texts = frozenset(texts)
        self._whole_words = whole_words
        lengths: dict[str, set[int]] = defaultdict(set)
        for text in self._texts:
            lengths[text[0]].add(len(text))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}
        firsts = "".join(map(re.escape, sorted(lengths)))
        self._first = re.compile(f"[{firsts}]" if firsts else "(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of the texts that stand here; they may overlap."""
        for found in self._first.finditer(text):
            start = found.start()
            for length in self._lengths[found[0]]:
                end = start + length
                if end > len(text) or text[start:end] not in self._texts:
                    continue
                if not (self._whole_words and _cuts_word(text, start, end)):
                    yield start, end


class People:
    """The names to look for."""

    def __init__(self, names: Iterable[Name]) -> None:
        unique = tuple(names)
        single = {each.text for each in unique if len(each.text) == 1}
        compound = {each.text for each in unique} & set(name_words().compound_surnames)
        words = compound & name_words().ordinary_given
        self._parts: dict[str, Kind] = {}
        for each in unique:
            self._parts.setdefault(each.text, each.part)
        self._texts = Texts(each for each in self._parts if len(each) > 1 and each not in words)
        calls = {each.text for each in unique if each.part == "surname"} & (single | compound)
        self._called = _called(calls)
        givens = {each.text for each in unique if each.part == "given"} & single
        self._familiar = _familiar(givens)

    def find(self, line: FoldedLine) -> Iterator[Detection]:
        """Yield every place of a name in the line; spans may overlap."""
        for start, end in self._texts.find(line.text):
            if line.text[start].isascii() and _is_no_name(line, start, end):
                continue
            yield self._found(line, start, end)
        for found in self._called.finditer(line.text):
            if _is_call(line.text, found):
                yield self._found(line, *found.span("small" if found["small"] else "titled"))
        for found in self._familiar.finditer(line.text):
            yield self._found(line, *found.span("a" if found["a"] else "b"))

    def _found(self, line: FoldedLine, start: int, end: int) -> Detection:
        text = line.text[start:end]
        return line.found(start, end, self._parts[text], text)


def called_surnames(text: str) -> set[str]:
    """Return the surnames by which somebody is called in a folded text: 王总, 老王."""
    words = name_words()
    calls = _called_by_any().finditer(text)
    found = {each["small"] or each["titled"] for each in calls if _is_call(text, each)}
    return found & {*words.surnames, *words.compound_surnames}


@lru_cache(maxsize=1)
def _called_by_any() -> re.Pattern[str]:
    words = name_words()
    return _called({*words.surnames, *words.compound_surnames})


def persons(names: Iterable[Name]) -> Mapping[tuple[Kind, str], int]:
    """Return whose each name is; one that several people share is nobody's."""
    owners: dict[tuple[Kind, str], set[int]] = defaultdict(set)
    for each in names:
        owners[(each.part, each.text)].add(each.person)
    return {key: found.pop() for key, found in owners.items() if len(found) == 1}


def _called(surnames: set[str]) -> re.Pattern[str]:
    """Return a pattern of 老王 and 王总 for these surnames."""
    if not surnames:
        return re.compile("(?!)")
    words = name_words()
    one = "|".join(sorted(map(re.escape, surnames), key=lambda each: (-len(each), each)))
    rank = f"(?:{'|'.join(words.ranks)})?"
    return re.compile(
        rf"[小老阿](?P<small>{one})(?!{rank}{words.titles})"
        rf"|(?P<titled>{one})(?={rank}{words.titles})(?!{words.no_title})"
    )


def _familiar(givens: set[str]) -> re.Pattern[str]:
    """Return a pattern of 阿伟 and 伟哥 for given names of one character."""
    if not givens:
        return re.compile("(?!)")
    one = f"[{''.join(sorted(givens))}]"
    return re.compile(rf"阿(?P<a>{one})|(?<![\u4e00-\u9fff])(?P<b>{one})(?=[哥姐])")


def _is_call(text: str, found: re.Match[str]) -> bool:
    if found["small"]:
        return not text.startswith(name_words().after_small, found.start())
    at = found.start()
    return at == 0 or text[at - 1 : at + 1] not in name_words().before_title


def _cuts_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and _LETTER.match(text[start]) and _LETTER.match(text[start - 1])
    after = end < len(text) and _LETTER.match(text[end - 1]) and _LETTER.match(text[end])
    return bool(before or after)


def _is_no_name(line: FoldedLine, start: int, end: int) -> bool:
    """Tell whether an English name is here the ordinary word that it also is."""
    if line.text[start:end] not in name_words().english_ordinary:
        return False
    if not line.raw[line.origins[start]].isupper():
        return True
    return _HEAD.search(line.text, max(0, start - 3), start) is not None and line.text.startswith(
        _phrases(), start
    )


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    return name_words().english_phrases
