"""The headers of the table of verdicts, and how they are known again."""

from collections.abc import Sequence

from callsift.bulk.writers.verdicts import Verdict
from callsift.bulk.writers.words import COLUMNS
from callsift.wording import ResultLanguage, say

_LANGUAGES: tuple[ResultLanguage, ...] = ("zh", "en", "zh-Hant")


def heading(lang: ResultLanguage) -> list[str]:
    """Return the headers of the columns in a language."""
    return [say(COLUMNS[name], lang) for name in Verdict._fields]


def is_heading(cells: Sequence[str]) -> bool:
    """Tell whether some cells are the headers that callsift writes, in whatever language."""
    return len(cells) == len(Verdict._fields) and any(
        list(cells) == heading(lang) for lang in _LANGUAGES
    )
