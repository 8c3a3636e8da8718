"""Labels that name somebody, and words before a colon that do not."""

import pytest

from callsift.steps.read.names import is_event, is_field, is_label, is_person


@pytest.mark.parametrize(
    "name",
    [
        *(
            "客户",
            "销售 李明",
            "我方-孙磊",
            "张总",
            "王海峰",
            "小李",
            "说话人 1",
            "发言人A",
            "A",
            "Q",
        ),
        *("Amy", "Amy Stone", "Speaker 1", "SPEAKER_00", "Dr. Lee", "Gemma (Brimcheck)"),
        *("信息中心屠老师", "客户A（财务）", "林課長", "客戶", "Mr. Abara", "我"),
        *("王建国(恒泰)", "Amy(采购)"),
    ],
)
def test_these_are_people(name: str) -> None:
    assert is_label(name)
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        *("结论", "待办", "下一步", "会议主题", "第一", "客户名称", "與會", "備註"),
        *("客户说", "王总表示", "Sarah said", "3月5日", "周一", "第二步", "Day 2", "12"),
        *("我觉得这个价格，太高", "那我问你", "Next steps", "Budget", "def foo(x)", "a == b"),
        *("Well, so", "yes, Amy", "f(x)"),
    ],
)
def test_these_are_no_labels(name: str) -> None:
    assert not is_label(name)


@pytest.mark.parametrize("name", ["Chen, Amy", "O'Brien, Mary J. (Acme)"])
def test_a_name_with_the_familys_first_may_be_a_label(name: str) -> None:
    assert is_label(name)


def test_fields_and_events_are_known_in_either_script() -> None:
    assert is_field("备注")
    assert is_field("備註")
    assert is_event("会议开始")
    assert not is_event("王姐")
