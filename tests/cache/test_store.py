"""R13: the cache's file is for its owner alone, holds no key, and its damage or absence costs a call, never a result."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callsift.cache import CACHE_FILE, KEPT_DAYS, KeptReply, Learned, Store, open_store
from callsift.costs import Spread
from tests.cache.conftest import GOOD, KEY, ask
from tests.provider import Provider, personalities

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")


def _opened(folder: Path) -> Store:
    store = open_store(folder)
    assert store is not None
    return store


def _reply(text: str = "words") -> KeptReply:
    return KeptReply(texts=(text,), model="m", mode="text")


def test_what_is_put_is_there_for_the_next_one(tmp_path: Path) -> None:
    with _opened(tmp_path) as store:
        store.put("k", _reply())
        store.remember("e", "m", Learned(mode="tools", context_tokens=9).counted(Spread(1, 2), 3))
    with _opened(tmp_path) as store:
        assert store.get("k") == _reply()
        assert store.get("other") is None
        learned = store.recall("e", "m")
        assert (learned.mode, learned.context_tokens, learned.reports) == ("tools", 9, 1)
        assert store.recall("e", "other") == Learned()


def test_no_file_of_the_folder_holds_the_key(folder: Path) -> None:
    with Provider(personalities.reasoning(GOOD)) as provider:
        user_in_url = provider.base_url.replace("//", f"//user:{KEY}-in-url@")
        ask(provider)
        ask(provider, base_url=user_in_url)
        store = _opened(folder)
        held = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
        store.close()
    assert GOOD.encode()[:20] in held or "这个价太贵了".encode() in held
    assert KEY.encode() not in held


@POSIX
def test_the_files_are_for_their_owner_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        with Provider(personalities.openai_like(GOOD)) as provider:
            ask(provider)
        store = _opened(folder)
        store.put("k", _reply())
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert len(modes) == 3
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def _garbage(file: Path) -> None:
    file.write_bytes(b"this was never a database" * 100)


def _middle_overwritten(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    file.write_bytes(bytes(data))


def _first_page_overwritten(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[100:4096] = os.urandom(3996)
    file.write_bytes(bytes(data))


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5_000])


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


DAMAGES = [_garbage, _middle_overwritten, _first_page_overwritten, _cut, _emptied]


@pytest.mark.parametrize("damage", DAMAGES, ids=[each.__name__[1:] for each in DAMAGES])
def test_a_damaged_file_costs_one_call_and_then_the_cache_works_again(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        first = ask(provider)
        damage(folder / CACHE_FILE)
        assert ask(provider).signals == first.signals
        assert ask(provider).signals == first.signals
        assert len(provider.requests) == 2


@pytest.mark.parametrize("damage", DAMAGES[:-1], ids=[each.__name__[1:] for each in DAMAGES[:-1]])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with _opened(tmp_path) as store:
        for number in range(300):
            store.put(f"k{number}", _reply("a long reply " * 40))
    damage(tmp_path / CACHE_FILE)
    with _opened(tmp_path) as store:
        store.put("new", _reply())
        assert store.get("new") == _reply()
    assert any(each.suffix == ".damaged" for each in tmp_path.iterdir())


def test_a_reply_of_another_form_is_none(tmp_path: Path) -> None:
    with _opened(tmp_path) as store:
        store.put("k", _reply())
    connection = sqlite3.connect(tmp_path / CACHE_FILE)
    with connection:
        connection.execute("""UPDATE reply SET reply = '{"texts": 7}'""")
        connection.execute("""INSERT INTO endpoint VALUES ('e', 'm', '{"mode": 7}')""")
    connection.close()
    with _opened(tmp_path) as store:
        assert store.get("k") is None
        assert store.recall("e", "m") == Learned()


def test_a_place_where_nothing_can_be_kept_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file, no folder"
    blocked.write_text("x", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("LOCALAPPDATA", str(blocked))
    with Provider(personalities.openai_like(GOOD)) as provider:
        assert ask(provider).signals
        assert ask(provider).signals
        assert len(provider.requests) == 2


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_no_failure(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    try:
        with Provider(personalities.openai_like(GOOD)) as provider:
            assert ask(provider).signals
    finally:
        folder.chmod(0o700)


def test_a_file_that_may_only_be_read_is_no_failure(tmp_path: Path) -> None:
    with _opened(tmp_path) as store:
        store.put("k", _reply())
        reader = sqlite3.connect(f"file:{tmp_path / CACHE_FILE}?mode=ro", uri=True)
        read_only = Store(tmp_path / CACHE_FILE, reader)
        read_only.put("new", _reply())
        assert read_only.get("new") is None
        assert read_only.get("k") == _reply()
        read_only.close()


def test_two_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from callsift.cache import KeptReply, open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1]))\n"
        "for n in range(150):\n"
        "    store.put(f'{sys.argv[2]} {n}', KeptReply(texts=('x' * 2000,), model='m', mode='text'))\n"
        "    store.get(f'one {n}'), store.get(f'two {n}')\n"
        "store.close()\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name])
        for name in ("one", "two")
    ]
    assert [each.wait(timeout=60) for each in running] == [0, 0]
    with _opened(tmp_path) as store:
        assert store.report().replies == 300


def test_a_reply_that_nobody_asked_for_in_a_long_time_is_let_go(tmp_path: Path) -> None:
    with _opened(tmp_path) as store:
        store.put("old", _reply())
        store.put("new", _reply())
    connection = sqlite3.connect(tmp_path / CACHE_FILE)
    with connection:
        connection.execute(
            "UPDATE reply SET used_at = used_at - ? WHERE key = 'old'", ((KEPT_DAYS + 1) * 86_400,)
        )
    connection.close()
    with _opened(tmp_path) as store:
        assert store.get("old") is None
        assert store.get("new") == _reply()


def test_what_is_cleared_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    with _opened(tmp_path) as store:
        store.put("k", _reply("these words are a customer's"))
        store.clear()
        assert store.report().replies == 0
    held = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"a customer's" not in held


def test_a_file_set_aside_is_forgotten_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / CACHE_FILE).write_bytes(b"a customer's words, no database" * 200)
    with _opened(tmp_path) as store:
        assert len(list(tmp_path.glob("*.damaged"))) == 1
        store.clear()
    assert list(tmp_path.glob("*.damaged")) == []


def test_what_a_killed_process_left_beside_a_damaged_file_does_not_spoil_the_new_one(
    tmp_path: Path,
) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from callsift.cache import KeptReply, open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1]))\n"
        "for n in range(50):\n"
        "    store.put(str(n), KeptReply(texts=('x' * 2000,), model='m', mode='text'))\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert (tmp_path / f"{CACHE_FILE}-wal").stat().st_size > 0
    _garbage(tmp_path / CACHE_FILE)
    with _opened(tmp_path) as store:
        store.put("new", _reply())
    with _opened(tmp_path) as store:
        assert store.get("new") == _reply()
        assert store.report().replies >= 1
