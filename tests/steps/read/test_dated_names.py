"""The day in a file's name counts where the text names none."""

from pathlib import Path

import pytest

from callsift.steps.read import read_path
from callsift.steps.read.dated_names import day_named

SAID = "客户：多少钱？\n销售：八千。\n"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-05-11 启衡.txt", "2026-05-11"),
        ("启衡_20260511_电话.txt", "2026-05-11"),
        ("2026年5月1日.docx", "2026-05-01"),
        ("call 2026.05.11.md", "2026-05-11"),
        ("20260511-20260511.txt", "2026-05-11"),
        ("20260511 to 20260512.txt", None),
        ("2026-13-40.txt", None),
        ("order 202605111.txt", None),
        ("11-05-2026.txt", None),
        ("call.txt", None),
    ],
)
def test_a_name_gives_one_day_or_none(name: str, day: str | None) -> None:
    assert day_named(name) == day


def test_the_text_comes_before_the_name(tmp_path: Path) -> None:
    def date(text: str) -> str | None:
        file = tmp_path / "2026-05-11.txt"
        file.write_text(text, encoding="utf-8")
        return read_path(file).date

    assert date(SAID) == "2026-05-11"
    assert date(f"2026-04-02\n{SAID}") == "2026-04-02"
