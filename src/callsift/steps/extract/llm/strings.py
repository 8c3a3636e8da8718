"""Reads the strings of spoilt JSON: finds where each ends, and touches no word of it."""

import re

OPENERS = "\"“”'‘’"
_CLOSERS = {'"': '"', "“": '“”"', "”": '“”"', "'": "'", "‘": "‘’'", "’": "‘’'"}
_SPACE = re.compile(r"(?:[\s\ufeff]|//[^\n]*|/\*.*?\*/|\.\.\.+|…)*", re.S)
_KEY = re.compile(r"\s*[\"“”'‘’]\w{1,32}[\"“”'‘’]\s*[:：]")
_UNITS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}


class Torn(str):
    """A string of which the end is missing, or the text of an item that could not be read."""

    __slots__ = ()


class StringReader:
    """A place in a text, what had to be forgiven up to there, and how to read a string there."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self.repairs: set[str] = set()

    def peek(self) -> str:
        """Skip what means nothing and return the next character, or an empty text at the end."""
        self.at, following = self._behind(self.at)
        return following

    def string(self, *, key: bool, inside: str) -> str:
        """Read the string that begins here; `inside` is the bracket that it stands in."""
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
        if not following:
            # The text may have been cut off behind a mark inside the string.
            return False
        if following == "]" and inside == "[":
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
        if not following:
            return False
        if following in "}]":
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
        if letter in _ESCAPES:
            return _ESCAPES[letter], at + 2
        if letter == "u":
            return self._code_point(at)
        if letter.isalnum():
            # No escape at all: a backslash of a path, say. It stays.
            return "\\" + letter, at + 2
        self.repairs.add("an escape that JSON does not have")
        return letter, at + 2

    def _code_point(self, at: int) -> tuple[str, int]:
        units = _UNITS.match(self.text, at)
        if units is None:
            return "\\u", at + 2
        raw = bytes.fromhex(units[0].replace("\\u", ""))
        return raw.decode("utf-16-be", "surrogatepass"), units.end()

    def _behind(self, at: int) -> tuple[int, str]:
        gap = _SPACE.match(self.text, at)
        after = gap.end() if gap else at
        return after, self.text[after : after + 1]
