"""Each endpoint gets the strictest mode that it knows, learned once."""

from collections.abc import Callable

import anyio
import pytest

from callsift.errors import ModelRefused
from callsift.model_client import Completion, ModelClient
from callsift.model_client.modes import read_refusal, steps_below
from tests.model_client.conftest import ask
from tests.provider import Personality, Provider, personalities, reply_json

GOOD = reply_json()
Make = Callable[..., ModelClient]

LADDER_CASES = [
    pytest.param(personalities.openai_like, "json_schema", 0, id="accepts everything"),
    pytest.param(personalities.deepseek_like, "json_object", 1, id="no json_schema"),
    pytest.param(personalities.qwen_like, "json_object", 1, id="names the types that would do"),
    pytest.param(personalities.without_response_format, "tools", 1, id="parameter unknown"),
    pytest.param(personalities.strict_gateway, "text", 2, id="extra members forbidden"),
    pytest.param(
        personalities.llama_cpp_like, "json_object", 2, id="fails with 500 at json_schema"
    ),
    pytest.param(personalities.reasoning, "json_schema", 1, id="refuses temperature"),
]


@pytest.mark.anyio
@pytest.mark.parametrize(("personality", "mode", "wasted"), LADDER_CASES)
async def test_the_strictest_mode_is_found_with_at_most_two_wasted_calls(
    client_for: Make, personality: Personality, mode: str, wasted: int
) -> None:
    with Provider(personality(GOOD)) as provider:
        client = client_for(provider)
        first = await ask(client)
        assert (first.text, first.mode) == (GOOD, mode)
        assert len(provider.requests) == 1 + wasted
        assert (await ask(client)).mode == mode
        assert len(provider.requests) == 2 + wasted


@pytest.mark.anyio
@pytest.mark.parametrize(("personality", "mode", "wasted"), LADDER_CASES)
async def test_sixteen_at_once_waste_no_more_than_one_does(
    client_for: Make, personality: Personality, mode: str, wasted: int
) -> None:
    done: list[Completion] = []

    async def one() -> None:
        done.append(await ask(client))

    with Provider(personality(GOOD), latency_s=0.02) as provider:
        client = client_for(provider)
        async with anyio.create_task_group() as tasks:
            for _ in range(16):
                tasks.start_soon(one)
        assert [each.mode for each in done] == [mode] * 16
        assert len(provider.requests) == 16 + wasted


@pytest.mark.anyio
async def test_a_fixed_mode_is_never_left(client_for: Make) -> None:
    with Provider(personalities.deepseek_like(GOOD)) as provider:
        with pytest.raises(ModelRefused, match="HTTP 400"):
            await ask(client_for(provider, mode="json_schema"))
        assert len(provider.requests) == 1
        assert (await ask(client_for(provider, mode="text"))).mode == "text"


@pytest.mark.anyio
async def test_modes_without_a_schema_parameter_carry_it_in_the_first_message(
    client_for: Make,
) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        for mode in ("json_object", "text", "json_schema"):
            await ask(client_for(provider, mode=mode))
    told = [
        "additionalProperties" in each.body["messages"][0]["content"] for each in provider.requests
    ]
    assert told == [True, True, False]
    assert all(
        each.body["messages"][0]["content"].startswith("Answer with one json")
        for each in provider.requests
    )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("Unrecognized request argument supplied: response_format", "parameter"),
        ("response_format is not supported", "parameter"),
        ("`response_format`: Extra inputs are not permitted", "parameter"),
        ("extra_forbidden body response_format Extra inputs are not permitted", "parameter"),
        ("unsupported parameter 'response_format'", "parameter"),
        ("This response_format type is unavailable now", "mode"),
        ("Invalid parameter: 'response_format' of type 'json_schema' is not supported", "mode"),
        ("'response_format.type' must be one of 'text', 'json_object'", "mode"),
        ("failed to parse grammar", "mode"),
        ("bad request", "unclear"),
    ],
)
def test_a_refusal_is_read_for_what_it_refuses(said: str, refusal: str) -> None:
    assert read_refusal(400, said, "json_schema") == refusal


def test_an_unknown_parameter_skips_both_json_modes() -> None:
    assert steps_below("json_schema", "parameter") == ("tools", "text")
    assert steps_below("json_schema", "mode") == ("json_object", "tools", "text")


def test_plain_text_has_no_mode_to_refuse() -> None:
    assert read_refusal(400, "response_format", "text") is None
