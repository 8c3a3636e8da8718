"""Names lines that nobody said: dates, system messages, rulers, footers, stage directions.

The patterns are data, in `playbook/roles.toml`.
"""

import re
from functools import lru_cache
from typing import Any

import tomli

from callsift.resources import package_text
from callsift.steps.read.lines import Line
from callsift.steps.read.stamps import CLOCK, TIME

_DATE = (
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号號]?"
    r"|\d{1,2}/\d{1,2}/\d{2,4})"
)
_DAY = (
    r"(?:\d{1,2}月\d{1,2}[日号號]|[(（]?(?:星期|周|週|礼拜)[一二三四五六日天][)）]?"
    r"|[(（][一二三四五六日月火水木金土][)）]|[月火水木金土日]曜日|[(（](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[)）]"
    r"|昨天|前天|今天|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Today|Yesterday)"
)
_BRACKETED = re.compile(r"[（(\[【<〔*].*[)）\]】>〕*][。.]?")
_UNDRESSED = re.compile(r"\A(?:#{1,6}\s+)?[*_]{0,3}(?=[^\s*_])|[*_]{1,3}\Z")
# No system says more in a line; patterns look at no longer one.
_LONGEST = 400


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    names = {"{date}": _DATE, "{day}": _DAY, "{clock}": f"(?:{CLOCK})", "{time}": f"(?:{TIME})"}
    out = []
    for entry in _table()["noise"]:
        pattern = entry["pattern"]
        for name, meaning in names.items():
            pattern = pattern.replace(name, meaning)
        out.append((entry["reason"], re.compile(pattern, re.IGNORECASE)))
    return tuple(out)


@lru_cache(maxsize=1)
def _attachment() -> re.Pattern[str]:
    """Return what a chat writes for something that is no text; its sender said it."""
    return re.compile(_table()["attachments"], re.IGNORECASE)


def _table() -> dict[str, Any]:
    reading: dict[str, Any] = tomli.loads(package_text("playbook/roles.toml"))["reading"]
    return reading


def noise_reason(line: Line) -> str | None:
    """Return why a line is not speech, or None where it may be."""
    if len(line.text) > _LONGEST:
        return None
    # A heading or bold words of Markdown may be a system's just as well.
    forms = {line.text, _UNDRESSED.sub("", line.text)}
    for reason, pattern in _patterns():
        if any(map(pattern.fullmatch, forms)):
            return reason
    return None


def is_stage_direction(line: Line) -> bool:
    """Tell whether a line stands in brackets as a whole and is no attachment of a chat."""
    text = line.text
    if len(text) > _LONGEST or _BRACKETED.fullmatch(text) is None:
        return False
    if _attachment().fullmatch(text):
        return False
    inner = text.rstrip("。.")[1:-1].strip("*")
    return bool(inner) and not re.search(r"[)）\]】]", inner)
