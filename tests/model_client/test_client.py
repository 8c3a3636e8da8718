"""The client waits for passing faults, names lasting ones, and gives nothing away."""

import traceback
from collections.abc import Callable

import pytest

from callsift.errors import (
    ModelError,
    ModelRefused,
    ModelReplyUnusable,
    ModelUnreachable,
)
from callsift.model_client import ModelClient
from tests.model_client.conftest import KEY, WORDS, Waits, ask
from tests.provider import Provider, personalities, refusal, reply_json
from tests.provider.server import Answer, Response

GOOD = reply_json()
Make = Callable[..., ModelClient]


@pytest.mark.anyio
async def test_a_busy_endpoint_is_waited_for_as_it_asks(client_for: Make, waits: Waits) -> None:
    with Provider(personalities.busy(2, GOOD)) as provider:
        assert (await ask(client_for(provider))).text == GOOD
    assert waits.seconds == [7.0, 7.0]


@pytest.mark.anyio
async def test_a_wait_is_capped(client_for: Make, waits: Waits) -> None:
    with Provider(personalities.busy(1, GOOD, retry_after="86400")) as provider:
        await ask(client_for(provider))
    assert waits.seconds == [60.0]


@pytest.mark.anyio
@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 504])
async def test_a_passing_fault_is_tried_again(client_for: Make, status: int) -> None:
    with Provider(personalities.in_trouble(1, GOOD, status=status)) as provider:
        completion = await ask(client_for(provider))
    assert (completion.text, completion.mode) == (GOOD, "json_schema")
    assert len(provider.requests) == 2


@pytest.mark.anyio
async def test_a_cut_connection_is_tried_again(client_for: Make) -> None:
    with Provider(personalities.hanging_up(2, GOOD)) as provider:
        assert (await ask(client_for(provider))).text == GOOD
    assert len(provider.requests) == 3


@pytest.mark.anyio
async def test_attempts_are_limited(client_for: Make) -> None:
    with (
        Provider(personalities.in_trouble(99, GOOD, status=503)) as provider,
        pytest.raises(ModelUnreachable, match=r"HTTP 503\) in 3 attempts"),
    ):
        await ask(client_for(provider, max_attempts=3))
    assert len(provider.requests) == 3


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("status", "advice"), [(401, "API_KEY"), (402, "Top it up"), (403, "rights"), (404, "--model")]
)
async def test_a_refusal_for_good_is_not_repeated(
    client_for: Make, status: int, advice: str
) -> None:
    with (
        Provider(personalities.refusing(status)) as provider,
        pytest.raises(ModelRefused) as caught,
    ):
        await ask(client_for(provider))
    assert len(provider.requests) == 1
    said = str(caught.value)
    assert all(each in said for each in ("127.0.0.1:", "model m", str(status), advice))


@pytest.mark.anyio
async def test_an_empty_account_is_no_busy_hour(client_for: Make) -> None:
    with (
        Provider(personalities.refusing(429, code="insufficient_quota")) as provider,
        pytest.raises(ModelRefused, match="no credit"),
    ):
        await ask(client_for(provider))
    assert len(provider.requests) == 1


@pytest.mark.anyio
async def test_nobody_there_is_said_so(client_for: Make) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        client = client_for(provider, max_attempts=2)
    with pytest.raises(ModelUnreachable, match="no connection after 2 attempts"):
        await ask(client)


@pytest.mark.anyio
async def test_no_answer_in_time_is_said_so(client_for: Make) -> None:
    with (
        Provider(personalities.openai_like(GOOD), latency_s=0.4) as provider,
        pytest.raises(ModelUnreachable, match="in time after 1 attempt"),
    ):
        await ask(client_for(provider, max_attempts=1, timeout_s=0.05))


LEAKY: list[tuple[str, Answer]] = [
    *(
        (f"HTTP {each}", personalities.refusing(each))
        for each in (400, 401, 404, 413, 422, 429, 500)
    ),
    ("cut", personalities.hanging_up(99, GOOD)),
    ("page", personalities.sign_in_page()),
    ("filter", personalities.filtering(WORDS)),
    ("length", personalities.always_cut_short(WORDS * 20)),
]


@pytest.mark.anyio
@pytest.mark.parametrize("answer", [each for _, each in LEAKY], ids=[name for name, _ in LEAKY])
async def test_neither_the_key_nor_the_call_is_in_an_error(
    client_for: Make, answer: Answer
) -> None:
    with Provider(answer) as provider, pytest.raises(ModelError) as caught:
        await ask(client_for(provider))
    told = str(caught.value) + "".join(traceback.format_exception(caught.value))
    assert KEY not in told
    assert WORDS not in told
    assert "model m" in str(caught.value)


@pytest.mark.anyio
async def test_an_answer_cut_off_is_asked_for_with_a_raised_limit(client_for: Make) -> None:
    with Provider(personalities.cut_short(GOOD)) as provider:
        completion = await ask(client_for(provider))
    assert completion.text == GOOD
    assert [each.body.get("max_tokens") for each in provider.requests] == [None, 8192]
    assert completion.usage.calls == 2


@pytest.mark.anyio
@pytest.mark.parametrize(
    "answer",
    [personalities.always_cut_short(GOOD), personalities.cut_short(GOOD, most=4096)],
    ids=["cut off again", "limit refused"],
)
async def test_an_answer_that_stays_cut_off_is_named(client_for: Make, answer: Answer) -> None:
    with Provider(answer) as provider, pytest.raises(ModelReplyUnusable, match="cut off"):
        await ask(client_for(provider))
    assert len(provider.requests) == 2


@pytest.mark.anyio
async def test_a_withheld_answer_is_named(client_for: Make) -> None:
    with (
        Provider(personalities.filtering(GOOD)) as provider,
        pytest.raises(ModelReplyUnusable, match="declined"),
    ):
        await ask(client_for(provider))


@pytest.mark.anyio
async def test_a_sign_in_page_is_no_answer(client_for: Make) -> None:
    with (
        Provider(personalities.sign_in_page()) as provider,
        pytest.raises(ModelReplyUnusable, match="no chat completion"),
    ):
        await ask(client_for(provider))


@pytest.mark.anyio
async def test_a_call_beyond_the_context_is_not_taken_for_a_refused_mode(client_for: Make) -> None:
    words = "This model's maximum context length is 4096 tokens"
    with (
        Provider(lambda _: refusal(400, words)) as provider,
        pytest.raises(ModelRefused, match="longer than this model reads"),
    ):
        await ask(client_for(provider))
    assert len(provider.requests) == 1


@pytest.mark.anyio
async def test_temperature_is_dropped_where_it_is_refused(client_for: Make) -> None:
    with Provider(personalities.reasoning(GOOD)) as provider:
        await ask(client_for(provider))
    assert ["temperature" in each.body for each in provider.requests] == [True, False]


@pytest.mark.anyio
async def test_usage_is_what_the_endpoint_reports(client_for: Make) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        usage = (await ask(client_for(provider))).usage
    assert (usage.calls, usage.cached_tokens, usage.cost) == (1, 7, None)
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0


@pytest.mark.anyio
async def test_no_key_is_sent_where_none_is_set(
    client_for: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with Provider(personalities.openai_like(GOOD)) as provider:
        await ask(client_for(provider, api_key=None))
    assert provider.requests[0].headers["authorization"] == "Bearer none"


@pytest.mark.anyio
@pytest.mark.parametrize("words", ["Model Not Exist", "The model `m` does not exist"])
async def test_an_unknown_model_is_not_taken_for_a_refused_mode(
    client_for: Make, words: str
) -> None:
    with (
        Provider(lambda _: refusal(400, words)) as provider,
        pytest.raises(ModelRefused, match="no such model"),
    ):
        await ask(client_for(provider))
    assert len(provider.requests) == 1


@pytest.mark.anyio
async def test_thoughts_beside_the_answer_are_not_the_answer(client_for: Make) -> None:
    with Provider(personalities.deepseek_thinking(GOOD)) as provider:
        assert (await ask(client_for(provider))).text == GOOD


@pytest.mark.anyio
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_call_goes_to_no_address_that_the_endpoint_names(
    client_for: Make, status: int
) -> None:
    with Provider(personalities.openai_like(GOOD)) as other:
        elsewhere = Response(
            status, b"", {"Location": f"{other.base_url}/chat/completions?key=secret"}
        )
        with (
            Provider(lambda _: elsewhere) as provider,
            pytest.raises(ModelRefused, match="sends its callers on to 127") as caught,
        ):
            await ask(client_for(provider))
        assert other.requests == []
    assert len(provider.requests) == 1
    assert "secret" not in str(caught.value)


@pytest.mark.anyio
async def test_short_waits_are_told_when_they_add_up(client_for: Make) -> None:
    told: list[str] = []
    with Provider(personalities.busy(6, GOOD, retry_after="1")) as provider:
        await ask(client_for(provider, notice=told.append))
    assert sum("busy" in each for each in told) == 3
