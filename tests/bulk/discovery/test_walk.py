"""A folder is gone through in natural order, once, and what is no call is told."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.bulk.discovery.walk import natural
from callsift.errors import InputError
from tests.bulk.discovery.found import below, call, items, make, names, skipped


def test_numbers_in_names_count_as_numbers_and_folders_stand_in_their_place(tmp_path: Path) -> None:
    files = (
        "call 10.txt",
        "call 2.txt",
        "b/1.txt",
        "Call 3.txt",
        "call 02.txt",
        "b 2/x.txt",
        "z.txt",
        "阿.txt",
    )
    make(tmp_path, {name: call(n) for n, name in enumerate(files)})
    wanted = [
        "b/1.txt",
        "b 2/x.txt",
        "call 02.txt",
        "call 2.txt",
        "Call 3.txt",
        "call 10.txt",
        "z.txt",
        "阿.txt",
    ]
    assert names(below(tmp_path), tmp_path) == wanted


def test_the_order_is_the_same_each_time(tmp_path: Path) -> None:
    make(tmp_path, {f"{n % 7}/{n % 3}/{n}.txt": call(n) for n in range(60)})
    assert names(below(tmp_path), tmp_path) == names(below(tmp_path), tmp_path)


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.sampled_from(["", "call ", "第"]))
def test_of_two_names_with_a_number_the_smaller_one_comes_first(
    one: int, two: int, lead: str
) -> None:
    assert (natural(f"{lead}{one}.txt") < natural(f"{lead}{two}.txt")) == (one < two)


@given(st.text(), st.text())
def test_different_names_never_count_as_equal(one: str, two: str) -> None:
    assert (natural(one) == natural(two)) == (one == two)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".hidden.txt", "hidden"),
        (".DS_Store", "system"),
        ("Thumbs.db", "system"),
        ("desktop.ini", "system"),
        ("~$笔记.docx", "lock file"),
        ("call.txt.part", "not written"),
        ("call.txt.crdownload", "not written"),
        ("results.xlsx.ledger", "ledger"),
        ("callsift.ledger-wal", "ledger"),
        ("results.csv.ledger.old2", "ledger"),
    ],
)
def test_what_is_no_call_by_its_name_is_left_out_with_the_reason(
    tmp_path: Path, name: str, said: str
) -> None:
    found = below(make(tmp_path, {name: call(), "call.txt": call()}))
    assert names(found, tmp_path) == ["call.txt"]
    assert said in skipped(found)[name]


@pytest.mark.parametrize(
    "name", ["ledger.txt", "a.ledger.txt", "part.txt", "a~$b.txt", "ledger.old"]
)
def test_a_name_that_is_only_like_one_of_those_is_an_input(tmp_path: Path, name: str) -> None:
    assert names(below(make(tmp_path, {name: call()})), tmp_path) == [name]


def test_a_hidden_folder_is_told_once_and_not_entered(tmp_path: Path) -> None:
    found = below(make(tmp_path, {".git/a.txt": call(), ".git/b.txt": call(), "c.txt": call()}))
    assert names(found, tmp_path) == ["c.txt"]
    assert skipped(found) == {".git": "it is hidden"}


def test_links_that_lead_back_end_and_are_told(tmp_path: Path) -> None:
    make(tmp_path, {"a/b/call.txt": call()})
    (tmp_path / "a/b/up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/b/self").symlink_to("self")
    found = below(tmp_path)
    assert names(found, tmp_path) == ["a/b/call.txt", "a/b/self"]
    assert list(skipped(found)) == ["up"]
    with pytest.raises(InputError):
        items(found)[1].load()


def test_a_link_that_leads_nowhere_is_an_input_that_fails(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (item,) = items(below(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        item.load()


def test_a_linked_folder_outside_is_entered(tmp_path: Path) -> None:
    make(tmp_path, {"outside/call.txt": call(), "calls/own.txt": call(2)})
    (tmp_path / "calls/more").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert names(below(tmp_path / "calls"), tmp_path) == ["calls/more/call.txt", "calls/own.txt"]


def test_a_pipe_and_a_socket_are_told_and_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    # A socket's path may not be long.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.txt")
        found = below(tmp_path)
    assert not items(found)
    assert set(skipped(found)) == {"pipe.txt", "socket.txt"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter too, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def nobody() -> Iterator[None]:
    """Give up the rights of root, whom no permission stops."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_a_folder_that_may_not_be_read_is_told_and_stops_nothing(
    open_folder: Path, request: pytest.FixtureRequest
) -> None:
    make(
        open_folder,
        {
            "a/1.txt": call(1),
            "locked/2.txt": call(2),
            "unsearchable/3.txt": call(3),
            "z.txt": call(4),
        },
    )
    (open_folder / "locked").chmod(0o311)
    # Its names can be read, but nothing behind them.
    (open_folder / "unsearchable").chmod(0o644)
    request.getfixturevalue("nobody")
    found = below(open_folder)
    assert names(found, open_folder) == ["a/1.txt", "unsearchable/3.txt", "z.txt"]
    assert skipped(found) == {"locked": "the folder may not be read"}
    with pytest.raises(InputError):
        items(found)[1].load()


def test_folders_may_lie_deeper_than_functions_call_one_another(tmp_path: Path) -> None:
    folders = [tmp_path]
    while len(folders) < 1_200:
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    file = folders[-1] / "call.txt"
    file.write_bytes(call())
    try:
        assert len(items(below(tmp_path))) == 1
    finally:
        # pytest's own clearing up does not get so deep.
        file.unlink()
        for folder in reversed(folders[1:]):
            folder.rmdir()


def test_a_name_that_is_no_unicode_is_shown_as_well_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xb5\xe7\xbb\xb0.txt")).write_bytes(call())
    (item,) = items(below(tmp_path))
    assert "\ufffd" in item.name
    assert item.name.encode("utf-8")
    assert item.load().transcript.turns
