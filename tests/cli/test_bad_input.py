"""Input that is no call, options that do not fit: one sentence on stderr, the right exit code, never a traceback."""

import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from callsift.cli.inputs import get_call
from callsift.errors import InputError
from callsift.steps.read.file import MOST_BYTES
from tests.cli.conftest import CALL
from tests.cli.runs import Run

Callsift = Callable[..., Run]
SAID = "这句话不许出现在错误里"


def one_sentence(ran: Run, code: int) -> str:
    """Return the complaint, which is all there is."""
    assert ran.code == code, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert SAID not in ran.err
    return ran.err


BYTES = {
    "empty": b"",
    "white space only": " \n\t\r\n　".encode(),
    "binary": bytes(range(256)) * 40,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)),
    "an MP3": b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 8,
    "a WAV": b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(range(256)) * 8,
    "an unknown encoding": b"\xff\xfa\x81\x8d\x8f\x90\x9d\xa0\xfd\xff\x80\x81" * 30,
}


@pytest.mark.parametrize("command", ["analyze", "read"])
@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES.keys())
def test_what_is_no_text_is_bad_input(
    callsift: Callsift, tmp_path: Path, data: bytes, command: str
) -> None:
    file = tmp_path / "call.txt"
    file.write_bytes(data)
    assert "call.txt" in one_sentence(callsift(command, file), 3)
    one_sentence(callsift(command, "-", stdin=data), 3)


@pytest.mark.parametrize(
    ("name", "says"),
    [("call.mp3", "transcript"), ("call.m4a", "transcript"), ("call.pdf", "transcript")],
)
def test_a_recording_or_pdf_is_told_to_be_exported(
    callsift: Callsift, tmp_path: Path, name: str, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(BYTES["a PDF"] if name.endswith("pdf") else BYTES["an MP3"])
    assert says in one_sentence(callsift("analyze", file), 3)


TABLE = "日期,客户,{}\n2026-03-05,甲山,这句话不许出现在错误里\n2026-03-06,乙水,没有人接\n"


def test_a_table_of_calls_is_sent_to_batch(callsift: Callsift, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(TABLE.format("跟进记录"), encoding="utf-8")
    said = one_sentence(callsift("analyze", file), 3)
    assert "2 calls" in said
    assert "callsift batch" in said
    assert "text: 跟进记录" in said


def test_a_table_whose_words_are_not_obvious_asks_for_the_column(
    callsift: Callsift, tmp_path: Path
) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(TABLE.format("甲栏") * 3, encoding="utf-8")
    said = one_sentence(callsift("analyze", file), 2)
    assert "--text-column" in said
    assert "`甲栏`" in said


def test_a_missing_file_is_bad_input(callsift: Callsift, tmp_path: Path) -> None:
    assert "no such file" in one_sentence(callsift("analyze", tmp_path / "none.txt"), 3)


def test_a_mistyped_command_is_looked_for_as_a_file(callsift: Callsift) -> None:
    assert "no such file" in one_sentence(callsift("nothing-like-it"), 3)


def test_a_slip_of_a_command_is_one_sentence_too(callsift: Callsift) -> None:
    assert "Did you mean `analyze`?" in one_sentence(callsift("analyse"), 2)


def test_a_directory_is_bad_input(callsift: Callsift, tmp_path: Path) -> None:
    assert "`callsift batch FOLDER " in one_sentence(callsift("analyze", tmp_path), 3)


def test_more_than_twenty_megabytes_are_refused_unread(callsift: Callsift, tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as sparse:
        sparse.truncate(21 * 1024 * 1024)
    started = time.process_time()
    assert "20 MB" in one_sentence(callsift("analyze", file), 3)
    assert time.process_time() - started < 2


def test_stdin_is_read_no_further_than_shows_that_it_is_larger_than_a_file_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = io.BytesIO(b"a" * (MOST_BYTES + 99))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream, encoding="utf-8"))
    with pytest.raises(InputError, match="20 MB"):
        get_call("-", clipboard=False)
    assert stream.tell() == MOST_BYTES + 1


def test_a_line_of_a_million_characters_is_read(callsift: Callsift, tmp_path: Path) -> None:
    file = tmp_path / "line.txt"
    file.write_text("山高水长风清月白啊呀" * 100_000, encoding="utf-8")
    started = time.process_time()
    ran = callsift("analyze", file, "--json")
    assert ran.code == 0
    assert time.process_time() - started < 40


NO_CUSTOMER = {
    "a poem": "床前看月光，\n地上像落霜。\n抬头望远山，\n低头念家乡。\n",
    "a shopping list": "牛奶两盒\n鸡蛋一打\n酱油\n洗衣液\n葱姜蒜\n",
    "source code": "def add(a, b):\n    return a + b\n\n\nif __name__ == '__main__':\n    print(add(1, 2))\n",
    "an English poem": "The road goes over the hill,\nand down to the sea;\nthe gulls are never still,\nand nor are we.\n",
}


@pytest.mark.parametrize("text", NO_CUSTOMER.values(), ids=NO_CUSTOMER.keys())
def test_a_text_without_a_customer_is_no_failure(callsift: Callsift, text: str) -> None:
    ran = callsift("analyze", "-", "--json", stdin=text.encode())
    assert ran.code == 0
    document = json.loads(ran.out)
    assert document["category"]["id"] == "insufficient_evidence"
    assert "no_customer" in [each["id"] for each in document["warnings"]]
    assert document["signals"] == []


USAGE = {
    "a bad date": ("--date", "gestern"),
    "a date that is none": ("--date", "2026-02-30"),
    "an unknown signal": ("--not", "no_such_signal"),
    "a path and the clipboard": ("--clipboard",),
    "the model engine without a model": ("--engine", "llm"),
    "an unknown option": ("--nonsense",),
    "an unknown engine": ("--engine", "best"),
    "an unknown stage": ("--stage", "soon"),
    "an unknown language": ("--lang", "fr"),
}


@pytest.mark.parametrize("options", USAGE.values(), ids=USAGE.keys())
def test_options_that_do_not_fit_are_usage_errors(
    callsift: Callsift, tmp_path: Path, options: tuple[str, ...]
) -> None:
    file = tmp_path / "call.txt"
    file.write_text(f"客户：{SAID}\n", encoding="utf-8")
    assert one_sentence(callsift("analyze", file, *options), 2)


def test_the_date_is_said_how_to_write(callsift: Callsift, call_file: Path) -> None:
    assert "YYYY-MM-DD" in callsift("analyze", call_file, "--date", "3/4").err


def test_a_failure_is_one_sentence_without_debug_and_a_traceback_with_it(
    callsift: Callsift, tmp_path: Path
) -> None:
    missing = tmp_path / "none.txt"
    assert len(callsift("analyze", missing).err.splitlines()) == 1
    ran = callsift("analyze", missing, "--debug")
    assert ran.code == 3
    assert "Traceback" in ran.err


def test_a_fault_of_ours_is_one_sentence_too(
    callsift: Callsift, call_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(SAID)

    monkeypatch.setattr("callsift.cli.work.analyze", broken)
    ran = callsift("analyze", call_file)
    assert "ZeroDivisionError" in one_sentence(ran, 1)
    assert "Traceback" in callsift("analyze", call_file, "--debug").err


def test_no_run_says_a_word_of_the_call_or_the_key(
    callsift: Callsift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nobody-may-see-this")
    file = tmp_path / "call.txt"
    file.write_text(CALL + f"客户：{SAID}\n", encoding="utf-8")
    for options in ((), ("--json",), ("--markdown",)):
        ran = callsift("analyze", file, *options)
        assert ran.code == 0
        assert SAID not in ran.err
        assert "nobody-may-see" not in ran.out + ran.err


def test_settings_flags_come_before_the_environment(
    callsift: Callsift, call_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLSIFT_ENGINE", "llm")
    assert callsift("analyze", call_file).code == 2
    assert callsift("analyze", call_file, "--engine", "offline").code == 0


def test_the_environment_comes_before_the_config_file(
    callsift: Callsift, call_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('engine = "llm"\n', encoding="utf-8")
    monkeypatch.setattr("callsift.settings.config_path", lambda: config)
    assert callsift("analyze", call_file).code == 2
    monkeypatch.setenv("CALLSIFT_ENGINE", "offline")
    assert callsift("analyze", call_file).code == 0


def test_a_key_alone_sends_nothing_anywhere(
    callsift: Callsift, call_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nobody-may-see-this")
    assert "nothing leaves this machine" in callsift("analyze", call_file).err


@pytest.mark.parametrize("command", ["analyze", "read"])
def test_a_call_is_not_replaced_by_what_is_said_of_it(
    callsift: Callsift, call_file: Path, command: str
) -> None:
    link = call_file.with_name("link.txt")
    link.symlink_to(call_file)
    assert "the file that is read" in one_sentence(
        callsift(command, call_file, "--out", link, "--engine", "offline")
        if command == "analyze"
        else callsift(command, call_file, "--out", link),
        2,
    )
    assert call_file.read_text(encoding="utf-8") == CALL


def test_two_shapes_at_once_are_refused(callsift: Callsift, call_file: Path) -> None:
    assert "--markdown" in one_sentence(callsift("analyze", call_file, "--json", "--markdown"), 2)
