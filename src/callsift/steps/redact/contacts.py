"""Finds e-mail addresses in a line, written or read out (`艾特`, `at … dot com`)."""

import re
from collections.abc import Iterator

from callsift.steps.redact.line import Found, Line

_PART = r"[a-z0-9-]{1,63}"
_EMAIL = re.compile(
    rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{1,64}}@{_PART}(?:\.{_PART}){{1,6}}(?![a-z0-9@])"
)
_ENDINGS = r"(?:com|cn|net|org|io|co|edu|gov|tw|hk|uk|de)"
_READ_OUT = re.compile(
    rf"(?<![a-z0-9._%+-])[a-z0-9._%+-]{{1,64}} ?(?:@|艾特|圈a| at ) ?{_PART}"
    rf"(?: ?(?:\.|点| dot ) ?{_PART}){{0,3}} ?(?:点| dot ) ?{_ENDINGS}(?![a-z0-9])"
)
_JOINTS = (("艾特", "@"), ("圈a", "@"), (" at ", "@"), (" dot ", "."), ("点", "."), (" ", ""))


def find_emails(line: Line) -> Iterator[Found]:
    """Yield every e-mail address in the line; spans may overlap."""
    if "@" in line.text:
        for found in _EMAIL.finditer(line.text):
            yield line.found(found.start(), found.end(), "email", found[0])
    if "点" in line.text or " dot " in line.text:
        for found in _READ_OUT.finditer(line.text):
            yield line.found(found.start(), found.end(), "email", _written(found[0]))


def _written(text: str) -> str:
    for heard, sign in _JOINTS:
        text = text.replace(heard, sign)
    return text
