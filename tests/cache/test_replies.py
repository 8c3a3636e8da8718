"""R13: the same run again asks nobody and says the same; whatever bears on the reply makes it another run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from pydantic import SecretStr

from callsift.cache import open_store, request_key
from callsift.errors import ModelReplyUnusable, ReplyCutOff
from callsift.model_client import ModelClient
from callsift.playbook import load_playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from tests.cache.conftest import CALL, GOOD, ask
from tests.playbook.test_load import NEW_SIGNAL, lay
from tests.provider import Provider, ScriptedModel, personalities
from tests.steps.extract.llm.long_calls import joined_calls

pytestmark = pytest.mark.usefixtures("folder")


def test_the_same_run_again_asks_nobody_and_gives_the_same_bytes_but_for_usage() -> None:
    with Provider(personalities.deepseek_like(GOOD)) as provider:
        first = ask(provider)
        asked = len(provider.requests)
        again = ask(provider)
        assert len(provider.requests) == asked == 2
    assert first.signals
    assert again.usage.calls == again.usage.prompt_tokens == 0
    without = [each.model_dump_json(by_alias=True, exclude={"usage"}) for each in (first, again)]
    assert without[0] == without[1]


def test_a_long_call_in_parts_is_asked_about_once(folder: Path) -> None:
    joined = joined_calls()
    playbook = load_playbook()
    with Provider(personalities.openai_like(ScriptedModel(joined.table))) as provider:
        seen = []
        for _ in range(2):
            settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=9_000)
            store = open_store(folder)
            assert store is not None
            with store:
                client = ModelClient(settings, memory=store)
                engine = LLMEngine(playbook, settings, client, replies=store)
                seen.append(anyio.run(engine.observe, joined.call.transcript))
        asked = len(provider.requests)
    assert asked > 3
    assert seen[0].usage.calls == asked
    assert seen[1].usage.calls == 0
    assert seen[0].model_copy(update={"usage": seen[1].usage}) == seen[1]


def test_a_call_that_had_to_be_cut_is_known_to_be_so_the_next_time() -> None:
    text = "".join(f"客户：第{n}句，这个价太贵了，我们再想想看。\n" for n in range(8))

    def answer(request: Any) -> Any:
        lines = request.body["messages"][1]["content"].count("太贵了")
        whole = personalities.openai_like(GOOD)
        return (whole if lines <= 5 else personalities.always_cut_short(GOOD))(request)

    with Provider(answer) as provider:
        first = ask(provider, text)
        asked = len(provider.requests)
        again = ask(provider, text)
    assert asked == 4
    assert len(provider.requests) == asked
    assert first.model_dump(exclude={"usage"}) == again.model_dump(exclude={"usage"})


@pytest.mark.parametrize(
    "change",
    [{"model": "n"}, {"mode": "text"}, {"mode": "json_schema"}],
    ids=["another model", "a fixed mode", "the learned mode, fixed"],
)
def test_another_setting_that_bears_on_the_reply_asks_anew(change: dict[str, Any]) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        ask(provider)
        ask(provider, **change)
        assert len(provider.requests) == 2


@pytest.mark.parametrize(
    "change",
    [{"api_key": SecretStr("sk-another")}, {"timeout_s": 5.0}, {"max_attempts": 1}],
    ids=["key", "time-out", "attempts"],
)
def test_a_setting_that_does_not_bear_on_the_reply_asks_nobody(change: dict[str, Any]) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        ask(provider)
        ask(provider, **change)
        assert len(provider.requests) == 1


def test_another_base_url_asks_anew() -> None:
    with (
        Provider(personalities.openai_like(GOOD)) as one,
        Provider(personalities.openai_like(GOOD)) as other,
    ):
        ask(one)
        ask(other)
        assert (len(one.requests), len(other.requests)) == (1, 1)


def test_another_transcript_asks_anew() -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        ask(provider)
        ask(provider, CALL.replace("一倍", "两倍"))
        assert len(provider.requests) == 2


def test_another_playbook_asks_anew(tmp_path: Path) -> None:
    own = lay(tmp_path / "own", {"signals/standing/names_a_champion.toml": NEW_SIGNAL})
    with Provider(personalities.openai_like(GOOD)) as provider:
        ask(provider)
        ask(provider, playbook=own)
        assert len(provider.requests) == 2


def test_without_the_cache_every_run_asks_and_nothing_is_kept(folder: Path) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        for _ in range(2):
            ask(provider, cache=False)
        assert len(provider.requests) == 2
    assert not folder.exists()


def test_an_answer_that_could_not_be_used_is_not_kept() -> None:
    with Provider(personalities.openai_like("")) as provider:
        for asked in (2, 4):
            with pytest.raises(ModelReplyUnusable):
                ask(provider)
            assert len(provider.requests) == asked
        provider.answer = personalities.openai_like(GOOD)
        assert ask(provider).signals


def test_an_answer_that_stays_cut_off_is_not_kept() -> None:
    with Provider(personalities.always_cut_short(GOOD)) as provider:
        for _ in range(2):
            with pytest.raises(ReplyCutOff):
                ask(provider)
        assert len(provider.requests) == 4


_QUESTION: dict[str, Any] = {
    "base_url": "http://h/v1",
    "model": "m",
    "mode": None,
    "messages": [{"role": "system", "content": "a"}, {"role": "user", "content": "b"}],
    "schema": {"type": "object"},
}
_OTHERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "base URL": lambda each: {**each, "base_url": "http://h/v2"},
    "model": lambda each: {**each, "model": "n"},
    "mode": lambda each: {**each, "mode": "text"},
    "words": lambda each: {
        **each,
        "messages": [*each["messages"][:1], {"role": "user", "content": "c"}],
    },
    "prompt": lambda each: {
        **each,
        "messages": [{"role": "system", "content": "x"}, *each["messages"][1:]],
    },
    "order": lambda each: {**each, "messages": each["messages"][::-1]},
    "schema": lambda each: {**each, "schema": {"type": "array"}},
    "one message as two": lambda each: {**each, "messages": [{"role": "system", "content": "ab"}]},
}


@pytest.mark.parametrize("other", _OTHERS.values(), ids=_OTHERS.keys())
def test_the_key_changes_with_everything_that_bears_on_the_reply(
    other: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    assert request_key(**_QUESTION) != request_key(**other(_QUESTION))
    assert request_key(**_QUESTION) == request_key(**json.loads(json.dumps(_QUESTION)))


def test_a_second_asking_is_kept_as_well() -> None:
    with Provider(personalities.openai_like("no json", GOOD)) as provider:
        first = ask(provider)
        assert len(provider.requests) == 2
        again = ask(provider)
        assert len(provider.requests) == 2
    assert first.signals == again.signals != ()
