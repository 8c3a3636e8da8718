"""Reads JSON as models write it when they do not quite; no word inside a string is touched.

json-repair, the best-known library for this, was tried (0.64) and not taken: it drops the last
quotation mark of `"他说"先这样""`, closes a string that was cut off in the middle as if it were
whole, and does not tell what it did. A quote altered in silence must not happen here.

A string that was cut off or never closed comes back as `Torn`: its item is dropped and listed.
"""

import re
from typing import Any

from callsift.steps.extract.llm.strings import OPENERS, StringReader, Torn

_DEEPEST = 20
# The answer's lists stand in its object, and that at most in an envelope or two. Behind a broken
# item in them, reading goes on where a brace is followed by the next item or the end of the list.
_DEEPEST_LIST = 3
_LONGEST_ITEM = 4_000
_ITEM_END = re.compile(r"\}(?=\s*(?:[,，]\s*\{|\]))")
_WORD = re.compile(r"[A-Za-z_]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?")
_NAMED = {"true": True, "false": False, "null": None, "none": None, "nan": None}
_NOTHING = object()


class BrokenJSONError(ValueError):
    """What stands here cannot be read as JSON, however kindly; `at` is where reading stopped."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(f"no JSON at {at}")


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
        if isinstance(before, list) and isinstance(value, list):
            value = [*before, *value]  # noqa: PLW2901 - the joined value takes its place
        members[key] = value
    return members


class _Reader(StringReader):
    """A recursive descent over one text. `inside` is the bracket that a value stands in."""

    def value(self, depth: int, inside: str) -> Any:
        """Read any value."""
        head = self.peek()
        if depth > _DEEPEST or not head:
            raise BrokenJSONError(self.at)
        if head == "{":
            return self._object(depth)
        if head == "[":
            return self._array(depth)
        if head in OPENERS:
            return self.string(key=False, inside=inside)
        return self._plain()

    def _object(self, depth: int) -> dict[str, Any]:
        pairs: list[tuple[str, Any]] = []
        self.at += 1
        while (head := self.peek()) and head not in "}]":
            if not self._separator(head):
                key = self._key()
                if self.peek() not in (":", "：") or not key:
                    raise BrokenJSONError(self.at)
                self.at += 1
                value = self._member(depth)
                if value is not _NOTHING:
                    pairs.append((key, value))
        self._close("}")
        return merged(pairs)

    def _key(self) -> str:
        if self.peek() in OPENERS:
            return self.string(key=True, inside="{")
        bare = _WORD.match(self.text, self.at)
        if bare is None:
            raise BrokenJSONError(self.at)
        self.at = bare.end()
        self.repairs.add("a name without quotation marks")
        return bare[0]

    def _member(self, depth: int) -> Any:
        """Read the value of a member; nothing where the text ends or the value is missing."""
        return _NOTHING if self.peek() in ("", ",", "}") else self.value(depth + 1, inside="{")

    def _array(self, depth: int) -> list[Any]:
        items: list[Any] = []
        self.at += 1
        while (head := self.peek()) and head not in "]}":
            if not self._separator(head):
                items.append(self._item(depth))
        self._close("]")
        return [item for item in items if item is not _NOTHING]

    def _item(self, depth: int) -> Any:
        """Read an item; one that cannot be read is torn, and the next one found behind it."""
        begin = self.at
        try:
            return self.value(depth + 1, inside="[")
        except BrokenJSONError:
            end = _ITEM_END.search(self.text, self.at, self.at + _LONGEST_ITEM)
            if end is None or depth > _DEEPEST_LIST:
                raise
        self.at = end.end()
        self.repairs.add("an item that could not be read")
        return Torn(self.text[begin : self.at])

    def _separator(self, head: str) -> bool:
        if head not in ",，;；":
            return False
        self.at += 1
        if head != ",":
            self.repairs.add("a separator other than the comma")
        elif self.peek() in ("}", "]"):
            self.repairs.add("a comma too many")
        return True

    def _close(self, bracket: str) -> None:
        if self.peek() == bracket:
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
            raise BrokenJSONError(self.at)
        self.at = word.end()
        if self.at >= len(self.text):
            return _NOTHING
        if number is None:
            if word[0].lower() not in _NAMED:
                raise BrokenJSONError(self.at)
            return _NAMED[word[0].lower()]
        return _figure(number[0])


def _figure(written: str) -> int | float | None:
    try:
        if written.endswith("%"):
            return float(written[:-1]) / 100
        return int(written) if written.lstrip("-").isdigit() else float(written)
    except ValueError:
        return None
