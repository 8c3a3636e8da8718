"""R6 and R7: quotes that are not in the call are asked for once more, and nothing vanishes without a record.

The model is scripted: plumbing.
"""

import random
from typing import Any

import anyio
import pytest

from callsift.costs import estimate_tokens
from callsift.domain.analysis import Analysis
from callsift.domain.observation import Candidate, Extraction
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook
from callsift.quotes import find_places
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.extract.llm.quoting import joined, misquoted
from callsift.steps.extract.llm.reply import Reading
from tests.provider import Provider, personalities, reply_json, signal
from tests.steps.extract.llm.long_calls import said

CALL = said(
    "销售: 价格您看了吗？",
    "客户: 这个价太贵了，超出我们预算一倍。我们在跟三家比。",
    "销售: 那我再问问领导。",
    "客户: 下周给我答复，不然就算了。",
)
PRICE, COMPARING, DEADLINE = "这个价太贵了", "我们在跟三家比", "下周给我答复"
# What a model makes of them: a word changed, a negation added, two places joined.
NOT_PRICE, NOT_COMPARING, NOT_DEADLINE = "这个价格太贵", "我们不在跟三家比", "下周答复，不然算了"


def _observe(playbook: Playbook, *replies: str, **changes: Any) -> tuple[Extraction, Provider]:
    with Provider(personalities.openai_like(*replies)) as provider:
        settings = Settings(model="m", base_url=provider.base_url, **changes)
        seen = anyio.run(LLMEngine(playbook, settings).observe, CALL.transcript)
    return seen, provider


def _analyze(playbook: Playbook, *replies: str) -> Analysis:
    with Provider(personalities.openai_like(*replies)) as provider:
        engine = LLMEngine(playbook, Settings(model="m", base_url=provider.base_url))

        async def run() -> Analysis:
            return await analyze_call(CALL, engine=engine, playbook=playbook)

        return anyio.run(run)


FIRST = reply_json(
    signal("price_out_of_range", PRICE, 1),
    signal("comparing_prices", NOT_COMPARING, 1),
    signal("withholds_information", NOT_DEADLINE, 3),
)
SECOND = reply_json(
    signal("comparing_prices", COMPARING, 1),
    signal("withholds_information", DEADLINE, 3),
)


def test_two_misquotes_lead_to_one_second_asking_that_grows_only_by_their_list(
    playbook: Playbook,
) -> None:
    _, provider = _observe(playbook, FIRST, SECOND)
    first, second = (each.body for each in provider.requests)
    assert second["messages"][:-1] == first["messages"]
    assert {**second, "messages": []} == {**first, "messages": []}
    words = second["messages"][-1]["content"]
    assert NOT_COMPARING in words
    assert PRICE not in words
    assert estimate_tokens(words) <= 300


def test_one_misquote_is_dropped_and_not_asked_about(playbook: Playbook) -> None:
    reply = reply_json(
        signal("price_out_of_range", PRICE, 1), signal("comparing_prices", NOT_COMPARING, 1)
    )
    seen, provider = _observe(playbook, reply)
    assert len(provider.requests) == 1
    assert len(seen.candidates) == 2


def test_mended_quotes_count_and_first_ones_that_ground_stay(playbook: Playbook) -> None:
    analysis = _analyze(playbook, FIRST, SECOND)
    quotes = {each.id: [at.quote for at in each.evidence] for each in analysis.signals}
    assert quotes == {
        "price_out_of_range": [PRICE],
        "comparing_prices": [COMPARING],
        "withholds_information": [DEADLINE],
    }
    assert analysis.dropped == ()


def test_what_is_not_mended_is_dropped_by_name(playbook: Playbook) -> None:
    second = reply_json(signal("comparing_prices", COMPARING, 1))
    analysis = _analyze(playbook, FIRST, second)
    assert {each.id for each in analysis.signals} == {"price_out_of_range", "comparing_prices"}
    assert [(each.signal, each.quote, each.reason) for each in analysis.dropped] == [
        ("withholds_information", NOT_DEADLINE, "not_found")
    ]


def test_a_second_answer_that_cannot_be_read_leaves_the_first(playbook: Playbook) -> None:
    seen, provider = _observe(playbook, FIRST, "no")
    assert len(provider.requests) == 2
    assert [each.signal for each in seen.candidates] == [
        "price_out_of_range",
        "comparing_prices",
        "withholds_information",
    ]


def test_a_second_answer_is_not_asked_about_again(playbook: Playbook) -> None:
    _, provider = _observe(playbook, FIRST, FIRST)
    assert len(provider.requests) == 2


def test_the_repairs_say_how_many_were_mended(playbook: Playbook) -> None:
    seen, _ = _observe(playbook, FIRST, SECOND)
    assert seen.repairs == ("2 quotes were given again, verbatim",)
    repeated = reply_json(
        signal("price_out_of_range", PRICE, 1),
        signal("comparing_prices", COMPARING, 1),
        signal("withholds_information", DEADLINE, 3),
    )
    seen, _ = _observe(playbook, FIRST, repeated)
    assert seen.repairs == ("2 quotes were given again, verbatim",)


def _mended(reading: Reading) -> int:
    notes = [each for each in reading.repairs if "given again" in each]
    return sum(int(each.split()[0]) for each in notes)


@pytest.mark.parametrize("seed", range(40))
def test_kept_mended_and_dropped_are_what_was_returned(seed: int) -> None:
    chance = random.Random(seed)
    names = ["price_out_of_range", "comparing_prices", "withholds_information"]
    quotes = [PRICE, COMPARING, DEADLINE, NOT_PRICE, NOT_COMPARING, NOT_DEADLINE]

    def reading() -> Reading:
        pairs = {(chance.choice(names), chance.choice(quotes)) for _ in range(chance.randint(0, 8))}
        return Reading(
            candidates=tuple(Candidate(signal=name, quote=quote) for name, quote in sorted(pairs))
        )

    first, second = reading(), reading()
    both = joined(first, second, CALL.transcript)
    returned = {(each.signal, each.quote) for each in (*first.candidates, *second.candidates)}
    left = [(each.signal, each.quote) for each in both.candidates]
    assert len(left) == len(set(left))
    assert len(left) + _mended(both) == len(returned)
    # Nothing that stands in the call was lost.
    stands = {each for each in returned if find_places(CALL.transcript, each[1])}
    assert stands <= set(left)


@pytest.mark.parametrize("count", [2, 7, 60])
def test_the_list_of_faults_stays_short(count: int, playbook: Playbook) -> None:
    longest = max(playbook.signals, key=len)
    wrong = [signal(longest, f"第{n}句根本不是通话里面的话" * 20, 1) for n in range(count)]
    _, provider = _observe(playbook, reply_json(*wrong))
    words = provider.requests[1].body["messages"][-1]["content"]
    assert estimate_tokens(words) <= 300
    assert longest in words


def test_few_misquotes_among_many_quotes_are_not_asked_about() -> None:
    good = [Candidate(signal="price_out_of_range", quote=PRICE) for _ in range(40)]
    bad = [Candidate(signal="withholds_information", quote=NOT_DEADLINE) for _ in range(3)]
    assert misquoted(Reading(candidates=(*good, *bad)), CALL.transcript) == ()
    assert misquoted(Reading(candidates=(*good[:20], *bad)), CALL.transcript) != ()
