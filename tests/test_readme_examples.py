"""The Python examples of the README files run as they stand, and what is counted there is so many."""

import re
from pathlib import Path

import pytest

from tests.builders import shipped

ROOT = Path(__file__).resolve().parents[1]
_EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
EXAMPLES = [
    pytest.param(code, id=f"{file}-{number}")
    for file in ("README.md", "README.zh-CN.md")
    for number, code in enumerate(_EXAMPLE.findall((ROOT / file).read_text(encoding="utf-8")))
]


def test_both_languages_have_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs_and_prints(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own words
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("README.md", r"which of (?P<signals>\d+) documented signals"),
        ("README.zh-CN.md", r"(?P<signals>\d+) 个有出处的信号"),
        (
            "CHANGELOG.md",
            r"(?P<signals>\d+) signals, (?P<categories>\d+) lead categories, (?P<actions>\d+) actions",
        ),
    ],
)
def test_the_playbook_holds_as_many_as_is_said(file: str, pattern: str) -> None:
    found = re.search(pattern, (ROOT / file).read_text(encoding="utf-8"))
    assert found is not None
    for section, number in found.groupdict().items():
        assert int(number) == len(getattr(shipped(), section)), section
