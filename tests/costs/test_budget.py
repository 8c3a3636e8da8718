"""R12: what is counted is what the endpoint counted, and a limit holds but for what is in flight."""

from typing import Any

import anyio
import pytest

from callsift.costs import Budget, Price, PriceList, price_of, priced
from callsift.domain.observation import Usage
from callsift.errors import CostLimitReached
from callsift.model_client import Limiter, ModelClient
from callsift.playbook import load_playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from tests.model_client.conftest import ask
from tests.provider import (
    Answer,
    Provider,
    Request,
    Response,
    completion,
    personalities,
    refusal,
    reply_json,
    signal,
)
from tests.steps.extract.llm.long_calls import said

PRICE = Price(model="m", input=2.0, output=8.0, cached=0.5, currency="USD", checked="2026-01-01")
QUOTE = "这个价太贵了"
GOOD = reply_json(signal("price_out_of_range", QUOTE, 1))


def _mixed() -> Answer:
    """Answer in every way in turn: well, blank, cut off, refused, busy, in trouble, lost, withheld, misquoted."""
    ways: list[Answer] = [
        lambda request: completion(GOOD, request),
        lambda request: completion("", request),
        lambda request: completion(GOOD[:30], request, finish_reason="length"),
        lambda _request: Response(429, {"error": {"message": "slow down"}}, {"Retry-After": "0"}),
        lambda _request: refusal(503, "overloaded"),
        lambda request: Response(200, completion(GOOD, request).payload, cut=True),
        lambda request: completion(GOOD, request, finish_reason="content_filter"),
        lambda request: completion("no json", request),
        lambda request: completion(reply_json(*(signal("x", "y") for _ in range(3))), request),
    ]

    def answer(request: Request) -> Response:
        return ways[request.number % len(ways)](request)

    return answer


def _is(budget: Budget, provider: Provider) -> bool:
    used = (budget.used.calls, budget.used.prompt_tokens, budget.used.completion_tokens)
    return used == tuple(provider.counted)


@pytest.mark.parametrize("attempts", [1, 4])
def test_the_budget_equals_the_endpoints_count_whatever_came_of_the_calls(attempts: int) -> None:
    playbook = load_playbook()
    call = said(
        "销售: 价格您看了吗？", f"客户: {QUOTE}，我们再看看别家，到时候一起定下来再说。" * 3
    )
    with Provider(_mixed()) as provider:
        settings = Settings(model="m", base_url=provider.base_url, max_attempts=attempts)
        budget = Budget(PRICE)
        client = ModelClient(settings, budget=budget, sleep=_no_time)
        engine = LLMEngine(playbook, settings, client)
        told = [_usage(engine, call.transcript) for _ in range(30)]
        assert _is(budget, provider)
        assert provider.counted.calls > 30
        assert len(provider.failed) > 5
    results = [each for each in told if each is not None]
    assert 0 < len(results) < 30
    assert sum(each.calls for each in results) <= budget.used.calls


async def _no_time(_: float) -> None:
    """Take no time."""


def _usage(engine: LLMEngine, transcript: Any) -> Usage | None:
    from callsift.errors import ModelError  # noqa: PLC0415 - beside its one use

    try:
        return anyio.run(engine.observe, transcript).usage
    except ModelError:
        return None


def test_an_answer_without_choices_that_was_counted_is_counted_here_too() -> None:
    def answer(request: Request) -> Response:
        good = completion(GOOD, request).payload
        assert isinstance(good, dict)
        return Response(200, {**good, "choices": []} if request.number == 0 else good)

    with Provider(answer) as provider:
        budget = Budget()
        client = ModelClient(Settings(model="m", base_url=provider.base_url), budget=budget)
        with pytest.raises(Exception, match="no chat completion"):
            anyio.run(ask, client)
        anyio.run(ask, client)
        assert _is(budget, provider)


@pytest.mark.parametrize("at_once", [1, 4, 16])
def test_a_limit_is_overshot_only_by_what_is_in_flight(at_once: int) -> None:
    outcomes: list[str] = []

    async def one(client: ModelClient) -> None:
        try:
            await ask(client)
            outcomes.append("answered")
        except CostLimitReached:
            outcomes.append("refused")

    async def run(client: ModelClient) -> None:
        async with client.keep_open(), anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(one, client)

    with Provider(personalities.openai_like(GOOD), latency_s=0.02) as provider:
        settings = Settings(model="m", base_url=provider.base_url)
        measure = Budget(PRICE)
        anyio.run(ask, ModelClient(settings, budget=measure))
        each = measure.spent
        assert each is not None
        limit = each * 20.5
        budget = Budget(PRICE, limit)
        client = ModelClient(settings, budget=budget, limiter=Limiter(at_once, adapts=False))
        anyio.run(run, client)
        answered = outcomes.count("answered")
        assert (len(outcomes), len(provider.requests)) == (100, answered + 1)
    assert budget.spent is not None
    assert limit <= budget.spent <= limit + at_once * each
    assert 21 <= answered <= 20 + at_once


def test_a_reached_limit_is_told_with_its_sum_and_asks_nothing_more() -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        budget = Budget(PRICE, 0.000_000_1)
        client = ModelClient(Settings(model="m", base_url=provider.base_url), budget=budget)
        anyio.run(ask, client)
        with pytest.raises(CostLimitReached, match="USD is reached"):
            anyio.run(ask, client)
        assert len(provider.requests) == 1


def test_an_unknown_price_is_unknown_and_never_nothing() -> None:
    used = Usage(calls=1, prompt_tokens=10, completion_tokens=10)
    budget = Budget()
    budget.add(used)
    assert budget.spent is None
    assert priced(used, None).cost is None
    assert price_of(PriceList((PRICE,)), model="other", base_url="http://h/v1") is None
    assert priced(used, PRICE).cost == pytest.approx((10 * 2.0 + 10 * 8.0) / 1_000_000)


def test_cached_tokens_cost_what_the_price_says() -> None:
    used = Usage(calls=1, prompt_tokens=100, completion_tokens=0, cached_tokens=40)
    assert PRICE.cost(used) == pytest.approx((60 * 2.0 + 40 * 0.5) / 1_000_000)
    whole = PRICE.model_copy(update={"cached": None})
    assert whole.cost(used) == pytest.approx(100 * 2.0 / 1_000_000)
