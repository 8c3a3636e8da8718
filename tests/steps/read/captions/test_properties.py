"""What holds for any caption file whatever."""

import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callsift.domain.transcript import Transcript
from callsift.errors import InputError
from callsift.steps.read import read_text
from callsift.steps.read.captions import read_captions

SETTINGS = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = (
    *("WEBVTT", "NOTE x", "STYLE", "REGION", "1", "2", "38000", "id-7", "a name", '3 "Ann" (1)'),
    *(
        "00:01.000 --> 00:02.000",
        "00:00:02,000 --> 00:00:03,500",
        "0:0:3.490 --> 0:0:5.1 align:end",
    ),
    *("0:00:01.000,0:00:02.500", "00:00:0x --> 00:00:04,000", "00:00:05.000 --> soon"),
    *(
        "<v Ann Lee>hi</v>",
        "<v Bob>",
        "</v>",
        "<c.x>y</c>",
        "<00:00:01.000>",
        "{\\\\an8}",
        "&lt;b&gt;",
    ),
    *(
        "Ann: so",
        "客户：多少钱",
        "[张三] 贵",
        "- no",
        "- 是",
        "（笑）",
        "[Music]",
        "说话人 1",
        "好的。",
    ),
    *("we are here to", "here to talk", "\n", "\n\n", "\n", " ", "\u202a", "<3", "&nbsp;", "[br]"),
)
FILES = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("\n".join)
# Words that are no part of markup, no name and no repetition: they must come out as often as in.
WORDS = st.text(alphabet="abcdefghijklmnop", min_size=3, max_size=9)
BODIES = st.lists(st.lists(WORDS, min_size=1, max_size=4, unique=True), min_size=1, max_size=12)


def heard(transcript: Transcript) -> Counter[str]:
    """Count the words in turns and in what was not understood."""
    texts = [turn.text for turn in transcript.turns]
    texts += [each.text for each in transcript.not_understood]
    return Counter(" ".join(texts).split())


def clock(second: int, mark: str) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}{mark}000"


def written(bodies: list[list[str]], form: str) -> str:
    """Return a file of cues, two words on each line, in one of the formats."""
    out = ["WEBVTT\n"] if form == "webvtt" else []
    mark = "," if form == "srt" else "."
    for number, body in enumerate(bodies, 1):
        times = clock(number, mark), clock(number + 1, mark)
        lines = [" ".join(body[at : at + 2]) for at in range(0, len(body), 2)]
        out += [f"{number}"] if form != "sbv" else []
        out += [",".join(times) if form == "sbv" else " --> ".join(times), *lines, ""]
    return "\n".join(out)


@SETTINGS
@given(FILES)
def test_any_file_is_read_twice_alike_or_refused(text: str) -> None:
    try:
        transcript = read_text(text).transcript
    except InputError:
        return
    assert transcript == read_text(text).transcript
    for turn in transcript.turns:
        assert turn.text == transcript.text[turn.start : turn.end] == turn.text.strip()
        assert turn.start_s is None or turn.end_s is None or turn.end_s >= turn.start_s


@SETTINGS
@given(BODIES, st.sampled_from(["webvtt", "srt", "sbv"]))
def test_no_word_of_a_cue_is_lost(bodies: list[list[str]], form: str) -> None:
    transcript = read_captions(written(bodies, form))
    assert transcript is not None
    assert transcript.format == form
    once = Counter(word for body in bodies for word in body)
    found = heard(transcript)
    # A word that stands twice may be the repetition of a rolling caption.
    assert set(found) == set(once)
    assert all(found[word] == count for word, count in once.items() if count == 1)


@SETTINGS
@given(BODIES, st.data())
def test_names_tags_and_blank_lines_cost_no_word(
    bodies: list[list[str]], data: st.DataObject
) -> None:
    before = st.sampled_from(
        ["", "", "Ann: ", "- ", "<v Bob>", "[张三] ", "客户：", "<c.X><i>", "{\\an8}"]
    )
    between = st.sampled_from(["\n", "\n", "\n\n", " ", " <00:00:01.000>"])
    text = "WEBVTT\n"
    for number, body in enumerate(bodies, 1):
        text += f"\n{clock(number, '.')} --> {clock(number + 1, '.')}\n"
        for word in body:
            head = data.draw(before) if text.endswith("\n") else ""
            text += head + word + data.draw(between)
        text += "\n"
    transcript = read_captions(text)
    assert transcript is not None
    found = Counter(re.findall("[a-p]{3,}", " ".join(heard(transcript).elements())))
    once = Counter(word for body in bodies for word in body)
    assert set(found) == set(once)
    assert all(found[word] == count for word, count in once.items() if count == 1)


@pytest.mark.parametrize("form", ["webvtt", "srt", "sbv"])
def test_the_time_grows_no_faster_than_the_file(form: str) -> None:
    body = ["we", "would", "need", "it", "before", "the", "summer", "starts"]

    def spent(cues: int) -> float:
        text = written([body] * cues, form)
        begin = time.process_time()
        read_captions(text)
        return time.process_time() - begin

    small = min(spent(800) for _ in range(3))
    assert any(spent(8_000) < 40 * small for _ in range(3))


@pytest.mark.parametrize(
    "inside",
    ["<c " * 100_000, "<v " * 100_000, "&amp" * 100_000, "a" + " " * 300_000 + "b", "x\n" * 50_000,
     "[" * 300_000, "- a\n" * 20_000, "Ann: " * 60_000, "-->" * 100_000],
    ids=["tags", "voices", "entities", "blanks", "lines", "brackets", "dashes", "names", "arrows"],
)  # fmt: skip
def test_one_monstrous_cue_costs_no_more_than_its_length(inside: str) -> None:
    def spent(part: str) -> float:
        text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{part}"
        begin = time.process_time()
        read_captions(text)
        return time.process_time() - begin

    small = min(spent(inside[: len(inside) // 10]) for _ in range(3))
    assert any(spent(inside) < 40 * max(small, 0.003) for _ in range(3))
