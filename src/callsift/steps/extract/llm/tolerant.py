"""Reads JSON as models write it when they do not quite; no word inside a string is touched.

json-repair, the best-known library for this, was tried (0.64) and not taken: it drops the last
quotation mark of `"他说"先这样""`, closes a string that was cut off in the middle as if it were
whole, and does not tell what it did. A quote altered in silence must not happen here.

A string that was cut off or never closed comes back as `Torn`, so that its item can be dropped and
listed.
"""

import re
from typing import Any

_DEEPEST = 20
_SPACE = re.compile(r"(?:[\s\ufeff]|//[^\n]*|/\*.*?\*/|\.\.\.+|…)*", re.S)
_OPENERS = "\"“”'‘’"
_CLOSERS = {'"': '"', "“": '“”"', "”": '“”"', "'": "'", "‘": "‘’'", "’": "‘’'"}
_KEY = re.compile(r"\s*[\"“”'‘’]\w{1,32}[\"“”'‘’]\s*[:：]")
_WORD = re.compile(r"[A-Za-z_]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?")
_NAMED = {"true": True, "false": False, "null": None, "none": None, "nan": None}
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_NOTHING = object()


class Torn(str):
    """A string of which the end is missing."""

    __slots__ = ()


class BrokenJSONError(ValueError):
    """What stands here cannot be read as JSON, however kindly."""


def read_tolerantly(text: str, at: int) -> tuple[Any, int, frozenset[str]]:
    """Return the value that begins at `at`, the place behind it, and what had to be forgiven.

    Raises:
        BrokenJSONError: there is no value.
    """
    reader = _Reader(text, at)
    value = reader.value(0, inside="")
    return value, reader.at, frozenset(reader.repairs)


def merged(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of an object; lists under one name are joined, so none is lost."""
    members: dict[str, Any] = {}
    for key, value in pairs:
        before = members.get(key)
        both = isinstance(before, list) and isinstance(value, list)
        members[key] = [*before, *value] if both and isinstance(before, list) else value
    return members


class _Reader:
    """A recursive descent over one text. `inside` is the bracket that a value stands in."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self.repairs: set[str] = set()

    def value(self, depth: int, inside: str) -> Any:
        """Read any value."""
        head = self._peek()
        if depth > _DEEPEST or not head:
            raise BrokenJSONError
        if head == "{":
            return self._object(depth)
        if head == "[":
            return self._array(depth)
        if head in _OPENERS:
            return self._string(key=False, inside=inside)
        return self._plain()

    def _object(self, depth: int) -> dict[str, Any]:
        pairs: list[tuple[str, Any]] = []
        self.at += 1
        while (head := self._peek()) and head not in "}]":
            if not self._separator(head):
                key = self._key()
                if self._peek() not in (":", "：") or not key:
                    raise BrokenJSONError
                self.at += 1
                value = self._member(depth)
                if value is not _NOTHING:
                    pairs.append((key, value))
        self._close("}")
        return merged(pairs)

    def _key(self) -> str:
        if self._peek() in _OPENERS:
            return self._string(key=True, inside="{")
        bare = _WORD.match(self.text, self.at)
        if bare is None:
            raise BrokenJSONError
        self.at = bare.end()
        self.repairs.add("a name without quotation marks")
        return bare[0]

    def _member(self, depth: int) -> Any:
        """Read the value of a member; nothing where the text ends or the value is missing."""
        head = self._peek()
        if not head or head in ",}":
            return _NOTHING
        return self.value(depth + 1, inside="{")

    def _array(self, depth: int) -> list[Any]:
        items: list[Any] = []
        self.at += 1
        while (head := self._peek()) and head not in "]}":
            if not self._separator(head):
                items.append(self.value(depth + 1, inside="["))
        self._close("]")
        return [item for item in items if item is not _NOTHING]

    def _separator(self, head: str) -> bool:
        if head not in ",，;；":
            return False
        self.at += 1
        if head != ",":
            self.repairs.add("a separator other than the comma")
        elif self._peek() in ("}", "]"):
            self.repairs.add("a comma too many")
        return True

    def _close(self, bracket: str) -> None:
        if self._peek() == bracket:
            self.at += 1
        else:
            self.repairs.add(
                "the end was cut off" if self.at >= len(self.text) else "a bracket was missing"
            )

    def _plain(self) -> Any:
        """Read a number or a name; one that touches the end of the text may be half of one."""
        number = _NUMBER.match(self.text, self.at)
        word = number or _WORD.match(self.text, self.at)
        if word is None:
            raise BrokenJSONError
        self.at = word.end()
        if self.at >= len(self.text):
            return _NOTHING
        if number is None:
            if word[0].lower() not in _NAMED:
                raise BrokenJSONError
            return _NAMED[word[0].lower()]
        return _figure(number[0])

    def _string(self, *, key: bool, inside: str) -> str:
        opener = self.text[self.at]
        closers = _CLOSERS[opener]
        if opener != '"':
            self.repairs.add("other quotation marks around a string")
        special = re.compile(f"[\\\\{closers}]")
        parts: list[str] = []
        begin = at = self.at + 1
        while (found := special.search(self.text, at)) is not None:
            at = found.start()
            parts.append(self.text[begin:at])
            if found[0] == "\\":
                piece, at = self._escape(at)
                parts.append(piece)
            elif self._closes(at, key=key, inside=inside):
                self.at = at + 1
                return "".join(parts)
            elif self._runs_into_next(at):
                self.at = at
                self.repairs.add("a string was not closed")
                return Torn("".join(parts))
            else:
                self.repairs.add("quotation marks inside a string")
                parts.append(found[0])
                at += 1
            begin = at
        self.at = len(self.text)
        self.repairs.add("the end was cut off")
        return Torn("".join(parts) + self.text[begin:])

    def _closes(self, at: int, *, key: bool, inside: str) -> bool:
        """Tell whether the quotation mark at `at` ends its string, by what comes after it."""
        after, following = self._behind(at + 1)
        if key:
            return following in (":", "：")
        if not following or (following == "]" and inside == "["):
            return True
        if following == "}" and inside == "{":
            return self._behind(after + 1)[1] in ("", *",，;；]}{[`")
        if following in ",，":
            return self._continues(after + 1, inside)
        # No comma, but the next member or item begins on a new line.
        begins = _KEY.match(self.text, after) if inside == "{" else following in "{["
        return bool(begins) and "\n" in self.text[at:after]

    def _continues(self, at: int, inside: str) -> bool:
        """Tell whether a member or an item stands behind a comma."""
        after, following = self._behind(at)
        if not following or following in "}]":
            return True
        if inside == "{":
            return _KEY.match(self.text, after) is not None
        return following in '{["'

    def _runs_into_next(self, at: int) -> bool:
        """Tell whether the mark at `at` opens the next member's name: this string has no end."""
        before = self.text[max(at - 8, 0) : at].rstrip()
        return before[-1:] in (",", "，") and _KEY.match(self.text, at) is not None

    def _escape(self, at: int) -> tuple[str, int]:
        """Return what an escape stands for and the place behind it."""
        letter = self.text[at + 1 : at + 2]
        if letter in _ESCAPES and letter:
            return _ESCAPES[letter], at + 2
        if letter == "u":
            return self._code_point(at)
        if letter.isalnum():
            # No escape at all: a backslash of a path, say. It stays.
            return "\\" + letter, at + 2
        self.repairs.add("an escape that JSON does not have")
        return letter, at + 2

    def _code_point(self, at: int) -> tuple[str, int]:
        units = re.compile(r"(?:\\u[0-9a-fA-F]{4})+").match(self.text, at)
        if units is None:
            return "\\u", at + 2
        pairs = bytes.fromhex(units[0].replace("\\u", ""))
        return pairs.decode("utf-16-be", "surrogatepass"), units.end()

    def _peek(self) -> str:
        """Skip what means nothing and return the next character, or an empty text at the end."""
        self.at, following = self._behind(self.at)
        return following

    def _behind(self, at: int) -> tuple[int, str]:
        gap = _SPACE.match(self.text, at)
        after = gap.end() if gap else at
        return after, self.text[after : after + 1]


def _figure(written: str) -> int | float | None:
    try:
        return float(written[:-1]) / 100 if written.endswith("%") else _exact(written)
    except (ValueError, OverflowError):
        return None


def _exact(written: str) -> int | float:
    return int(written) if written.lstrip("-").isdigit() else float(written)
