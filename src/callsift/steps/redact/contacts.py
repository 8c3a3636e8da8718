"""Finds e-mail addresses in a line, written, disguised (`john [at] x.com`) or read out (`艾特`, `at … dot com`).

A bare `at` is an ordinary word: it counts where the dots are read out too, or where a word before says e-mail, and never
behind a word that goes with it (look at, find us at).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from callsift.steps.redact.line import Detection, FoldedLine
from callsift.steps.redact.words import email_words

_PART = r"[a-z0-9-]{1,63}"
_EMAIL = re.compile(
    rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{1,64}}@{_PART}(?:\.{_PART}){{1,6}}(?![a-z0-9@])"
)
_ENDINGS = r"(?:com|cn|net|org|io|co|edu|gov|tw|hk|uk|de)"
_SIGN = r" ?(?:@|艾特|圈a|a圈|小老鼠|[\[({<] ?(?:at|@) ?[\])}>]) ?"
_DOT = r"(?: ?[\[({<] ?(?:dot|点|\.) ?[\])}>] ?| ?(?:点|\bdot\b) ?|\.| \. )"
_JOINT = r"(?: ?(?:下划线|中划线|横杠|减号|点) ?| (?:dot|underscore|dash|hyphen) )"
_LOCAL = rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{1,64}}(?:{_JOINT}[a-z0-9._%+-]{{1,32}}){{0,4}}"
_END = r"(?![a-z0-9@])"
_DOMAIN = rf"(?:{_PART}|[\u4e00-\u9fff]{{1,6}}?){_DOT}(?:{_PART}{_DOT}){{0,3}}{_ENDINGS}{_END}"
_SIGNED = re.compile(rf"{_LOCAL}{_SIGN}{_DOMAIN}")
_SAID_DOT = r" ?(?:点|\bdot\b) ?"
_SAID = re.compile(
    rf"(?P<local>{_LOCAL}) at (?:(?P<said>{_PART}(?:{_SAID_DOT}{_PART}){{0,3}}{_SAID_DOT}{_ENDINGS})"
    rf"|{_PART}(?:\.{_PART}){{0,3}}\.{_ENDINGS}){_END}"
)
_AT = re.compile(r"艾特|圈a|a圈|小老鼠|[\[({<] ?(?:at|@) ?[\])}>]| at ")
_JOINED = (
    ("下划线", "_"),
    ("underscore", "_"),
    ("中划线", "-"),
    ("横杠", "-"),
    ("减号", "-"),
    ("dash", "-"),
    ("hyphen", "-"),
)
_NOTHING = re.compile(r"[ \[\](){}<>]")
_LAST_WORD = re.compile(r"[a-z0-9._%+-]+$")
_REACH = 24


def find_emails(line: FoldedLine) -> Iterator[Detection]:
    """Yield every e-mail address in the line; spans may overlap."""
    if "@" in line.text:
        for found in _EMAIL.finditer(line.text):
            yield line.found(found.start(), found.end(), "email", found[0])
    if "@" not in line.text and _AT.search(line.text) is None:
        return
    for view in dict.fromkeys((line.text, line.spoken)):
        for found in _SIGNED.finditer(view):
            yield line.found(found.start(), found.end(), "email", _written(found[0]))
        for found in _SAID.finditer(view):
            if _is_said(line, found):
                yield line.found(found.start(), found.end(), "email", _written(found[0]))


def _is_said(line: FoldedLine, found: re.Match[str]) -> bool:
    last = _LAST_WORD.search(found["local"])
    if last is None or last[0] in email_words().before_at:
        return False
    told = _told().search(line.text, max(0, found.start() - _REACH), found.start())
    return found["said"] is not None or told is not None


def _written(text: str) -> str:
    """Return the address as it is written, so that every way to say it is one value."""
    text = _AT.sub("@", text)
    for heard, sign in _JOINED:
        text = text.replace(heard, sign)
    return _NOTHING.sub("", re.sub(r"点|\bdot\b", ".", text))


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    words = "|".join(map(re.escape, email_words().told))
    return re.compile(rf"(?:{words})[^〔〕.。!！?？;；]{{0,16}}$")
