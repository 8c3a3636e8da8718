"""Questions to the files of batch jobs: as many in each as an endpoint takes. Sends nothing."""

import hashlib
from typing import NamedTuple

from callsift.bulk.jobs import Asked
from callsift.costs import Spread


class Limits(NamedTuple):
    """What a file may hold at most.

    OpenAI takes 50,000 requests in 200 MB, DashScope 50,000 in 500 MB with 6 MB a line, and took 100 MB not long ago:
    what all of them take costs no more.
    """

    requests: int = 50_000
    file_bytes: int = 100_000_000
    line_bytes: int = 6_000_000


class Packed(NamedTuple):
    """One file: its content, the SHA-256 of that, and what is asked in it."""

    data: bytes
    sha256: str
    asked: tuple[Asked, ...]


class Packer:
    """Takes lines until a file is full. A question that several inputs wait for stands in it once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines: dict[str, bytes] = {}
        self._items: dict[str, list[str]] = {}
        self._spreads: dict[str, Spread] = {}
        self._bytes = 0

    def takes(self, line: bytes) -> bool:
        """Tell whether a line is short enough for any file."""
        return len(line) <= min(self._limits.line_bytes, self._limits.file_bytes)

    def is_full_for(self, line: bytes) -> bool:
        """Tell whether the file has to be sent before this line can be taken."""
        limits = self._limits
        too_long = self._bytes + len(line) > limits.file_bytes
        return bool(self._lines) and (too_long or len(self._lines) >= limits.requests)

    def holds(self, key: str, item: str) -> bool:
        """Tell whether a question stands in this file already; the input waits for it then."""
        if key not in self._lines:
            return False
        if item not in self._items[key]:
            self._items[key].append(item)
        return True

    def add(self, key: str, item: str, line: bytes, spread: Spread) -> None:
        """Take a line."""
        self._lines[key] = line
        self._items[key] = [item]
        self._spreads[key] = spread
        self._bytes += len(line)

    def packed(self) -> Packed | None:
        """Return the file and begin the next one; None where there is nothing in it."""
        if not self._lines:
            return None
        data = b"".join(self._lines.values())
        asked = tuple(
            Asked(key, tuple(self._items[key]), self._spreads[key]) for key in self._lines
        )
        self._lines, self._items, self._spreads, self._bytes = {}, {}, {}, 0
        return Packed(data, hashlib.sha256(data).hexdigest(), asked)
