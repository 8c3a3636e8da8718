"""What holds for every call, whatever is said in it."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.domain.observation import Candidate, EngineStamp, Extraction
from callsift.domain.transcript import Call, Language, Transcript, Turn
from callsift.steps.redact import redact, restore_extraction
from tests.steps.redact.labelled import call_of

STAMP = EngineStamp(name="llm", playbook_hash="x")
PERSONAL = (
    "13912345678",
    "139-1234-5678",
    "１３９１２３４５６７８",
    "一三九一二三四五六七八",
    "+86 139 1234 5678",
    "010-62345678",
    "座机87654321",
    "87654321",
    "110105198702143014",
    "31010419880229104X",
    "6228480123456789",
    "6228 4801 2345 6789",
    "liang.q@qiming.example.cn",
    "滨江区江南大道588号3幢1802室",
    "王建国",
    "王总",
    "老王",
    "建国",
    "李工",
    "欧阳总",
    "Dana Whitlock",
    "Dana",
    "WHITLOCK",
    "我叫柳文斌，",
    "(415) 207-9861",
    "1420 West Alder Street, Suite 300",
    "139然后是1234 5678",
    "一三九 嗯 一二三四 五六七八",
    "号码是139，1234，5678",
    "139123456783点",
    "v13912345678",
    "13912345678wx",
    "four one five two oh seven nine eight six one",
    "john [at] x.com",
    "john艾特x点com",
    "amy dot chen at acme dot com",
    "C座1203",
    "12楼1203室",
    "Suite 1203, Tower C",
    "微信号 zhangwei_88",
    "vx：wj_hengtai",
    "QQ 12345678",
    "车牌沪A·12345",
    "沪A12345",
    "护照号 E1234 5678",
    "香港 9123 4567",
)
PLAIN = (
    "报价13800元",
    "，",
    "。",
    " ",
    "\n",
    "1",
    "一",
    "-",
    "(",
    "〔电话1〕",
    "[人1]",
    "〔",
    "〕",
    "电话",
    "卡号",
    "路",
    "号",
    "a",
    "X",
    "@",
    "叉",
    "\u200b",
    "😀",
    "Will you",
    "王建国(恒泰)：",
    "Chen, Amy: ",
    "安全工程师",
    "然后",
    "嗯",
    "3点",
    " at ",
    "点com",
    "v",
    "座",
    "1203",
    "微信",
    "单价(含税)：",
)
LABELS = (
    "王建国",
    "客户 李工",
    "欧阳锋",
    "Dana Whitlock",
    "小洛",
    "说话人 1",
    "139 1234 5678",
    "甲 魏",
    "王建国(恒泰)",
    "amy.chen",
    "Chen, Amy",
    "<陈静>",
    "周涛@华新",
    "otis.vane@lorrimer.com",
)
SAID = st.lists(st.sampled_from(PERSONAL + PLAIN) | st.text(max_size=3), max_size=8).map("".join)
NUMBER = re.compile("〔x*(?:电话|電話|证件|證件|卡号|卡號|PHONE|ID|CARD|账号|帳號|ACCOUNT)")
NAME = re.compile("〔x*(?:人|姓|名|PERSON|SURNAME|FIRSTNAME)")
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(("zh", "zh-Hant", "en", "mixed"))


@st.composite
def calls(draw: st.DrawFn) -> Call:
    speakers = tuple(draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=3)))
    texts = draw(st.lists(SAID, min_size=1, max_size=4))
    return call_of(*texts, speakers=speakers, language=draw(LANGUAGES))


NAMES = st.sampled_from(((), ("秦志远",), ("王", "Ada King")))


@given(calls(), NAMES)
def test_every_turn_comes_back_word_for_word(call: Call, names: tuple[str, ...]) -> None:
    redacted = redact(call, names=names)
    said = tuple(
        Candidate(signal="s", quote=turn.text, turn=turn.index)
        for turn in redacted.call.transcript.turns
    )
    back = restore_extraction(Extraction(engine=STAMP, candidates=said), redacted)
    for turn, each in zip(call.transcript.turns, back.candidates, strict=True):
        assert each.quote.strip() == turn.text.strip()


@given(calls(), NAMES)
def test_turns_are_slices_of_the_masked_text(call: Call, names: tuple[str, ...]) -> None:
    masked = redact(call, names=names).call.transcript
    assert Transcript.model_validate(masked.model_dump()) == masked
    assert len(masked.turns) == len(call.transcript.turns)


@given(calls(), NAMES)
def test_the_text_is_the_original_with_its_places_changed(
    call: Call, names: tuple[str, ...]
) -> None:
    redacted = redact(call, names=names)
    text, original = redacted.call.transcript.text, call.transcript.text
    at = place = 0
    for each in redacted.edits:
        assert text[at : each.start] == original[place : each.original_start]
        assert text[each.start : each.end] in redacted.values.forms
        at, place = each.end, each.original_end
    assert text[at:] == original[place:]


@given(calls(), NAMES)
def test_no_masked_value_is_left_anywhere(call: Call, names: tuple[str, ...]) -> None:
    redacted = redact(call, names=names)
    masked = redacted.call.transcript
    shown = [masked.text, *(turn.speaker or "" for turn in masked.turns)]
    for placeholder, forms in redacted.values.forms.items():
        for form in forms:
            # A surname is masked before a title and behind 老, a given name of one character likewise.
            if len(form) == 1:
                continue
            # An English name counts as a word: Dana does not stand in Danaher.
            is_word = NAME.match(placeholder) and form.isascii()
            edges = ("(?<![a-zA-Z0-9])", "(?![a-zA-Z0-9])") if is_word else ("", "")
            left = re.compile(re.escape(form).join(edges))
            assert not any(left.search(each) for each in shown), placeholder
            digits = re.sub("[^0-9]", "", form)
            if NUMBER.match(placeholder) and len(digits) >= 7:
                assert not any(digits in each for each in shown), placeholder


@given(calls(), NAMES)
def test_masking_twice_is_masking_once(call: Call, names: tuple[str, ...]) -> None:
    once = redact(call, names=names).call
    assert redact(once, names=names).call == once


@given(calls(), NAMES)
def test_a_placeholder_stood_nowhere_before(call: Call, names: tuple[str, ...]) -> None:
    redacted = redact(call, names=names)
    for placeholder in redacted.values.forms:
        assert placeholder not in call.transcript.text


@given(calls(), calls())
def test_one_call_says_nothing_of_another(first: Call, second: Call) -> None:
    alone = redact(second)
    redact(first)
    assert redact(second) == alone


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4), SAID)
def test_turns_that_overlap_stay_slices(places: list[tuple[int, int]], said: str) -> None:
    text = f"王建国：{said} 13912345678"
    spans = [(min(each[0], len(text)), min(max(each), len(text))) for each in places]
    turns = tuple(
        Turn(index=at, speaker="王建国", start=start, end=end, text=text[start:end])
        for at, (start, end) in enumerate(spans)
    )
    transcript = Transcript(
        format="plain", kind="transcript", language="zh", text=text, turns=turns
    )
    masked = redact(Call(name="c", transcript=transcript, sha256="0")).call.transcript
    assert Transcript.model_validate(masked.model_dump()) == masked
