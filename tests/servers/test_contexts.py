"""What is longer than a server reads is named or split, and a long call is asked about in parts."""

import pytest
from benchmarks.servers.asking import engine_for, outcomes, short_calls
from benchmarks.servers.relay import Relay
from benchmarks.servers.running import KINDS, Kind, Served

from callsift.domain.transcript import Transcript
from callsift.errors import PromptTooLong
from tests.provider import Request
from tests.provider.scripted import shown_lines
from tests.servers.conftest import BOUND, Ask
from tests.steps.extract.llm.long_calls import joined_calls

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("context", [2048, 4096])
def test_a_context_too_small_for_the_instructions_is_named_and_not_asked_again(
    kind: Kind, context: int, relay_to: Ask
) -> None:
    relay = relay_to(Served(kind, "terse", context))
    engine = engine_for(relay.base_url)
    (first,) = outcomes(engine, short_calls(1))
    asked = len(relay.exchanges)
    (second,) = outcomes(engine, short_calls(1))
    for each in (first, second):
        assert isinstance(each.error, PromptTooLong)
        assert f"{context:,}" in str(each.error)
    assert asked <= 2
    assert len(relay.exchanges) == asked


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_longer_than_the_context_is_split_until_it_is_read(
    kind: Kind, relay_to: Ask
) -> None:
    relay = relay_to(Served(kind, "terse", 16_384))
    call = _long_call()
    (ended,) = outcomes(engine_for(relay.base_url, mode=BOUND[kind]), [call])
    refused = [each for each in relay.exchanges if each.status == 400]
    assert 1 <= len(refused) <= 8
    assert ended.name == "used"
    assert _shown(relay) == [each.text for each in call.turns]


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_call_is_asked_about_in_parts_and_every_line_is_shown_once(
    kind: Kind, relay_to: Ask
) -> None:
    relay = relay_to(Served(kind, "terse", 16_384))
    call = _long_call()
    engine = engine_for(relay.base_url, mode=BOUND[kind], max_prompt_tokens=8_200)
    parts = len(engine.parts(call))
    (ended,) = outcomes(engine, [call])
    assert parts > 3
    assert relay.wasted == 0
    assert ended.name == "used"
    assert _shown(relay) == [each.text for each in call.turns]


def _long_call() -> Transcript:
    """Return calls joined to one of which a context of 16,384 tokens holds no more than half."""
    return joined_calls(numbers=(1, 2, 3, 4, 5, 6)).call.transcript


def _shown(relay: Relay) -> list[str]:
    """Return the turns as the answered first questions show them for quoting, put together from their pieces."""
    turns: dict[int, str] = {}
    for exchange in relay.exchanges:
        asked = exchange.asked["messages"]
        if exchange.status != 200 or len(asked) != 2:
            continue
        request = Request(0, "", exchange.asked, b"", {})
        for line in shown_lines(request):
            if not line.context:
                turns[line.turn] = turns.get(line.turn, "") + line.text
    return [turns[each] for each in sorted(turns)]
