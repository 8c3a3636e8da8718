"""A table speaks one language."""

import pytest

from callsift.bulk.rows import Row
from callsift.bulk.writers.opening import opened
from callsift.bulk.writers.verdicts import Lang
from callsift.wording import ResultLanguage
from tests.bulk.rows import done, failed

ENGLISH, CHINESE, TRADITIONAL = done(language="en"), done(), done(language="zh-Hant")


@pytest.mark.parametrize(
    ("rows", "wanted", "language"),
    [
        ([failed(), ENGLISH, CHINESE, CHINESE], None, "zh"),
        ([failed(), ENGLISH, ENGLISH, CHINESE], None, "en"),
        ([TRADITIONAL, CHINESE, TRADITIONAL], None, "zh-Hant"),
        ([TRADITIONAL, ENGLISH], "en", "en"),
        ([TRADITIONAL], "zh", "zh-Hant"),
        ([failed()], "en", "en"),
        ([failed()], None, "zh"),
        ([], None, "zh"),
    ],
)
def test_it_is_the_wanted_one_or_that_of_most_calls(
    rows: list[Row], wanted: Lang | None, language: ResultLanguage
) -> None:
    spoken, every = opened(iter(rows), wanted)
    assert (spoken, list(every)) == (language, rows)


def test_rows_that_come_late_are_not_waited_for() -> None:
    def endless() -> object:
        while True:
            yield CHINESE

    spoken, every = opened(endless(), None)  # type: ignore[arg-type]  # rows without end
    assert spoken == "zh"
    assert next(every) is CHINESE
