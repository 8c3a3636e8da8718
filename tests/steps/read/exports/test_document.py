"""A JSON document is told from text that only looks like one; a broken one is refused."""

import pytest

from callsift.errors import InputError
from callsift.steps.read.exports.document import document_of


@pytest.mark.parametrize(
    "text", ["[图片]", "{客户很急", "[1]", "12", "", '["a", "b"]', "[[[[", "{}{"]
)
def test_ordinary_text_is_no_document(text: str) -> None:
    assert document_of(text, "x") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"segments": [{"text": "hi"', "broken in line 1"),
        ('[\n{"a": 1},\n{"a": }]', "broken in line 3"),
        ('{"a": 1}\n{"a": 2}', "more than one JSON document; the second begins in line 2"),
        ('{"a": 1}\n{"a": 2}', "`callsift batch FILE "),
        ('{"a": 1}\n\n{"a": 2}', "`callsift batch FILE "),
        ('{\n"a": 1}\n{"a": 2}', "a file of its own"),
        ('{"a": 1} {"a": 2}', "a file of its own"),
        ('[{"a": 1}]\n{"a": 2}', "a file of its own"),
        ('{"a":' + "[" * 100_000, "deep"),
        ("[" * 100_000 + "]" * 100_000, "deep"),
        ('{"a":' * 100_000, "deep"),
    ],
)
def test_a_broken_document_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        document_of(text, "x")


def test_no_id_loses_a_digit_and_no_number_is_too_long() -> None:
    text = '{"id": 9223372036854775807123, "long": %s, "not": NaN}' % ("9" * 10_000)
    assert document_of(text, "x") == {
        "id": 9223372036854775807123,
        "long": "9" * 10_000,
        "not": None,
    }
