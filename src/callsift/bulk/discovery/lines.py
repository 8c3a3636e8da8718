"""Turns a stream of bytes into lines, one at a time. A line longer than any call is told, not held."""

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from callsift.steps.read.file import MOST_BYTES

_CHUNK = 1 << 16
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class RawLine(NamedTuple):
    """A line's number, from 1, and its bytes; None stands for more than any call has."""

    number: int
    data: bytes | None


def opening(stream: BinaryIO) -> bytes:
    """Return the first bytes of a stream."""
    return stream.read(_CHUNK)


def lines_of(stream: BinaryIO, *, first: bytes, separator: bytes = b"\n") -> Iterator[RawLine]:
    """Yield the lines of a stream, of which `first` was read already; blank ones only count."""
    for number, data in enumerate(_parted(_pieces(stream, first), separator), 1):
        if data is None or data.strip():
            yield RawLine(number, data)


def _parted(pieces: Iterator[bytes], separator: bytes) -> Iterator[bytes | None]:
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        begun, *further = piece.split(separator)
        held.append(begun)
        size += len(begun)
        for data in further:
            yield _whole(held, size)
            held, size = [data], len(data)
        if size > MOST_BYTES:
            held = []
    yield _whole(held, size)


def _whole(held: list[bytes], size: int) -> bytes | None:
    return None if size > MOST_BYTES else b"".join(held).removesuffix(b"\r")


def _pieces(stream: BinaryIO, first: bytes) -> Iterator[bytes]:
    """Yield the bytes as UTF-8 without a BOM; a shell of Windows writes them twice as wide."""
    rest = iter(lambda: stream.read(_CHUNK), b"")
    if first[:2] not in _WIDE:
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from rest
        return
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    for piece in chain((first,), rest):
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
