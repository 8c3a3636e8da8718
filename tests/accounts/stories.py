"""Invented calls whose quotes stand in their text, judged by the shipped rules, and the accounts that they make up."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from callsift.decision import decide
from callsift.domain.analysis import Analysis, Observed, Override, Signal, Source
from callsift.domain.observation import EngineStamp, Evidence, Fact, Milestone
from callsift.domain.transcript import Language, Role
from tests.builders import shipped

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "accounts"
_ROLES: dict[str, Role] = {
    "销售": "seller",
    "Seller": "seller",
    "客户": "buyer",
    "Customer": "buyer",
}


def call(
    date: str | None,
    text: str,
    *,
    shows: Mapping[str, str] | None = None,
    events: Mapping[str, str] | None = None,
    facts: Mapping[str, str | bool] | None = None,
    name: str | None = None,
    account: str | None = "澄江水务",
    language: Language = "zh",
    **overrides: str,
) -> Analysis:
    """Make the analysis of a call.

    Args:
        date: ISO, or None.
        text: turns, one a line, each `speaker: words`.
        shows: signal ids, each with its quote.
        events: milestones as `kind status` or `kind status rival`, each with its quote.
        facts: text facts, whose quote is their value, and truth facts.
        name: of the source; made of the date unless given.
        account: the account named in the source.
        language: of the call.
        overrides: corrections, as `stage="late"`; `exclude` stands for `not`.
    """
    signals = [_signal(key, quote, text) for key, quote in (shows or {}).items()]
    fields = {"exclude": "not"}
    observed = Observed(
        source=Source(
            name=name or f"{date or 'undated'}.txt",
            format="labelled",
            kind="transcript",
            language=language,
            date=date,
            account=account,
            turns=len(text.splitlines()),
            chars=len(text),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        ),
        engine=EngineStamp(name="labels", playbook_hash=shipped().hash),
        signals=tuple(each for each in signals if each.axis != "conduct"),
        conduct=tuple(each for each in signals if each.axis == "conduct"),
        milestones=tuple(_event(key, quote, text) for key, quote in (events or {}).items()),
        facts={
            "need_mentioned": (Fact(value=True),),
            **{key: (_fact(value, text),) for key, value in (facts or {}).items()},
        },
        overrides=tuple(
            Override.model_validate({"field": fields.get(field, field), "value": value})
            for field, value in overrides.items()
        ),
    )
    return decide(observed, shipped())


def plain(date: str | None, text: str = "客户: 水泵还在看。", **given: str) -> Analysis:
    """Make a call in which nothing is seen; the date is part of its words, so that no two are the same."""
    return call(date, f"{text}\n销售: 今天是{date}。", **given)  # type: ignore[arg-type]  # by name


def evidence(quote: str, text: str) -> Evidence:
    """Return the place of a quote, which must stand in the text once."""
    assert text.count(quote) == 1, quote
    start = text.index(quote)
    turn = text[:start].count("\n")
    speaker = text.splitlines()[turn].split(":")[0]
    return Evidence(
        quote=quote,
        turn=turn,
        speaker=speaker,
        role=_ROLES.get(speaker, "unknown"),
        start_s=None,
        end_s=None,
        start=start,
        end=start + len(quote),
        status="exact",
    )


def _signal(name: str, quote: str, text: str) -> Signal:
    definition = shipped().signals[name]
    pieces = (evidence(quote, text),)
    return Signal(
        id=name, axis=definition.axis, sign=definition.sign, confidence=0.9, evidence=pieces
    )


def _event(spec: str, quote: str, text: str) -> Milestone:
    kind, status, *party = spec.split()
    pieces = (evidence(quote, text),)
    return Milestone.model_validate(
        {"kind": kind, "status": status, "with": party[0] if party else "us", "evidence": pieces}
    )


def _fact(value: str | bool, text: str) -> Fact:
    return Fact(value=value, evidence=() if isinstance(value, bool) else (evidence(value, text),))


def fading() -> tuple[Analysis, ...]:
    """A water company: shown round by the vice-president, tested, then out of sight, and back to square one."""
    return (
        call(
            "2026-01-08",
            "客户: 周副总今天也来听听，他分管这块。\n"
            "客户: 你们这套泵大概什么价，先给个数。\n"
            "销售: 三十台一百八十万左右，下周一我把选型清单发您。\n"
            "客户: 行，我们正好在比几家。",
            shows={
                "brings_in_senior_people": "周副总今天也来听听，他分管这块",
                "comparing_prices": "你们这套泵大概什么价",
                "promises_document_without_meeting": "下周一我把选型清单发您",
            },
            events={"comparison under_way": "我们正好在比几家"},
            name="首次拜访.txt",
        ),
        call(
            "2026-01-20",
            "客户: 样机在二号泵房跑了十天，震动比老泵小。\n"
            "客户: 月底前我把能耗数据整理给你们。\n"
            "销售: 好，等您消息。",
            events={"trial done": "样机在二号泵房跑了十天"},
            facts={"next_step": "月底前我把能耗数据整理给你们"},
            name="试跑之后.txt",
        ),
        call(
            "2026-03-12",
            "销售: 这次能不能跟周副总碰一下？\n"
            "客户: 他忙，流程上的事找我就行。\n"
            "客户: 标书已经挂出来了，你们按格式填。",
            shows={"senior_access_blocked": "他忙，流程上的事找我就行"},
            events={"tender under_way": "标书已经挂出来了"},
            name="标书.txt",
        ),
        call(
            "2026-03-26",
            "客户: 我们现在还没立项，先了解了解。\n"
            "客户: 你们公司是做什么的，再介绍一下。\n"
            "销售: 上次不是试过样机了吗？",
            shows={
                "no_internal_request": "我们现在还没立项",
                "few_questions": "你们公司是做什么的",
            },
            name="又从头问.txt",
        ),
    )


def steady() -> tuple[Analysis, ...]:
    """A printing house: weekly calls, leaders present, price with scope, promises kept."""
    return (
        call(
            "2026-02-02",
            "客户: 我们印厂想换一台模切机，问题一堆，您给看看。\n销售: 周四我带样品和报价过去。",
            shows={
                "many_open_questions": "问题一堆，您给看看",
                "secures_next_meeting": "周四我带样品和报价过去",
            },
            account="青禾印务",
            name="初次电话.txt",
        ),
        call(
            "2026-02-09",
            "客户: 我们老板今天也在，他让我把旧机的毛病一条条说给你。\n"
            "客户: 样品试切过了，没有毛边。\n"
            "客户: 你报的价我看了，加装自动送料是多少钱？\n"
            "销售: 我算一下。",
            shows={
                "brings_in_senior_people": "我们老板今天也在",
                "discusses_needs_in_depth": "他让我把旧机的毛病一条条说给你",
            },
            events={"trial done": "样品试切过了"},
            account="青禾印务",
            name="试切.txt",
        ),
        call(
            "2026-02-16",
            "客户: 要是不含送料，停机风险谁担？价格跟这个得一起说。\n"
            "客户: 下一步咱们一起定个验收办法，下周三见。\n"
            "客户: 谈到付款方式了，三七行不行。",
            shows={
                "price_tied_to_scope_and_risk": "停机风险谁担？价格跟这个得一起说",
                "plans_next_step_together": "咱们一起定个验收办法，下周三见",
                "relies_on_us": "三七行不行",
            },
            events={"negotiation under_way": "谈到付款方式了"},
            account="青禾印务",
            name="谈价.txt",
        ),
    )


def silent() -> tuple[Analysis, ...]:
    """An English cold store: a proposal asked for, then nothing; one call without a date."""
    return (
        call(
            "2026-02-10",
            "Customer: Just send the proposal over, no meeting needed.\n"
            "Seller: I will email it tonight.",
            shows={
                "wants_documents_only": "Just send the proposal over, no meeting needed",
                "promises_document_without_meeting": "I will email it tonight",
            },
            account="Norhaven Cold Store",
            language="en",
        ),
        call(
            None,
            "Customer: We might replace the racking one day.\nSeller: Shall we look at it?",
            shows={"unsure_whether_to_buy": "We might replace the racking one day"},
            account="Norhaven Cold Store",
            language="en",
        ),
    )


STORIES = {"chengjiang": fading, "qinghe": steady, "norhaven": silent}


def fixture_files() -> dict[Path, str]:
    """Return what the saved analyses hold, by file."""
    return {
        FIXTURES / key / f"{number}.json": each.model_dump_json(by_alias=True, indent=2) + "\n"
        for key, story in STORIES.items()
        for number, each in enumerate(story(), 1)
    }
