"""Names before the words count only in a file that is written so."""

import pytest

from callsift.steps.read.captions.blocks import Block
from callsift.steps.read.captions.labels import labelled_cues
from callsift.steps.read.captions.timing import Span
from callsift.steps.read.captions.voices import has_voices, voiced_cues

SPAN = Span(0.0, 1.0)


def blocks(*cues: str) -> list[Block]:
    return [Block(n, SPAN, tuple(cue.split("\n"))) for n, cue in enumerate(cues, 1)]


def spoken(*cues: str) -> list[tuple[str | None, str]]:
    return [(cue.speaker, cue.text) for cue in labelled_cues(blocks(*cues)).cues]


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        pytest.param(
            ["Ann: hi", "and more", "Bob: ok"],
            [("Ann", "hi"), ("Ann", "and more"), ("Bob", "ok")],
            id="a cue without a name goes on",
        ),
        pytest.param(
            [">> ANN: hi", ">> BOB: ok"],
            [("ANN", "hi"), ("BOB", "ok")],
            id="marks of a change of speaker",
        ),
        pytest.param(
            ["Ann (Berg): hi", "[Bob]: ok", "Ann (Berg): so"],
            [("Ann (Berg)", "hi"), ("Bob", "ok"), ("Ann (Berg)", "so")],
            id="brackets around the name and in it",
        ),
        pytest.param(
            ["- Ann: hi\n- Bob: ok", "Ann: so"],
            [("Ann", "hi"), ("Bob", "ok"), ("Ann", "so")],
            id="two in one cue",
        ),
        pytest.param(
            ["[张三] 多少钱", "【李四】三万", "[张三]: 贵"],
            [("张三", "多少钱"), ("李四", "三万"), ("张三", "贵")],
            id="in brackets",
        ),
        pytest.param(
            ["说话人1 在吗", "说话人2 在", "说话人1 好"],
            [("说话人1", "在吗"), ("说话人2", "在"), ("说话人1", "好")],
            id="recognised, no colon",
        ),
        pytest.param(
            ["张三\n多少钱", "李四\n三万", "张三\n贵"],
            [("张三", "多少钱"), ("李四", "三万"), ("张三", "贵")],
            id="on a line of its own",
        ),
        pytest.param(
            ["Ann: hi\ngo on", "Bob: ok"], [("Ann", "hi\ngo on"), ("Bob", "ok")], id="two lines"
        ),
        pytest.param(
            ["we saw it", "Remember: it was late", "we left", "then slept", "and ate"],
            [
                *((None, "we saw it"), (None, "Remember: it was late"), (None, "we left")),
                *((None, "then slept"), (None, "and ate")),
            ],
            id="a colon in a sentence",
        ),
        pytest.param(
            ["at 10:00 we met", "价格: 三万"],
            [(None, "at 10:00 we met"), (None, "价格: 三万")],
            id="a time and a field",
        ),
        pytest.param(
            ["- no\n- yes", "ok"],
            [(None, "- no"), (None, "- yes"), (None, "ok")],
            id="dashes alone",
        ),
        pytest.param(
            ["the thing is: we wait", "that is it"],
            [(None, "the thing is: we wait"), (None, "that is it")],
            id="an opening of a sentence",
        ),
        pytest.param(["see https://a.example: x"], [(None, "see https://a.example: x")], id="link"),
    ],
)
def test_names_are_found(cues: list[str], expected: list[tuple[str | None, str]]) -> None:
    assert spoken(*cues) == expected


def test_a_stage_direction_is_listed_and_not_said() -> None:
    found = labelled_cues(blocks("Ann: hi", "[Music]", "Ann: ok"))
    assert [cue.text for cue in found.cues] == ["hi", "ok"]
    assert [(each.line, each.text) for each in found.not_understood] == [(2, "[Music]")]


def test_voice_tags_may_be_several_in_a_cue_and_stay_open() -> None:
    cues = voiced_cues(blocks("um <v.loud Ann>hi</v> <v Bob>ok\nthen"))
    assert [(cue.speaker, cue.text) for cue in cues] == [
        (None, "um"),
        ("Ann", "hi"),
        ("Bob", "ok\nthen"),
    ]
    assert not has_voices(blocks("<video> is a tag, <b>bold</b> too"))
