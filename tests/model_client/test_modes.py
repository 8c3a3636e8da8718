"""R5: each endpoint gets the strictest mode that it knows, found with few wasted calls, once, and remembered."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import anyio
import pytest

from callsift.cache import Store, endpoint_name, open_store
from callsift.errors import ModelRefused
from callsift.model_client import Completion, ModelClient
from callsift.model_client.modes import read_refusal, steps_below
from tests.model_client.conftest import ask
from tests.provider import (
    Personality,
    Provider,
    Request,
    Response,
    completion,
    personalities,
    reply_json,
)

GOOD = reply_json()
Make = Callable[..., ModelClient]

LADDER_CASES = [
    pytest.param(personalities.openai_like, "json_schema", 0, id="openai"),
    pytest.param(personalities.reasoning, "json_schema", 1, id="openai reasoning"),
    pytest.param(personalities.vllm_like, "json_schema", 0, id="vllm"),
    pytest.param(personalities.ollama_like, "json_schema", 0, id="ollama"),
    pytest.param(personalities.deepseek_like, "json_object", 1, id="deepseek"),
    pytest.param(personalities.deepseek_thinking, "json_object", 1, id="deepseek thinking"),
    pytest.param(personalities.qwen_like, "json_object", 1, id="qwen"),
    pytest.param(personalities.qwen_thinking, "text", 2, id="qwen thinking"),
    pytest.param(personalities.qwen_not_streaming, "json_schema", 1, id="qwen not streaming"),
    pytest.param(personalities.doubao_like, "json_object", 1, id="doubao"),
    pytest.param(personalities.llama_cpp_like, "json_object", 2, id="llama_cpp: 500 unexplained"),
    pytest.param(personalities.without_response_format, "tools", 1, id="parameter unknown"),
    pytest.param(personalities.strict_gateway, "text", 2, id="neither tools nor response_format"),
    pytest.param(personalities.refusing_both_types, "text", 2, id="both types refused, and tools"),
    pytest.param(personalities.deaf_gateway, "json_schema", 0, id="heeds no parameter"),
    pytest.param(partial(personalities.slow, 0.05), "json_schema", 0, id="slow"),
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


def _store(folder: Path) -> Store:
    store = open_store(folder)
    assert store is not None
    return store


@pytest.mark.anyio
@pytest.mark.parametrize(("personality", "mode", "wasted"), LADDER_CASES)
async def test_a_later_run_wastes_nothing(
    client_for: Make, tmp_path: Path, personality: Personality, mode: str, wasted: int
) -> None:
    with Provider(personality(GOOD)) as provider:
        with _store(tmp_path) as store:
            await ask(client_for(provider, memory=store))
        assert len(provider.requests) == 1 + wasted
        with _store(tmp_path) as store:
            client = client_for(provider, memory=store)
            async with anyio.create_task_group() as tasks:
                for _ in range(8):
                    tasks.start_soon(ask, client)
            assert store.recall(endpoint_name(provider.base_url), "m").mode == mode
        assert len(provider.requests) == 1 + wasted + 8
        assert len(provider.failed) == wasted


@pytest.mark.anyio
async def test_what_one_process_learned_serves_another(client_for: Make, tmp_path: Path) -> None:
    code = (
        "import sys, anyio, pathlib\n"
        "from callsift.cache import open_store\n"
        "from callsift.model_client import ModelClient\n"
        "from callsift.settings import Settings\n"
        "from tests.model_client.conftest import ask\n"
        "store = open_store(pathlib.Path(sys.argv[2]))\n"
        "print(anyio.run(ask, ModelClient(Settings(model='m', base_url=sys.argv[1]), memory=store)).mode)\n"
    )
    with Provider(personalities.strict_gateway(GOOD)) as provider:
        with _store(tmp_path) as store:
            await ask(client_for(provider, memory=store))
        before = len(provider.requests)
        command = [sys.executable, "-c", code, provider.base_url, str(tmp_path)]
        told = await anyio.run_process(command, check=True)
        assert told.stdout.decode().strip() == "text"
        assert len(provider.requests) == before + 1


@pytest.mark.anyio
async def test_parameters_that_were_refused_are_remembered_too(
    client_for: Make, tmp_path: Path
) -> None:
    def answer(request: Request) -> Response:
        refused = personalities.reasoning(GOOD)(request)
        long = request.body.get("max_completion_tokens")
        if refused.status != 200 or long:
            return refused
        return completion(GOOD[:9], request, finish_reason="length")

    with Provider(answer) as provider:
        for _ in range(2):
            with _store(tmp_path) as store:
                await ask(client_for(provider, memory=store))
    refused = [each.number for each in provider.failed]
    assert refused == [0, 2]
    assert len(provider.requests) == 4 + 2


@pytest.mark.anyio
async def test_a_fixed_mode_overrides_what_is_remembered_and_is_not_remembered_itself(
    client_for: Make, tmp_path: Path
) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider, _store(tmp_path) as store:
        name = endpoint_name(provider.base_url)
        assert (await ask(client_for(provider, memory=store, mode="text"))).mode == "text"
        assert store.recall(name, "m").mode is None
        assert (await ask(client_for(provider, memory=store))).mode == "json_schema"
        assert (await ask(client_for(provider, memory=store, mode="tools"))).mode == "tools"
        assert store.recall(name, "m").mode == "json_schema"


@pytest.mark.anyio
async def test_models_of_one_endpoint_are_learned_apart(client_for: Make, tmp_path: Path) -> None:
    def answer(request: Request) -> Response:
        of_model = {"m": personalities.openai_like, "n": personalities.deepseek_like}
        return of_model[request.body["model"]](GOOD)(request)

    with Provider(answer) as provider, _store(tmp_path) as store:
        assert (await ask(client_for(provider, memory=store))).mode == "json_schema"
        assert (await ask(client_for(provider, memory=store, model="n"))).mode == "json_object"
        assert (await ask(client_for(provider, memory=store))).mode == "json_schema"
    assert len(provider.failed) == 1


@pytest.mark.anyio
async def test_a_mode_that_is_no_longer_taken_is_learned_anew(
    client_for: Make, tmp_path: Path
) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider, _store(tmp_path) as store:
        await ask(client_for(provider, memory=store))
        provider.answer = personalities.deepseek_like(GOOD)
        assert (await ask(client_for(provider, memory=store))).mode == "json_object"
        assert (await ask(client_for(provider, memory=store))).mode == "json_object"
    assert len(provider.failed) == 1


@pytest.mark.anyio
async def test_every_passing_fault_at_first_contact_still_ends_in_an_answer(
    client_for: Make,
) -> None:
    with Provider(personalities.flaky(GOOD)) as provider:
        client = client_for(provider, timeout_s=1.0, max_attempts=12)
        completion = await ask(client)
    assert completion.text == GOOD
    # One for each fault and one for the answer; a busy machine may lose one more to the time-out.
    assert len(provider.requests) >= 7


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
        "of this JSON schema" in each.body["messages"][0]["content"] for each in provider.requests
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
