"""Finds the names that people give in what they say: `我是恒泰的李明`, `This is Ann from Acme`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from callsift.steps.redact.people import is_chinese_name
from callsift.steps.redact.words import NameWords, name_words
from callsift.typography import folded

_CHINESE = r"[\u4e00-\u9fff]"
_ENDS = r"(?=[,，。.!！?？;；:：、\s(（0-9]|$)"
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞĆČĐİŁŃŘŚŠŹŻŽ", "a-zß-öø-ÿĀ-ſ"
_WORD = rf"[{_UPPER}](?:[{_LOWER}'’-]|(?<=[{_LOWER}]-)[{_UPPER}]|(?<=[OoDd]['’])[{_UPPER}])+"
# A name of so many characters is one without a firm before it too; no name is longer.
_SURE, _LONGEST = 3, 4


def names_introduced(lines: Iterable[str]) -> Iterator[str]:
    """Yield the names by which people introduce themselves or others, as written."""
    words = name_words()
    for line in lines:
        for found in _after_a_word().finditer(line):
            if is_chinese_name(folded(found[1][:3]).text):
                yield found[1]
        yield from _self_named(line, words)
        for pattern in _english():
            for found in pattern.finditer(line):
                if not _is_ordinary(found[1], words):
                    yield found[1]


def _self_named(line: str, words: NameWords) -> Iterator[str]:
    """Yield the names behind 我是 and 我姓王，叫."""
    for found in _I_AM.finditer(line):
        firm, _, rest = found[1].rpartition("的")
        # Without a firm before it, or with one that nothing parts from it, two characters say no name: 我是高兴.
        name = rest if firm or len(rest) <= _LONGEST else rest[-_SURE:]
        if len(name) < (2 if firm else _SURE) or name.endswith(tuple(words.no_person_ends)):
            continue
        if is_chinese_name(folded(name).text):
            yield name
    for found in _MY_SURNAME.finditer(line):
        if found["name"].startswith(found["surname"]):
            yield found["name"]


_I_AM = re.compile(rf"(?:我是|这里是|这边是|本人是)({_CHINESE}{{2,16}}){_ENDS}")
_MY_SURNAME = re.compile(
    rf"(?:我|敝|免贵)姓(?P<surname>{_CHINESE}{{1,2}})[,，]?\s?(?:我?叫|名叫|名字叫|全名)?\s?(?P<name>{_CHINESE}{{2,4}}){_ENDS}"
)


@lru_cache(maxsize=1)
def _after_a_word() -> re.Pattern[str]:
    words = name_words()
    told = "|".join(map(re.escape, words.introductions))
    called = "|".join(map(re.escape, words.called))
    return re.compile(rf"(?:(?:{called})叫|(?:{told})[:：是 ]{{0,2}})({_CHINESE}{{2,4}}){_ENDS}")


@lru_cache(maxsize=1)
def _english() -> tuple[re.Pattern[str], ...]:
    told = "|".join(map(re.escape, name_words().english_introductions))
    particles = "|".join(sorted(name_words().particles))
    name = rf"{_WORD}(?: (?:(?:{particles}) ){{0,2}}{_WORD}){{0,2}}"
    return (
        re.compile(rf"\b(?i:{told}) ({name})"),
        re.compile(
            rf"\b(?i:i am|i[’']m|this is|it[’']s|it is) ({name})(?= (?:from|with|at|here|speaking|calling|over at)\b)"
        ),
        re.compile(rf"\b[Tt]his is ({name})(?=[.,!?]|$)"),
        re.compile(rf"(?:^|[.!?,] )({name}) (?:here|speaking)(?=[.,!?]|$)"),
    )


def _is_ordinary(name: str, words: NameWords) -> bool:
    """Tell whether what looks like a name is a day, a word at the head of a sentence or a title."""
    first = folded(name).text.split()[0]
    return first in words.no_english_names or first in words.english_generic
