"""Lines come whole, whatever pieces the stream comes in."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from callsift.bulk.discovery.lines import RawLine, lines_of
from callsift.steps.read.file import MOST_BYTES


class Drips(BytesIO):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size is None else min(size, 3))


@given(
    st.lists(st.binary(max_size=12).filter(lambda each: not {10, 13} & set(each))),
    st.integers(0, 9),
)
def test_lines_are_the_pieces_between_separators(lines: list[bytes], cut: int) -> None:
    data = b"\n".join(lines)
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return
    stream = Drips(data[cut:])
    found = list(lines_of(stream, first=data[:cut]))
    assert found == [RawLine(n, each) for n, each in enumerate(lines, 1) if each.strip()]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\ufeff"), max_size=8)))
def test_lines_in_two_bytes_a_character_are_the_same_lines(lines: list[str]) -> None:
    data = "\n".join(lines).encode("utf-16")
    found = list(lines_of(Drips(data[2:]), first=data[:2]))
    wanted = [RawLine(n, each.encode()) for n, each in enumerate(lines, 1) if each.encode().strip()]
    assert found == wanted


def test_a_line_that_is_too_long_is_told_and_the_next_one_read() -> None:
    data = b"a\n" + b"x" * (MOST_BYTES + 1) + b"\nb"
    assert list(lines_of(BytesIO(data), first=b"")) == [
        RawLine(1, b"a"),
        RawLine(2, None),
        RawLine(3, b"b"),
    ]
