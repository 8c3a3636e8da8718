"""Half of what a buyer claims: the first figure, with its unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.steps.merge.halve import halved


@pytest.mark.parametrize(
    ("claim", "half"),
    [
        ("预算300万", "150万"),
        ("一年要用2,400台", "1,200台"),
        ("大概1.5亿的盘子", "0.75亿"),
        ("三百多万的预算", "150万"),
        ("两千来号人", "1,000号"),
        ("十二个门店", "6个"),
        ("一年八十台", "40台"),
        ("a budget of 90,000 euros", "45,000 euros"),
        ("about 500k a year", "250k"),
        ("we run 64 sites", "32 sites"),
        ("手里有30%的份额", "15%"),
        ("2026年预算300万", "150万"),
        ("8月15日前要用60台", "30台"),
        ("先要5台，后面还有400台", "2.5台"),
        ("一年20萬的量", "10萬"),
        ("預算三百多萬", "150萬"),
        ("一亿两千万的产值", "0.6亿"),
        ("1亿2000万", "0.6亿"),
        ("一亿二的盘子", "0.6亿"),
        ("三百五十台", "175台"),
        ("一年3-5万", "1.5万"),
        ("20到30台", "10台"),
        ("三十家门店", "15家"),
        ("五家分店", "2.5家"),
        ("看了三家，一年要用四百吨", "200吨"),
    ],
)
def test_the_first_figure_is_halved_with_its_unit(claim: str, half: str) -> None:
    assert halved(claim) == half


@pytest.mark.parametrize(
    "claim",
    [
        "",
        "量很大，做好了少不了你的",
        "a huge volume",
        "0台",
        "一直在用",
        "目前入围三家",
        "找了4家报价",
    ],
)
def test_without_a_figure_there_is_no_half(claim: str) -> None:
    assert halved(claim) is None


@given(st.integers(1, 500_000), st.sampled_from(["万", "台", "k", " euros", ""]))
def test_twice_the_half_is_the_figure(number: int, unit: str) -> None:
    half = halved(f"{number}{unit}")
    assert half is not None
    assert float(half.removesuffix(unit).replace(",", "")) * 2 == pytest.approx(number, rel=1e-5)


@given(st.text(max_size=30))
def test_any_words_at_all_can_be_asked_about(claim: str) -> None:
    half = halved(claim)
    assert half is None or half[0].isdigit()
