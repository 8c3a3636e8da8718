"""How a sentence takes back what it seems to claim."""

from dataclasses import replace

import pytest

from callsift.claims import cuts_negation, is_somebody_elses, withdrawn
from callsift.cues import SignalCues, compile_cues
from callsift.steps.extract.offline.passages import passages
from callsift.steps.extract.offline.scan import others_claim
from callsift.typography import folded
from tests.builders import shipped
from tests.steps.extract.offline.test_passages import transcript

BOOK = compile_cues(shipped())
OWN_DENIALS = BOOK.signals["project_approved"]
# The grammar alone: what the signal itself calls a denial is asked about apart.
STATED = replace(OWN_DENIALS, denials=())
SHOWN = BOOK.signals["key_professional_questions"]


def verdict(
    sentence: str, claim: str, *, cues: SignalCues = STATED, second_hand: bool = False
) -> str | None:
    text, words = folded(sentence).text, folded(claim).text
    start = text.index(words)
    return withdrawn(
        cues, BOOK.claims, text, start=start, end=start + len(words), second_hand=second_hand
    )


def test_the_two_signals_differ_in_their_basis() -> None:
    assert (STATED.signal.basis, SHOWN.signal.basis) == ("stated", "shown")


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("我们今年没有立项。", "立项"),
        ("这个事还没立项。", "立项"),
        ("專案還沒立項。", "立項"),
        ("领导不会批这笔钱的。", "批这笔钱"),
        ("It was never approved.", "approved"),
        ("The board hasn't approved it.", "approved"),
        ("No budget was approved.", "budget was approved"),
    ],
)
def test_a_denial_right_before_the_claim_takes_it_back(sentence: str, claim: str) -> None:
    assert verdict(sentence, claim) == "negated"


def test_a_denial_written_for_the_signal_counts_where_it_overlaps_the_claim() -> None:
    assert verdict("立项的事还没影，先看看。", "立项", cues=OWN_DENIALS) == "negated"
    assert verdict("项目组定了，请购还没走。", "项目组定了", cues=OWN_DENIALS) is None


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("不管怎样，上个月立项了。", "立项了"),
        ("差不多立项了吧。", "立项了"),
        ("没问题，已经立项了。", "已经立项了"),
        ("No problem, it is approved.", "it is approved"),
        ("Not only approved, it is funded.", "approved"),
        ("他不在，项目上周立项了。", "项目上周立项了"),
    ],
)
def test_words_that_only_look_like_a_denial_do_not(sentence: str, claim: str) -> None:
    assert verdict(sentence, claim) is None


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("要是立项了我第一个找你。", "立项了"),
        ("等明年再说，到时候立项了联系你。", "立项了"),
        ("假如上面同意立项，我们就招标。", "同意立项"),
        ("If the budget gets approved we start in May.", "budget gets approved"),
        ("Maybe it gets approved by June.", "it gets approved"),
    ],
)
def test_a_supposition_before_the_claim_takes_it_back(sentence: str, claim: str) -> None:
    assert verdict(sentence, claim) == "hypothetical"


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("我感觉他们领导已经立项了。", "已经立项了"),
        ("大概率下周就立项。", "下周就立项"),
        ("My gut says it is approved.", "it is approved"),
    ],
)
def test_the_reps_hope_takes_back_a_claim_in_notes_only(sentence: str, claim: str) -> None:
    assert verdict(sentence, claim, second_hand=True) == "hypothetical"
    assert verdict(sentence, claim, second_hand=False) is None


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("待问：立项批下来了没", "立项"),
        ("下次问清楚是不是立项了", "立项"),
        ("三件事没来得及问：立项了没，谁签字", "立项"),
        ("问 立项了没 / 谁签字", "立项"),
        ("Need to find out whether it is approved", "approved"),
        ("Didn't get to ask if it's approved", "approved"),
    ],
)
def test_what_is_still_to_be_asked_is_not_known(sentence: str, claim: str) -> None:
    assert verdict(sentence, claim, second_hand=True) == "hypothetical"


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("问过了，已经立项", "立项"),
        ("问他立项没有，说立项了", "说立项"),
        ("问进度 —— 立项了", "立项"),
        ("问题是立项早了", "立项"),
    ],
)
def test_what_was_asked_and_answered_is_known(sentence: str, claim: str) -> None:
    assert verdict(sentence, claim, second_hand=True) is None


@pytest.mark.parametrize("sentence", ["没有立项。", "要是立项了。", "我感觉立项了。"])
def test_what_is_shown_by_the_act_itself_cannot_be_taken_back(sentence: str) -> None:
    assert verdict(sentence, "立项", cues=SHOWN, second_hand=True) is None


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("隔壁厂去年就立项了。", "去年就立项了"),
        ("听说他们立项了。", "立项了"),
        ("我一个朋友的公司已经立项了。", "已经立项了"),
        ("My brother's firm got it approved.", "got it approved"),
    ],
)
def test_a_stated_claim_may_be_somebody_elses(sentence: str, claim: str) -> None:
    (passage,) = passages(transcript(("buyer", sentence)))
    start = passage.text.index(folded(claim).text)
    assert others_claim(STATED, BOOK.claims, passage, start)
    assert not others_claim(SHOWN, BOOK.claims, passage, start)


@pytest.mark.parametrize("sentence", ["他们公司已经立项了", "人家公司已经立项了"])
def test_in_notes_they_are_the_customer(sentence: str) -> None:
    start = sentence.index("已经")
    assert is_somebody_elses(BOOK.claims, sentence, start=start, second_hand=False)
    assert not is_somebody_elses(BOOK.claims, sentence, start=start, second_hand=True)


def test_somebody_else_in_another_sentence_claims_nothing_here() -> None:
    text = folded("隔壁厂我去看过。我们去年就立项了。").text
    assert not is_somebody_elses(BOOK.claims, text, start=text.index("去年"), second_hand=False)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("我们不想买。", "想买"),
        ("他没同意。", "同意"),
        ("这个没有批下来。", "批下来"),
        ("預算沒有批。", "批。"),
        ("他不是负责人。", "负责人"),
        ("We do not want it.", "want it"),
        ("We can't sign.", "sign"),
        ("They never agreed.", "agreed"),
    ],
)
def test_a_quote_that_leaves_out_the_denial_before_it_is_found_out(text: str, quote: str) -> None:
    assert cuts_negation(text, text.index(quote))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("我们想买。", "想买"),
        ("我们特别想买。", "想买"),
        ("要不我们买一台？", "我们买一台"),
        ("Not only cheap, fast too.", "cheap"),
        ("We want it.", "want it"),
        ("不，我们想买。", "我们想买"),
    ],
)
def test_a_quote_with_no_denial_before_it_is_whole(text: str, quote: str) -> None:
    assert not cuts_negation(text, text.index(quote))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("你们能不能做？", "能做"),
        ("那个有没有现货？", "有现货"),
        ("这样行不行？", "行？"),
        ("他会不会同意？", "会同意"),
    ],
)
def test_the_second_half_of_an_a_not_a_question_denies_nothing(text: str, rest: str) -> None:
    assert not cuts_negation(text, text.index(rest))


@pytest.mark.parametrize("text", ["你们是不是立项了？", "钱有没有批下来？", "能不能立项？"])
def test_an_a_not_a_question_before_a_claim_denies_nothing(text: str) -> None:
    claim = "批下来" if "批" in text else "立项"
    assert verdict(text, claim) != "negated"
