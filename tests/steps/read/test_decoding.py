"""Encodings are told from the bytes alone."""

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_text

SIMPLIFIED = [
    "你好，在吗",
    "多少钱",
    "客户：你们多少钱？",
    "王总说再看看",
    "我们领导还没批，等下周开会",
    "镗床导轨磨损要大修",
    "ERP要换，SAP太贵",
    "会议纪要：双方就交付节点、验收标准、付款方式达成一致；质保金不超过5%。",
    "说话人1 00:00\n喂你好\n说话人2 00:05\n您说",
]
TRADITIONAL = [
    "你好，在嗎",
    "多少錢",
    "客戶：你們多少錢？",
    "我們主管還沒簽，等下週開會",
    "蔡協理說軸承溫升超標，要求複測扭力",
    "林課長 16:21\n收到",
]


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_simplified_chinese_is_read_in_each_encoding(text: str, encoding: str) -> None:
    if encoding in ("utf-16-le", "utf-16-be") and len(text) < 4:
        pytest.skip("too little to go by")
    assert read_bytes(text.encode(encoding), name="x").transcript.text == text


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16", "gb18030"])
def test_traditional_chinese_is_read_in_each_encoding(text: str, encoding: str) -> None:
    assert read_bytes(text.encode(encoding), name="x").transcript.text == text


@pytest.mark.parametrize(
    "text", ["Don’t worry, we’ll send it over.", "The café wants it for £300 – maybe more."]
)
def test_english_of_an_old_windows_is_read(text: str) -> None:
    assert read_bytes(text.encode("cp1252"), name="x").transcript.text == text


def test_the_encoding_changes_nothing_but_the_hash() -> None:
    text = "客户：你们多少钱？\n销售：三万八，含税。\n客户：贵了。"
    one, two = read_text(text), read_bytes(text.encode("gb18030"), name="text")
    assert one.transcript == two.transcript
    assert one.sha256 != two.sha256


@pytest.mark.parametrize(
    "data",
    [
        "Здравствуйте, сколько стоит".encode("koi8-r"),
        "お見積もりをお願いします。納期は".encode("shift-jis"),
        "客户：你们家多少钱一台？".encode()[1:] * 3,
        b"\xff\xfe\x00\xd8\x00\xd8",
    ],
    ids=["russian", "japanese", "cut utf-8", "broken utf-16"],
)
def test_an_encoding_that_is_not_known_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="encoding"):
        read_bytes(data, name="x")


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(InputError, match="Unicode"):
        read_text("客户：\ud800")
