"""A JSON document with several calls is an input for each of them."""

import json
from pathlib import Path

import pytest

from callsift.bulk.discovery import Item
from tests.bulk.discovery.found import below, items, make

FIXTURE = Path(__file__).parents[3] / "fixtures" / "formats" / "gong" / "several_calls.json"


def in_document(folder: Path, document: object) -> list[Item]:
    return items(below(make(folder, {"export.json": json.dumps(document).encode()})))


def gong(number: int, speaker: str) -> dict[str, object]:
    sentences = [{"start": 0, "end": 900, "text": f"我们想买 {number} 台。"}]
    return {"callId": str(number), "transcript": [{"speakerId": speaker, "sentences": sentences}]}


def test_an_export_of_several_calls_is_an_input_for_each() -> None:
    found = items(below(FIXTURE))
    assert [each.name for each in found] == [f"{FIXTURE}#1", f"{FIXTURE}#2"]
    assert [each.load().transcript.format for each in found] == ["gong", "gong"]
    assert len({each.key for each in found}) == 2


def test_each_call_keeps_what_the_whole_says_of_it(tmp_path: Path) -> None:
    about = [
        {
            "metaData": {"id": str(number), "started": f"2026-03-0{number}T09:00:00Z"},
            "parties": [{"speakerId": "7", "name": name, "affiliation": "External"}],
        }
        for number, name in ((1, "张总"), (2, "李工"))
    ]
    document = {"callTranscripts": [gong(1, "7"), gong(2, "7")], "calls": about}
    calls = [each.load() for each in in_document(tmp_path, document)]
    assert [each.transcript.turns[0].speaker for each in calls] == ["张总", "李工"]
    assert [each.date for each in calls] == ["2026-03-01", "2026-03-02"]


WHISPER = [
    {"segments": [{"start": 0.0, "end": 1.0, "text": f"我们要 {n} 台。"}]} for n in (1, 2, 3)
]


@pytest.mark.parametrize(
    "document",
    [WHISPER, {"transcripts": WHISPER}, {"data": {"transcripts": WHISPER}}, {"status": "ok", "results": WHISPER}],
    ids=["a list", "under a key", "two keys deep", "beside others"],
)  # fmt: skip
def test_a_list_of_exports_is_an_input_for_each(tmp_path: Path, document: object) -> None:
    found = in_document(tmp_path, document)
    assert [
        f"我们要 {n} 台。" in each.load().transcript.text for n, each in enumerate(found, 1)
    ] == [True] * 3


def test_a_list_of_texts_with_accounts_is_an_input_for_each(tmp_path: Path) -> None:
    listed = [{"text": f"客户：要 {n} 台。", "account": f"公司{n}", "name": "跟进"} for n in (1, 2)]
    found = in_document(tmp_path, listed)
    assert [(each.name, each.load().account) for each in found] == [
        ("跟进", "公司1"),
        ("跟进", "公司2"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        [{"speaker": "客户", "text": "我们要买。"}, {"speaker": "销售", "text": "好的。"}],
        [{"speaker": "客户", "text": "我们要买。", "date": "2026-03-01"}, {"speaker": "销售", "text": "好。"}],
        {"callTranscripts": [gong(1, "7")]},
        WHISPER[0],
    ],
    ids=["turns", "turns with dates", "one call of several possible", "one export"],
)  # fmt: skip
def test_a_document_with_one_call_is_one_input(tmp_path: Path, document: object) -> None:
    (item,) = in_document(tmp_path, document)
    assert item.name == str(tmp_path / "export.json")
    assert item.load().transcript.turns
