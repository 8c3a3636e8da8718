"""What these servers were seen to answer, played by the simulated provider: this runs without them."""

import anyio
import pytest

from callsift.errors import ModelReplyUnusable, ReplyCutOff
from callsift.model_client import ModelClient
from callsift.settings import Settings
from tests.provider import Answer, Provider, Request, Response, completion, refusal, reply_json
from tests.provider.wire import asked_format

SPOILT = "The model produced output that does not match the expected peg-native format"
NO_SUCH_TYPE = (
    "1 validation error:\n  {'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), "
    "'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}"
)


class Waits:
    """A sleep that takes no time."""

    async def __call__(self, _: float) -> None:
        """Return at once."""


def _ask(client: ModelClient) -> None:
    messages = [{"role": "user", "content": "json"}]
    anyio.run(lambda: client.complete(messages, {"type": "object"}, name="observations"))


def _client(provider: Provider, **changes: object) -> ModelClient:
    settings = Settings.model_validate({"model": "m", "base_url": provider.base_url, **changes})
    return ModelClient(settings, sleep=Waits())


def _spoilt_in(*kinds: str | None) -> Answer:
    def answer(request: Request) -> Response:
        if asked_format(request) in kinds:
            return refusal(500, SPOILT, code=500)
        return completion(reply_json(), request)

    return answer


@pytest.mark.parametrize("mode", ["json_schema", "text"])
def test_an_answer_the_server_cannot_read_gets_one_more_try_and_a_name(mode: str) -> None:
    with Provider(_spoilt_in("json_schema", None)) as provider:
        client = _client(provider, mode=mode)
        with pytest.raises(ModelReplyUnusable, match="could not read what its model wrote"):
            _ask(client)
        assert len(provider.requests) == 2


def test_a_mode_whose_answers_the_server_never_reads_is_left() -> None:
    with Provider(_spoilt_in("json_schema")) as provider:
        client = _client(provider)
        _ask(client)
        assert client.learned.mode == "json_object"
        assert len(provider.requests) == 3


def _without_schema(finish_reason: str) -> Answer:
    def answer(request: Request) -> Response:
        if asked_format(request) == "json_schema":
            return refusal(500, NO_SUCH_TYPE)
        return completion(reply_json(), request, finish_reason=finish_reason)

    return answer


def test_a_mode_is_remembered_though_its_answer_was_cut_off() -> None:
    with Provider(_without_schema("length")) as provider:
        client = _client(provider)
        for _ in range(2):
            with pytest.raises(ReplyCutOff):
                _ask(client)
        assert client.learned.mode == "json_object"
        assert [asked_format(each) for each in provider.requests].count("json_schema") == 1
