"""R8: cut-off answers, blank ones and prompts read in part are named and mended; nothing is sent again as it was.

The model is scripted: plumbing.
"""

from collections import Counter
from typing import Any

import anyio
import pytest

from callsift.domain.observation import Extraction
from callsift.domain.transcript import Call
from callsift.errors import ModelReplyUnusable, PromptTooLong, ReplyCutOff
from callsift.model_client import ModelClient
from callsift.playbook import Playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from tests.provider import (
    TOKENIZERS,
    Answer,
    Provider,
    Request,
    Response,
    ScriptedModel,
    Seen,
    completion,
    personalities,
    reply_json,
)
from tests.provider.scripted import shown_lines
from tests.provider.tokenizers import wasteful
from tests.steps.extract.llm.long_calls import Joined, said

PRICE = "价格太贵了，超出我们预算一倍"
TABLE = (Seen("price_out_of_range", PRICE),)


def _call(lines: int) -> Joined:
    """Return a call of some 40 characters a line, with what there is to see in its first, middle and last line."""
    seen = {0, lines // 2, lines - 1}
    words = "这一句没有什么要紧的，我们接着往下说，把每一件事都说清楚了再定。"
    turns = [f"客户: 第{n}句，{PRICE}。" if n in seen else f"客户: {words}" for n in range(lines)]
    return Joined(said(*turns), TABLE)


def _observe(
    provider: Provider, call: Call, playbook: Playbook, *, times: int = 1, **changes: Any
) -> Extraction:
    settings = Settings(model="m", base_url=provider.base_url, **changes)
    engine = LLMEngine(playbook, settings, ModelClient(settings))
    for _ in range(times - 1):
        anyio.run(engine.observe, call.transcript)
    return anyio.run(engine.observe, call.transcript)


def _turns(seen: Extraction) -> list[int]:
    return sorted(each.turn or 0 for each in seen.candidates)


def _assert_none_is_repeated(requests: list[Request]) -> None:
    """Assert that no two requests are the same to the byte."""
    assert max(Counter(each.raw for each in requests).values()) == 1


def _answers_short_prompts(most_lines: int, table: tuple[Seen, ...]) -> Answer:
    """Cut the answer off, whatever the limit, where more lines are shown than the model copes with."""
    model = ScriptedModel(table)

    def answer(request: Request) -> Response:
        text = model(request)
        if len([each for each in shown_lines(request) if not each.context]) <= most_lines:
            return completion(text, request)
        return completion(text[:60], request, finish_reason="length")

    return answer


def test_a_cut_off_answer_is_asked_for_with_a_raised_limit_and_then_in_halves(
    playbook: Playbook,
) -> None:
    joined = _call(64)
    with Provider(_answers_short_prompts(20, TABLE)) as provider:
        seen = _observe(provider, joined.call, playbook)
    limits = [each.body.get("max_tokens") for each in provider.requests]
    assert limits[:2] == [None, 8192]
    _assert_none_is_repeated(provider.requests)
    assert _turns(seen) == [0, 32, 63]
    assert seen.usage.calls == len(provider.requests) == provider.counted.calls
    assert seen.usage.completion_tokens == provider.counted.completion_tokens


def test_what_cannot_be_cut_further_is_named(playbook: Playbook) -> None:
    with (
        Provider(personalities.always_cut_short(reply_json())) as provider,
        pytest.raises(ReplyCutOff, match="cut off"),
    ):
        _observe(provider, _call(30).call, playbook)
    _assert_none_is_repeated(provider.requests)


@pytest.mark.parametrize("blank", ["", "   \n\n", "{", "null"])
def test_a_blank_answer_is_asked_for_again_with_its_fault(blank: str, playbook: Playbook) -> None:
    joined = _call(10)
    with Provider(personalities.deepseek_like(blank, ScriptedModel(TABLE))) as provider:
        seen = _observe(provider, joined.call, playbook)
    _assert_none_is_repeated(provider.requests)
    assert "could not be used" in provider.requests[-1].body["messages"][-1]["content"]
    assert _turns(seen) == [0, 5, 9]


@pytest.mark.parametrize("blank", ["", " ", "{}", "[]", '{"signals": "none"}', '{"result": {}}'])
def test_two_blank_answers_are_no_empty_success(blank: str, playbook: Playbook) -> None:
    with (
        Provider(personalities.deepseek_like(blank)) as provider,
        pytest.raises(ModelReplyUnusable, match="nor the second one"),
    ):
        _observe(provider, _call(10).call, playbook)
    assert len(provider.requests) == 3
    _assert_none_is_repeated(provider.requests)


def test_an_explicit_overflow_leads_to_parts(playbook: Playbook) -> None:
    joined = _call(500)
    with Provider(personalities.vllm_like(ScriptedModel(TABLE), context=16_384)) as provider:
        seen = _observe(provider, joined.call, playbook)
    assert 1 <= len(provider.failed) <= 2
    assert len(provider.requests) > 3
    _assert_none_is_repeated(provider.requests)
    assert _turns(seen) == [0, 250, 499]


@pytest.mark.parametrize("context", [13_000, 16_384, 20_000])
def test_an_overflow_without_a_number_leads_to_ever_smaller_parts(
    context: int, playbook: Playbook
) -> None:
    joined = _call(500)
    answer = personalities.vllm_like(ScriptedModel(TABLE), context=context, says_limit=False)
    with Provider(answer) as provider:
        seen = _observe(provider, joined.call, playbook)
    _assert_none_is_repeated(provider.requests)
    assert _turns(seen) == [0, 250, 499]


def test_a_context_that_does_not_hold_the_instructions_is_named(playbook: Playbook) -> None:
    with (
        Provider(personalities.vllm_like(reply_json(), context=4_096)) as provider,
        pytest.raises(PromptTooLong, match="instructions alone"),
    ):
        _observe(provider, _call(500).call, playbook)
    _assert_none_is_repeated(provider.requests)


@pytest.mark.parametrize("lines", [450, 700])
def test_a_silent_overflow_at_a_usual_context_is_noticed_at_first_sight(
    lines: int, playbook: Playbook
) -> None:
    joined = _call(lines)
    with Provider(personalities.ollama_like(ScriptedModel(TABLE), context=16_384)) as provider:
        seen = _observe(provider, joined.call, playbook)
    _assert_none_is_repeated(provider.requests)
    assert _turns(seen) == [0, lines // 2, lines - 1]


@pytest.mark.parametrize(
    ("context", "lines"), [(4_096, 5), (4_096, 450), (4_096, 700), (8_192, 450), (8_192, 700)]
)
def test_a_silent_overflow_by_the_instructions_alone_is_named(
    context: int, lines: int, playbook: Playbook
) -> None:
    answer = personalities.ollama_like(ScriptedModel(TABLE), context=context)
    with Provider(answer) as provider, pytest.raises(PromptTooLong, match="instructions alone"):
        _observe(provider, _call(lines).call, playbook)
    _assert_none_is_repeated(provider.requests)


@pytest.mark.parametrize("count", TOKENIZERS.values(), ids=TOKENIZERS.keys())
def test_a_silent_overflow_by_a_half_is_noticed_once_the_tokenizer_is_known(
    count: Any, playbook: Playbook
) -> None:
    usual, long = _call(120), _call(700)
    with Provider(personalities.openai_like(ScriptedModel(TABLE), count=count)) as provider:
        settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=60_000)
        engine = LLMEngine(playbook, settings)
        for _ in range(12):
            anyio.run(engine.observe, usual.call.transcript)
        anyio.run(engine.observe, long.call.transcript)
        sent = provider.responses[len(provider.requests) - 1].payload
        assert isinstance(sent, dict)
        context = sent["usage"]["prompt_tokens"] * 2 // 3
        provider.answer = personalities.ollama_like(
            ScriptedModel(TABLE), context=context, count=count
        )
        before = len(provider.requests)
        seen = anyio.run(engine.observe, long.call.transcript)
    assert len(provider.requests) - before > 2
    assert _turns(seen) == [0, 350, 699]


def test_a_tokenizer_that_counts_more_than_guessed_still_ends_in_parts_that_fit(
    playbook: Playbook,
) -> None:
    joined = _call(400)
    context = 16_384

    def answer(request: Request) -> Response:
        text = ScriptedModel(TABLE)(request)
        good = completion(text, request, count=wasteful)
        assert isinstance(good.payload, dict)
        if good.payload["usage"]["prompt_tokens"] <= context:
            return good
        words = f"This model's maximum context length is {context} tokens."
        return Response(400, {"error": {"message": words, "code": "context_length_exceeded"}})

    with Provider(answer) as provider:
        seen = _observe(provider, joined.call, playbook)
    _assert_none_is_repeated(provider.requests)
    assert _turns(seen) == [0, 200, 399]


@pytest.mark.parametrize("count", TOKENIZERS.values(), ids=TOKENIZERS.keys())
def test_no_tokenizer_is_taken_for_an_overflow(count: Any, playbook: Playbook) -> None:
    with Provider(personalities.openai_like(ScriptedModel(TABLE), count=count)) as provider:
        for lines in (20, 400, 30):
            _observe(provider, _call(lines).call, playbook, times=8)
    assert len(provider.requests) == 24
