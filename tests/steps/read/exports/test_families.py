"""Each JSON export under `fixtures/formats`, and variants of it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_path, read_text
from callsift.steps.read.exports import gong
from callsift.steps.turns import assign_roles

FORMATS = Path(__file__).parents[4] / "fixtures" / "formats"
FOLDERS = (
    *("fireflies", "gong", "whisper", "whisperx", "assemblyai", "deepgram", "aws_transcribe"),
    *("rev", "azure_speech"),
)
REFUSED = "gong/several_calls.json"
WRONG: tuple[object, ...] = (None, [], {}, "x", -1, 1e308, True, [[]], [None, 3], "\ud800\x00")
# file: format, day, turns as (speaker, start_s, end_s, words)
EXPECTED: dict[
    str, tuple[str, str | None, list[tuple[str | None, float | None, float | None, str]]]
] = {
    "fireflies/api.json": (
        *("fireflies", "2026-03-12"),
        [
            ("Nadia Fenn", 1.28, 2.9, "What made you look now?"),
            ("Otis Vane", 3.1, 7.0, "We lost two orders in May. It cost us 60k."),
        ],
    ),
    "fireflies/sentences.json": (
        *("fireflies", None),
        [("小骆", 2.0, 5.0, "我们先看一下现在的流程。"), ("纪敏", 6.0, 8.0, "现在全靠Excel。")],
    ),
    "gong/with_parties.json": (
        *("gong", "2026-03-12"),
        [
            ("Nadia Fenn", 461.12, 464.45, "Who else looks at this? On your side, I mean."),
            ("Otis Vane", 464.6, 466.85, "Our plant manager decides."),
            ("Speaker 6432345678901234569", 467.0, 468.0, "And legal."),
        ],
    ),
    "whisper/silence.json": (
        *("whisper", None),
        [
            (None, 3.0, 7.4, "喂你好我想问一下你们那个系统怎么收费"),
            (None, 10.0, 12.0, "按账号收，一个账号一年三千。"),
            (None, 12.0, 14.0, "谢谢大家"),
        ],
    ),
    "whisper/cpp.json": ("whisper", None, [(None, 0.0, 4.1, "We would need a trial first.")]),
    "whisperx/speakers.json": (
        *("whisper", None),
        [
            ("SPEAKER_00", 0.031, 2.5, "您好，请问您这边是做什么行业的？"),
            ("SPEAKER_01", 2.6, 4.0, "我们做注塑的。"),
            (None, 4.1, 5.0, "嗯。"),
            ("SPEAKER_01", 5.1, 6.0, "三十台机器。"),
        ],
    ),
    "assemblyai/utterances.json": (
        *("assemblyai", None),
        [("Speaker A", 0.25, 2.31, "Is it live by May?"), ("Speaker B", 2.5, 3.99, "It can be.")],
    ),
    "assemblyai/words.json": (
        *("assemblyai", None),
        [(None, 0.1, 0.5, "We wait."), (None, 0.6, 1.1, "Until June.")],
    ),
    "deepgram/words.json": (
        *("deepgram", None),
        [("Speaker 0", 0.08, 0.7, "Hello there."), ("Speaker 1", 1.1, 1.9, "Hi, who is this?")],
    ),
    "deepgram/paragraphs.json": (
        *("deepgram", None),
        [("Speaker 0", 0.5, 3.0, "我们要三十个账号。月底前。"), ("Speaker 1", 3.2, 4.0, "可以。")],
    ),
    "deepgram/channels.json": (
        *("deepgram", None),
        [
            ("Channel 0", 0.2, 1.0, "Still interested?"),
            ("Channel 1", 1.2, 2.0, "Yes, we are."),
            ("Channel 0", 3.0, 4.0, "Great."),
        ],
    ),
    "aws_transcribe/items.json": (
        *("aws_transcribe", None),
        [("spk_0", 0.5, 1.2, "Too slow."), ("spk_1", 2.0, 2.9, "I see.")],
    ),
    "aws_transcribe/audio_segments.json": (
        *("aws_transcribe", None),
        [("spk_0", 0.1, 1.4, "价格能谈吗？"), ("spk_1", 1.6, 2.4, "可以谈。")],
    ),
    "rev/monologues.json": (
        *("rev", None),
        [("Speaker 0", 0.5, 1.5, "Hello, Ivo."), ("Speaker 1", 2.0, 2.9, "We <unknown> pause.")],
    ),
    "azure_speech/batch.json": (
        *("azure_speech", None),
        [
            ("Speaker 1", 0.12, 1.96, "您好，贵司有多少人？"),
            ("Speaker 2", 2.0, 3.0, "八十来人。"),
        ],
    ),
    "azure_speech/fast.json": (
        *("azure_speech", None),
        [("Speaker 1", 0.32, 1.22, "Any news?"), ("Speaker 2", 1.5, 2.3, "Not yet.")],
    ),
}


def said(call: Call) -> list[tuple[str | None, float | None, float | None, str]]:
    return [(t.speaker, t.start_s, t.end_s, t.text) for t in call.transcript.turns]


def names(call: Call) -> list[str | None]:
    return [turn.speaker for turn in call.transcript.turns]


def document(file: str) -> Any:
    return json.loads((FORMATS / file).read_text(encoding="utf-8"))


def reading(content: object) -> Call:
    return read_text(json.dumps(content, ensure_ascii=False))


@pytest.mark.parametrize("file", EXPECTED)
def test_an_export_is_read(file: str) -> None:
    call = read_path(FORMATS / file)
    assert (call.transcript.format, call.date, said(call)) == EXPECTED[file]


def test_every_export_fixture_is_expected() -> None:
    found = {f"{each}/{path.name}" for each in FOLDERS for path in (FORMATS / each).iterdir()}
    assert found == {*EXPECTED, REFUSED}


@pytest.mark.parametrize(
    ("file", "listed"),
    [
        (
            "whisper/silence.json",
            [
                (1, "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目"),
                (6, "字幕由Amara.org社群提供"),
                (7, "Thanks for watching!"),
            ],
        ),
        ("fireflies/api.json", [(4, "")]),
        ("azure_speech/batch.json", [(3, "")]),
        ("rev/monologues.json", []),
    ],
)
def test_what_is_no_speech_is_listed_by_its_place(file: str, listed: list[tuple[int, str]]) -> None:
    found = read_path(FORMATS / file).transcript.not_understood
    assert [(each.line, each.text) for each in found] == listed


def test_affiliation_gives_roles_that_are_kept() -> None:
    call = read_path(FORMATS / "gong/with_parties.json")
    assert [turn.role for turn in call.transcript.turns] == ["seller", "buyer", "unknown"]
    assigned = assign_roles(call)
    assert [turn.role for turn in assigned.call.transcript.turns][:2] == ["seller", "buyer"]
    assert assigned.how == "labels"


def test_a_name_that_is_given_overrules_affiliation() -> None:
    call = read_path(FORMATS / "gong/with_parties.json")
    assigned = assign_roles(call, sellers=("Otis Vane",), buyers=("Nadia Fenn",))
    assert [turn.role for turn in assigned.call.transcript.turns][:2] == ["buyer", "seller"]
    assert assigned.how == "given"


def test_two_people_of_one_name_keep_their_own_sides() -> None:
    content = document("gong/with_parties.json")
    for party in content["calls"][0]["parties"]:
        party["name"] = "Sam"
    turns = assign_roles(reading(content)).call.transcript.turns
    assert [(turn.speaker, turn.role) for turn in turns[:2]] == [
        ("Sam", "seller"),
        ("Sam", "buyer"),
    ]


def test_several_calls_in_one_export_are_refused_with_their_number() -> None:
    with pytest.raises(InputError, match=r"2 calls.*`callsift batch FILE "):
        read_path(FORMATS / REFUSED)
    assert [found.cues[0].text for found in gong.calls(document(REFUSED))] == ["Morning.", "Hello."]


def test_parties_of_another_call_are_not_asked() -> None:
    content = document("gong/with_parties.json")
    content["calls"][0]["metaData"]["id"] = 5120938475610293848
    call = reading(content)
    assert names(call)[0] == "Speaker 6432345678901234567"
    assert call.date is None


def test_parties_may_stand_at_the_top() -> None:
    content = document("gong/with_parties.json")
    about = content.pop("calls")[0]
    flat = {**content["callTranscripts"][0], "parties": about["parties"], "started": "2026-03-13"}
    assert names(reading(flat))[:2] == ["Nadia Fenn", "Otis Vane"]
    assert reading(flat).date == "2026-03-13"


@pytest.mark.parametrize("wrap", [lambda c: c["data"], lambda c: c["data"]["transcript"]])
def test_wrappings_of_fireflies_may_be_missing(wrap: Any) -> None:
    content = document("fireflies/api.json")
    assert said(reading(wrap(content))) == said(reading(content))


def test_a_bare_list_of_fireflies_sentences_is_read() -> None:
    content = document("fireflies/api.json")["data"]["transcript"]["sentences"]
    call = reading(content)
    assert (call.transcript.format, names(call)) == (
        "fireflies",
        ["Nadia Fenn", "Speaker 1", "Otis Vane"],
    )


def test_whisper_without_segments_is_its_text() -> None:
    call = reading({"text": "We wait. Until June.", "language": "en"})
    assert (call.transcript.format, [t.text for t in call.transcript.turns]) == (
        "whisper",
        ["We wait.", "Until June."],
    )


def test_only_silence_is_a_call_without_turns_and_says_why() -> None:
    content = {"segments": [{"start": 0, "end": 30, "text": " Thank you for watching."}]}
    transcript = reading(content).transcript
    assert transcript.turns == ()
    assert "silence" in transcript.not_understood[0].reason


def test_deepgram_falls_back_on_the_transcript() -> None:
    content = {"results": {"channels": [{"alternatives": [{"transcript": "We wait. Or not."}]}]}}
    assert [turn.text for turn in reading(content).transcript.turns] == ["We wait.", "Or not."]


def test_deepgram_words_name_the_speaker_where_the_utterance_does_not() -> None:
    heard = [{"word": "hi", "speaker": 0}, {"word": "yes", "speaker": 1}]
    content = {"results": {"utterances": [{"transcript": "hi yes", "words": heard}]}}
    assert names(reading(content)) == ["Speaker 0", "Speaker 1"]


def test_amazon_words_carry_their_own_speakers_too() -> None:
    content = document("aws_transcribe/items.json")
    del content["results"]["speaker_labels"]
    for number, each in enumerate(content["results"]["items"]):
        each["speaker_label"] = f"spk_{number // 3}"
    assert said(reading(content)) == said(read_path(FORMATS / "aws_transcribe/items.json"))


def test_amazon_segments_without_words_still_name_the_speaker() -> None:
    content = document("aws_transcribe/items.json")
    for segment in content["results"]["speaker_labels"]["segments"]:
        segment["items"] = []
    assert said(reading(content)) == said(read_path(FORMATS / "aws_transcribe/items.json"))


def test_amazon_channels_are_put_in_the_order_of_time() -> None:
    content = document("aws_transcribe/items.json")
    results = content["results"]
    del results["speaker_labels"]
    parts = [results["items"][3:], results["items"][:3]]
    results["channel_labels"] = {
        "channels": [{"channel_label": f"ch_{n}", "items": part} for n, part in enumerate(parts)]
    }
    assert said(reading(content)) == [("ch_1", 0.5, 1.2, "Too slow."), ("ch_0", 2.0, 2.9, "I see.")]


def test_rev_names_come_from_its_list_of_speakers() -> None:
    content = {**document("rev/monologues.json"), "speakers": [{"id": 1, "name": "Ivo Marsh"}]}
    assert names(reading(content)) == ["Speaker 0", "Ivo Marsh"]


def test_azure_channels_are_put_in_the_order_of_time() -> None:
    content = document("azure_speech/fast.json")
    content["phrases"].reverse()
    for number, phrase in enumerate(content["phrases"]):
        phrase["channel"] = number
        del phrase["speaker"]
    assert names(reading(content)) == ["Channel 1", "Channel 0"]


def damaged(value: Any, path: tuple[Any, ...], new: object) -> Any:
    changed = copy.deepcopy(value)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return changed


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, each in inner:
        found.append((*path, key))
        if isinstance(each, dict | list):
            found += places(each, (*path, key))
    return found


@pytest.mark.parametrize("file", [*EXPECTED, REFUSED])
def test_a_value_of_a_wrong_type_never_breaks_the_reader(file: str) -> None:
    content = document(file)
    for path in places(content):
        for new in WRONG:
            try:
                call = read_text(json.dumps(damaged(content, path, new)))
            except InputError:
                continue
            text = call.transcript.text
            assert all(t.text == text[t.start : t.end] for t in call.transcript.turns)
            assert call.transcript.turns or call.transcript.not_understood
