"""R9: a long call is asked about in parts, and that changes nothing of what is seen in it.

The model is scripted: it reports what a table holds for the lines that it is shown.
"""

import random
from dataclasses import replace
from typing import Any

import anyio
import pytest

from callsift.costs import estimate_tokens
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call, Transcript
from callsift.model_client import Mode
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from tests.provider import Answer, Provider, Request, Response, ScriptedModel, Seen, personalities
from tests.provider.scripted import shown_lines
from tests.steps.extract.llm.long_calls import Joined, joined_calls, said

pytestmark = pytest.mark.long
UNSPLIT = 1_000_000


def _analyzed(
    provider: Provider, call: Call, playbook: Playbook, most: int, mode: Mode | None = None
) -> Analysis:
    settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=most, mode=mode)
    engine = LLMEngine(playbook, settings)

    async def run() -> Analysis:
        return await analyze_call(call, engine=engine, playbook=playbook)

    return anyio.run(run)


def _asked(
    joined: Joined, playbook: Playbook, most: int, answer: Answer | None = None
) -> tuple[dict[str, Any], list[Request]]:
    """Return the analysis but for what may differ, and the requests."""
    answer = answer or personalities.openai_like(ScriptedModel(joined.table))
    with Provider(answer) as provider:
        analysis = _analyzed(provider, joined.call, playbook, most)
    seen = analysis.model_dump(mode="json", exclude={"usage"})
    # A call that comes in parts is told so, and that is another prompt.
    del seen["engine"]["prompt_hash"]
    return seen, provider.requests


@pytest.mark.parametrize("most", [9_000, 12_000, 20_000])
def test_split_results_equal_unsplit_ones(most: int, playbook: Playbook) -> None:
    joined = joined_calls()
    whole, once = _asked(joined, playbook, UNSPLIT)
    split, asked = _asked(joined, playbook, most)
    assert len(once) == 1
    assert len(asked) > 1
    assert split == whole
    assert len(whole["signals"]) > 30


def test_a_call_of_100_000_characters_is_seen_as_in_one_question(playbook: Playbook) -> None:
    joined = joined_calls(least_chars=100_000)
    assert len(joined.call.transcript.text) >= 100_000
    whole, _ = _asked(joined, playbook, UNSPLIT)
    split, asked = _asked(joined, playbook, 32_000)
    assert len(asked) > 3
    assert split == whole


def test_every_line_is_shown_once_as_what_may_be_quoted(playbook: Playbook) -> None:
    joined = joined_calls()
    with Provider(personalities.openai_like(ScriptedModel(()))) as provider:
        settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=9_000)
        anyio.run(LLMEngine(playbook, settings).observe, joined.call.transcript)
        asked = provider.requests
    own = [line for each in asked for line in shown_lines(each) if not line.context]
    turns: dict[int, str] = {}
    for line in sorted(own, key=lambda each: each.turn):
        turns[line.turn] = turns.get(line.turn, "") + line.text
    assert [turns[each] for each in sorted(turns)] == [
        each.text for each in joined.call.transcript.turns
    ]


LONG_TURNS = said(*("客户: " + "我们把这件事说清楚，再往下走。" * 20 for _ in range(150)))


@pytest.mark.parametrize("mode", ["json_schema", "text"])
@pytest.mark.parametrize("most", [8_500, 12_000, 20_000])
@pytest.mark.parametrize(
    "call", [joined_calls().call, LONG_TURNS], ids=["turns of all lengths", "long turns"]
)
def test_no_question_is_longer_than_the_limit(
    call: Call, most: int, mode: Mode, playbook: Playbook
) -> None:
    with Provider(personalities.openai_like(ScriptedModel(()))) as provider:
        _analyzed(provider, call, playbook, most, mode)
    longest = max(
        sum(estimate_tokens(each["content"]) for each in request.body["messages"])
        for request in provider.requests
    )
    assert 0.6 * most < longest <= most


def _late(joined: Joined, seed: int) -> Answer:
    """Answer after a random time, so that the parts come back in another order."""
    chance = random.Random(seed)
    prompt = personalities.openai_like(ScriptedModel(joined.table))

    def answer(request: Request) -> Response:
        return replace(prompt(request), delay_s=chance.uniform(0, 0.04))

    return answer


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_answers_come_changes_no_byte(seed: int, playbook: Playbook) -> None:
    joined = joined_calls()
    in_order, _ = _asked(joined, playbook, 9_000)
    shuffled, _ = _asked(joined, playbook, 9_000, _late(joined, seed))
    assert shuffled == in_order


def test_what_the_engine_returns_is_in_the_order_of_the_parts(playbook: Playbook) -> None:
    joined = joined_calls()
    seen = []
    for answer in (personalities.openai_like(ScriptedModel(joined.table)), _late(joined, 9)):
        with Provider(answer) as provider:
            settings = Settings(model="m", base_url=provider.base_url, max_prompt_tokens=9_000)
            engine = LLMEngine(playbook, settings)
            seen.append(anyio.run(engine.observe, joined.call.transcript))
    assert seen[0] == seen[1]
    turns = [each.turn or 0 for each in seen[0].candidates]
    assert turns == sorted(turns)


def test_nothing_is_there_twice(playbook: Playbook) -> None:
    split, _ = _asked(joined_calls(least_chars=100_000), playbook, 12_000)
    for each in (*split["signals"], *split["milestones"]):
        places = [(at["start"], at["end"]) for at in each["evidence"]]
        assert len(places) == len(set(places))
    ids = [each["id"] for each in split["signals"]]
    assert len(ids) == len(set(ids))


def test_what_the_last_turn_shows_counts(playbook: Playbook) -> None:
    quote = "价格太贵了，超出我们预算一倍"
    filler = [f"{'客户' if n % 2 else '销售'}: 第{n}句，我们接着说说别的安排。" for n in range(900)]
    call = said(*filler, f"客户: {quote}。")
    joined = Joined(call, (Seen("price_out_of_range", quote),))
    split, asked = _asked(joined, playbook, 9_000)
    assert len(asked) > 3
    (found,) = [each for each in split["signals"] if each["id"] == "price_out_of_range"]
    assert [each["turn"] for each in found["evidence"]] == [900]


def test_quotes_from_context_lines_are_dropped_as_context_only(playbook: Playbook) -> None:
    joined = joined_calls()
    obeying, _ = _asked(joined, playbook, 9_000)
    disobeying, _ = _asked(
        joined,
        playbook,
        9_000,
        personalities.openai_like(ScriptedModel(joined.table, quotes_context=True)),
    )
    reasons = [each["reason"] for each in disobeying["dropped"]]
    assert reasons.count("context_only") > 0
    kept = [each for each in disobeying["dropped"] if each["reason"] != "context_only"]
    assert {**disobeying, "dropped": kept} == obeying


def test_a_turn_over_the_limit_is_cut_at_sentence_ends(playbook: Playbook) -> None:
    quote = "价格太贵了，超出我们预算一倍"
    sentences = [f"这是第{n}件要说清楚的事，我们慢慢讲。" for n in range(400)]
    sentences[399] = f"{quote}。"
    call = said("客户: " + "".join(sentences), "销售: 好的。")
    joined = Joined(call, (Seen("price_out_of_range", quote),))
    whole, _ = _asked(joined, playbook, UNSPLIT)
    split, asked = _asked(joined, playbook, 8_500)
    pieces = [line.text for each in asked for line in shown_lines(each) if line.turn == 0]
    assert len(pieces) > 3
    assert all(each.endswith("。") for each in pieces)
    assert split == whole
    assert [each["id"] for each in split["signals"]] == ["price_out_of_range"]


def test_a_call_just_within_the_limit_is_asked_about_once(playbook: Playbook) -> None:
    joined = joined_calls(numbers=(1, 2))
    _, once = _asked(joined, playbook, UNSPLIT)
    said_at_once = once[0].body["messages"][1]["content"]
    assert "comes in" not in said_at_once
    _, asked = _asked(joined, playbook, 32_000)
    assert [each.raw for each in asked] == [each.raw for each in once]


def test_a_transcript_without_turns_is_one_question(playbook: Playbook) -> None:
    empty = Transcript(format="plain", kind="transcript", language="zh", text="", turns=())
    call = Call(name="empty", transcript=empty, sha256="0" * 64)
    _, asked = _asked(Joined(call, ()), playbook, 9_000)
    assert len(asked) == 1
