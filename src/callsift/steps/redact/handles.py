"""Finds the names of accounts (WeChat, QQ and the like) and licence plates in a line.

An account is told by the word before it alone: zhangwei_88 could be a file as well. So is a plate that has no Chinese
province before it, or one whose province is an ordinary word too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from callsift.steps.redact.beside import is_amount, is_of_amount
from callsift.steps.redact.line import Detection, FoldedLine
from callsift.steps.redact.words import handle_words

_BETWEEN = r"(?:[ :：,，\"“]|是|就是|叫|搜|也是|改成|\bis\b|'s\b){0,4}"
_NAME = r"(?P<name>(?:wxid_)?[a-z][a-z0-9_-]{5,31})(?![a-z0-9_.@-])"
_OPEN_ID = re.compile(r"(?<![a-z0-9_])(?P<name>wxid_[a-z0-9]{6,30})(?![a-z0-9_])")
_MARKED = re.compile(r"[0-9_-]")
_QQ = r"(?P<name>[1-9][0-9]{6,10})(?![0-9a-z])"
# A shorter one is as long as a price or a head count: it follows at once, and nothing is counted by it.
_SHORT_BETWEEN = r"(?:[ :：\"“]|是|就是|叫|搜|也是|改成|\bis\b){0,4}"
_SHORT_QQ = r"(?P<name>[1-9][0-9]{4,5})(?![0-9a-z])"
# v13912345678 is a telephone number.
_MOBILE = re.compile(r"[vw]?x?1[3-9][0-9]{9}")
_DIGIT = re.compile(r"[0-9]")
_BODY = r"[a-hj-np-z0-9](?:[ ·•]?[a-hj-np-z0-9]){4,5}(?![0-9a-z])"
_TOLD_REACH = 12


def find_handles(line: FoldedLine) -> Iterator[Detection]:
    """Yield every account and licence plate that can be told; spans may overlap."""
    for pattern in (_strict(), _loose(), _OPEN_ID):
        for found in pattern.finditer(line.text):
            # WeChat ID please: behind an English word anything may follow.
            sure = pattern is _strict() and not found[0][:2].isascii()
            marked = sure or _MARKED.search(found["name"])
            if marked and not _MOBILE.fullmatch(found["name"]):
                yield line.found(*found.span("name"), "handle", found["name"])
    for pattern in (_qq(), _short_qq()):
        for found in pattern.finditer(line.spoken):
            start, end = found.span("name")
            if not is_of_amount(line, found.start(), end, "phone"):
                yield line.found(start, end, "handle", found["name"])
    yield from _plates(line)


def _plates(line: FoldedLine) -> Iterator[Detection]:
    for found in _plate().finditer(line.spoken):
        start, end = found.span()
        sure = found["sure"] is not None or found["dot"] in ("·", "•")
        if _is_plate(line, found[0], start, end) and (sure or _is_told_plate(line, start)):
            yield line.found(start, end, "plate", _bare(found[0]))
    for found in _called_plate().finditer(line.text):
        body = _bare(found["name"])
        if _DIGIT.search(body) and not body.isdigit():
            yield line.found(*found.span("name"), "plate", body)


def _is_plate(line: FoldedLine, text: str, start: int, end: int) -> bool:
    if len(_DIGIT.findall(text)) < 2 or is_amount(line, start, end, "phone"):
        return False
    return not line.text.startswith(handle_words().not_after_plate, end)


def _is_told_plate(line: FoldedLine, start: int) -> bool:
    near = line.text[max(0, start - _TOLD_REACH) : start]
    return any(each in near for each in handle_words().plate)


def _bare(text: str) -> str:
    return re.sub(r"[ ·•-]", "", text)


@lru_cache(maxsize=1)
def _strict() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(handle_words().account_number)}){_BETWEEN}{_NAME}")


@lru_cache(maxsize=1)
def _loose() -> re.Pattern[str]:
    words = handle_words()
    not_before = "".join(f"(?<!{re.escape(each)})" for each in words.not_before_account)
    # An English word and the name must be apart: wx_config is one name.
    latin = tuple(each for each in words.account if each[-1].isascii())
    others = tuple(each for each in words.account if not each[-1].isascii())
    word = f"(?:{_any(others)}|(?:{_any(latin)})(?=[^a-z0-9_-]))"
    return re.compile(f"{not_before}{word}{_BETWEEN}{_NAME}")


@lru_cache(maxsize=1)
def _qq() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(handle_words().qq)})(?:号码?)?{_BETWEEN}{_QQ}")


@lru_cache(maxsize=1)
def _short_qq() -> re.Pattern[str]:
    words = handle_words()
    counted = f"(?! ?[{words.counted_by_qq}])"
    return re.compile(rf"(?:{_any(words.qq)})(?:号码?)?{_SHORT_BETWEEN}{_SHORT_QQ}{counted}")


@lru_cache(maxsize=1)
def _plate() -> re.Pattern[str]:
    words = handle_words()
    return re.compile(
        rf"(?:(?P<sure>[{words.provinces}])|[{words.provinces_also_words}])[a-hj-np-z](?P<dot>[ ·•.-]?)(?:{_BODY}|[a-z0-9]{{4}}[港澳])"
    )


@lru_cache(maxsize=1)
def _called_plate() -> re.Pattern[str]:
    words = _any(handle_words().plate_number)
    return re.compile(
        rf"(?:{words}){_BETWEEN}(?P<name>[a-z0-9]{{2,4}}[ -]?[a-z0-9]{{2,5}})(?![a-z0-9])"
    )


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern of these words; English ones only where they begin a word."""
    return "|".join(
        rf"(?<![a-z0-9]){re.escape(each)}" if each[0].isascii() else re.escape(each)
        for each in sorted(words, key=lambda each: (-len(each), each))
    )
