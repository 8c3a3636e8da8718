"""The language of the words."""

import pytest

from callsift.steps.read import read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客户说预算还没批", "zh"),
        ("客戶說預算還沒批下來", "zh-Hant"),
        ("The budget has not been approved", "en"),
        ("客户说 ERP 和 CRM 的 API 要打通，预算五十万左右", "zh"),
        ("They said 你好 once and then nothing else for the rest of the call", "en"),
        (
            "我们先 review 一下 the proposal，then 你们 legal team 看看 the contract，"
            "the rest we can discuss next week",
            "mixed",
        ),
        ("12345", "zh"),
        ("陳總問我哋幾時有貨", "zh-Hant"),
    ],
)
def test_the_language_is_told(text: str, expected: str) -> None:
    assert read_text(text).transcript.language == expected


def test_labels_do_not_count() -> None:
    text = "Speaker 1: 你好\nSpeaker 2: 嗯\nSpeaker 1: 多少钱\nSpeaker 2: 三万"
    assert read_text(text).transcript.language == "zh"
