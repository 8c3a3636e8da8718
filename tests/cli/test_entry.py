"""The short way of `judge`: it understands exactly what the parser would, or leaves it to the parser."""

import pytest

from callsift.cli.entry import PlainJudge, plain_judge


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (["judge", "a.json"], PlainJudge("a.json")),
        (["judge", "a.json", "--report"], PlainJudge("a.json", report=True)),
        (["judge", "--out", "b.json", "a.json"], PlainJudge("a.json", out="b.json")),
        (
            ["judge", "a.json", "--playbook", "mine", "--debug"],
            PlainJudge("a.json", playbook="mine"),
        ),
    ],
)
def test_well_formed_words_are_understood(words: list[str], plain: PlainJudge) -> None:
    assert plain_judge(words) == plain


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["judge"],
        ["judge", "--help"],
        ["judge", "a.json", "b.json"],
        ["judge", "a.json", "--out"],
        ["judge", "a.json", "--out", "--report"],
        ["judge", "a.json", "--out=b.json"],
        ["judge", "a.json", "--report", "--report"],
        ["judge", "a.json", "--unknown"],
        ["judge", "-"],
        ["analyze", "a.json"],
    ],
)
def test_anything_else_is_left_to_the_parser(words: list[str]) -> None:
    assert plain_judge(words) is None
