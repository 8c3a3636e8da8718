"""A transport lives in one event loop, and none is made for an endpoint that cannot be one."""

from collections.abc import Callable

import anyio
import pytest
from pydantic import SecretStr

from callsift.errors import UsageError
from callsift.model_client import ModelClient
from callsift.settings import Settings
from tests.model_client.conftest import KEY, ask
from tests.provider import Provider, personalities, reply_json

GOOD = reply_json()
Make = Callable[..., ModelClient]


def test_one_client_serves_one_event_loop_after_another(client_for: Make) -> None:
    with Provider(personalities.deepseek_like(GOOD)) as provider:
        client = client_for(provider)
        modes = [anyio.run(ask, client).mode for _ in range(3)]
    assert modes == ["json_object"] * 3
    assert len(provider.requests) == 4


def test_a_client_without_a_model_is_refused() -> None:
    with pytest.raises(UsageError, match="no model"):
        ModelClient(Settings())


@pytest.mark.parametrize("url", ["", "localhost:11434/v1", "http://[x", "ftp://h/v1", "http://"])
def test_a_base_url_without_a_host_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="base URL"):
        ModelClient(Settings(model="m", base_url=url))


@pytest.mark.parametrize("key", ["sk-１２３", "sk-a b", "sk-a\nb"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    with pytest.raises(UsageError, match="key holds") as caught:
        ModelClient(Settings(model="m", api_key=SecretStr(key)))
    assert key not in str(caught.value)


@pytest.mark.anyio
async def test_white_space_around_a_key_is_left_out(client_for: Make) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        await ask(client_for(provider, api_key=SecretStr(f" {KEY}\n")))
    assert provider.requests[0].headers["authorization"] == f"Bearer {KEY}"
