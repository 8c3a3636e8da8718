"""Matching text regardless of width and punctuation, with a way back to the original offsets.

Two foldings. `typographic` forgives only how a thing is written: width, the form of punctuation and spaces between
words; signs, dots and spaces between digits are kept, for 1.5万 is not 15万. `folded` forgives width, case and the
simplified or traditional form of a character: it serves to find cues, never to accept a quote.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from callsift.resources import package_text

_PUNCTUATION = {
    **dict.fromkeys("“”„‟«»「」『』〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛`´＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("。．｡", "."),
    **dict.fromkeys("，､、﹐", ","),
    **dict.fromkeys("；﹔", ";"),
    **dict.fromkeys("：﹕", ":"),
    **dict.fromkeys("？﹖", "?"),
    **dict.fromkeys("！﹗", "!"),
    **dict.fromkeys("【〔〖［", "["),
    **dict.fromkeys("】〕〗］", "]"),
    **dict.fromkeys("（﹙", "("),
    **dict.fromkeys("）﹚", ")"),
    "…": "...",
    "～": "~",
    "·": ".",
    "・": ".",
}
# What stands for a byte that is no text, or for half a character.
_SURROGATES = ("\ud800", "\udfff")
_IN_NUMBERS = frozenset(".,:+-/%")
# A superscript, a fraction or a circled digit must not melt into its neighbours: 10² is not 102.
_KEPT_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")


class Folded(NamedTuple):
    """A folded text and, for each of its characters, the original index it came from."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original [start, end) behind a non-empty folded [start, end).

        Characters that folding removed after the last kept one do not belong to the span.
        """
        return self.origins[start], self.origins[end - 1] + 1

    def position(self, original: int) -> int:
        """Return the first folded index at or after an original index."""
        return bisect_left(self.origins, original)


def typographic(text: str) -> Folded:
    """Fold width, punctuation and the spaces between words."""
    return _fold(text, _typographic_form, _parts_typographic)


@lru_cache(maxsize=8192)
def folded(text: str) -> Folded:
    """Fold width, case and traditional characters, and spaces between Chinese ones: for cues only."""
    return _fold(text, _folded_form, _parts_folded)


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Return the table of single traditional characters and their simplified form."""
    pairs = package_text("typography/traditional.txt").split()
    return {pair[0]: pair[1] for pair in pairs}


@lru_cache(maxsize=16384)
def _typographic_form(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    mapped = _PUNCTUATION.get(character)
    if mapped is not None:
        return mapped
    if character.isspace():
        return " "
    if unicodedata.decomposition(character).startswith(_KEPT_FORMS):
        return character
    return "".join(
        _PUNCTUATION.get(each, each) for each in unicodedata.normalize("NFKC", character)
    )


@lru_cache(maxsize=16384)
def _folded_form(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character.isspace():
        return " "
    normal = unicodedata.normalize("NFKC", character).lower()
    return "".join(_simplified().get(each, each) for each in normal)


def _parts_typographic(before: str, after: str) -> bool:
    """Tell whether a space here carries meaning: between ASCII words, or inside what may be a number."""
    if not (after.isascii() and after.isalnum()):
        return False
    return (before.isascii() and before.isalnum()) or (after.isdigit() and before in _IN_NUMBERS)


def _parts_folded(before: str, after: str) -> bool:
    return not (_is_chinese(before) and _is_chinese(after))


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _fold(text: str, form: Callable[[str], str], parts: Callable[[str, str], bool]) -> Folded:
    out: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for each in form(character):
            if each == " " and (not out or out[-1] == " "):
                continue
            out.append(each)
            origins.append(index)
    return _without_loose_spaces(out, origins, parts)


def _without_loose_spaces(
    out: list[str], origins: list[int], parts: Callable[[str, str], bool]
) -> Folded:
    """Drop the spaces that part nothing, and the one at the end."""
    kept: list[str] = []
    kept_origins: list[int] = []
    last = len(out) - 1
    for index, character in enumerate(out):
        if character == " " and (index == last or not parts(out[index - 1], out[index + 1])):
            continue
        kept.append(character)
        kept_origins.append(origins[index])
    return Folded("".join(kept), tuple(kept_origins))


def writable(text: str) -> str:
    """Return a text that any file can hold, as a file's name need not be: what is no Unicode in it is replaced."""
    first, last = _SURROGATES
    if not any(first <= each <= last for each in text):
        return text
    try:
        # Bytes that a locale could not read may well be UTF-8.
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
