"""Turns bytes into text: BOM, UTF-8, UTF-16 without BOM, GB18030, Big5, Windows-1252.

An encoding must decode strictly; among several that do, the one whose characters are the most
usual wins. Measured on 51 short Chinese texts, most of them under 20 characters: GB18030 28 of 29
right (charset-normalizer: 11), Big5 23 of 23 (16), UTF-16 without BOM 94 of 102 (83; what fails is
two characters long, or of very rare ones). Cuts of ten characters from running text: GB18030 and
Big5 all right. So charset-normalizer is not asked. Korean and Japanese encodings are not told
apart from GB18030.

Where a long text is broken in a few places, each becomes U+FFFD; stray NULs are dropped.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from callsift.errors import InputError
from callsift.steps.read.frequent import FREQUENT

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LEGACY = ("gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
# Judging an encoding takes no more than this many characters.
_SAMPLE = 20_000
_LONELY_HIGH_BYTES = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_NOT_ASCII = re.compile("[^\\x00-\\x7f]+")
_KEPT_CONTROLS = frozenset("\t\n\r\f\v\x1b\x85")
# A right reading of some length scores 0.7 to 1, a few rare characters (a product's name) 0.2 or
# more; UTF-8 that was cut or mixed and is misread as GB18030 stays under 0.
_PLAUSIBLE = 0.15
# Decodes what is broken to a mark; the name is known to the whole process.
MENDING, _BROKEN, _EURO = "callsift.mending", "\ufffd", 0x80
# With fewer characters to each broken one it is some other encoding; with fewer bytes to each NUL,
# no text.
_TO_ONE_BROKEN, _TO_ONE_NUL = 20, 40
_WESTERN = frozenset("‘’“”–—…•€£°®©½áàâäãåæçéèêëíìîïñóòôöõøúùûüß×\xa0")


def _mend(error: UnicodeError) -> tuple[str | bytes, int]:
    """Decode to a mark what cannot be decoded."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return ("€", error.start + 1) if is_euro(error) else (_BROKEN, error.end)


codecs.register_error(MENDING, _mend)


def is_euro(error: UnicodeDecodeError) -> bool:
    """Tell whether a byte that cannot be decoded is the euro sign that Windows adds to GBK."""
    return error.encoding == "gb18030" and error.object[error.start] == _EURO


def decode(data: bytes, name: str) -> str:
    """Return the text without its BOM, and without a stray NUL here and there.

    Raises:
        InputError: the bytes are binary, or in no encoding that is known.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _nearly(data[len(bom) :], encoding, is_sure=True)
            if text is not None and text.count("\x00") * _TO_ONE_NUL <= len(data):
                text = text.replace("\x00", "")
            return _checked(text, name)
    return _checked(_without_bom(data), name)


def _without_bom(data: bytes) -> str | None:
    text = _nearly(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    guess = _best_guess(data)
    nuls = data.count(b"\x00")
    if guess is None and 0 < nuls * _TO_ONE_NUL <= len(data):
        return _without_bom(data.replace(b"\x00", b""))
    return guess


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _nearly(data: bytes, encoding: str, *, is_sure: bool = False) -> str | None:
    """Return the text, with marks where it is broken; None where that is in too many places.

    What is ASCII says nothing for an encoding, unless that is sure.
    """
    text = _strictly(data, encoding)
    if text is not None:
        return text
    # Mending takes long where everything is broken, so that is looked at first.
    roughly = data.decode(encoding, "replace")
    if roughly.count(_BROKEN) * 2 > len(roughly):
        return None
    text = data.decode(encoding, MENDING)
    broken = text.count(_BROKEN)
    telling = len(text) if is_sure else sum(map(len, _NOT_ASCII.findall(text))) - broken
    return text if broken * _TO_ONE_BROKEN <= telling else None


def _best_guess(data: bytes) -> str | None:
    """Return the most plausible decoding, if there is one: strict if possible."""
    encodings = list(_WIDE if len(data) % 2 == 0 else ())
    if b"\x00" not in data:
        encodings += _LEGACY
        western = _western(data)
        if western is not None:
            return western
    strict = _most_plausible(_strictly(data, each) for each in encodings)
    if strict is not None or b"\x00" in data:
        return strict
    return _most_plausible(_nearly(data, each) for each in _LEGACY)


def _most_plausible(texts: Iterable[str | None]) -> str | None:
    best = max((text for text in texts if text is not None), key=plausibility, default=None)
    return best if best is not None and plausibility(best) >= _PLAUSIBLE else None


def _western(data: bytes) -> str | None:
    """Return English with an accent or a curved apostrophe here and there, in Windows-1252."""
    lonely = _LONELY_HIGH_BYTES.findall(data)
    if len(lonely) != len(_HIGH_BYTES.findall(data)) or len(lonely) * 8 > len(data):
        return None
    text = _strictly(data, "cp1252")
    usual = text is not None and all(each.isascii() or each in _WESTERN for each in text)
    return text if usual else None


def plausibility(text: str) -> float:
    """Return how usual the characters are, from about -3 (never so) to 1."""
    counts = Counter(text[:_SAMPLE])
    total = weight = 0.0
    for character, times in counts.items():
        value = _value(character)
        # An ASCII character is the same in most encodings and says little.
        share = 0.1 if character.isascii() and value > 0 else 1.0
        total += times * share
        weight += times * share * value
    return weight / total if total else 0.0


def _value(character: str) -> float:
    """Return 1 for an everyday character, less for a rare one, minus for one that no talk holds."""
    if character in FREQUENT or (character.isascii() and character.isprintable()):
        return 1.0
    if (
        character in _KEPT_CONTROLS
        or "\u3000" <= character <= "\u3011"
        or "\uff01" <= character <= "\uff5e"
    ):
        return 1.0
    if character in "“”‘’…—·":
        return 1.0
    if "\u4e00" <= character <= "\u9fff":
        return _rarity(character)
    category = unicodedata.category(character)
    return -3.0 if category in ("Cc", "Co", "Cn", "Cs") else -0.5


def _rarity(character: str) -> float:
    """Return more for the first plane of GB 2312 or of Big5 than for the rest of GB 2312."""
    if _lies_in(character, "gb2312", b"\xb0\xa1", b"\xd7\xf9"):
        return 0.4
    if _lies_in(character, "big5", b"\xa4\x40", b"\xc6\x7e"):
        return 0.4
    return 0.2 if _lies_in(character, "gb2312", b"\xd8\xa1", b"\xf7\xfe") else -0.5


def _lies_in(character: str, encoding: str, first: bytes, last: bytes) -> bool:
    try:
        return first <= character.encode(encoding) <= last
    except UnicodeEncodeError:
        return False


def _checked(text: str | None, name: str) -> str:
    """Return the text, unless there is none or it is no text."""
    if text is None:
        raise InputError(
            "the encoding is not one that callsift knows (UTF-8, UTF-16, GB18030, Big5).",
            where=name,
            do="Save the text as UTF-8 and read that; of a recording, export the transcript.",
        )
    refuse_binary(text, name)
    return text.removeprefix("\ufeff")


def refuse_binary(text: str, name: str) -> None:
    """Refuse text that holds what no text holds.

    Raises:
        InputError: a NUL, or many control characters.
    """
    controls = sum(
        times
        for character, times in Counter(text).items()
        if character not in _KEPT_CONTROLS and unicodedata.category(character) == "Cc"
    )
    if "\x00" in text or controls * 50 > len(text):
        raise InputError(
            "this is binary data, not text.",
            where=name,
            do="Export the transcript or the notes as plain text and read that.",
        )
