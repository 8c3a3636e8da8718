"""Cuts folded text into what small linear models weigh: character n-grams of Chinese, words and word pairs of English."""

import re
from collections.abc import Iterator

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z']+|0|[?!]")


def grams(text: str, longest: int = 3) -> Iterator[str]:
    """Yield character n-grams of Chinese runs, and words and word pairs of English ones. Every number reads 0."""
    masked = _DIGITS.sub("0", text)
    previous = ""
    for match in _RUN.finditer(masked):
        run = match[0]
        if "\u3400" <= run[0] <= "\u9fff":
            previous = ""
            for size in range(1, longest + 1):
                for at in range(len(run) - size + 1):
                    yield run[at : at + size]
        else:
            yield run
            if previous:
                yield f"{previous} {run}"
            previous = run
