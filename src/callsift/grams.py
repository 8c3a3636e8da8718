"""Cuts folded text into what small linear models weigh: character n-grams of Chinese, words and stems of English.

English words change their endings, and something comes between two that belong together: pairs are pairs of stems, with
a word skipped or not.
"""

import re
from collections.abc import Iterator

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z']+|0|[?!]")


_ENDING = re.compile(r"(?:'s|'d|'ve|'re|'ll|ings?|edly|ed|es|ly|s|e)$")
# Shorter words are nearly all ending.
_SHORTEST_CUT = 5


def grams(text: str, longest: int = 3) -> Iterator[str]:
    """Yield character n-grams of Chinese runs, and words, stems and pairs of English ones. Every number reads 0.

    Args:
        text: folded.
        longest: the length of the longest n-gram; pairs with a word between them are as long as three.
    """
    masked = _DIGITS.sub("0", text)
    previous = before = ""
    for match in _RUN.finditer(masked):
        run = match[0]
        if "\u3400" <= run[0] <= "\u9fff":
            previous = before = ""
            for size in range(1, longest + 1):
                for at in range(len(run) - size + 1):
                    yield run[at : at + size]
            continue
        stem = _stem(run)
        yield run
        if stem != run:
            yield stem
        if previous:
            yield f"{previous} {stem}"
        if before and longest > 2:
            yield f"{before} _ {stem}"
        before, previous = previous, stem


def _stem(word: str) -> str:
    """Return a word without its ending, marked as cut; a short word as it is."""
    return word if len(word) < _SHORTEST_CUT else f"{_ENDING.sub('', word)}~"
