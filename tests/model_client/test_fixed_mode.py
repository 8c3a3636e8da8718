"""A mode that the user has fixed and at which the server fails is named at the second look, and not at the fourth."""

from collections.abc import Callable

import pytest

from callsift.cache import EndpointNotes, Learned, endpoint_name
from callsift.errors import ModelRefused, ModelUnreachable
from callsift.model_client import ModelClient
from tests.model_client.conftest import ask
from tests.provider import (
    Provider,
    Request,
    Response,
    completion,
    personalities,
    refusal,
    reply_json,
)

GOOD = reply_json()
Make = Callable[..., ModelClient]


@pytest.mark.anyio
async def test_a_server_that_fails_at_the_fixed_mode_is_asked_twice(client_for: Make) -> None:
    with (
        Provider(personalities.llama_cpp_like(GOOD)) as provider,
        pytest.raises(ModelRefused, match=r"fails at the mode json_schema.*HTTP 500"),
    ):
        await ask(client_for(provider, mode="json_schema", max_attempts=4))
    assert len(provider.requests) == 2


@pytest.mark.anyio
async def test_a_fault_that_passes_is_not_taken_for_the_mode(client_for: Make) -> None:
    with Provider(personalities.in_trouble(1, GOOD)) as provider:
        completion = await ask(client_for(provider, mode="json_schema"))
    assert (completion.text, completion.mode) == (GOOD, "json_schema")


def _failing_at(said: Callable[[int], str], status: int, good: int = 0) -> Callable[..., Response]:
    def answer(request: Request) -> Response:
        if request.number < good:
            return completion(GOOD, request)
        return refusal(status, said(request.number))

    return answer


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("answer", "mode"),
    [
        pytest.param(_failing_at(lambda n: f"fault {n}", 500), "json_schema", id="other words"),
        pytest.param(_failing_at(lambda _: "overloaded", 503), "json_schema", id="another status"),
        pytest.param(_failing_at(lambda _: "error", 500), "text", id="no mode to refuse"),
    ],
)
async def test_what_need_not_be_of_the_mode_is_tried_to_the_end(
    client_for: Make, answer: Callable[..., Response], mode: str
) -> None:
    with Provider(answer) as provider, pytest.raises(ModelUnreachable, match="4 attempts"):
        await ask(client_for(provider, mode=mode, max_attempts=4))
    assert len(provider.requests) == 4


@pytest.mark.anyio
async def test_a_mode_that_has_worked_is_not_doubted(client_for: Make) -> None:
    with Provider(_failing_at(lambda _: "error", 500, good=1)) as provider:
        client = client_for(provider, mode="json_schema", max_attempts=4)
        await ask(client)
        with pytest.raises(ModelUnreachable, match="4 attempts"):
            await ask(client)
    assert len(provider.requests) == 1 + 4


@pytest.mark.anyio
async def test_nor_is_one_that_is_remembered_from_an_earlier_run(client_for: Make) -> None:
    memory = EndpointNotes()
    with Provider(_failing_at(lambda _: "error", 500)) as provider:
        memory.remember(endpoint_name(provider.base_url), "m", Learned(mode="json_schema"))
        with pytest.raises(ModelUnreachable, match="4 attempts"):
            await ask(client_for(provider, memory=memory, mode="json_schema", max_attempts=4))
    assert len(provider.requests) == 4
