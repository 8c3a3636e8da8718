"""Encodings are told from the bytes alone."""

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_text
from callsift.steps.read.tables import RowRefused, calls_of, read_table

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


CALL = "客户：你们家这个多少钱一台？\n销售：三万八，含税，包安装调试。\n客户：贵了，再看看。\n" * 4


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_of_a_text_that_was_cut_only_the_last_character_is_lost(encoding: str, cut: int) -> None:
    data = CALL.rstrip().encode(encoding)[:-cut]
    read = read_bytes(data, name="x").transcript.text
    assert read.rstrip("\ufffd") == CALL.rstrip()[: len(read.rstrip("\ufffd"))]
    assert len(CALL.rstrip()) - len(read.rstrip("\ufffd")) <= 2
    assert read.count("\ufffd") <= 1


@pytest.mark.parametrize("at", [0, 9, 150])
def test_a_broken_byte_in_a_long_text_is_one_mark(at: int) -> None:
    data = CALL.encode()
    broken = data[:at] + b"\xff" + data[at:]
    assert (
        read_bytes(broken, name="x").transcript.text
        == data[:at].decode() + "\ufffd" + data[at:].decode()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_stray_nuls_are_dropped(encoding: str) -> None:
    for text in (
        CALL.replace("台", "\x00台", 1),
        CALL.replace("\n", "\x00\n", 5),
        CALL + "\x00" * 5,
    ):
        assert read_bytes(text.encode(encoding), name="x").transcript.text == CALL


def test_many_nuls_are_no_text() -> None:
    with pytest.raises(InputError, match=r"binary|encoding"):
        read_bytes("\x00".join("客户：贵了。" * 9).encode(), name="x")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_is_read_whose_bytes_are_broken_somewhere(encoding: str) -> None:
    rows = "客户,跟进记录\n" + "启衡机电,客户说价格贵了，要再比较一下。\n" * 9
    data = rows.encode(encoding) + "东海,太\n".encode(encoding)[:-2] + b"\xff\n"
    table = read_table(data, name="x.csv")
    calls = list(calls_of(table))
    assert len(calls) == 10
    assert isinstance(calls[-1], RowRefused)
    assert "bytes" in calls[-1].reason


def test_the_euro_sign_of_windows_is_read_in_a_table() -> None:
    data = "说话人,内容\n客户,?20000 以内\n销售,好的。\n".encode("gbk").replace(b"?", b"\x80")
    turns = read_bytes(data, name="x").transcript.turns
    assert [turn.text for turn in turns] == ["€20000 以内", "好的。"]


def test_the_euro_sign_of_windows_is_read_in_gbk() -> None:
    text = "客户：€20,000 以内吧。\n销售：好的，没有问题。\n"
    data = text.replace("€", "?").encode("gbk").replace(b"?", b"\x80")
    assert read_bytes(data, name="x").transcript.text == text
