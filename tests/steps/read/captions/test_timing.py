"""Lines of times, as each product writes them."""

import pytest

from callsift.steps.read.captions.timing import arrow_span, comma_span, is_broken_span


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("00:00:03,490 --> 00:00:05,100", (3.49, 5.1)),
        ("0:0:3.490 --> 0:0:5.100", (3.49, 5.1)),
        ("00:03.490 --> 01:05.100", (3.49, 65.1)),
        (
            "123:00:00.000 --> 123:00:01.000 align:start position:10%,line-left",
            (442800.0, 442801.0),
        ),
        ("00:00:01,000-->00:00:02,000", (1.0, 2.0)),
        ("00:00:01 --> 00:00:02", (1.0, 2.0)),
        ("00:00:01,5 --> 00:00:02,75", (1.5, 2.75)),
        ("00: 00: 01, 000 --> 00: 00: 02, 000", (1.0, 2.0)),
        ("00:00:01,000 --> 00:00:02,000 X1:10 X2:20 Y1:1 Y2:2", (1.0, 2.0)),
    ],
)
def test_times_with_an_arrow_are_read(line: str, span: tuple[float, float]) -> None:
    assert arrow_span(line) == span


@pytest.mark.parametrize(
    "line",
    [
        *("12:34 --> 12:35", "00:00:01,000 --> 00:00:02,000 they said", "--> 00:00:02,000", ""),
        *("see 00:00:01,000 --> 00:00:02,000", "1 --> 2", "[00:00:01.000 --> 00:00:02.000]"),
    ],
)
def test_other_lines_are_no_times(line: str) -> None:
    assert arrow_span(line) is None


@pytest.mark.parametrize(
    ("line", "is_broken"),
    [
        ("00:00:0x,000 --> 00:00:04,000", True),
        ("00:00:02.000 --> soon", True),
        ("a --> b", False),
        (
            "we go from stage 1 --> stage 2 and then wait for the board to sign it off, surely",
            False,
        ),
    ],
)
def test_broken_times_are_told_from_words(line: str, is_broken: bool) -> None:
    assert is_broken_span(line) is is_broken


def test_times_with_a_comma_are_read() -> None:
    assert comma_span("0:00:01.000,0:00:02.500") == (1.0, 2.5)
    assert comma_span("0:00:01.000, 0:00:02.500") is None
