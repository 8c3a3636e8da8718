"""How an engine's answer about a masked call becomes one about the original."""

from collections.abc import Callable

import pytest

from callsift.domain.observation import (
    Candidate,
    Dropped,
    EngineStamp,
    Extraction,
    FactCandidate,
    MilestoneCandidate,
    RoleGuess,
)
from callsift.domain.transcript import Call
from callsift.steps.ground import ground
from callsift.steps.redact import Redacted, redact, restore_extraction
from tests.builders import shipped
from tests.steps.redact.labelled import call_of

STAMP = EngineStamp(name="llm", playbook_hash="x")
SPEAKERS = ("客户 王建国", "销售")
SAID = (
    "你打我139-1234-5678，王总也在。",
    "好的，13912345678，记下了，给王总带话。",
    "再打13912345678，记下了。",
)


def call() -> Call:
    return call_of(*SAID, speakers=SPEAKERS)


def quoted(redacted: Redacted, quote: str, turn: int | None = None) -> str:
    said = Candidate(signal="s", quote=quote, turn=turn)
    back = restore_extraction(Extraction(engine=STAMP, candidates=(said,)), redacted)
    return back.candidates[0].quote


@pytest.mark.parametrize(
    ("quote", "turn", "original"),
    [
        pytest.param("你打我〔电话1〕", 0, "你打我139-1234-5678", id="in the form of its turn"),
        pytest.param("你打我〔电话1〕", None, "你打我139-1234-5678", id="without a turn"),
        pytest.param(
            "再打〔电话1〕", 0, "再打13912345678", id="a wrong turn where one place is left"
        ),
        pytest.param("〔姓1〕总也在", 0, "王总也在", id="a surname before its title"),
        pytest.param(" 〔姓1〕总也在 ", 0, "王总也在", id="blanks around it"),
        pytest.param("你打我[电话1]", 0, "你打我139-1234-5678", id="square brackets"),
        pytest.param("你打我【电话1】", 0, "你打我139-1234-5678", id="lenticular brackets"),
        pytest.param("好的, 〔电话1〕, 记下了", 1, "好的, 13912345678, 记下了", id="other commas"),
        pytest.param("记下了", 1, "记下了", id="no placeholder in it"),
    ],
)
def test_a_quote_comes_back_in_the_original_words(
    quote: str, turn: int | None, original: str
) -> None:
    assert quoted(redact(call()), quote, turn) == original


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("你打我〔电话1", id="ends inside a placeholder"),
        pytest.param("话1〕，〔姓1〕总", id="begins inside a placeholder"),
        pytest.param("你打我〔电话2〕", id="names another placeholder"),
        pytest.param("你打我〔手机1〕", id="words the placeholder anew"),
        pytest.param("你打我 PHONE 1", id="translates the placeholder"),
    ],
)
def test_a_quote_that_broke_a_placeholder_does_not_stand_in_the_original(quote: str) -> None:
    original = call()
    said = Candidate(signal="key_professional_questions", quote=quote, turn=0)
    back = restore_extraction(Extraction(engine=STAMP, candidates=(said,)), redact(original))
    outcome = ground(back, original.transcript, shipped())
    assert outcome.observations == ()
    assert [each.reason for each in outcome.dropped] == ["not_found"]


def test_a_quote_of_several_places_in_several_forms_is_not_guessed() -> None:
    redacted = redact(call_of("打138-0571-2266，急", "嗯", "打13805712266，急"))
    assert quoted(redacted, "打〔电话1〕，急") == "打〔电话1〕，急"
    assert quoted(redacted, "打〔电话1〕，急", 2) == "打13805712266，急"


def test_a_restored_quote_is_grounded_in_the_original_with_its_place() -> None:
    original = call()
    said = Candidate(signal="key_professional_questions", quote="〔姓1〕总也在", turn=0)
    back = restore_extraction(Extraction(engine=STAMP, candidates=(said,)), redact(original))
    found = ground(back, original.transcript, shipped()).observations[0].evidence
    assert found.quote == "王总也在" == original.transcript.text[found.start : found.end]
    assert found.speaker == "客户 王建国"


def test_everything_in_an_answer_comes_back() -> None:
    answer = Extraction(
        engine=STAMP,
        milestones=(MilestoneCandidate(kind="demo", status="done", quote="〔姓1〕总也在", turn=0),),
        facts=(
            FactCandidate(name="decision_maker", value="〔姓1〕总", quote="〔姓1〕总也在", turn=0),
            FactCandidate(name="need_mentioned", value=True),
        ),
        roles=(RoleGuess(speaker="客户 〔人1〕", role="buyer"),),
        dropped=(Dropped(signal="role:客户 〔人1〕", quote="打〔电话1〕", reason="invalid"),),
    )
    back = restore_extraction(answer, redact(call()))
    assert back.milestones[0].quote == "王总也在"
    assert [(each.value, each.quote) for each in back.facts] == [("王总", "王总也在"), (True, None)]
    assert back.roles == (RoleGuess(speaker="客户 王建国", role="buyer"),)
    assert back.dropped[0].signal == "role:客户 王建国"
    assert back.dropped[0].quote == "打13912345678"
    assert back.engine == STAMP


def test_labels_that_look_alike_when_masked_all_get_the_role() -> None:
    redacted = redact(call_of("喂", "在", speakers=("13912345678", "139-1234-5678")))
    answer = Extraction(engine=STAMP, roles=(RoleGuess(speaker="〔电话1〕", role="buyer"),))
    back = restore_extraction(answer, redacted)
    assert {each.speaker for each in back.roles} == {"13912345678", "139-1234-5678"}


@pytest.mark.parametrize("show", [repr, str, "{}".format], ids=["repr", "str", "format"])
def test_no_value_shows_in_a_repr(show: Callable[[object], str]) -> None:
    redacted = redact(call())
    shown = show(redacted) + show(redacted.values) + show([redacted.values])
    assert "王" not in shown
    assert "1234" not in shown
    assert len(redacted.values.forms) == 3
