"""Finds what looks like the head of a turn in a line: a name, a time, or both.

Every pattern looks at the first characters of a line only. Whether the find counts is decided
elsewhere.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from callsift.steps.read.lines import Line
from callsift.steps.read.stamps import CLOCK, ELAPSED, IN_BRACKETS, SPAN, TIME, Stamp, parse_stamp


class Header(NamedTuple):
    """A possible head of a turn. The words begin `at` characters into the line."""

    speaker: str | None
    stamp: Stamp | None
    at: int
    marks: str = ""


Heads: TypeAlias = dict[int, Header]
_OPEN, _CLOSE = r"[\[(（【<〔]", r"[\])）】>〕]"
# Blanks are never given back (`*+`): tried in every division, a line of a hundred of them takes seconds.
_LABEL = re.compile(
    rf"^(?P<bullet>(?:(?:[-*•·]|>{{1,2}}|#{{1,6}}|\d{{1,4}}[.)])\s++|\d{{1,4}}、\s*+)?)(?P<bold>(?:\*\*|__)?)"
    rf"(?:(?:{_OPEN}(?P<inner>{IN_BRACKETS}){_CLOSE}|{_OPEN}?(?P<before>{SPAN}){_CLOSE}?"
    rf"|(?P<counted>{ELAPSED})(?=\s))(?P<gap>[\s\-–—|｜]*+))?(?P<bold2>(?:\*\*|__)?)"
    rf"(?P<name>[^:：]{{1,30}}[:：][^\s:：()（）]{{1,20}}(?=\s*+{_OPEN}{SPAN}{_CLOSE}\s*+[:：])|[^:：]{{1,60}}?)\s*+(?:{_OPEN}(?P<passed>{ELAPSED}){_CLOSE}|{_OPEN}?(?P<after>{SPAN}){_CLOSE}?)?\s*+(?:\*\*|__)?\s*+"
    rf"(?P<colon>[:：])(?![/\\])\s*(?:\*\*|__)?\s*(?:{_OPEN}(?P<inside>{SPAN}){_CLOSE}\s*)?"
)
_NAME_THEN_TIME = re.compile(
    rf"^(?P<name>\S.{{0,39}}?)(?:\s+|\s*(?={_OPEN})|(?<=[】\]]))(?:[|｜·–—-]\s*)?{_OPEN}?(?P<clock>{SPAN}){_CLOSE}?$"
)
_TIME_THEN_NAME = re.compile(
    rf"^@?(?:{_OPEN}(?P<inner>{IN_BRACKETS}){_CLOSE}|{_OPEN}?(?P<clock>{SPAN}){_CLOSE}?|(?P<counted>{ELAPSED}))\s+(?:[|｜·–—-]\s*)?(?![AaPp]\.?[Mm]\b)(?P<name>[^\s:：][^:：]{{0,39}})$"
)
_NAME_TIME_WORDS = re.compile(
    rf"^(?P<name>\S.{{0,29}}?)\s+{_OPEN}?(?P<clock>{TIME}){_CLOSE}?\s+(?=\S)"
)
_BRACKETED = re.compile(
    rf"^(?:(?:{_OPEN}(?P<clock>{SPAN}){_CLOSE}|(?P<bare>{SPAN}))\s*)?"
    r"[\[(（【<〔](?P<name>[^\[\](（）)【】<>〔〕:：]{1,40})[\])）】>〕]\s*(?=[^\s:：])"
)
_TABBED = re.compile(rf"^(?:(?P<clock>{SPAN})\t)?(?P<name>[^\t:：]{{1,40}})\t(?=\S)")
_BARRED = re.compile(
    rf"^(?:(?P<clock>{SPAN})\s*[|｜]\s*)?(?P<name>[^\t:：|｜]{{1,40}}?)\s*[|｜]\s*(?=[^\s|｜])(?!.*[|｜])"
)
_RECOGNISED = re.compile(
    rf"^(?:{_OPEN}?(?P<clock>{TIME}){_CLOSE}?\s+)?"
    r"(?P<name>(?:说话人|說話人|发言人|發言人|讲话人|講話人|讲者|講者|Speaker|SPEAKER|Spk)"
    # With a time before it, so short a label is one too.
    r"[ _]?(?:\d{1,2}|[A-Z])|(?(clock)S\d{1,2}|(?!)))"
    r"(?:\s+|(?<=\d)(?=[\u4e00-\u9fff]))(?P<words>\S)"
)
_TIME_WORDS = re.compile(
    rf"^(?:{_OPEN}(?P<inner>{IN_BRACKETS}){_CLOSE}|{_OPEN}?(?P<clock>{TIME})(?:\s*(?:-->|[-–~])\s*{TIME})?{_CLOSE}?)\s+(?=\S)"
)
_ONLY_NAME = re.compile(
    r"^(?:#{1,6}\s+)?(?:\*\*|__)?[\[【]?(?P<name>[^\s\[\]【】*_:：][^\[\]【】*_:：]{0,39})[\]】]?(?:\*\*|__)?[:：]?$"
)
_ONLY_TIME = re.compile(rf"^(?:#{{1,6}}\s*)?{_OPEN}?(?P<clock>{TIME}){_CLOSE}?$")
_ONLY_CLOCK = re.compile(CLOCK)
_FIELD = re.compile(r"\D[:：]\s+\S")
_TO_WHOM = re.compile(r"^(?:From\s+)?(?P<name>.+?)(?:\s+to\s+.+)?$", re.IGNORECASE)


def label_header(line: Line) -> Header | None:
    """Read `name: words`, with a time before or after the name, bold or with a bullet."""
    found = _LABEL.match(line.head)
    if found is None or _is_inside_a_time(line.head, found):
        return None
    name = found["name"].strip().strip("*_").strip()
    if not name:
        return None
    marks = "b" * bool(found["bold"] or found["bold2"]) + "-" * bool(found["bullet"])
    if found["counted"]:
        marks += "c"
    if "\t" in (found["gap"] or ""):
        marks += "z"
    before = found["inner"] or found["before"] or found["counted"]
    addressed = _TO_WHOM.match(name) if before else None
    if addressed is not None and addressed["name"] != name:
        name, marks = addressed["name"], marks + "z"
    clock = before or found["passed"] or found["after"] or found["inside"]
    if name[0] in "[【" and name[-1] in "]】":
        name = name[1:-1].strip() or name
    return Header(name, parse_stamp(clock) if clock else None, found.end(), marks)


def _is_inside_a_time(head: str, found: re.Match[str]) -> bool:
    """Tell whether the colon stands between digits: `会议开始 10:00`, `1:1`."""
    place = found.start("colon")
    return head[place - 1].isdigit() and head[place + 1 : place + 2].isdigit()


def block_header(line: Line) -> Header | None:
    """Read a line that is only a name and a time."""
    if not line.short:
        return None
    found = _NAME_THEN_TIME.match(line.text)
    # `Meeting created at: 10th Jun, 2026 - 3:00 PM` is a field, and its value is nobody's name.
    is_named = found is not None and _FIELD.search(found["name"]) is None
    return _named(found, len(line.text)) if found is not None and is_named else None


def time_first_header(line: Line) -> Header | None:
    """Read a line that is only a time and a name."""
    found = _TIME_THEN_NAME.match(line.text) if line.short else None
    if found is None:
        return None
    clock = found["inner"] or found["clock"] or found["counted"]
    return _named(found, len(line.text), clock=clock)


def inline_header(line: Line) -> Header | None:
    """Read `name 00:12 words` without a colon behind the time."""
    found = _NAME_TIME_WORDS.match(line.head)
    return None if found is None else _named(found, found.end())


def bracketed_header(line: Line) -> Header | None:
    """Read `【name】words`, with a time before it or none."""
    found = _BRACKETED.match(line.head)
    if found is None:
        return None
    return Header(found["name"].strip(), _stamp(found["clock"] or found["bare"]), found.end(), "[")


def tabbed_header(line: Line) -> Header | None:
    """Read `name`, a tab and words, with a time and a tab before it or none."""
    return _parted(_TABBED.match(line.head), "z")


def barred_header(line: Line) -> Header | None:
    """Read `name | words`, with a time and a bar before it or none; a line with more bars is a row of a table."""
    return _parted(_BARRED.match(line.head))


def name_header(line: Line) -> Header | None:
    """Read a line that is only what may be a name, plain, bold, in brackets or as a heading."""
    found = _ONLY_NAME.match(line.text) if line.short else None
    return None if found is None else Header(found["name"].strip(), None, len(line.text), "n")


def recognised_header(line: Line) -> Header | None:
    """Read `说话人1 words`, as speech recognition writes it."""
    found = _RECOGNISED.match(line.head)
    if found is None:
        return None
    return Header(found["name"], _stamp(found["clock"]), found.start("words"))


def timed_header(line: Line) -> Header | None:
    """Read `[00:12] words` without any name."""
    found = _TIME_WORDS.match(line.head)
    if found is None:
        return None
    return Header(None, parse_stamp(found["inner"] or found["clock"]), found.end())


def only_time(line: Line) -> Stamp | None:
    """Read a line that is only a time."""
    found = _ONLY_TIME.match(line.text) if line.short else None
    return None if found is None else parse_stamp(found["clock"])


def only_clock(line: Line) -> Stamp | None:
    """Read a line that is only a time, or a day and a time."""
    found = _ONLY_CLOCK.fullmatch(line.text) if line.short else None
    return only_time(line) if found is None else parse_stamp(found[0])


def _parted(found: re.Match[str] | None, marks: str = "") -> Header | None:
    """Return the head that a mark parts from the words behind it, with a time before it or none."""
    if found is None:
        return None
    return Header(found["name"].strip(), _stamp(found["clock"]), found.end(), marks)


def _stamp(clock: str | None) -> Stamp | None:
    return parse_stamp(clock) if clock else None


def _named(found: re.Match[str], at: int, *, clock: str = "") -> Header | None:
    name = found["name"].strip()
    marks = ""
    if name[0] in "[【" and name[-1] in "]】":
        name, marks = name[1:-1].strip(), "["
    name = name.strip('*_#" ').rstrip(":：,，")
    return Header(name, parse_stamp(clock or found["clock"]), at, marks) if name else None


def proposed_heads(lines: Sequence[Line], read: Callable[[Line], Header | None]) -> Heads:
    """Return what a reader of heads finds, by line number."""
    return {line.number: header for line in lines if (header := read(line)) is not None}


def followed_by_words(lines: Sequence[Line], heads: Heads) -> set[int]:
    """Return the numbers of heads whose next line is no head and no noise."""
    return {
        line.number
        for line, after in pairwise(lines)
        if line.number in heads and after.number not in heads
    }
