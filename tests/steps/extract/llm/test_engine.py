"""The engine asks once, at most twice, and stamps what came of it.

The replies here are scripted: plumbing.
"""

import subprocess
import sys
from typing import Any

import anyio
import pytest
from pydantic import SecretStr

from callsift.costs import estimate_tokens
from callsift.domain.observation import Extraction
from callsift.domain.transcript import Transcript
from callsift.errors import ModelReplyUnusable, PromptTooLong
from callsift.model_client import ModelClient
from callsift.playbook import Playbook
from callsift.prompting import observe_messages
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from tests.provider import Provider, personalities, reply_json, signal
from tests.steps.extract.llm.broken_replies import READ, Broken
from tests.steps.extract.llm.conftest import transcript_of

KEY = "sk-very-secret-key"
GOOD = reply_json(
    signal("price_out_of_range", "这个价“吓人”", 1),
    signal("no_such_signal", "吓人", 1),
    milestones=[{"kind": "demo", "status": "done", "with": "us", "quote": "看了", "turn": 0}],
    facts=[{"name": "product", "value": "机器", "quote": "这个", "turn": 1}],
    roles=[{"speaker": "客户", "role": "buyer"}],
)


def _observe(
    provider: Provider, call: Transcript, playbook: Playbook, **changes: Any
) -> Extraction:
    values = {"model": "m", "base_url": provider.base_url, "api_key": SecretStr(KEY), **changes}
    return anyio.run(LLMEngine(playbook, Settings(**values)).observe, call)


def test_what_the_model_saw_comes_back_as_candidates(call: Transcript, playbook: Playbook) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        seen = _observe(provider, call, playbook)
    assert [(each.signal, each.quote) for each in seen.candidates] == [
        ("price_out_of_range", "这个价“吓人”")
    ]
    assert (len(seen.milestones), len(seen.facts), len(seen.roles)) == (1, 1, 1)
    assert [each.reason for each in seen.dropped] == ["unknown_id"]


def test_the_stamp_says_which_model_mode_prompt_and_playbook(
    call: Transcript, playbook: Playbook
) -> None:
    with Provider(personalities.deepseek_like(GOOD)) as provider:
        stamp = _observe(provider, call, playbook).engine
    assert (stamp.name, stamp.model, stamp.mode) == ("llm", "m", "json_object")
    assert stamp.playbook_hash == playbook.hash
    assert stamp.prompt_hash is not None
    assert len(stamp.prompt_hash) == 16


@pytest.mark.parametrize("broken", READ.values(), ids=READ.keys())
def test_a_spoilt_reply_costs_no_further_call(
    broken: Broken, call: Transcript, playbook: Playbook
) -> None:
    with Provider(personalities.openai_like(broken.text)) as provider:
        seen = _observe(provider, call, playbook, mode="text")
    assert tuple(each.quote for each in seen.candidates) == broken.quotes
    assert len(provider.requests) == 1


@pytest.mark.parametrize("first", ["", "no json here", '{"signals": ['])
def test_an_unusable_reply_is_asked_for_once_more_with_its_faults(
    first: str, call: Transcript, playbook: Playbook
) -> None:
    with Provider(personalities.openai_like(first, GOOD)) as provider:
        seen = _observe(provider, call, playbook)
    assert len(seen.candidates) == 1
    assert seen.usage.calls == len(provider.requests) == 2
    asked, again = (each.body["messages"] for each in provider.requests)
    assert again[: len(asked)] == asked
    assert sum(estimate_tokens(each["content"]) for each in again[len(asked) :]) <= 300


def test_two_unusable_replies_are_an_error(call: Transcript, playbook: Playbook) -> None:
    with (
        Provider(personalities.openai_like("")) as provider,
        pytest.raises(ModelReplyUnusable, match="nor the second one: it was empty"),
    ):
        _observe(provider, call, playbook)
    assert len(provider.requests) == 2


def test_usage_is_summed_over_both_questions(call: Transcript, playbook: Playbook) -> None:
    with Provider(personalities.openai_like("no", GOOD)) as provider:
        twice = _observe(provider, call, playbook).usage
    with Provider(personalities.openai_like(GOOD)) as provider:
        once = _observe(provider, call, playbook).usage
    assert twice.cached_tokens == 2 * once.cached_tokens == 14
    assert twice.prompt_tokens > 2 * once.prompt_tokens
    assert twice.cost is None


def test_a_context_too_small_for_the_instructions_is_named(playbook: Playbook) -> None:
    long = transcript_of("客户：这个价太贵了，我们再看看别家。\n" * 400)
    with (
        Provider(personalities.with_small_context(4096, GOOD)) as provider,
        pytest.raises(
            PromptTooLong, match=r"instructions alone take .* read about 4,096.*cache clear"
        ),
    ):
        _observe(provider, long, playbook)


def test_the_same_call_makes_the_same_request_to_the_byte(
    call: Transcript, playbook: Playbook
) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        _observe(provider, call, playbook)
        _observe(provider, call, playbook)
    first, second = (each.raw for each in provider.requests)
    assert first == second


def test_a_transcript_that_looks_like_a_template_stays_as_it_is(playbook: Playbook) -> None:
    words = "客户：{{ 7*7 }} {% for x in y %} {# 注 #} ${HOME} %s {0}"
    with Provider(personalities.openai_like(GOOD)) as provider:
        _observe(provider, transcript_of(words), playbook)
    assert words.removeprefix("客户：") in provider.requests[0].body["messages"][-1]["content"]


def test_a_request_can_be_rendered_without_a_call(call: Transcript, playbook: Playbook) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        _observe(provider, call, playbook)
    assert provider.requests[0].body["messages"] == observe_messages(call, playbook)


def test_one_client_serves_several_engines(call: Transcript, playbook: Playbook) -> None:
    with Provider(personalities.deepseek_like(GOOD)) as provider:
        settings = Settings(model="m", base_url=provider.base_url)
        client = ModelClient(settings)
        for _ in range(2):
            anyio.run(LLMEngine(playbook, settings, client).observe, call)
    assert len(provider.requests) == 3


def test_importing_the_pipeline_and_the_engine_imports_no_transport() -> None:
    code = (
        "import sys, callsift.pipeline, callsift.steps.extract.llm;"
        "print([m for m in ('openai', 'tenacity', 'jinja2', 'httpx2') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
