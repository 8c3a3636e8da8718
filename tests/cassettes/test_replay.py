"""A cassette replays without any connection, and holds no key.

The replies here are scripted: plumbing.
"""

from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
import pytest_socket
import vcr  # type: ignore[import-untyped]  # ships no types
from pydantic import SecretStr

from callsift.domain.observation import Extraction
from callsift.domain.transcript import Transcript
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.read import read_text
from tests.cassettes.replay import model_vcr
from tests.provider import Provider, personalities, reply_json, signal

KEY = "sk-very-secret-key"
CALL = "销售：价格您看了吗？\n客户：这个价“吓人”，超出预算一倍。\n"
QUOTE = "这个价“吓人”"


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    """Return the shipped playbook."""
    return load_playbook()


def _observe(playbook: Playbook, base_url: str, text: str = CALL) -> Extraction:
    settings = Settings(
        model="m", base_url=base_url, api_key=SecretStr(KEY), mode="json_schema", max_attempts=1
    )
    transcript: Transcript = read_text(text).transcript
    return anyio.run(LLMEngine(playbook, settings).observe, transcript)


@pytest.fixture
def cassette(tmp_path: Path, playbook: Playbook) -> Path:
    """Record one call and close the server that answered it."""
    file = tmp_path / "call.yaml"
    good = reply_json(signal("price_out_of_range", QUOTE, 1))
    with (
        Provider(personalities.openai_like(good)) as provider,
        model_vcr("all").use_cassette(str(file)),
    ):
        _observe(playbook, provider.base_url)
    assert len(provider.requests) == 1
    return file


@pytest.fixture
def no_sockets(cassette: Path) -> Iterator[None]:
    """Once the cassette is there, forbid every connection, to this machine too.

    An event loop's own pipe is no connection.
    """
    assert cassette.is_file()
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@pytest.mark.usefixtures("no_sockets")
def test_replay_makes_no_connection(cassette: Path, playbook: Playbook, vcr_model: vcr.VCR) -> None:
    with vcr_model.use_cassette(str(cassette)) as tape:
        extraction = _observe(playbook, "http://another.example/v1")
    assert [each.quote for each in extraction.candidates] == [QUOTE]
    assert tape.all_played


@pytest.mark.usefixtures("no_sockets")
def test_a_request_that_was_not_recorded_is_not_sent(
    cassette: Path, playbook: Playbook, vcr_model: vcr.VCR
) -> None:
    # What is raised differs between versions of openai.
    with vcr_model.use_cassette(str(cassette)) as tape, pytest.raises(Exception, match=r"."):
        _observe(playbook, "http://another.example/v1", CALL + "客户：再说吧。\n")
    assert tape.play_count == 0


def test_a_cassette_is_readable_and_holds_no_key_and_no_machine(cassette: Path) -> None:
    text = cassette.read_text(encoding="utf-8")
    assert "这个价“吓人”" in text
    assert all(
        each not in text.lower() for each in (KEY, "authorization", "stainless", "user-agent")
    )


def test_recording_the_same_call_again_gives_the_same_request(
    cassette: Path, tmp_path: Path, playbook: Playbook
) -> None:
    again = tmp_path / "again.yaml"
    with (
        Provider(personalities.openai_like(reply_json())) as provider,
        model_vcr("all").use_cassette(str(again)),
    ):
        _observe(playbook, provider.base_url)
    first, second = (_body(each) for each in (cassette, again))
    assert first == second


def _body(cassette: Path) -> str:
    lines = cassette.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.strip().startswith('body: \'{"model"'))
