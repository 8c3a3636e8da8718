"""Whose names are read from labels with firms in them, and from heads of lines that are no labels."""

import pytest

from tests.steps.redact.test_mask import masked


@pytest.mark.parametrize(
    ("label", "said", "shown"),
    [
        ("恒泰-王建国", "王总，恒泰", "〔姓1〕总，恒泰"),
        ("恒泰王总", "老王，恒泰", "老〔姓1〕，恒泰"),
        ("健身房店长", "健身房店长，老房子", "健身房店长，老房子"),
        ("张伟", "小张", "小〔姓1〕"),
        ("王建国@华新", "建国，华新", "〔名1〕，华新"),
        ("销售@李敏", "李敏", "〔人1〕"),
        ("“孙丽”", "孙丽", "〔人1〕"),
        ("amy.chen@acme.com", "Amy, acme", "〔名1〕, acme"),
        ("Chen, Amy", "Amy", "〔姓1〕"),
    ],
)
def test_a_firm_in_a_label_is_nobodys_name(label: str, said: str, shown: str) -> None:
    assert masked(said, speakers=(label,)) == [shown]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("王建国(恒泰)：王总在",), ["〔人1〕(恒泰)：〔姓1〕总在"]),
        (("李敏：我是李敏",), ["〔人1〕：我是〔人1〕"]),
        (
            ("Chen, Amy: hi", "Chen, Amy: Amy"),
            ["〔名1〕, 〔姓1〕: hi", "〔名1〕, 〔姓1〕: 〔姓1〕"],
        ),
        (("单价(含税)：单价高",), ["单价(含税)：单价高"]),
        (("毛利(估)：毛利高",), ["毛利(估)：毛利高"]),
        (("王建国(恒泰)：在",), ["王建国(恒泰)：在"]),
        (("Price, Terms: x", "Price, Terms: y"), ["Price, Terms: x", "Price, Terms: y"]),
    ],
    ids=["called", "said to be", "twice", "a price", "a field", "nobody calls him", "fields"],
)
def test_the_head_of_a_line_is_a_name_where_the_call_says_so(
    lines: tuple[str, ...], shown: list[str]
) -> None:
    assert masked(*lines) == shown
