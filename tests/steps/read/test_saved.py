"""What `callsift read --json` wrote is read back."""

import json

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_text, read_transcript

TEXT = "客户：你们多少钱？\n（略）\n销售：三万八。\n客户：贵。"


def test_a_saved_transcript_comes_back_as_it_is() -> None:
    transcript = read_text(TEXT).transcript
    again = read_text(json.dumps(transcript.model_dump(mode="json"), ensure_ascii=False, indent=1))
    assert again.transcript == transcript


def test_corrected_roles_come_back() -> None:
    document = read_text(TEXT).transcript.model_dump(mode="json")
    document["turns"][0]["role"] = "buyer"
    assert read_text(json.dumps(document)).transcript.turns[0].role == "buyer"


@pytest.mark.parametrize(
    "change",
    [{"text": "other"}, {"kind": "song"}, {"turns": [{"index": 3}]}],
    ids=["turns do not fit", "unknown kind", "broken turn"],
)
def test_a_saved_transcript_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    document = {**read_text(TEXT).transcript.model_dump(mode="json"), **change}
    with pytest.raises(InputError, match="read --json"):
        read_text(json.dumps(document))


@pytest.mark.parametrize("text", ['{"a": 1}', '[{"speaker": "A"}]'], ids=["object", "table"])
def test_json_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not of a shape"):
        read_text(text)


@pytest.mark.parametrize("text", ["[图片]", "{客户很急", "[1]", "12"])
def test_what_only_looks_like_json_is_text(text: str) -> None:
    assert read_text(text).transcript.text == text


def test_a_transcript_that_was_built_is_taken_as_it_is() -> None:
    transcript = read_text(TEXT).transcript
    call = read_transcript(transcript)
    assert call.transcript is transcript
    assert call.sha256 == read_text(TEXT).sha256
