"""Generated inputs of a run: many small calls in mixed formats, some of them bad. Every firm in them is invented."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.provider import Request, ScriptedModel, Seen
from tests.steps.read.documents.build import docx, paragraphs

# Whoever answers for a model gives no usable reply about a call with this in it.
UNUSABLE = "甲骨文专用"
DEEP = "我们已经跟别家谈得差不多了"
PAPERS = "你把报价和资料发我微信就行"
ENGLISH = "just email me the quote"

_IN_A_TABLE = 20
_BAD = 3


class Plenty(NamedTuple):
    """A folder with inputs, how many they are in all, and the names of those that cannot be read or answered."""

    folder: Path
    total: int
    unreadable: frozenset[str]
    unusable: frozenset[str]


def write_inputs(folder: Path, count: int = 200, *, unusable: int = 2) -> Plenty:
    """Write `count` inputs: a table and a JSONL with twenty each, three bad files, the others a file each."""
    folder.mkdir(parents=True)
    lines = [chinese(10_000 + each) for each in range(_IN_A_TABLE)]
    table = "".join(f'"{line}",某厂{number}\n' for number, line in enumerate(lines))
    (folder / "table.csv").write_text("通话内容,客户名称\n" + table, encoding="utf-8")
    objects = ({"text": chinese(20_000 + each)} for each in range(_IN_A_TABLE))
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
    (folder / "calls.jsonl").write_text(text, encoding="utf-8")
    bad = {"binary.dat": bytes(range(256)) * 20, "empty.txt": b"", "blank.md": b" \n\t\n"}
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    alone = count - 2 * _IN_A_TABLE - _BAD
    assert alone >= len(_FORMATS)
    names = [_write(folder, number, is_unusable=number < unusable) for number in range(alone)]
    return Plenty(folder, count, frozenset(bad), frozenset(names[:unusable]))


def chinese(number: int) -> str:
    """Return a short call in Chinese; each number gives another."""
    return f"销售：您好，{number}号线的预算定了吗？\n客户：{DEEP}，合同都快签了。{PAPERS}。\n"


def english(number: int) -> str:
    """Return a short call in English."""
    return f"Seller: Hello, is the budget for line {number} set?\nCustomer: No meeting, {ENGLISH} today.\n"


def answers(request: Request) -> str:
    """Answer as a model that sees three things, and talks nonsense about some calls."""
    if any(UNUSABLE in str(each["content"]) for each in request.body["messages"]):
        return "我不便回答。"
    return _MODEL(request)


_MODEL = ScriptedModel(
    [
        Seen("already_deep_with_other_vendors", DEEP),
        Seen("wants_documents_only", PAPERS),
        Seen("wants_documents_only", ENGLISH),
    ]
)


def _write(folder: Path, number: int, *, is_unusable: bool) -> str:
    if is_unusable:
        name, data = f"{number:03}.txt", (UNUSABLE + chinese(number)).encode()
    else:
        suffix, build = _FORMATS[number % len(_FORMATS)]
        name, data = f"{number:03}{suffix}", build(number)
    (folder / name).write_bytes(data)
    return name


def _notes(number: int) -> bytes:
    return f"# 拜访纪要 {number}\n\n- 客户说“{DEEP}”\n- 客户要求：{PAPERS}\n".encode()


def _captions(number: int) -> bytes:
    spoken = chinese(number).splitlines()
    blocks = [
        f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{each}\n" for at, each in enumerate(spoken, 1)
    ]
    return "\n".join(blocks).encode()


def _web_captions(number: int) -> bytes:
    return b"WEBVTT\n\n" + _captions(number).replace(b",", b".")


def _export(number: int) -> bytes:
    turns = [line.split("：", 1) for line in chinese(number).splitlines()]
    segments = [{"speaker": who, "text": words} for who, words in turns]
    return json.dumps({"segments": segments}, ensure_ascii=False).encode()


_FORMATS: list[tuple[str, Callable[[int], bytes]]] = [
    (".txt", lambda number: chinese(number).encode()),
    (".md", _notes),
    (".txt", lambda number: english(number).encode()),
    (".srt", _captions),
    (".vtt", _web_captions),
    (".json", _export),
    (".txt", lambda number: chinese(number).encode("gb18030")),
    (".txt", lambda number: chinese(number).encode("utf-16")),
    (".docx", lambda number: docx(paragraphs(*chinese(number).splitlines()))),
]
