"""Each finding: where it fires, with its quotes, and where it must not."""

from collections.abc import Iterable
from datetime import date

import pytest

from callsift.accounts import AccountReport, account_report
from callsift.accounts.records import Finding
from callsift.domain.analysis import Analysis, Override
from tests.accounts.stories import call, fading, plain, silent, steady
from tests.builders import shipped

TENDER = {"tender under_way": "标书挂出来了"}
LATE = "客户: 标书挂出来了。"
LEADER = "客户: 韩总在场。"
SAW_LEADER = {"top_leader_appears": "韩总在场"}
PRICE = "客户: 什么价？"
ASKED_PRICE = {"comparing_prices": "什么价"}


def report(calls: Iterable[Analysis], today: str) -> AccountReport:
    return account_report(calls, shipped(), date.fromisoformat(today), "zh")


def found(calls: Iterable[Analysis], today: str, name: str) -> Finding | None:
    named = [each for each in report(calls, today).findings if each.id == name]
    assert len(named) <= 1
    return named[0] if named else None


def quotes(finding: Finding | None) -> list[tuple[str, str | None]]:
    assert finding is not None
    return [(each.evidence.quote, each.date) for each in finding.quotes]


# The rhythm: a personal call every week.


def test_a_call_is_overdue_from_the_eighth_day() -> None:
    calls = [plain("2026-03-02")]
    assert found(calls, "2026-03-09", "contact_overdue") is None
    overdue = found(calls, "2026-03-10", "contact_overdue")
    assert overdue is not None
    assert "8 天" in overdue.text
    assert "晚了 1 天" in overdue.text


def test_no_call_is_overdue_before_a_day_that_was_agreed() -> None:
    calls = [
        call("2026-03-02", "销售: 咱们三月二十号，3月20日见。", facts={"next_step": "3月20日见"})
    ]
    assert found(calls, "2026-03-19", "contact_overdue") is None
    assert found(calls, "2026-03-22", "contact_overdue") is not None


def test_a_verdict_that_allows_a_month_is_not_overdue_after_two_weeks() -> None:
    text = "客户: 想法天天变。\n客户: 还没立项。"
    shows = {"ideas_keep_changing": "想法天天变", "no_internal_request": "还没立项"}
    calls = [call("2026-03-02", text, shows=shows)]
    assert report(calls, "2026-03-16").rhythm.cadence_days == 30
    assert found(calls, "2026-03-16", "contact_overdue") is None
    assert found(calls, "2026-04-02", "contact_overdue") is not None


def test_an_account_to_walk_away_from_needs_no_call() -> None:
    text = "客户: 方案、风险我们都清楚。\n客户: 跟那家快谈完了。\n客户: 就十分钟。"
    shows = {
        "has_answers_to_everything": "方案、风险我们都清楚",
        "already_deep_with_other_vendors": "跟那家快谈完了",
        "gives_little_time": "就十分钟",
        "needs_vendor_count": "快谈完",
    }
    calls = [call("2026-03-02", text, shows=shows, facts={"worked_before": True})]
    made = report(calls, "2026-06-02")
    assert made.verdict.next_action.id == "walk_away"
    names = {each.id for each in made.findings}
    assert not names & {"contact_overdue", "contact_gaps", "too_few_follow_ups"}


@pytest.mark.parametrize(("second", "fires"), [("2026-03-16", False), ("2026-03-17", True)])
def test_two_weeks_without_a_call_are_a_gap_from_the_fifteenth_day(
    second: str, fires: bool
) -> None:
    calls = [plain("2026-03-02"), plain(second)]
    assert (found(calls, second, "contact_gaps") is not None) is fires


def test_with_many_leads_in_hand_a_gap_is_tolerable() -> None:
    calls = [plain("2026-03-02"), plain("2026-04-20", leads="many")]
    assert found(calls, "2026-04-20", "contact_gaps") is None


@pytest.mark.parametrize(("count", "fires"), [(3, True), (4, False)])
def test_a_month_wants_three_follow_ups_after_the_first_call(count: int, fires: bool) -> None:
    calls = [plain(f"2026-03-{2 + 7 * week:02d}") for week in range(count)]
    assert (found(calls, "2026-04-02", "too_few_follow_ups") is not None) is fires


@pytest.mark.parametrize(
    "calls",
    [
        [plain("2026-03-20")],
        [plain("2026-03-02", leads="many")],
        [plain("2026-03-02"), plain(None)],
    ],
    ids=["not a month yet", "many leads", "an undated call may be one"],
)
def test_few_follow_ups_are_not_held_against_such_an_account(calls: list[Analysis]) -> None:
    assert found(calls, "2026-04-05", "too_few_follow_ups") is None


def test_two_calls_of_one_day_are_one_contact() -> None:
    calls = [plain("2026-03-02"), plain("2026-03-02", "客户: 再补一句。"), plain("2026-03-09")]
    rhythm = report(calls, "2026-03-10").rhythm
    assert (rhythm.contacts, rhythm.follow_ups, [each.days for each in rhythm.gaps]) == (2, 1, [7])


# Leaders out of sight.


@pytest.mark.parametrize(("last", "fires"), [("2026-03-02", False), ("2026-03-03", True)])
def test_a_leader_unseen_for_sixty_days_at_a_late_stage_is_a_finding(
    last: str, fires: bool
) -> None:
    calls = [call("2026-01-02", LEADER, shows=SAW_LEADER), call(last, LATE, events=TENDER)]
    finding = found(calls, last, "top_leader_absent_late")
    assert (finding is not None) is fires
    if fires:
        assert quotes(finding) == [("韩总在场", "2026-01-02")]


@pytest.mark.parametrize(("speaker", "is_seen"), [("赵厂长", True), ("赵工", False)])
def test_a_leader_who_speaks_was_seen(speaker: str, is_seen: bool) -> None:
    spoke = call("2026-02-02", f"{speaker}: 钱批了。", shows={"funding_in_place": "钱批了"})
    spoke = _said_by(spoke, speaker)
    leaders = report([plain("2026-01-02"), spoke], "2026-02-10").leaders
    assert (leaders.last_seen == "2026-02-02") is is_seen
    assert [each.evidence.quote for each in leaders.quotes] == (["钱批了"] if is_seen else [])


def _said_by(analysis: Analysis, speaker: str) -> Analysis:
    (signal,) = analysis.signals
    (piece,) = signal.evidence
    said = piece.model_copy(update={"speaker": speaker, "role": "buyer"})
    told = signal.model_copy(update={"evidence": (said,)})
    return analysis.model_copy(update={"signals": (told,)})


def test_days_after_the_latest_call_are_no_absence_of_a_leader() -> None:
    calls = [call("2026-01-02", LEADER, shows=SAW_LEADER), call("2026-01-20", LATE, events=TENDER)]
    assert found(calls, "2026-06-01", "top_leader_absent_late") is None


def test_an_early_project_may_do_without_leaders() -> None:
    calls = [call("2026-01-02", LEADER, shows=SAW_LEADER), plain("2026-04-01")]
    assert found(calls, "2026-04-01", "top_leader_absent_late") is None


def test_after_the_contract_no_leader_is_missed() -> None:
    signed = call("2026-04-01", "客户: 合同盖完章了。", events={"contract done": "合同盖完章了"})
    calls = [call("2026-01-02", LEADER, shows=SAW_LEADER), signed]
    assert found(calls, "2026-04-01", "top_leader_absent_late") is None


def test_a_refusal_is_the_anchor_where_no_leader_was_ever_seen() -> None:
    asked = call("2026-02-01", "客户: 领导没空。", shows={"senior_access_blocked": "领导没空"})
    calls = [plain("2026-01-02"), asked, call("2026-04-01", LATE, events=TENDER)]
    finding = found(calls, "2026-04-01", "leader_blocked_late")
    assert quotes(finding) == [("领导没空", "2026-02-01")]
    assert finding is not None
    assert finding.signal == "top_leader_absent_late"


def test_an_absence_without_a_quote_is_told_and_counts_for_nothing() -> None:
    calls = [plain("2026-01-02"), call("2026-04-01", LATE, events=TENDER)]
    finding = found(calls, "2026-04-01", "leader_never_seen_late")
    assert finding is not None
    assert (finding.signal, finding.quotes) == (None, ())


def test_a_leader_seen_lately_is_neither_absent_nor_blocked() -> None:
    asked = call("2026-01-02", "客户: 领导没空。", shows={"senior_access_blocked": "领导没空"})
    calls = [asked, call("2026-04-01", f"{LATE}\n{LEADER}", shows=SAW_LEADER, events=TENDER)]
    names = {each.id for each in report(calls, "2026-04-01").findings}
    assert not any("leader" in each for each in names)


# The price, asked once.


def priced(*later: Analysis) -> list[Analysis]:
    return [call("2026-03-02", PRICE, shows=ASKED_PRICE), *later]


def late(day: str, more: str = "", **given: object) -> Analysis:
    text = f"{LATE}\n销售: {day}。" + (f"\n{more}" if more else "")
    return call(day, text, events=TENDER, **given)  # type: ignore[arg-type]  # by name


def test_a_price_asked_once_and_in_neither_of_two_later_calls_is_a_finding() -> None:
    finding = found(
        priced(late("2026-03-09"), late("2026-03-16")), "2026-03-16", "price_asked_once"
    )
    assert quotes(finding) == [("什么价", "2026-03-02")]


@pytest.mark.parametrize(
    "calls",
    [
        priced(late("2026-03-09")),
        priced(plain("2026-03-09"), plain("2026-03-16")),
        priced(
            late("2026-03-09"),
            late("2026-03-16", "客户: 价格再谈谈。", shows={"price_out_of_range": "价格再谈谈"}),
        ),
        priced(
            late("2026-03-09"),
            call(
                "2026-03-16", "客户: 条款谈着呢。", events={"negotiation under_way": "条款谈着呢"}
            ),
        ),
        [late("2026-03-02"), late("2026-03-09"), late("2026-03-16")],
        [
            call(
                "2026-03-02",
                "客户: 价格跟风险一起谈。",
                shows={"price_tied_to_scope_and_risk": "价格跟风险一起谈"},
            ),
            late("2026-03-09"),
            late("2026-03-16"),
        ],
    ],
    ids=[
        "one later call only",
        "still early",
        "asked again",
        "being negotiated",
        "never asked",
        "talked over with risk",
    ],
)
def test_a_price_is_not_dropped(calls: list[Analysis]) -> None:
    assert found(calls, "2026-03-17", "price_asked_once") is None


def test_the_sellers_own_words_are_no_mention_of_the_price() -> None:
    text = "销售: 报价我今天发您。"
    shows = {"promises_document_without_meeting": "报价我今天发您"}
    assert report([call("2026-03-02", text, shows=shows)], "2026-03-02").prices == ()


def test_worth_and_appraisal_are_no_price() -> None:
    shows = {"respects_our_view": "评价很高，有价值"}
    calls = [call("2026-03-02", "客户: 领导评价很高，有价值。", shows=shows)]
    assert report(calls, "2026-03-02").prices == ()


# A later call that acts as an earlier stage.


def acting(day: str, **shows: str) -> Analysis:
    text = "客户: 还没立项。\n客户: 你们是做什么的。\n客户: 就问一个接口。\n客户: 样机跑完了。"
    return call(day, text, shows=shows)


PROVED = call("2026-03-02", "客户: 样机跑了十天。", events={"trial done": "样机跑了十天"})


@pytest.mark.parametrize(
    "shows",
    [
        {"no_internal_request": "还没立项"},
        {"few_questions": "你们是做什么的", "narrow_discussion": "就问一个接口"},
    ],
    ids=["one plain act", "two slight acts"],
)
def test_an_earlier_stages_acts_after_a_trial_are_a_pretence(shows: dict[str, str]) -> None:
    finding = found([PROVED, acting("2026-03-09", **shows)], "2026-03-10", "stage_pretence")
    assert quotes(finding)[0] == ("样机跑了十天", "2026-03-02")
    assert {each for each, _ in quotes(finding)[1:]} == set(shows.values())


@pytest.mark.parametrize(
    "calls",
    [
        [PROVED, plain("2026-03-09")],
        [PROVED, acting("2026-03-09", few_questions="你们是做什么的")],
        [acting("2026-02-20", no_internal_request="还没立项"), PROVED],
        [PROVED, call("2026-03-02", "客户: 没立项。", shows={"no_internal_request": "没立项"}, name="z")],
        [plain("2026-03-02"), acting("2026-03-09", no_internal_request="还没立项")],
        [PROVED, acting("2026-03-09", no_internal_request="还没立项", engaged_demo="样机跑完了")],
        [PROVED, acting("2026-03-09", no_internal_request="还没立项"),
         call("2026-03-16", "客户: 又试了一轮。", events={"trial under_way": "又试了一轮"})],
    ],
    ids=[
        "nothing said of the stage",
        "one slight act",
        "before the proof",
        "on the day of the proof",
        "no proof",
        "the call is itself of that stage",
        "taken up again since",
    ],
)  # fmt: skip
def test_this_is_no_pretence(calls: list[Analysis]) -> None:
    assert found(calls, "2026-03-16", "stage_pretence") is None


# Promises.


def promised(words: str, speaker: str, later: Analysis | None = None) -> list[Analysis]:
    made = call("2026-03-02", f"{speaker}: {words}。", facts={"next_step": words})
    return [made, *([later] if later else [])]


OTHER = plain("2026-03-09")


@pytest.mark.parametrize(
    ("words", "speaker", "name"),
    [
        ("我把测试数据发您", "销售", "our_promise_open"),
        ("你们把报价发我", "客户", "our_promise_open"),
        ("我把图纸给你们", "客户", "their_promise_open"),
        ("您把参数发我", "销售", "their_promise_open"),
        ("再碰个头", "客户", "agreed_step_open"),
        ("I'll send the proposal", "Seller", "our_promise_open"),
        ("please send me the quote", "Customer", "our_promise_open"),
        ("we'll get you the load figures", "Customer", "their_promise_open"),
    ],
)
def test_a_promise_without_a_sequel_is_held_against_whose_task_it_is(
    words: str, speaker: str, name: str
) -> None:
    calls = promised(words, speaker, OTHER)
    assert quotes(found(calls, "2026-03-09", name)) == [(words, "2026-03-02")]
    others = {"our_promise_open", "their_promise_open", "agreed_step_open"} - {name}
    assert not others & {each.id for each in report(calls, "2026-03-09").findings}


@pytest.mark.parametrize(
    ("words", "later", "status"),
    [
        ("我把测试数据发您", None, "pending"),
        ("我3月12日把测试数据发您", OTHER, "pending"),
        ("我3月5日把测试数据发您", None, "open"),
        ("我把测试数据发您", call("2026-03-09", "客户: 测试看过了。", facts={"next_step": "测试看过了"}), "taken_up"),
        ("我安排样机", call("2026-03-09", "客户: 跑了十天。", events={"trial done": "跑了十天"}), "taken_up"),
        ("我来帮您擦玻璃窗户", call("2026-03-09", "客户: 玻璃窗户擦好了。", facts={"customer": "玻璃窗户擦好了"}), "open"),
        ("我来擦玻璃窗户", call("2026-03-09", "客户: 擦玻璃窗户的事好了。", facts={"customer": "擦玻璃窗户的事好了"}), "taken_up"),
    ],
    ids=[
        "nothing later",
        "a day to come",
        "a day gone by",
        "the same subject",
        "an event of its kind",
        "few of the same letters",
        "mostly the same letters",
    ],
)  # fmt: skip
def test_what_became_of_a_promise(words: str, later: Analysis | None, status: str) -> None:
    promise = report(promised(words, "销售", later), "2026-03-10").promises[0]
    assert promise.status == status
    assert (promise.taken_up is not None) is (status == "taken_up")


def test_a_step_that_was_said_in_fewer_words_and_in_more_is_one() -> None:
    said = "3月12日我过来一趟，带上图纸"
    whole = call("2026-03-02", f"销售: {said}。", facts={"next_step": said})
    short = call("2026-03-02", f"销售: {said}。", facts={"next_step": "3月12日我过来一趟"})
    both = {"next_step": (*short.facts["next_step"], *whole.facts["next_step"])}
    made = whole.model_copy(update={"facts": {**whole.facts, **both}})
    assert len(report([made], "2026-03-05").promises) == 1


def test_a_meeting_is_kept_by_the_call_of_its_day() -> None:
    words = "3月12日我过来一趟"
    made = call("2026-03-02", f"销售: {words}。", facts={"next_step": words})
    other = report([made, plain("2026-03-13", "客户: 嗯。")], "2026-03-20").promises[0]
    kept = report([made, plain("2026-03-12", "客户: 嗯。")], "2026-03-20").promises[0]
    assert (other.status, kept.status, kept.taken_up) == ("open", "taken_up", "2026-03-12")


def test_a_promise_that_is_pending_or_kept_is_no_finding() -> None:
    made = report(steady(), "2026-02-18")
    assert {each.status for each in made.promises} == {"taken_up", "pending"}
    assert not [each for each in made.findings if "promise" in each.id or "step" in each.id]


def test_a_file_promised_twice_in_one_breath_is_one_promise() -> None:
    words = "我把资料发您"
    made = call(
        "2026-03-02",
        f"销售: {words}。",
        shows={"promises_document_without_meeting": words},
        facts={"next_step": words},
    )
    assert len(report([made], "2026-03-02").promises) == 1


# A proposal, then silence.


@pytest.mark.parametrize(("today", "fires"), [("2026-02-23", False), ("2026-02-24", True)])
def test_two_weeks_after_documents_were_wanted_nothing_is_silence(today: str, fires: bool) -> None:
    finding = found(silent(), today, "proposal_then_silence")
    assert (finding is not None) is fires
    if finding is not None:
        assert finding.signal is None
        assert quotes(finding)[0] == (
            "Just send the proposal over, no meeting needed",
            "2026-02-10",
        )


@pytest.mark.parametrize(
    "calls",
    [
        [plain("2026-02-10")],
        [silent()[0], plain("2026-02-20")],
        [call(
            "2026-02-10",
            "客户: 只要资料。\n客户: 3月20日见。",
            shows={"wants_documents_only": "只要资料"},
            facts={"next_step": "3月20日见"},
        )],
    ],
    ids=["nothing was wanted", "a call since", "a day is agreed"],
)  # fmt: skip
def test_this_is_no_silence_after_a_proposal(calls: list[Analysis]) -> None:
    assert found(calls, "2026-03-01", "proposal_then_silence") is None


def test_a_steady_account_has_no_finding() -> None:
    assert report(steady(), "2026-02-18").findings == ()


def test_a_fading_account_has_those_that_its_story_tells() -> None:
    assert {each.id for each in report(fading(), "2026-04-10").findings} == {
        "top_leader_absent_late",
        "price_asked_once",
        "stage_pretence",
        "contact_overdue",
        "contact_gaps",
        "our_promise_open",
        "their_promise_open",
    }


def test_a_signal_that_the_user_called_wrong_does_not_come_back_through_a_finding() -> None:
    text, shows = "客户: 还没立项。", {"no_internal_request": "还没立项"}
    last = call("2026-03-26", text, shows=shows, exclude="price_asked_once")
    finding = found([*fading()[:3], last], "2026-03-26", "price_asked_once")
    assert finding is not None
    assert finding.signal is None


def test_conduct_that_the_user_excluded_promised_nothing() -> None:
    promised_it = silent()[0]
    assert [each.by for each in report([promised_it], "2026-02-11").promises] == ["us"]
    excluded = Override(field="not", value="promises_document_without_meeting")
    corrected = promised_it.model_copy(update={"overrides": (excluded,)})
    assert corrected.coaching == promised_it.coaching
    assert report([corrected], "2026-02-11").promises == ()
