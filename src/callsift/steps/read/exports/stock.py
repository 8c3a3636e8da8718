"""Knows the phrases that speech recognition makes up where nobody speaks.

They are data, in `steps/read/stock_phrases.toml`. Only a whole segment is ever such a phrase.
"""

import re
from functools import lru_cache

import tomli

from callsift.resources import package_text
from callsift.typography import folded

# No stock phrase is longer, said twice over.
_LONGEST = 200
_NO_LETTER = re.compile(r"[\W_]+")


def is_stock_phrase(text: str) -> bool:
    """Tell whether a text is nothing but a stock phrase, once or several times."""
    if len(text) > _LONGEST:
        return False
    bare = _bare(text)
    return bool(bare) and _pattern().fullmatch(bare) is not None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    table = tomli.loads(package_text("steps/read/stock_phrases.toml"))
    phrases = sorted(map(_bare, table["phrases"]), key=len, reverse=True)
    # Possessive, the longest first: a text made of beginnings of phrases costs nothing.
    literal = f"(?>{'|'.join(map(re.escape, phrases))})++"
    return re.compile("|".join([literal, *table["patterns"]]))


def _bare(text: str) -> str:
    """Return the letters and digits alone, folded."""
    return _NO_LETTER.sub("", folded(text).text)
