"""Whatever happens to the bytes of a document or a table, it is read or refused with a reason."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from callsift.errors import InputError, UsageError
from callsift.steps.read import read_bytes
from callsift.steps.read.tables import calls_of, read_table
from tests.steps.read.documents.build import docx, paragraphs, pdf, table, text_box
from tests.steps.read.tables.build import workbook

ROUNDS = 150
TOKENS = (
    b"99999999999",
    b"-1",
    b"<",
    b"&x;",
    b'"',
    b"\x00",
    b"XFD1048576",
    b"nan",
    b"1e400",
    b"\xff",
    b"\n",
    b",",
)
ROWS = (
    ("日期", "客户", "跟进记录"),
    ("2026-03-05", "甲山", "预算没批，年中定"),
    (45000.5, None, "=1+1"),
)
CSV = '日期,客户,跟进记录\n2026-03-05,甲山,"谈了价格,\n要折扣"\n2026-03-06,乙水,没回\n'
FILES: dict[str, bytes] = {
    "docx": docx(
        paragraphs("段总 00:12:34", "多久？")
        + table(("说话人", "内容"), ("段总", "多久"))
        + text_box("框")
    ),
    "xlsx": workbook(ROWS, merged=["B2:B3"]),
    "pdf": pdf(("段总 00:12:34", "多久能上线？"), ("孟辉 00:12:50", "六周。")),
    "csv": CSV.encode(),
    "csv in GB18030": CSV.encode("gb18030"),
    "csv in UTF-16": CSV.encode("utf-16"),
}


def broken(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some changed, cut out, doubled or put in."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 6, 20))):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(5):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + chance.randrange(1, 40)]
            case 2:
                out[at:at] = chance.choice(TOKENS)
            case 3:
                start = chance.randrange(len(out) + 1)
                out[at:at] = out[start : start + chance.randrange(1, 60)]
            case _:
                out = out[: max(at, 1)] if chance.random() < 0.2 else out
    return bytes(out)


def broken_inside(data: bytes, chance: random.Random) -> bytes:
    """Return a zip that is whole but for what one of its members says."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        names = archive.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = archive.read(name)
            copy.writestr(name, broken(content, chance) if name == chosen else content)
    return out.getvalue()


def try_to_read(data: bytes) -> None:
    with suppress(InputError, UsageError):
        call = read_bytes(data, name="x")
        assert all(t.text == call.transcript.text[t.start : t.end] for t in call.transcript.turns)
    with suppress(InputError, UsageError):
        for _ in calls_of(read_table(data, name="x")):
            pass


@pytest.mark.parametrize("name", FILES)
def test_the_whole_file_is_read(name: str) -> None:
    """The breaking starts from something that can be read."""
    if name in ("docx", "pdf"):
        assert read_bytes(FILES[name], name="x").transcript.turns
    else:
        assert list(calls_of(read_table(FILES[name], name="x")))


@pytest.mark.parametrize("name", FILES)
def test_broken_bytes_are_read_or_refused(name: str) -> None:
    chance = random.Random(f"bytes of {name}")
    for _ in range(ROUNDS):
        try_to_read(broken(FILES[name], chance))


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_broken_members_are_read_or_refused(name: str) -> None:
    chance = random.Random(f"members of {name}")
    for _ in range(ROUNDS):
        try_to_read(broken_inside(FILES[name], chance))


@pytest.mark.parametrize("change", [broken, broken_inside], ids=["bytes", "members"])
def test_the_breaking_breaks_something(change: Callable[[bytes, random.Random], bytes]) -> None:
    chance = random.Random(1)
    refused = 0
    for _ in range(40):
        try:
            read_bytes(change(FILES["docx"], chance), name="x")
        except InputError:
            refused += 1
    assert refused > 0
