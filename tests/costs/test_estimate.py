"""R12: before a run a range, and after ten calls an estimate within a tenth, whatever the endpoint's tokenizer."""

import anyio
import pytest

from callsift.domain.transcript import Transcript
from callsift.playbook import load_playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from tests.provider import TOKENIZERS, Provider, Tokenizer, personalities, reply_json
from tests.steps.extract.llm.long_calls import joined_calls, said

pytestmark = pytest.mark.long
GOOD = reply_json()
_ZH = "客户: 这个价格我们还要再内部讨论一下，三家供应商都在看，下周给答复。"
_EN = "Buyer: We are still comparing three vendors, and procurement will get back to you next week."


def _calls() -> list[Transcript]:
    """Return calls of very different lengths, Chinese, English and mixed."""
    return [
        said(*([line] * count)).transcript
        for count in (2, 40, 400)
        for line in (_ZH, _EN, f"{_ZH} {_EN}")
    ] + [joined_calls(numbers=(each,)).call.transcript for each in (1, 3, 9, 14, 20, 24)]


def _told(provider: Provider, number: int) -> int:
    payload = provider.responses[number].payload
    assert isinstance(payload, dict)
    tokens: int = payload["usage"]["prompt_tokens"]
    return tokens


@pytest.mark.parametrize("mode", ["json_schema", "json_object", "tools", "text", None])
@pytest.mark.parametrize("count", TOKENIZERS.values(), ids=TOKENIZERS.keys())
def test_after_ten_calls_the_estimate_is_within_a_tenth(count: Tokenizer, mode: str | None) -> None:
    calls = _calls()
    with Provider(personalities.openai_like(GOOD, count=count)) as provider:
        settings = Settings.model_validate(
            {
                "model": "m",
                "base_url": provider.base_url,
                "mode": mode,
                "max_prompt_tokens": 1_000_000,
            }
        )
        engine = LLMEngine(load_playbook(), settings)
        for each in [calls[number % len(calls)] for number in range(0, 40, 4)]:
            anyio.run(engine.observe, each)
        wrong = []
        for each in calls:
            estimate = engine.estimate(each)
            assert estimate.measured
            anyio.run(engine.observe, each)
            told = _told(provider, len(provider.requests) - 1)
            wrong.append(abs(estimate.prompt_tokens / told - 1))
            assert estimate.prompt_low <= told <= estimate.prompt_high
    assert max(wrong) <= 0.1


@pytest.mark.parametrize("count", TOKENIZERS.values(), ids=TOKENIZERS.keys())
def test_before_the_first_call_the_range_holds_what_it_comes_to(count: Tokenizer) -> None:
    for each in _calls():
        with Provider(personalities.openai_like(GOOD, count=count)) as provider:
            settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=1_000_000)
            engine = LLMEngine(load_playbook(), settings)
            estimate = engine.estimate(each)
            anyio.run(engine.observe, each)
            told = _told(provider, 0)
        assert not estimate.measured
        assert estimate.prompt_low <= told <= estimate.prompt_high
        assert estimate.cost_low is estimate.cost_high is None


def test_a_long_call_is_estimated_as_the_parts_that_it_is_asked_in() -> None:
    joined = joined_calls()
    with Provider(personalities.openai_like(GOOD)) as provider:
        settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=9_000)
        engine = LLMEngine(load_playbook(), settings)
        estimate = engine.estimate(joined.call.transcript)
        anyio.run(engine.observe, joined.call.transcript)
        assert estimate.calls == len(provider.requests) > 3
        assert estimate.prompt_low <= provider.counted.prompt_tokens <= estimate.prompt_high
