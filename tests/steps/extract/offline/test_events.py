"""Events of the purchase: what is said to have happened, not what is asked; what a signal is part of."""

import pytest

from callsift.domain.observation import Extraction
from callsift.domain.transcript import Role
from callsift.steps.extract.offline import OfflineEngine
from tests.builders import shipped
from tests.steps.extract.offline.test_passages import transcript

ENGINE = OfflineEngine(shipped())


def heard(text: str) -> Extraction:
    return ENGINE.scan(transcript(("buyer", text)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("那合同签了吗？", "那合同签了。"),
        ("合同签了没有", "合同签了"),
        ("跟他们的合同签了吗", "跟他们的合同上周签了"),
        ("Have you signed the contract with them?", "We have signed the contract with them."),
    ],
    ids=["with a particle", "without a mark", "in words of no pattern", "in English"],
)
def test_who_asks_whether_something_happened_does_not_say_so(asked: str, said: str) -> None:
    assert "contract" not in {each.kind for each in heard(asked).milestones}
    assert "contract" in {each.kind for each in heard(said).milestones}


def test_a_question_about_how_it_went_says_that_it_happened() -> None:
    assert "demo" in {each.kind for each in heard("上周看了你们的演示，您还满意吗？").milestones}


def test_what_comes_only_afterwards_is_not_under_way() -> None:
    assert not heard("看完数据再谈商务。").milestones


REORDER = "我们跟你们每个月都要补一次货，这都第三年了。"
COMPARING = "表格里你们还空着一格，另外四家的数我都填好了，你报个数我填进去。"


@pytest.mark.parametrize("text", [REORDER, COMPARING], ids=["again and again", "lining up prices"])
def test_a_signal_brings_the_event_that_it_is_part_of(text: str) -> None:
    extraction = heard(text)
    implied = [
        (event.kind, event.status)
        for each in extraction.candidates
        if (event := shipped().signals[each.signal].implies) is not None
    ]
    assert implied
    assert set(implied) <= {(each.kind, each.status) for each in extraction.milestones}


def test_an_event_that_words_speak_of_is_not_implied_as_well() -> None:
    extraction = heard("五家的报价我都收上来了，同一个规格，就比谁便宜，你也报一个。")
    assert "comparing_prices" in {each.signal for each in extraction.candidates}
    assert [(each.kind, each.status) for each in extraction.milestones] == [("comparison", "done")]


def told(name: str, text: str, role: Role = "buyer") -> list[str | bool]:
    found = ENGINE.scan(transcript((role, text)))
    return [each.value for each in found.facts if each.name == name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("person", "这个事最后张总拍板"),
        ("person", "我们俩说了算"),
        ("person", "Dana signs it off"),
        ("person", "it's her call"),
        ("rival", "竞品：汇川、台达"),
        ("rival", "另外还有两家也报了"),
        ("rival", "another vendor came in at 32"),
        ("decision_date", "月底之前要定下来"),
        ("decision_date", "下月招标"),
        ("decision_date", "The board meets on the ninth"),
    ],
)
def test_what_stands_in_the_words_is_a_fact_in_those_words(name: str, said: str) -> None:
    assert [str(each).removeprefix("leader: ") in said for each in told(name, said)] == [True]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("我们暂时不需要，别再打了。", True),
        ("项目取消了，集团砍了。", True),
        ("We're not interested, take me off your list.", True),
        ("The project has been shelved.", True),
        ("不用再发资料了，直接来谈吧？", False),
        ("我们不需要那么大的，小一号就行。", False),
        ("No need for that, just come on Tuesday.", False),
        ("We want it stopped before it leaks.", False),
    ],
)
def test_who_turns_us_down_says_so(text: str, is_said: bool) -> None:
    assert told("turned_down", text) == ([True] if is_said else [])


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("person", "您这边谁拍板？", "seller"),
        ("person", "最后是张总拍板吧", "seller"),
        ("rival", "还有哪几家在谈？", "seller"),
        ("person", "照这个单子来，上头都看过的", "buyer"),
        ("decision_date", "月底前把货送来", "buyer"),
    ],
)
def test_what_the_seller_asks_or_supposes_is_no_fact(name: str, text: str, role: Role) -> None:
    assert told(name, text, role) == []


@pytest.mark.parametrize(
    ("name", "question", "answer", "value"),
    [
        ("person", "谁拍板？", "我和财务总监老罗。", ["leader: 我和财务总监老罗"]),
        ("person", "您能定吗？", "我定不了，得陈总点头。", ["leader: 我定不了，得陈总点头"]),
        ("person", "Who makes the call?", "Me and my partner.", ["leader: Me and my partner."]),
        ("person", "这事谁定？", "这个不好说。", []),
        ("person", "Who signs this off?", "Not sure yet.", []),
        ("rival", "还有哪几家？", "启衡、远岫。", ["启衡、远岫"]),
        ("rival", "Who else is in?", "Orlan and Tesk.", ["Orlan and Tesk."]),
        ("rival", "Who else is on the call?", "Priya and Tom.", []),
        ("rival", "还有哪几家？", "这个不方便说。", []),
        ("decision_date", "什么时候能定？", "月底上会。", ["月底上会"]),
        ("decision_date", "When will you decide?", "End of the month.", ["End of the month."]),
        ("decision_date", "什么时候定？", "下周再联系吧。", []),
        ("decision_date", "什么时候能送到？", "月底。", []),
    ],
)
def test_an_answer_tells_what_the_question_asked_for(
    name: str, question: str, answer: str, value: list[str]
) -> None:
    found = ENGINE.scan(transcript(("seller", question), ("buyer", answer))).facts
    assert [each.value for each in found if each.name == name] == value


@pytest.mark.parametrize(
    ("question", "answer", "signal"),
    [
        ("立项批了吗？", "批了，上周五批的。", "project_approved"),
        ("Is the project approved?", "Yes, last Friday.", "project_approved"),
        ("Is the budget approved?", "Yes, last Friday, 260k.", "funding_in_place"),
    ],
)
def test_a_yes_to_whether_it_is_approved_says_that_it_is(
    question: str, answer: str, signal: str
) -> None:
    def shown(said: str) -> set[str]:
        call = transcript(("seller", question), ("buyer", said))
        return {each.signal for each in ENGINE.scan(call).candidates}

    assert signal in shown(answer)
    assert signal not in shown("Not yet." if question.isascii() else "还没呢。")


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("我等到周四，过了我就找别家。", True),
        ("周三之前把新方案给我。", True),
        ("今天就付定金。", True),
        ("I need it by Wednesday or I go elsewhere.", True),
        ("You've got until Friday.", True),
        ("Please call me today.", True),
        ("月底前能送到吗？", False),
        ("今天先这样，我明天出差。", False),
        ("We moved here last Wednesday.", False),
    ],
)
def test_the_time_that_we_are_given_is_a_next_step(text: str, is_told: bool) -> None:
    assert bool(told("next_step", text)) is is_told
    assert told("next_step", text, "seller") == []


def test_the_day_of_a_decision_that_a_signal_shows_is_a_fact_too() -> None:
    extraction = heard("下周三我们开定标会，当场就定。")
    assert "decision_date_set" in {each.signal for each in extraction.candidates}
    (when,) = (each for each in extraction.facts if each.name == "decision_date")
    assert "下周三" in str(when.value)


FOURTH_DRAFT = "嘉澜跟我们磨了三个多月了，人员排班都对过，合同都改到第四稿了，法务在看付款那几条。"


def test_what_is_told_beside_long_dealings_with_others_is_theirs() -> None:
    extraction = heard(FOURTH_DRAFT)
    assert "already_deep_with_other_vendors" in {each.signal for each in extraction.candidates}
    assert {each.party for each in extraction.milestones} == {"rival"}
    assert "worked_before" not in {each.name for each in extraction.facts}


def test_the_same_words_of_our_own_contract_are_ours() -> None:
    extraction = heard("你们那份合同我们改到第四稿了，法务在看付款那几条。")
    assert {each.party for each in extraction.milestones} == {"us"}
    assert "worked_before" in {each.name for each in extraction.facts}


@pytest.mark.parametrize(
    "text",
    ["我们上周已经跟顺隆签了，签了三年。", "We already signed with Ordell yesterday."],
    ids=["in Chinese", "in English"],
)
def test_a_contract_with_somebody_else_by_name_is_theirs(text: str) -> None:
    found = [(each.kind, each.status, each.party) for each in heard(text).milestones]
    assert ("contract", "done", "rival") in found


def test_a_contract_with_us_is_ours() -> None:
    (contract,) = heard("上周已经跟你们签了合同。").milestones
    assert (contract.kind, contract.party) == ("contract", "us")


@pytest.mark.parametrize(
    "text",
    ["我同学那边用的就是你们家，合同都签了。", "到时候合同就签了。"],
    ids=["a friend's", "to come"],
)
def test_a_contract_of_a_friend_or_to_come_is_not_signed(text: str) -> None:
    assert "contract" not in {each.kind for each in heard(text).milestones}


@pytest.mark.parametrize(
    "question", ["合同签了吧？", "赵总，咱们签了吧？", "So the contract's signed?"]
)
def test_what_the_seller_puts_to_them_has_not_happened(question: str) -> None:
    found = ENGINE.scan(transcript(("seller", question)))
    assert "contract" not in {each.kind for each in found.milestones}


@pytest.mark.parametrize(
    "text", ["我们跟海岳的合同昨天签了。", "The contract with Sisley was signed last week."]
)
def test_the_contract_with_a_name_is_not_ours(text: str) -> None:
    assert {each.party for each in heard(text).milestones} == {"rival"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("上周二给您这边演示完，您要的接口清单周五发过去了。", "demo"),
        ("我揣着你们那本中试报告去汇报的，钱的事没提。", "trial"),
    ],
)
def test_a_demonstration_or_trial_in_so_many_words_is_heard_among_other_words(
    text: str, kind: str
) -> None:
    assert kind in {each.kind for each in heard(text).milestones}
