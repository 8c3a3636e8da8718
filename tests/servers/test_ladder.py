"""Each server gets the strictest mode that it knows, and is not asked for it again."""

import pytest
from benchmarks.servers.asking import engine_for, outcomes, short_calls
from benchmarks.servers.running import Kind, Served

from tests.servers.conftest import Ask

pytestmark = pytest.mark.servers

MODES = [
    pytest.param(
        "llama_cpp.server", "json_object", id="llama_cpp.server refuses json_schema by 500"
    ),
    pytest.param("llama-server", "json_schema", id="llama-server takes json_schema"),
]


@pytest.mark.parametrize(("kind", "mode"), MODES)
@pytest.mark.parametrize("at_once", [1, 8])
def test_the_mode_is_found_with_at_most_two_wasted_calls_and_remembered(
    kind: Kind, mode: str, at_once: int, relay_to: Ask
) -> None:
    relay = relay_to(Served(kind, "terse", 16_384))
    engine = engine_for(relay.base_url)
    first = outcomes(engine, short_calls(8)[:at_once], at_once=at_once)
    assert len(first) == at_once
    assert relay.wasted <= 2
    wasted, asked = relay.wasted, len(relay.exchanges)
    outcomes(engine, short_calls(9)[8:])
    later = relay.exchanges[asked:]
    assert later
    assert {each.mode for each in later} == {mode}
    assert relay.wasted == wasted


def test_a_mode_is_remembered_whatever_became_of_its_answers(relay_to: Ask) -> None:
    relay = relay_to(Served("llama_cpp.server", "plain", 13_312))
    engine = engine_for(relay.base_url)
    ended = outcomes(engine, short_calls(2))
    assert {each.name for each in ended} <= {"used", "ReplyCutOff", "ModelReplyUnusable"}
    assert [each.mode for each in relay.exchanges if each.status != 200] == ["json_schema"]
