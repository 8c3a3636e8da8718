"""Takes simple disguises off a text before it is looked at: entities, letters set apart. Only for looking."""

import html
import re

from callsift.typography import folded

# Four or more single letters or characters with the same kind of gap between them are one word set apart.
_SPACED_LETTERS = re.compile(r"(?:(?<![a-z])[a-z][ .·_\-*|]{1,3}){4,}[a-z](?![a-z])", re.IGNORECASE)
_SPACED_CHARACTERS = re.compile(r"(?:[\u4e00-\u9fff][ .·_\-*|/、]{1,2}){4,}[\u4e00-\u9fff]")
_GAP = re.compile(r"[ .·_\-*|/、]+")
_WORD_GAP = re.compile(r"[ .·_\-*|]{3,}")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Letters of other scripts that look like Latin ones.
_LOOK_ALIKES = str.maketrans("асеіјорхуѕԁһΑΒΕΗΙΚΜΝΟΡΤΧ", "aceijopxysdhabehikmnoptx")


def plain(text: str) -> str:
    """Return the folded text without its disguise."""
    bare = html.unescape(text).translate(_UNSEEN)
    # Before folding, which makes one space of several: a wider gap parts words that are set apart.
    shown = folded(_SPACED_LETTERS.sub(lambda found: _closed(found[0]), bare)).text
    if _holds_two_scripts(shown):
        shown = shown.translate(_LOOK_ALIKES)
    return _SPACED_CHARACTERS.sub(lambda found: _GAP.sub("", found[0]), shown)


def _holds_two_scripts(shown: str) -> bool:
    """Tell whether Latin letters stand beside Greek or Cyrillic ones."""
    return any("\u0370" <= char <= "\u04ff" for char in shown) and any(
        "a" <= char <= "z" for char in shown
    )


def _closed(spaced: str) -> str:
    """Close the gaps inside words; a wider gap parts words."""
    return " ".join(_GAP.sub("", word) for word in _WORD_GAP.split(spaced))
