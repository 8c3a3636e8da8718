"""Looks at the first rows for the language of the headers, without taking them away."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from callsift.bulk.rows import Row
from callsift.bulk.writers.verdicts import Wording, language_of
from callsift.wording import ResultLanguage

_LOOKED_AT = 20


def opened(rows: Iterable[Row], wording: Wording) -> tuple[ResultLanguage, Iterator[Row]]:
    """Return the language of the headers and all rows: the wanted one, else that of the first call."""
    every = iter(rows)
    first = list(islice(every, _LOOKED_AT))
    judged = next((row for row in first if row.analysis is not None), None)
    heading: ResultLanguage = wording.lang or "zh"
    if judged is not None and wording.lang is None:
        heading = language_of(judged, None)
    return heading, chain(first, every)
