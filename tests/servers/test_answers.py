"""Whatever a random model writes is used or ends in an error with a name: no crash, and no success with nothing in it."""

import json
from collections import Counter
from typing import get_args

import anyio
import pytest
from benchmarks.servers.asking import (
    engine_for,
    outcomes,
    shipped_playbook,
    short_calls,
)
from benchmarks.servers.relay import Exchange
from benchmarks.servers.running import KINDS, Kind, Served

from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.model_client import Mode
from callsift.pipeline import analyze_call
from callsift.steps.extract.llm import LLMEngine
from tests.servers.conftest import BOUND, Ask

pytestmark = pytest.mark.servers

# The answers of `plain` run on to the end of the context: this one leaves some thousand tokens for them.
ROOM = {"terse": 16_384, "plain": 13_312}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", get_args(Mode))
def test_every_answer_is_used_or_named(kind: Kind, mode: Mode, relay_to: Ask) -> None:
    relay = relay_to(Served(kind, "terse", ROOM["terse"]))
    ended = outcomes(engine_for(relay.base_url, mode=mode), short_calls(3))
    assert len(ended) == 3
    for each in ended:
        assert each.name != "empty" or _says_nothing(relay.exchanges[-1])
        assert each.error is None or (each.error.where and each.error.do)


def _says_nothing(exchange: Exchange) -> bool:
    """Tell whether an answer is whole and has no item in it: the one case in which nothing is a result."""
    said = json.loads(exchange.words or "")
    return not any(said[each] for each in ("signals", "milestones", "facts", "roles"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_and_dropped_is_what_was_returned(kind: Kind, relay_to: Ask) -> None:
    relay = relay_to(Served(kind, "terse", ROOM["terse"]))
    engine = engine_for(relay.base_url, mode=BOUND[kind])
    seen = 0
    for call in short_calls(6):
        before = len(relay.exchanges)
        (ended,) = outcomes(engine, [call])
        asked = relay.exchanges[before:]
        if ended.extraction is not None and len(asked) == 1:
            assert ended.items == _returned(asked[0])
            seen += ended.items
    assert seen > 0


def _returned(exchange: Exchange) -> int:
    said = json.loads(exchange.words or "", strict=False)
    return sum(len(said[each]) for each in ("signals", "milestones", "facts", "roles"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["text", "json_object"])
def test_half_characters_and_control_characters_are_survived(
    kind: Kind, mode: Mode, relay_to: Ask
) -> None:
    relay = relay_to(Served(kind, "plain", ROOM["plain"]))
    ended = outcomes(engine_for(relay.base_url, mode=mode), short_calls(1))
    assert [each.error is not None or each.items > 0 for each in ended] == [True]
    if mode == "text":
        assert any(each.is_spoilt for each in relay.exchanges)


def test_an_answer_that_the_server_itself_cannot_read_is_asked_for_once_more_at_most(
    relay_to: Ask,
) -> None:
    relay = relay_to(Served("llama-server", "plain", ROOM["plain"]))
    ended = outcomes(engine_for(relay.base_url, mode="json_object"), short_calls(3))
    failed = Counter(str(each.asked) for each in relay.exchanges if each.status == 500)
    assert failed
    assert max(failed.values()) <= 2
    assert {each.name for each in ended} <= {"used", "ReplyCutOff", "ModelReplyUnusable"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_random_quote_becomes_evidence(kind: Kind, relay_to: Ask) -> None:
    relay = relay_to(Served(kind, "terse", ROOM["terse"]))
    engine = engine_for(relay.base_url, mode=BOUND[kind])
    dropped = 0
    for transcript in short_calls(4):
        call = Call(name="call", transcript=transcript, sha256="0" * 64)
        analysis = anyio.run(_analyzed, call, engine)
        quoted = [quote for signal in analysis.signals for quote in signal.evidence]
        assert all(each.quote == transcript.text[each.start : each.end] for each in quoted)
        dropped += len(analysis.dropped)
    assert dropped > 0


async def _analyzed(call: Call, engine: LLMEngine) -> Analysis:
    return await analyze_call(call, engine=engine, playbook=shipped_playbook())
