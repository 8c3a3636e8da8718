"""Replies as models spoil them, all made from the same two quotes.

Whatever is read of them must be those quotes, unaltered. `LOST` are replies in which a quote cannot
be told any more: it must be dropped, never guessed.
"""

from typing import NamedTuple

FIRST = "这个价“吓人”，超预算了"
SECOND = "I can't say {yes} [yet], 5% \\ more"
_FIRST = (
    '{"id": "price_out_of_range", "quote": "这个价“吓人”，超预算了", "turn": 1, "confidence": 0.9}'
)
_SECOND = (
    '{"id": "withholds_information", "quote": "I can\'t say {yes} [yet], 5% \\\\ more",'
    ' "turn": 3, "confidence": 0.7}'
)
_REST = '"milestones": [], "facts": [], "roles": []'
_ITEMS = f"{_FIRST}, {_SECOND}"
WHOLE = f'{{"signals": [{_ITEMS}], {_REST}}}'
_LINES = WHOLE.replace(', "', ',\n  "')
_CURLY = WHOLE.replace("“吓人”", "吓人").replace('"', "“")


class Broken(NamedTuple):
    """A spoilt reply, and the quotes that must be read from it."""

    text: str
    quotes: tuple[str, ...] = (FIRST, SECOND)


def _wrapped(before: str = "", after: str = "") -> Broken:
    return Broken(before + WHOLE + after)


def _changed(old: str, new: str, count: int = -1) -> Broken:
    assert old in WHOLE
    return Broken(WHOLE.replace(old, new, count))


_DRAFT = '{"signals": [], "milestones": [], "facts": [], "roles": []}'
_PYTHON = (
    "{'signals': [{'id': 'price_out_of_range', 'quote': '这个价“吓人”，超预算了',"
    " 'turn': None, 'confidence': 0.9}, {'id': 'withholds_information',"
    " 'quote': 'I can\\'t say {yes} [yet], 5% \\\\ more', 'turn': 3}],"
    " 'milestones': [], 'facts': [], 'roles': []}"
)

READ: dict[str, Broken] = {
    "nothing wrong": _wrapped(),
    "byte order mark": _wrapped("\ufeff"),
    "white space around": _wrapped("\n\n  ", "\n \n"),
    "json fence": _wrapped("```json\n", "\n```"),
    "plain fence": _wrapped("```\n", "\n```"),
    "fence never closed": _wrapped("```json\n"),
    "upper-case fence": _wrapped("```JSON\n", "\n```\n"),
    "thinking": _wrapped("<think>the price seems high</think>"),
    "thinking with a draft": _wrapped(f"<think>perhaps {_DRAFT}?</think>\n"),
    "thinking without an opening tag": _wrapped("the price seems high\n</think>\n\n"),
    "thinking twice": _wrapped("<think>a</think><think>b</think>"),
    "thinking under another name": _wrapped("<thinking>\n1. {x}\n</thinking>\n"),
    "thinking then fence": _wrapped("<think>hm</think>\n```json\n", "\n```"),
    "english prose before": _wrapped("Here is the result:\n"),
    "chinese prose before": _wrapped("以下是分析结果：\n"),
    "prose behind": _wrapped("", "\n\nLet me know if you need more."),
    "prose with braces": _wrapped("Using {ids} and [turns] as asked: ", " ({done})"),
    "prose with a draft": _wrapped(f"First I had {_DRAFT} but then: "),
    "prose with a quotation": _wrapped('The "price" is what matters. ', ' That "price".'),
    "trailing comma in the list": _changed("}], ", "},], "),
    "trailing comma in an item": _changed("0.9}", "0.9,}"),
    "trailing comma at the end": _changed('"roles": []}', '"roles": [],}'),
    "all trailing commas": Broken(
        WHOLE.replace("}", ",}")
        .replace("]", ",]")
        .replace("[,", "[")
        .replace("{yes,} [yet,]", "{yes} [yet]")
    ),
    "comma missing between items": _changed("}, {", "}\n{"),
    "comma missing between members": Broken(_LINES.replace('",\n  "turn"', '"\n  "turn"')),
    "full-width commas": Broken(WHOLE.replace('", "', '"，"').replace("0.9}, ", "0.9}，")),
    "full-width colons": Broken(WHOLE.replace('": ', '"：')),
    "names in curly marks": Broken(WHOLE.replace('"id"', "“id”").replace('"turn"', "“turn”")),
    "a value in curly marks": _changed('"这个价“吓人”，超预算了"', "“这个价“吓人”，超预算了”"),
    "curly marks everywhere": Broken(_CURLY.replace("吓人", "“吓人”")),
    "single quotation marks": Broken(_PYTHON),
    "names without marks": Broken(
        WHOLE.replace('"id"', "id").replace('"confidence"', "confidence")
    ),
    "python's words": Broken(
        WHOLE.replace('"turn": 1', '"turn": None').replace('"turn": 3', '"turn": True')
    ),
    "line comment": _changed('"turn": 1,', '"turn": 1, // the price\n'),
    "block comment": _changed('"signals": [', '"signals": [ /* two */ '),
    "dots for more": _changed("}], ", "}, ...], "),
    "cut after the second item": Broken(WHOLE[: WHOLE.index('], "milestones"')]),
    "cut after the signals": Broken(WHOLE[: WHOLE.index(', "milestones"')]),
    "cut in the next list": Broken(WHOLE[: WHOLE.index('"facts"') + 3]),
    "cut inside the second quote": Broken(WHOLE[: WHOLE.index("[yet]")], (FIRST,)),
    "cut inside the second id": Broken(WHOLE[: WHOLE.index("_information")], (FIRST,)),
    "cut behind the second quote": Broken(WHOLE[: WHOLE.index(', "turn": 3')], (FIRST,)),
    "cut behind the second turn": Broken(WHOLE[: WHOLE.index(', "confidence": 0.7')]),
    "a broken item between": _changed("}, {", "}, {id, 7}, {"),
    "one bracket too few": Broken(WHOLE.replace('0.7}], "', '0.7, "')),
    "brackets closed in the wrong order": _changed("0.7}], ", "0.7]}, "),
    "an escape that does not exist": _changed("can't", "can\\'t"),
    "another such escape": _changed("5%", "5\\%"),
    "unicode escapes": _changed(
        "这个价“吓人”", "\\u8fd9\\u4e2a\\u4ef7\\u201c\\u5413\\u4eba\\u201d"
    ),
    "a bare list": Broken(f"[{_ITEMS}]"),
    "an envelope": Broken(f'{{"result": {WHOLE}}}'),
    "the schema's name around it": Broken(f'{{"name": "observations", "arguments": {WHOLE}}}'),
    "the same list twice": Broken(f'{{"signals": [{_FIRST}], "signals": [{_SECOND}], {_REST}}}'),
    "members unknown to us": _changed('"turn": 1', '"turn": 1, "why": "x"'),
    "only the signals": Broken(f'{{"signals": [{_ITEMS}]}}'),
    "null lists": _changed('"facts": []', '"facts": null'),
}

# Marks inside a quote that JSON would have wanted escaped; the quote keeps them.
INNER = {
    "in the middle": '他说"先这样"，再说',
    "at the end": '他说"先这样"',
    "at the beginning": '"先这样"他说',
    "before a comma": '他说"行", "好"，就这样',
    "around everything": '"先这样"',
    "english": 'they said "not now", and "maybe"',
    "one alone": '5" 屏幕',
    "with brackets": '选"A"}还是"B"]呢',
}

_PRICE = '{"id": "price_out_of_range", "quote": "太贵了'
LOST = {
    "never closed": f'{{"signals": [{_PRICE}, "turn": 1, "confidence": 1}}], {_REST}}}',
    "cut off": f'{{"signals": [{_SECOND}, {_PRICE}',
}
