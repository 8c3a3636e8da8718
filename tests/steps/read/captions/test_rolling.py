"""What rolling captions say twice is said once; what people repeat is kept."""

import pytest

from callsift.steps.read.captions.rolling import without_repeats
from callsift.steps.read.cues import Cue


def told(*texts: str) -> list[str]:
    return [
        cue.text for cue in without_repeats([Cue(None, n, n + 1, t) for n, t in enumerate(texts)])
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["we are here to", "we are here to\ntalk about", "talk about\nthe price"],
            ["we are here to", "talk about", "the price"],
            id="by lines",
        ),
        pytest.param(
            ["our stock is", "stock is never right", "never right since May"],
            ["our stock is", "never right", "since May"],
            id="by words",
        ),
        pytest.param(
            ["我们的库存一直", "我们的库存一直不准", "库存一直不准所以要换"],
            ["我们的库存一直", "不准", "所以要换"],
            id="Chinese",
        ),
        pytest.param(
            ["对", "对", "对", "好的", "好的"],
            ["对", "对", "对", "好的", "好的"],
            id="people repeat",
        ),
        pytest.param(
            ["we need three", "three hundred seats", "seats for now", "now or never"],
            ["we need three", "three hundred seats", "seats for now", "now or never"],
            id="a word at a time is chance",
        ),
        pytest.param(
            ["the price is", "isolation is fine", "fine by me"],
            ["the price is", "isolation is fine", "fine by me"],
            id="never inside a word",
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_repeats_are_taken_away(texts: list[str], expected: list[str]) -> None:
    assert told(*texts) == expected


def test_a_cue_that_says_nothing_new_only_lasts_longer() -> None:
    cues = [Cue(None, 0, 1, "so it is like"), Cue(None, 1, 5, "so it is like")]
    cues.append(Cue(None, 5, 6, "so it is like this"))
    assert [(cue.text, cue.end_s) for cue in without_repeats(cues)] == [
        ("so it is like", 5),
        ("this", 6),
    ]


def test_another_speaker_may_say_the_same() -> None:
    cues = [Cue(name, 0, 1, "that is too much") for name in ("Ann", "Bob", "Ann", "Bob")]
    assert without_repeats(cues) == cues
