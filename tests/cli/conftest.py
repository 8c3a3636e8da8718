"""What the tests of the command line share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.batches import answering, write_calls
from tests.cli.runs import Run, run_here
from tests.provider import Provider

SECRET = "sk-nobody-may-see-this"


@pytest.fixture
def callsift(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run the command line in this process."""

    def call(*args: str | Path, stdin: bytes = b"") -> Run:
        return run_here(monkeypatch, tuple(map(str, args)), stdin)

    return call


@pytest.fixture
def call_file(tmp_path: Path) -> Path:
    """Return a file with a usual call."""
    file = tmp_path / "call.txt"
    file.write_text(CALL, encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the calls of a batch."""
    return write_calls(tmp_path / "in")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where a batch writes."""
    return tmp_path / "out.jsonl"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Return a provider that answers sensibly."""
    with answering() as provider:
        yield provider


CALL = """销售：王工您好，上次说的贴片机，您这边现在到哪一步了？
客户：我们已经跟别家谈得差不多了，合同都快签了，就是再找一家看看价格。
销售：方便约个时间，我带工程师过来讲讲吗？
客户：不用过来了，你把报价和资料发我微信就行，最好今天下班前。
销售：好的，我今晚发给您。
客户：行，那先这样，有事再联系。
"""
ENGLISH = """Seller: Hi, where do you stand with the placement machine?
Customer: We are nearly done with another vendor, we just need one more quote to compare prices.
Seller: Could we meet next week with your engineers?
Customer: No need to meet, just email me the quote and the brochure today.
Seller: Sure, I will send it tonight.
"""
