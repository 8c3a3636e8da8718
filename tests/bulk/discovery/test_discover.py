"""Inputs come in a fixed order, each once, under a key of its content."""

import hashlib
import os
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest

from callsift.bulk.discovery import discover
from callsift.errors import InputError, UsageError
from callsift.steps.read.tables import TableColumns
from tests.bulk.discovery.found import below, call, items, make, names, skipped
from tests.steps.read.tables.build import workbook


def test_files_come_as_they_are_named_and_folders_in_their_place(tmp_path: Path) -> None:
    make(tmp_path, {"z.txt": call(1), "a.txt": call(2), "m/2.txt": call(3), "m/1.txt": call(4)})
    found = discover([str(tmp_path / each) for each in ("z.txt", "m", "a.txt")])
    assert names(found, tmp_path) == ["z.txt", "m/1.txt", "m/2.txt", "a.txt"]


def test_a_key_is_the_hash_of_the_bytes_and_stays_when_the_file_moves(tmp_path: Path) -> None:
    make(tmp_path, {"a/1.txt": call()})
    (before,) = items(below(tmp_path))
    (tmp_path / "a").rename(tmp_path / "b")
    (after,) = items(below(tmp_path))
    assert before.key == after.key == hashlib.sha256(call()).hexdigest() == after.load().sha256
    assert before.name != after.name


def test_the_same_content_twice_is_two_inputs_with_the_same_keys_each_time(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(), "2.txt": call(), "3.txt": call()})
    keys = [each.key for each in items(below(tmp_path))]
    assert len(set(keys)) == 3
    assert keys == [each.key for each in items(below(tmp_path))]
    (tmp_path / "2.txt").unlink()
    assert [each.key for each in items(below(tmp_path))] == keys[:2]


def test_a_file_that_is_named_twice_is_taken_once_and_told(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(1), "2.txt": call(2)})
    (tmp_path / "link.txt").symlink_to("1.txt")
    found = list(discover([str(tmp_path / "2.txt"), str(tmp_path)]))
    assert names(found, tmp_path) == ["2.txt", "1.txt"]
    assert set(skipped(found)) == {"2.txt", "link.txt"}


def test_nothing_is_looked_at_before_it_is_asked_for(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(1), "2.txt": call(2), "3.txt": call(3)})
    found = discover([str(tmp_path / each) for each in ("1.txt", "2.txt", "3.txt")])
    next(found)
    (tmp_path / "2.txt").write_bytes(call(22))
    assert [each.key for each in items(islice(found, 1))] == [hashlib.sha256(call(22)).hexdigest()]


def test_a_file_that_changed_before_its_turn_came_fails(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(1)})
    (item,) = items(below(tmp_path))
    (tmp_path / "1.txt").write_bytes(call(2))
    with pytest.raises(InputError, match="changed"):
        item.load()


def test_the_files_of_the_run_itself_are_no_inputs(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(1), "out.txt": call(2)})
    found = below(tmp_path, leave_out=frozenset({(tmp_path / "out.txt").resolve()}))
    assert names(found, tmp_path) == ["1.txt"]
    assert skipped(found) == {"out.txt": "it belongs to this run"}


def test_the_folder_is_the_account_where_that_is_wanted(tmp_path: Path) -> None:
    make(tmp_path, {"甲公司/1.txt": call(1), "乙公司/2026/2.txt": call(1)})
    found = items(below(tmp_path, account_from="folder"))
    assert [each.account for each in found] == ["2026", "甲公司"]
    assert [each.load().account for each in found] == ["2026", "甲公司"]
    # The same words of another customer are another call.
    assert found[0].key != found[1].key


def test_a_file_in_the_current_folder_has_that_folder_for_an_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make(tmp_path / "甲公司", {"1.txt": call()}))
    (item,) = items(discover(["1.txt"], account_from="folder"))
    assert item.account == "甲公司"


def test_a_column_comes_before_the_folder(tmp_path: Path) -> None:
    table = "日期,客户,跟进记录\n2026-03-01,乙公司,客户说下周来看设备\n2026-03-02,,客户说价格再谈\n"
    make(tmp_path, {"甲公司/t.csv": table.encode()})
    found = items(below(tmp_path, account_from="folder"))
    assert [each.load().account for each in found] == ["乙公司", "甲公司"]


@pytest.mark.parametrize("path", ["", "a\0b", "nowhere/at/all.txt", "nowhere/*.txt", "a\0*"])
def test_a_path_where_nothing_is_is_an_input_that_fails(path: str) -> None:
    (item,) = items(discover([path]))
    with pytest.raises(InputError):
        item.load()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("call.mp3", b"ID3\x03"),
        ("scan.pdf", b"%PDF-1.4 no page of text"),
        ("photo.jpg", b"\xff\xd8\xff\xe0"),
        ("noise.bin", bytes(range(256)) * 9),
        ("empty.txt", b""),
        ("blank.txt", b" \n \n"),
        ("notes.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("broken.xlsx", b"PK\x03\x04 xl/ and no more"),
        ("broken.json", b'{"a": '),
        ("other.json", b'{"a": 1}'),
        ("broken.csv", b"\xff\xfe\x00\xd8\x00"),
    ],
)
def test_what_cannot_be_read_is_an_input_that_fails_and_hurts_no_other(
    tmp_path: Path, name: str, data: bytes
) -> None:
    make(tmp_path, {name: data, "0.txt": call(1), "zz.txt": call(2)})
    found = items(below(tmp_path))
    assert len(found) == 3
    failed = next(each for each in found if each.name.endswith(name))
    with pytest.raises(InputError):
        failed.load()
    assert all(each.load() for each in found if each is not failed)


def test_a_pipe_that_is_named_fails_and_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (item,) = items(discover([str(tmp_path / "pipe")]))
    with pytest.raises(InputError, match="pipe"):
        item.load()


def test_a_hidden_file_that_is_named_is_taken(tmp_path: Path) -> None:
    make(tmp_path, {".call.txt": call()})
    assert len(items(discover([str(tmp_path / ".call.txt")]))) == 1


UNCLEAR = workbook(
    [
        ["甲", "乙"],
        [
            "一段很长很长的话，说的是客户那边的情况和我们的打算" * 2,
            "另一段很长很长的话，说的是我们自己的打算和下一步要做的事" * 2,
        ],
    ]
)


def test_a_lone_table_with_unclear_columns_is_refused_at_once(tmp_path: Path) -> None:
    make(tmp_path, {"t.xlsx": UNCLEAR})
    with pytest.raises(UsageError, match="--text-column"):
        discover([str(tmp_path / "t.xlsx")])


def test_a_lone_table_without_the_named_column_is_refused_at_once(tmp_path: Path) -> None:
    make(tmp_path, {"t.xlsx": UNCLEAR})
    with pytest.raises(UsageError, match="丙"):
        discover([str(tmp_path / "t.xlsx")], columns=TableColumns(text="丙"))


def test_among_others_such_a_table_is_an_input_that_fails(tmp_path: Path) -> None:
    make(tmp_path, {"t.xlsx": UNCLEAR, "1.txt": call()})
    found = items(below(tmp_path))
    assert len(found) == 2
    with pytest.raises(InputError, match="--text-column"):
        found[1].load()


def test_a_stream_and_files_can_be_named_together(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(1), "2.txt": call(2)})
    stdin = BytesIO(f"{tmp_path / '2.txt'}\n".encode())
    found = discover([str(tmp_path / "1.txt"), "-"], stdin=stdin)
    assert names(found, tmp_path) == ["1.txt", "2.txt"]


def test_columns_that_one_table_has_are_no_reason_to_refuse_the_others(tmp_path: Path) -> None:
    good = "日期,记录\n2026-03-01,客户说价格太贵\n".encode()
    make(tmp_path, {"1.csv": good.replace("记录".encode(), "备注".encode()), "2.csv": good})
    found = items(below(tmp_path, columns=TableColumns(text="记录")))
    assert len(found) == 2
    with pytest.raises(InputError, match="记录"):
        found[0].load()


def test_a_table_of_one_calls_turns_has_the_columns_too(tmp_path: Path) -> None:
    turns = "speaker,text\n客户,价格太贵\n销售,我们再谈\n".encode()
    make(tmp_path, {"1.csv": turns, "2.csv": "日期,记录\n2026-03-01,客户说价格太贵\n".encode()})
    assert len(items(below(tmp_path, columns=TableColumns(text="text")))) == 2
