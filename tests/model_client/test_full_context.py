"""An answer that ended because the context is full is told from one that reached its limit."""

from collections.abc import Callable

import pytest

from callsift.cache import EndpointNotes, Learned, endpoint_name
from callsift.domain.observation import Usage
from callsift.errors import ReplyCutOff
from callsift.model_client import ModelClient
from callsift.model_client.overflow import is_context_full
from tests.model_client.conftest import ask
from tests.provider import Provider, personalities, reply_json

Make = Callable[..., ModelClient]


@pytest.mark.anyio
@pytest.mark.parametrize("context", [4_096, 4_095, 10_240, 40_960])
async def test_a_full_context_is_not_asked_for_more(client_for: Make, context: int) -> None:
    answer = personalities.with_full_context(context, reply_json())
    with (
        Provider(answer) as provider,
        pytest.raises(ReplyCutOff, match=f"filled the context of {context:,} tokens"),
    ):
        await ask(client_for(provider))
    assert len(provider.requests) == 1


@pytest.mark.anyio
async def test_a_context_of_no_usual_size_is_told_where_it_is_known(client_for: Make) -> None:
    memory = EndpointNotes()
    with Provider(personalities.with_full_context(5_000, reply_json())) as provider:
        known = Learned(context_tokens=5_000)
        memory.remember(endpoint_name(provider.base_url), "m", known)
        with pytest.raises(ReplyCutOff, match="5,000"):
            await ask(client_for(provider, memory=memory))
    assert len(provider.requests) == 1


@pytest.mark.parametrize(
    ("prompt", "completion", "context"),
    [
        pytest.param(2_048, 4_096, None, id="the answer has a usual length itself"),
        pytest.param(2_144, 4_000, None, id="or a round one"),
        pytest.param(3_000, 900, None, id="no usual context"),
        pytest.param(3_000, 900, 8_192, id="another context is known"),
        pytest.param(1_000, 24, None, id="too small for a context"),
        pytest.param(0, 4_095, None, id="the prompt was not counted"),
    ],
)
def test_what_was_cut_off_elsewhere_is_asked_for_with_a_raised_limit(
    prompt: int, completion: int, context: int | None
) -> None:
    used = Usage(calls=1, prompt_tokens=prompt, completion_tokens=completion)
    assert not is_context_full(used, context)
