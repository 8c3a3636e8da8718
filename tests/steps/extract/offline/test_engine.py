"""What the embedded engine says of calls: its quotes, whose words count, and that it says the same twice.

Which signals it finds is a matter of scores; here stands what must hold whatever it has learned.
"""

from functools import lru_cache

import anyio
import pytest

from callsift.cues import compile_cues
from callsift.domain.observation import Extraction
from callsift.domain.transcript import Role, Transcript
from callsift.playbook import load_examples
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.extract.offline.passages import longest_quote, passages
from callsift.steps.extract.offline.scan import scan
from callsift.steps.ground import ground
from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles
from tests.builders import shipped
from tests.steps.extract.offline.test_passages import FIGURE_OR_WORD, transcript

CALL = """客户：你们家那个价格我看了，１．５万一台，三家里头你们最贵，人家报1.2万。
销售：您这边预算批下来了吗？我们领导上周已经立项了，选型组也成立了。
客户：还没立项呢，要是立项了我第一个找你。
销售：那我周三下午3点带方案过来，跟王总当面汇报一下，您看方便吗？
客户：行，周三下午3点，王总也在，拉个群吧。
"""
NOTES = """3月5日 拜访客户，电话里聊了二十分钟
客户说领导已经批了预算300万，下周二开会定供应商
我感觉他们肯定会选我们
客户让我周五前把方案发过去，说三家都要发
"""
RUN_ON = (
    "说话人1 00:00\n"
    + "嗯那个就是说我们这边的话其实也看了好几家了然后价格呢你们这个属实是有点高了" * 6
    + "\n说话人2 00:30\n您看我们这个质量您放心的\n"
)
ENGLISH = """Buyer: Honestly we're collecting quotes, three so far, and yours is 20% above the lowest.
Rep: If the budget gets approved, could we meet your director?
Buyer: He won't meet vendors. Just send the PDF and I'll pass it on.
"""
CALLS = [CALL, NOTES, RUN_ON, ENGLISH]
IDS = ["speech", "notes", "run-on", "english"]
MARKS = ("", *"，,、。！？!?；;：:\n….")
ENGINE = OfflineEngine(shipped())


@lru_cache
def read(text: str) -> Transcript:
    return assign_roles(read_text(text)).call.transcript


@lru_cache
def seen_in(text: str) -> Extraction:
    return ENGINE.scan(read(text))


def quotes(extraction: Extraction) -> list[tuple[str, int]]:
    found = [(each.quote, each.turn) for each in extraction.candidates]
    found += [(each.quote, each.turn) for each in extraction.milestones]
    facts = [(each.quote or "", each.turn) for each in extraction.facts]
    return [(quote, -1 if turn is None else turn) for quote, turn in (*found, *facts)]


def signals(*turns: tuple[Role, str]) -> set[str]:
    return {each.signal for each in ENGINE.scan(transcript(*turns)).candidates}


def cued(*turns: tuple[Role, str]) -> set[str]:
    """Return the signals whose cues stand, without the learned model."""
    book = compile_cues(shipped())
    return {each.signal for each in scan(passages(transcript(*turns)), book)}


@pytest.mark.parametrize("text", [CALL, NOTES, ENGLISH], ids=["speech", "notes", "english"])
def test_there_is_something_to_see(text: str) -> None:
    assert seen_in(text).candidates


@pytest.mark.parametrize("text", CALLS, ids=IDS)
def test_every_quote_stands_word_for_word_in_its_turn(text: str) -> None:
    turns = read(text).turns
    for quote, turn in quotes(seen_in(text)):
        assert quote
        assert quote in turns[turn].text


@pytest.mark.parametrize("text", CALLS, ids=IDS)
def test_every_quote_can_be_read_at_a_glance_and_cuts_no_figure_or_word(text: str) -> None:
    turns = read(text).turns
    for quote, turn in quotes(seen_in(text)):
        whole = {match[0] for match in FIGURE_OR_WORD.finditer(turns[turn].text)}
        assert {match[0] for match in FIGURE_OR_WORD.finditer(quote)} <= whole
        assert len(quote) <= 2 * longest_quote(turns[turn].text)


@pytest.mark.parametrize("text", [CALL, NOTES], ids=["speech", "notes"])
def test_a_quote_ends_where_a_clause_ends(text: str) -> None:
    turns = read(text).turns
    for quote, turn in quotes(seen_in(text)):
        said = turns[turn].text
        start = said.index(quote)
        before, after = said[:start].rstrip()[-1:], said[start + len(quote) :].lstrip()[:1]
        assert before in MARKS
        assert after in MARKS


@pytest.mark.parametrize("text", CALLS, ids=IDS)
def test_all_that_it_says_is_found_in_the_text(text: str) -> None:
    reasons = {each.reason for each in ground(seen_in(text), read(text), shipped()).dropped}
    assert reasons <= {"ambiguous", "negated", "hypothetical"}


@pytest.mark.parametrize("text", CALLS, ids=IDS)
def test_each_signal_comes_from_the_side_that_can_show_it(text: str) -> None:
    roles = [turn.role for turn in read(text).turns]
    for each in seen_in(text).candidates:
        assert each.turn is not None
        opposite = "seller" if shipped().signals[each.signal].shown_by == "buyer" else "buyer"
        assert roles[each.turn] != opposite


FIRING = [
    (signal.id, example)
    for signal in shipped().signals.values()
    if not signal.is_conduct
    for example in load_examples(signal.id, signal.axis)
    if example.expect == "fires" and example.kind == "transcript" and not example.known_gap
]


def test_the_buyers_words_in_the_sellers_mouth_show_no_buyer_signal() -> None:
    heard = {
        (name, shown)
        for name, example in FIRING
        for shown in signals(*(("seller", turn.text) for turn in example.turns))
        if not shipped().signals[shown].is_conduct
    }
    assert len(FIRING) >= 400
    assert heard == set()


@pytest.mark.parametrize(
    "text",
    [
        "基本就定你们了，你们方案领导也看过了。",
        "你们那个方案领导都看过了，基本就定你们了。",
        "We've basically decided on you.",
    ],
)
def test_who_has_settled_on_us_is_not_deep_with_others(text: str) -> None:
    assert "already_deep_with_other_vendors" not in signals(("buyer", text))


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("project_approved", "我们这边还没立项。"),
        ("project_approved", "要是立项了，我第一个通知你。"),
        ("project_approved", "听说隔壁厂已经立项了，选型组也成立了。"),
        ("funding_in_place", "这笔预算没有批下来。"),
        ("funding_in_place", "假如预算批下来，我们再谈。"),
        ("comparing_prices", "我们不是来比价的。"),
        ("explicit_preference", "没说选你们家。"),
        ("project_approved", "The project hasn't been approved."),
        ("project_approved", "If it gets approved, you'll be the first to know."),
    ],
)
def test_what_is_denied_supposed_or_somebody_elses_is_no_signal(signal: str, text: str) -> None:
    assert signal not in signals(("buyer", text)) | cued(("buyer", text))


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("project_approved", "项目已经立项了。"),
        ("comparing_prices", "三家的报价都拿到手了，我们比一比价。"),
    ],
)
def test_the_same_said_as_a_fact_is_one(signal: str, text: str) -> None:
    assert signal in cued(("buyer", text))


def test_in_notes_what_is_reported_counts_and_the_reps_hope_does_not() -> None:
    assert "project_approved" in cued(("reporter", "客户说项目已经立项了。"))
    assert "project_approved" not in cued(("reporter", "我感觉他们项目已经立项了。"))


@pytest.mark.parametrize("text", CALLS, ids=IDS)
def test_the_same_call_twice_gives_the_same_word_for_word(text: str) -> None:
    again = OfflineEngine(shipped()).scan(read(text))
    assert again.model_dump_json() == seen_in(text).model_dump_json()


def test_the_same_words_twice_in_a_turn_are_one_observation() -> None:
    said = "三家的报价都拿到手了，我们比一比价。"
    candidates = ENGINE.scan(transcript(("buyer", said * 3))).candidates
    assert len(candidates) == len(set(candidates))


def test_it_says_that_it_is_the_offline_engine_and_uses_nothing() -> None:
    seen = anyio.run(ENGINE.observe, read(CALL))
    assert (seen.engine.name, seen.engine.model) == ("offline", None)
    assert seen.usage.calls == 0
    assert seen == seen_in(CALL)


@pytest.mark.parametrize("turns", [(), (("buyer", "……"),), (("buyer", "😀"),)])
def test_nothing_said_is_nothing_seen(turns: tuple[tuple[Role, str], ...]) -> None:
    seen = ENGINE.scan(transcript(*turns))
    assert (seen.candidates, seen.milestones, seen.facts) == ((), (), ())


def kinds_in(text: str) -> set[str]:
    return {each.kind for each in seen_in(text).milestones}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("客户：三家的评分表昨天出来了。", "comparison"),
        ("客户：合同已经签了，盖好章了。", "contract"),
        ("Customer: The board signed the money off on Thursday.", "gate"),
    ],
)
def test_an_event_that_is_told_is_heard(text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "客户：质检的评分表我也给你一份。",
        "Rep: Most of our customers look at three firms before they come to us.\nCustomer: Ok.",
    ],
    ids=["a table of scores for something else", "the rep's other customers"],
)
def test_what_only_sounds_like_an_event_is_none(text: str) -> None:
    assert not kinds_in(text) & {"comparison", "trial"}


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("Rep: We did two demonstrations and a survey for you.\nCustomer: Yes.", True),
        ("Rep: Hi, you filled in our form about dust.\nCustomer: Yes.", False),
        ("Customer: We built the new hall last year.\nRep: I saw.", False),
    ],
    ids=["demonstrations for them", "a form", "the buyer's own work"],
)
def test_work_done_before_is_ours_and_more_than_a_form(text: str, worked: bool) -> None:
    assert ("worked_before" in {each.name for each in seen_in(text).facts}) is worked
