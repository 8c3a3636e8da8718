"""Chooses the one language in which a table is written, without taking rows away."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from callsift.bulk.rows import Row
from callsift.bulk.writers.verdicts import Lang, language_of
from callsift.wording import ResultLanguage

_LOOKED_AT = 200


def opened(rows: Iterable[Row], wanted: Lang | None) -> tuple[ResultLanguage, Iterator[Row]]:
    """Return the language of a table and all its rows: the wanted one, else that of most calls of the first 200.

    One language for the whole table: what is called two things in one column can be neither sorted nor filtered.
    """
    every = iter(rows)
    first = list(islice(every, _LOOKED_AT))
    judged = (row.analysis for row in first if row.analysis is not None)
    often = Counter(language_of(each, wanted) for each in judged).most_common(1)
    return (often[0][0] if often else wanted or "zh"), chain(first, every)
