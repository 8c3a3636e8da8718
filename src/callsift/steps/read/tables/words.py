"""The words of a header by which a column is known. They are data, in `columns.toml`."""

import re
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

import tomli

from callsift.domain.record import Record
from callsift.resources import package_text
from callsift.typography import folded

Meaning: TypeAlias = Literal["text", "speaker", "role", "time", "end", "date", "account", "call"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
SURE, MAYBE = 2, 1
_ASIDE = re.compile(r"[(\[<].*?[)\]>]")
# No header is longer; what is longer is a cell of the table.
_LONGEST = 30


class ColumnWords(Record):
    """The words for one meaning."""

    sure: frozenset[str]
    maybe: frozenset[str]
    within: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def rank(self, form: str, bare: str) -> int:
        """Return 2 for a sure word, 1 for one that may mean this, else 0."""
        if form in self.sure or bare in self.sure:
            return SURE
        if any(each in bare for each in self.never):
            return 0
        is_maybe = form in self.maybe or bare in self.maybe
        return MAYBE if is_maybe or any(each in bare for each in self.within) else 0


@lru_cache(maxsize=1)
def column_words() -> dict[Meaning, ColumnWords]:
    """Return the words of every meaning."""
    table = tomli.loads(package_text("steps/read/tables/columns.toml"))
    return {meaning: ColumnWords.model_validate(table[meaning]) for meaning in MEANINGS}


def ranks_of(cell: str) -> dict[Meaning, int]:
    """Return what a header's cell can mean, and how surely."""
    if not cell or len(cell) > _LONGEST or "\n" in cell.strip():
        return {}
    form = folded(cell.strip()).text.strip(" *:#")
    bare = _ASIDE.sub("", form).strip(" *:#")
    found = {meaning: words.rank(form, bare) for meaning, words in column_words().items()}
    return {meaning: rank for meaning, rank in found.items() if rank}
