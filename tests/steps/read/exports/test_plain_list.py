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
        pytest.param({"a": {"b": {"c": {"d": [{"e": [ENTRY]}]}}}}, id="deeper, in a list of one"),
        pytest.param({"data": json.dumps([ENTRY])}, id="JSON in JSON"),
        pytest.param([{"name": "Ann", "content": "We wait."}], id="name, content"),
        pytest.param([{"说话人": "Ann", "内容": "We wait."}], id="Chinese keys"),
        pytest.param([{"speaker": {"id": 3, "name": "Ann"}, "text": "We wait."}], id="an object"),
        pytest.param(
            [{"speaker": "Ann", "words": [{"word": "We"}, {"word": "wait"}, {"word": "."}]}],
            id="single words",
        ),
        pytest.param(
            [{"speaker": "Ann", "sentences": [{"text": "We"}, {"text": "wait."}]}], id="sentences"
        ),
        pytest.param([{"SpeakerName": "Ann", "Content": "We wait."}], id="capital letters"),
        pytest.param([{"spk_name": "Ann", "onebest": "We wait."}], id="a recogniser's keys"),
        pytest.param(
            [{"from": "Ann", "text": ["We ", {"type": "bold", "text": "wait"}, "."]}], id="pieces"
        ),
        pytest.param(
            [{"role": "Ann", "content": [{"type": "text", "text": "We wait."}]}], id="typed pieces"
        ),
        pytest.param([{"speaker": "Ann", "text": ["We", "wait."]}], id="lines"),
        pytest.param(
            [{"speaker": "Ann", "message": {"text": "We wait."}}], id="words in an object"
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
        pytest.param([{"time": 1773309600}, {"time": 1773309605}], [0, None], id="dates"),
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
        pytest.param(json.loads('{"a":' * 50 + json.dumps([ENTRY]) + "}" * 50), id="too deep"),
        pytest.param([ENTRY, {"a": 1}, {"b": 1}], id="mostly something else"),
        pytest.param([{"from": 3, "text": "x"}], id="a time, not a name"),
        pytest.param([{"turns": [ENTRY]}, {"turns": [ENTRY]}], id="several calls"),
        pytest.param(
            [
                {
                    "subject": "x",
                    "content": "y",
                    "start": "2026-05-11T14:00",
                    "end": "2026-05-11T15:00",
                }
            ],
            id="appointments",
        ),
    ],
)
def test_anything_else_is_refused_and_what_is_read_is_named(content: object) -> None:
    with pytest.raises(InputError, match="Gong, Fireflies, Deepgram") as caught:
        read_text(json.dumps(content))
    assert "read --json" in str(caught.value)


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u200e", "\u202a"], ids=ascii)
def test_a_mark_that_nobody_sees_makes_no_other_person(mark: str) -> None:
    content = [ENTRY, {"speaker": f"{mark}Ann{mark}", "text": "We do."}]
    assert turns(content) == [("Ann", None, None, "We wait. We do.")]


def test_entries_that_are_none_are_listed() -> None:
    content = [ENTRY, "loose words", {"speaker": "Bob", "text": ""}, ENTRY]
    listed = read_text(json.dumps(content)).transcript.not_understood
    assert [(each.line, each.text) for each in listed] == [(2, "loose words"), (3, "")]


SAID = [("喂，您好。", 3000, 4500), ("先说价格吧。", 11000, 12500)]


def _words(n: int, text: str, start: int, end: int) -> dict[str, Any]:
    half = (start + end) // 2
    words = [(text[:3], start, half), (text[3:], half, end)]
    return {
        "ParagraphId": str(n),
        "SpeakerId": str(n),
        "Words": [{"Id": i, "Start": a, "End": b, "Text": w} for i, (w, a, b) in enumerate(words)],
    }


RECOGNISED = {
    "Tingwu": {
        "TaskId": "x",
        "Transcription": {
            "AudioInfo": {"Size": 1},
            "Paragraphs": [_words(n, *each) for n, each in enumerate(SAID)],
        },
    },
    "FunASR": [
        {
            "key": "call",
            "text": "".join(text for text, _, _ in SAID),
            "sentence_info": [
                {"text": t, "start": a, "end": b, "spk": n} for n, (t, a, b) in enumerate(SAID)
            ],
        }
    ],
    "Paraformer": {
        "file_url": "x",
        "transcripts": [
            {
                "channel_id": 0,
                "text": "x",
                "sentences": [
                    {"begin_time": a, "end_time": b, "text": t, "speaker_id": n, "words": []}
                    for n, (t, a, b) in enumerate(SAID)
                ],
            }
        ],
    },
    "iFLYTEK": {
        "ok": 0,
        "data": json.dumps(
            [
                {"bg": str(a), "ed": str(b), "onebest": t, "speaker": str(n)}
                for n, (t, a, b) in enumerate(SAID)
            ]
        ),
    },
    "Tencent": {
        "Response": {
            "Data": {
                "Result": "x",
                "ResultDetail": [
                    {
                        "FinalSentence": t,
                        "SliceSentence": "x",
                        "StartMs": a,
                        "EndMs": b,
                        "SpeakerId": n,
                    }
                    for n, (t, a, b) in enumerate(SAID)
                ],
            }
        }
    },
}


@pytest.mark.parametrize("service", RECOGNISED)
def test_the_answers_of_recognisers_are_read_without_a_reader_of_their_own(service: str) -> None:
    assert turns(RECOGNISED[service]) == [
        ("Speaker 0", 3.0, 4.5, "喂，您好。"),
        ("Speaker 1", 11.0, 12.5, "先说价格吧。"),
    ]


def test_channels_that_were_recorded_apart_are_speakers_by_time() -> None:
    expected = [
        ("Channel 0", 0.0, 1.0, "One."),
        ("Channel 1", 2.0, 3.0, "Two."),
        ("Channel 0", 4.0, 5.0, "Three."),
    ]
    flat = [
        {"ChannelId": channel, "text": text, "start": start, "end": end}
        for channel, (_, start, end, text) in zip((0, 1, 0), expected, strict=True)
    ]
    apart = [
        {"ChannelId": n, "sentences": [each for each in flat if each["ChannelId"] == n]}
        for n in (0, 1)
    ]
    assert turns({"Sentences": flat}) == expected
    assert turns({"transcripts": apart}) == expected


def test_one_channel_is_nobody() -> None:
    content = [{"ChannelId": 0, "text": "One.", "start": 0, "end": 1}]
    assert turns(content) == [(None, 0.0, 1.0, "One.")]


def test_of_two_lists_the_one_with_times_was_said() -> None:
    said = [{**ENTRY, "start": 0, "end": 2}]
    summary = [{"author": "Bot", "text": "They wait."}, {"author": "Bot", "text": "Both."}]
    assert turns({"summary": summary, "said": said}) == [("Ann", 0.0, 2.0, "We wait.")]


def test_a_message_whose_words_are_json_has_its_words() -> None:
    content = json.dumps({"text": "太贵了"})
    assert turns([{"sender": {"name": "王总"}, "body": {"content": content}}])[0][3] == "太贵了"


def test_a_sender_may_be_a_user_inside() -> None:
    entry = {"from": {"user": {"displayName": "Tom Vale"}}, "body": {"content": "Too expensive."}}
    assert turns([entry])[0][0] == "Tom Vale"
