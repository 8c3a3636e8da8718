"""Reads names from the heads of lines that the reader took for no speaker: `王建国(恒泰)：…` that stands there once.

A head of a field (单价(含税)：) has the same form. So a Chinese name counts only where somebody says to be it, or where the
call calls somebody by its surname (王总, 老王) and something stands around it; an English one only where two lines begin
with it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from callsift.steps.redact.names import called_surnames
from callsift.steps.redact.people import is_chinese_name, surname_of
from callsift.steps.redact.words import name_words
from callsift.typography import folded

_OPEN, _CLOSE = "[\\[(<\"'“‘《「【（［]", "[\\])>\"'”’》」】）］]"
_ASIDE = r"(?:[ ]?[(\[（【/@_|\-－][^:：\n]{1,20})?"
_CHINESE = re.compile(
    rf"^[\s>*#\-]{{0,6}}({_OPEN}?([\u4e00-\u9fff]{{2,4}}){_CLOSE}?{_ASIDE}[ ]?)[:：]", re.MULTILINE
)
_ENGLISH = re.compile(
    rf"^[\s>*#\-]{{0,6}}({_OPEN}?[A-Z][a-z'’-]+, [A-Z][a-z'’-]+{_CLOSE}?(?: \([^):\n]{{1,30}}\))?):",
    re.MULTILINE,
)
_SAID_TO_BE = re.compile(r"(?:我是|我叫|叫我|我就是|这是)([\u4e00-\u9fff]{2,3})")
_TWICE = 2


def names_in_heads(texts: Sequence[str]) -> Iterator[str]:
    """Yield the heads that hold a name, as labels."""
    english = Counter(found[1] for text in texts for found in _ENGLISH.finditer(text))
    yield from (head for head, count in english.items() if count >= _TWICE and _is_english(head))
    heads = {found[1]: folded(found[2]).text for text in texts for found in _CHINESE.finditer(text)}
    named = {head: name for head, name in heads.items() if _is_name(name)}
    if named:
        surnames, stems = _called(texts)
        for head, name in named.items():
            dressed = folded(head).text != name and surname_of(name) in surnames
            if dressed or name in stems:
                yield head


def _is_name(text: str) -> bool:
    words = name_words()
    return (
        is_chinese_name(text)
        and text not in words.fields
        and not text.endswith(tuple(words.field_ends))
    )


def _is_english(head: str) -> bool:
    words = name_words()
    parts = re.findall("[a-z]+", re.sub(r"\(.*", "", head.lower()))
    return not any(each in words.english_generic or each in words.fields for each in parts)


def _called(texts: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the surnames by which somebody is called, and the names that somebody says to be."""
    surnames: set[str] = set()
    stems: set[str] = set()
    for text in texts:
        form = folded(text).text
        surnames |= called_surnames(form)
        for found in _SAID_TO_BE.finditer(form):
            stems |= {found[1][:2], found[1][:3]}
    return surnames, stems
