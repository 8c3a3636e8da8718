"""What holds for any JSON document whatever."""

import json
import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callsift.errors import InputError
from callsift.steps.read import read_text

SETTINGS = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = st.sampled_from(
    [
        *("segments", "text", "speaker", "start", "end", "results", "utterances", "channels"),
        *("alternatives", "words", "word", "items", "monologues", "elements", "value", "type"),
        *("recognizedPhrases", "nBest", "display", "callTranscripts", "transcript", "sentences"),
        *("speakerId", "speaker_name", "data", "audio_segments", "speaker_labels", "phrases"),
        *("paragraphs", "transcription", "offsets", "calls", "parties", "metaData", "date", "id"),
    ]
)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["punct", "2026-03-12", "00:01", "Ann", "好。", "\ud800"])
)  # fmt: skip
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=40,
)
WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz甲乙丙丁", min_size=1, max_size=8)
SPOKEN = st.lists(st.tuples(st.integers(0, 2), WORD), min_size=1, max_size=20)


def as_fireflies(said: list[tuple[int, str]]) -> Any:
    return [{"speaker_name": f"S{who}", "start_time": "1", "text": word} for who, word in said]


def as_gong(said: list[tuple[int, str]]) -> Any:
    turns = [{"speakerId": str(who), "sentences": [{"text": word}]} for who, word in said]
    return {"callTranscripts": [{"callId": "1", "transcript": turns}]}


def as_whisper(said: list[tuple[int, str]]) -> Any:
    return {"segments": [{"start": n, "end": n, "text": w} for n, (_, w) in enumerate(said)]}


def as_assemblyai(said: list[tuple[int, str]]) -> Any:
    spoken = [{"speaker": "AB C"[who], "start": 1, "text": word} for who, word in said]
    return {"audio_url": "x", "utterances": spoken}


def as_deepgram(said: list[tuple[int, str]]) -> Any:
    words = [{"word": word, "speaker": who, "start": 1} for who, word in said]
    return {"results": {"channels": [{"alternatives": [{"words": words}]}]}}


def as_amazon(said: list[tuple[int, str]]) -> Any:
    items = [
        {"type": "pronunciation", "speaker_label": f"spk_{who}", "alternatives": [{"content": w}]}
        for who, w in said
    ]
    return {"results": {"items": items}}


def as_rev(said: list[tuple[int, str]]) -> Any:
    spoken = [
        {"speaker": who, "elements": [{"type": "text", "value": word, "ts": 1}]}
        for who, word in said
    ]
    return {"monologues": spoken}


def as_azure(said: list[tuple[int, str]]) -> Any:
    spoken = [
        {"speaker": who, "offsetInTicks": n, "nBest": [{"display": word}]}
        for n, (who, word) in enumerate(said)
    ]
    return {"recognizedPhrases": spoken}


def as_list(said: list[tuple[int, str]]) -> Any:
    return [{"speaker": f"S{who}", "text": word} for who, word in said]


FAMILIES = {
    "fireflies": as_fireflies,
    "gong": as_gong,
    "whisper": as_whisper,
    "assemblyai": as_assemblyai,
    "deepgram": as_deepgram,
    "aws_transcribe": as_amazon,
    "rev": as_rev,
    "azure_speech": as_azure,
    "json": as_list,
}


@SETTINGS
@given(DOCUMENTS)
def test_any_document_is_read_twice_alike_or_refused(document: object) -> None:
    text = json.dumps(document)
    try:
        transcript = read_text(text).transcript
    except InputError:
        return
    assert transcript == read_text(text).transcript
    assert all(
        t.text == transcript.text[t.start : t.end] == t.text.strip() for t in transcript.turns
    )
    assert transcript.text.encode("utf-8").decode("utf-8") == transcript.text


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=60, deadline=None)
@given(said=SPOKEN)
def test_no_word_is_lost(family: str, said: list[tuple[int, str]]) -> None:
    transcript = read_text(json.dumps(FAMILIES[family](said))).transcript
    assert transcript.format == family
    found = "".join(turn.text for turn in transcript.turns)
    found += "".join(each.text for each in transcript.not_understood)
    assert Counter("".join(found.split())) == Counter("".join(word for _, word in said))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_time_grows_no_faster_than_the_document(family: str) -> None:
    def spent(entries: int) -> float:
        text = json.dumps(FAMILIES[family]([(n % 3, "we would need it") for n in range(entries)]))
        begin = time.process_time()
        read_text(text)
        return time.process_time() - begin

    small = min(spent(800) for _ in range(3))
    assert any(spent(8_000) < 40 * small for _ in range(3))


def test_a_huge_string_is_read() -> None:
    words = "我们再看看价格。" * 100_000
    transcript = read_text(json.dumps({"text": words})).transcript
    assert "".join(turn.text for turn in transcript.turns) == words
