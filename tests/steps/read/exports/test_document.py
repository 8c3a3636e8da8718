"""A JSON document is told from text that only looks like one; a broken one is refused."""

import pytest

from callsift.errors import InputError
from callsift.steps.read.exports.document import document_of, listed_lines


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


def test_what_is_named_json_and_begins_so_is_json_however_little_is_left() -> None:
    assert document_of("{broken", "call.txt") is None
    with pytest.raises(InputError, match="broken in line 1"):
        document_of("{broken", "call.JSON")


def test_utterances_one_a_line_are_one_call() -> None:
    text = '{"speaker": "Ann", "text": "We wait."}\n\n{"speaker": "Bob", "text": "Why?"}\n'
    assert document_of(text, "x") == [
        {"speaker": "Ann", "text": "We wait."},
        {"speaker": "Bob", "text": "Why?"},
    ]


@pytest.mark.parametrize(
    "second",
    [
        '{"name": "Call 2", "text": "They wait."}',
        '{"speaker": "Bob", "call_id": 2, "text": "Why?"}',
        '{"speaker": "Bob", "text": "%s"}' % ("Why? " * 999),
        '{"speaker": "Bob"}',
        '{"turns": [{"speaker": "Bob", "text": "Why?"}]}',
        "[1]",
    ],
    ids=["a call", "of another call", "a whole call", "no words", "turns of its own", "no object"],
)
def test_other_objects_one_a_line_are_several_documents(second: str) -> None:
    with pytest.raises(InputError, match="more than one JSON document"):
        document_of(f'{{"speaker": "Ann", "text": "We wait."}}\n{second}', "x")


def test_no_id_loses_a_digit_and_no_number_is_too_long() -> None:
    text = '{"id": 9223372036854775807123, "long": %s, "not": NaN}' % ("9" * 10_000)
    assert document_of(text, "x") == {
        "id": 9223372036854775807123,
        "long": "9" * 10_000,
        "not": None,
    }


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('["客户：贵了。", "销售：好的。"]', "客户：贵了。\n销售：好的。"),
        ('\n[\n  "a"\n]\n', "a"),
        ('["a\\nb", ""]', "a\nb\n"),
        ('["a\\ud800"]', "a?"),
    ],
)
def test_a_list_of_strings_is_a_text_of_so_many_lines(text: str, lines: str) -> None:
    assert listed_lines(text) == lines


@pytest.mark.parametrize("text", ["[]", "[1]", '["a", 1]', '["a"', '"a"', "[图片]", '["a"] 好', ""])
def test_any_other_text_is_no_list_of_lines(text: str) -> None:
    assert listed_lines(text) is None
