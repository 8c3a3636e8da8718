"""Gives a chosen layout the name of the product that writes it so, its kind and its date."""

import re
from collections.abc import Iterable, Sequence

from callsift.domain.transcript import Kind, NotUnderstood
from callsift.steps.read.headers import Header
from callsift.steps.read.layouts import Layout
from callsift.steps.read.lines import Line
from callsift.steps.read.stamps import Stamp, full_date, is_time_of_day, slashed_dates
from callsift.steps.read.words import reading_words
from callsift.typography import folded

_CHAT_HEADER = re.compile(
    r"聊天[记記][录錄]|微信|chat (?:log|history)|whatsapp|dingtalk|钉钉聊天", re.IGNORECASE
)
_RECOGNISERS = (
    ("tongyi", re.compile("发言人|發言人")),
    ("iflytek", re.compile(r"(?:说话人|說話人)\d")),
    ("feishu", re.compile(r"(?:说话人|說話人)\s")),
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s|\*\*[^*]+\*\*|[-*]\s\*\*|\|.*\|$|```)")
_MEET = re.compile(r"transcription ended|attendees|- transcript$|google meet|gemini", re.IGNORECASE)


def format_of(layout: Layout, lines: Sequence[Line]) -> str:
    """Return the name of the format."""
    heads = list(layout.heads.values())
    if layout.family == "label":
        return _label_format(heads, lines)
    if layout.family == "recognised":
        return "labelled"
    return _block_format(heads, lines) if layout.family == "block" else "plain"


def _label_format(heads: Sequence[Header], lines: Sequence[Line]) -> str:
    if _most(heads, "z"):
        return "zoom_chat"
    if _most(heads, "b"):
        latin = sum(1 for head in heads if (head.speaker or "").isascii())
        is_meet = latin * 2 > len(heads) or any(_MEET.search(line.head) for line in lines)
        return "meet" if is_meet else "markdown"
    has_time = sum(1 for head in heads if head.stamp is not None)
    is_recording = has_time * 2 > len(heads) and not any(
        head.stamp and head.stamp.day for head in heads
    )
    return "tencent" if is_recording and _names_tencent(lines) else "labelled"


def _names_tencent(lines: Sequence[Line]) -> bool:
    return any("腾讯会议" in line.head or "騰訊會議" in line.head for line in lines[:12])


def _block_format(heads: Sequence[Header], lines: Sequence[Line]) -> str:
    if _most(heads, "["):
        return "zoom_panel"
    names = " ".join({head.speaker or "" for head in heads})
    for product, pattern in _RECOGNISERS:
        if pattern.search(names):
            return product
    stamps = [head.stamp for head in heads if head.stamp is not None]
    if _is_chat(stamps, lines):
        return "wechat"
    has_seconds = all(stamp.has_seconds for stamp in stamps)
    if names.isascii():
        return "otter"
    return "tencent" if has_seconds and not _has_feishu_parts(lines) else "feishu"


def _is_chat(stamps: Sequence[Stamp], lines: Sequence[Line]) -> bool:
    """Tell whether the times are of the day, or the text calls itself a chat."""
    if _has_feishu_parts(lines):
        return False
    if is_time_of_day(stamps) and not all(each.has_seconds and not each.day for each in stamps):
        return True
    return any(_CHAT_HEADER.search(line.head) for line in lines[:5])


def _has_feishu_parts(lines: Sequence[Line]) -> bool:
    return any(
        line.text.strip(":： ") in ("关键词", "文字记录", "關鍵詞", "文字記錄")
        for line in lines[:60]
    )


def _most(heads: Sequence[Header], mark: str) -> bool:
    return sum(1 for head in heads if mark in head.marks) * 2 > len(heads)


def kind_of(layout: Layout, name: str) -> Kind:
    """Return chat for messages, transcript for everything else that has speakers."""
    if name in ("wechat", "zoom_chat"):
        return "chat"
    stamps = [head.stamp for head in layout.heads.values() if head.stamp is not None]
    if any(stamp.day for stamp in stamps):
        return "chat"
    has_me = any(head.speaker in ("我", "Me") for head in layout.heads.values())
    return "chat" if has_me and stamps and is_time_of_day(stamps) else "transcript"


def unnamed_format(lines: Sequence[Line], kind: Kind) -> str:
    """Return the name of a format without speakers."""
    marked = sum(1 for line in lines if _MARKDOWN.match(line.head))
    if marked > 1 and marked * 10 >= len(lines):
        return "markdown"
    return "notes" if kind == "notes" else "plain"


def date_of(
    layout: Layout, listed: Iterable[NotUnderstood], lines: Sequence[Line], kind: Kind
) -> str | None:
    """Return the day of the call: of a chat or a log the last one, else the first one written."""
    if kind == "notes":
        dates = [full_date(line.head[:40]) for line in lines if _is_dated(line)]
    else:
        listed = tuple(listed)
        # Above a chat stands the day on which it was saved; the messages have theirs.
        lines_of_days = [each for each in listed if kind == "chat" and each.reason == "date line"]
        stamps = [head.stamp for head in layout.heads.values() if head.stamp is not None]
        dates = [full_date(stamp.day) for stamp in stamps]
        dates = [full_date(each.text[:200]) for each in lines_of_days] + dates
        if kind != "chat" or not any(dates):
            dates = [full_date(each.text[:200]) for each in listed] + dates
        dates += slashed_dates(stamp.day for stamp in stamps)
    known = [date for date in dates if date is not None]
    if not known:
        return None
    return known[0] if kind == "transcript" else max(known)


def _is_dated(line: Line) -> bool:
    """Tell whether a line opens with a date, or is a field that holds one."""
    form = folded(line.head[:24]).text
    if re.match(r"^[-*•#\s\[【(]*(?:19|20)\d\d", form):
        return True
    label = re.split(r"[:(]", form)[0].strip("-*•# ")
    return label in reading_words().fields and (
        "时间" in label or "日期" in label or label in ("date", "time", "when")
    )
