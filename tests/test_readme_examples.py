"""The Python examples of the README files run as they stand."""

import re
from pathlib import Path

import pytest

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
