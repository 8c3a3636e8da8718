"""A list of objects with a speaker and words is read, whoever wrote it."""

import json
from typing import Any

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_text

ENTRY = {"speaker": "Ann", "text": "We wait."}


def turns(content: object) -> list[tuple[str | None, float | None, float | None, str]]:
    transcript = read_text(json.dumps(content, ensure_ascii=False)).transcript
    assert transcript.format == "json"
    return [(t.speaker, t.start_s, t.end_s, t.text) for t in transcript.turns]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([ENTRY], id="a list"),
        pytest.param({"turns": [ENTRY]}, id="in an object"),
        pytest.param({"meta": {"n": 1}, "data": {"result": {"items": [ENTRY]}}}, id="deep"),
        pytest.param([{"name": "Ann", "content": "We wait."}], id="name, content"),
        pytest.param([{"说话人": "Ann", "内容": "We wait."}], id="Chinese keys"),
        pytest.param([{"speaker": {"id": 3, "name": "Ann"}, "text": "We wait."}], id="an object"),
        pytest.param(
            [{"speaker": "Ann", "words": [{"word": "We"}, {"word": "wait."}]}], id="single words"
        ),
    ],
)
def test_the_list_is_found(content: object) -> None:
    assert turns(content) == [("Ann", None, None, "We wait.")]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param([{"start": 1, "end": 3}, {"start": 3, "end": 8}], [1, 8], id="seconds"),
        pytest.param(
            [{"start": 1.5, "end": 3}, {"start": 300, "end": 800.5}], [1.5, 800.5], id="s"
        ),
        pytest.param(
            [{"start": 100, "end": 3000}, {"start": 3000, "end": 8000}], [0.1, 8], id="ms"
        ),
        pytest.param([{"start_ms": 1, "end_ms": 2}, {"start_ms": 2, "end_ms": 5}], [0.001, 0.005]),
        pytest.param([{"ts": 0}, {"ts": 4000}], [0, None], id="starts only, ms"),
        pytest.param([{"time": "00:01:02"}, {"time": "00:01:09"}], [62, None], id="clock"),
        pytest.param(
            [{"bg": "1200", "ed": "2200"}, {"bg": "2200", "ed": "4000"}], [1.2, 4], id="text"
        ),
        pytest.param([{"time": 1773309600}, {"time": 1773309605}], [None, None], id="dates"),
    ],
)
def test_times_are_seconds_or_milliseconds(
    times: list[dict[str, Any]], expected: list[float | None]
) -> None:
    ((_, start, end, _),) = turns([{**ENTRY, **each} for each in times])
    assert [start, end] == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"a": 1}, id="something else"),
        pytest.param([{"speaker": "A"}], id="no words"),
        pytest.param([{"text": "x"}], id="no speaker"),
        pytest.param({"a": {"b": {"c": {"d": [ENTRY]}}}}, id="too deep"),
        pytest.param([ENTRY, {"a": 1}, {"b": 1}], id="mostly something else"),
        pytest.param([{"from": 3, "text": "x"}], id="a time, not a name"),
    ],
)
def test_anything_else_is_refused_and_what_is_read_is_named(content: object) -> None:
    with pytest.raises(InputError, match="Gong, Fireflies, Deepgram") as caught:
        read_text(json.dumps(content))
    assert "read --json" in str(caught.value)


def test_entries_that_are_none_are_listed() -> None:
    content = [ENTRY, "loose words", {"speaker": "Bob", "text": ""}, ENTRY]
    listed = read_text(json.dumps(content)).transcript.not_understood
    assert [(each.line, each.text) for each in listed] == [(2, "loose words"), (3, "")]
