"""Prompts are made of the playbook's words, fit their budget, and hold the call as data."""

import json
import re
from typing import Any

import pytest

from callsift.costs import estimate_tokens
from callsift.domain.transcript import Transcript, Turn
from callsift.model_client.modes import LADDER, request_options
from callsift.playbook import Playbook, load_playbook
from callsift.prompting import (
    again_message,
    fence_mark,
    observe_messages,
    prompt_hash,
    system_prompt,
    user_prompt,
)
from callsift.settings import Mode
from callsift.steps.extract.llm.shape import reply_schema

FIXED_PART_TOKENS = 6_000


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    """Return the shipped playbook."""
    return load_playbook()


def _members(schema: dict[str, Any]) -> dict[str, list[str]]:
    lists = schema["properties"]
    return {name: list(each["items"]["properties"]) for name, each in lists.items()}


def _transcript(*turns: tuple[str | None, str]) -> Transcript:
    text, made = "", []
    for index, (speaker, words) in enumerate(turns):
        start = len(text)
        text += words + "\n"
        made.append(
            Turn(
                index=index,
                speaker=speaker,
                role="buyer",
                start=start,
                end=start + len(words),
                text=words,
            )
        )
    return Transcript(
        format="plain", kind="transcript", language="zh", text=text, turns=tuple(made)
    )


@pytest.mark.parametrize("mode", LADDER)
def test_the_fixed_part_fits_its_budget(playbook: Playbook, mode: Mode) -> None:
    asked = observe_messages(_transcript(("客户", "好")), playbook)
    options = request_options(asked, reply_schema(playbook), name="observations", mode=mode)
    fixed, _ = options["messages"]
    assert fixed["content"].startswith(system_prompt(playbook))
    assert estimate_tokens(fixed["content"]) <= FIXED_PART_TOKENS


@pytest.mark.parametrize("mode", ["json_object", "text"])
def test_without_a_schema_beside_it_the_prompt_names_every_member_of_the_reply(
    playbook: Playbook, mode: Mode
) -> None:
    asked = observe_messages(_transcript(("客户", "好")), playbook)
    schema = reply_schema(playbook)
    told = request_options(asked, schema, name="observations", mode=mode)["messages"][0]["content"]
    shown = json.loads(told.splitlines()[-1])
    assert _members(shown) == _members(schema)
    # Allowed words that the schema leaves out stand in the words before it.
    assert all(f"\n{name}: " in told for name in playbook.signals)


def test_the_example_names_no_signal_that_the_playbook_does_not_have(playbook: Playbook) -> None:
    assert '"price_out_of_range","quote"' in system_prompt(playbook)
    left = {k: v for k, v in playbook.signals.items() if k != "price_out_of_range"}
    without = playbook.model_copy(update={"signals": left})
    assert "price_out_of_range" not in system_prompt(without).splitlines()[-1]
    assert '"signals":[]' in system_prompt(without)


def test_the_frame_of_the_call_is_small(playbook: Playbook) -> None:
    messages = observe_messages(_transcript(("客户", "好")), playbook)
    assert estimate_tokens(messages[1]["content"]) <= 200


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("abcd", 1), ("abcde", 2), ("价格", 2), ("价格 ok", 3), ("，。", 2)],
)
def test_tokens_are_estimated_from_the_characters(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def test_every_signal_and_fact_stands_in_the_prompt_in_the_playbooks_words(
    playbook: Playbook,
) -> None:
    prompt = system_prompt(playbook)
    for signal in playbook.signals.values():
        line = next(each for each in prompt.splitlines() if each.startswith(f"{signal.id}: "))
        assert line.startswith(f"{signal.id}: {signal.definition.en}")
    for name, fact in playbook.facts.items():
        line_of_fact = f"\n{name} ({fact.kind}): {fact.definition.en}\n"
        assert (line_of_fact in prompt) is fact.asked


def test_conduct_stands_apart_from_the_buyers_signals(playbook: Playbook) -> None:
    prompt = system_prompt(playbook)
    apart = prompt.index("# Conduct")
    for signal in playbook.signals.values():
        assert (prompt.index(f"\n{signal.id}: ") > apart) == (signal.shown_by == "seller")


def test_the_example_is_json_with_ids_that_exist(playbook: Playbook) -> None:
    prompt = system_prompt(playbook)
    assert "json" in prompt
    example = json.loads(prompt.splitlines()[-1])
    assert {each["id"] for each in example["signals"]} <= set(playbook.signals)
    assert {each["name"] for each in example["facts"]} <= set(playbook.facts)


def test_the_fixed_part_does_not_depend_on_the_call(playbook: Playbook) -> None:
    first = observe_messages(_transcript(("客户", "贵")), playbook)
    second = observe_messages(_transcript((None, "ok")), playbook)
    assert first[0] == second[0]
    assert [each["role"] for each in first] == ["system", "user"]


def test_turns_carry_number_speaker_and_role() -> None:
    prompt = user_prompt(_transcript(("张总", "贵"), (None, "再说")))
    assert "\n[0] 张总 (buyer): 贵\n[1] (buyer): 再说\n" in prompt


def test_the_call_stands_between_two_marks_that_are_not_in_it() -> None:
    call = _transcript(("客户", "贵"))
    prompt = user_prompt(call)
    mark = re.findall(r"<<<CALL ([0-9a-f]{16})\n", prompt)[0]
    inside = prompt.split(f"<<<CALL {mark}\n")[1].split(f"\nCALL {mark}>>>")[0]
    assert inside == "[0] 客户 (buyer): 贵"
    assert mark not in call.text
    assert user_prompt(call) == prompt


def test_a_mark_that_stands_in_the_text_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    # No text can be made to hold its own hash; one character of it will do to see the second try.
    monkeypatch.setattr("callsift.prompting._MARK_DIGITS", 1)
    digits = "0123456789abcde"
    assert fence_mark(digits) == "f"


@pytest.mark.parametrize(
    "words",
    ["{{ 7*7 }}", "{% raw %}", "{# 注 #}", "{{ self._TemplateReference__context }}", "${x} %s"],
)
def test_words_that_look_like_a_template_stay_as_they_are(words: str) -> None:
    prompt = user_prompt(_transcript((words, words)))
    assert f"[0] {words} (buyer): {words}" in prompt


@pytest.mark.parametrize(
    "words", ["<b>&amp;</b>", "“贵”", "一  二\t三", "行\r\n二", "😀", "a\u2028b", "  两边  "]
)
def test_words_reach_the_prompt_unaltered(words: str) -> None:
    assert f": {words}\n" in user_prompt(_transcript(("客户", words)))


def test_the_hash_changes_with_what_a_model_is_told_and_nothing_else(playbook: Playbook) -> None:
    schema = {"type": "object"}
    first = prompt_hash(playbook, schema)
    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert prompt_hash(playbook.model_copy(update={"hash": "0" * 16, "rules": ()}), schema) == first
    assert prompt_hash(playbook, {"type": "array"}) != first
    fewer = dict(list(playbook.signals.items())[1:])
    assert prompt_hash(playbook.model_copy(update={"signals": fewer}), schema) != first


def test_asking_again_names_the_faults() -> None:
    message = again_message(["it was empty.", "it broke off."])
    assert message["role"] == "user"
    assert "- it was empty.\n- it broke off.\n" in message["content"]
