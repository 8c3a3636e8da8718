"""Finds telephone numbers that are read out in English words: `four one five, double two …`."""

import re
from collections.abc import Iterator

from callsift.steps.redact.beside import is_told
from callsift.steps.redact.line import Detection, FoldedLine

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {
    "zero": "0",
    "oh": "0",
    "nought": "0",
    "eight hundred": "800",
    "nine hundred": "900",
    **{word: str(digit) for digit, word in enumerate(_ONES, 1)},
}
_TIMES = {"double": 2, "triple": 3}
_TOKEN = re.compile(rf"({'|'.join(_TIMES)}) ({'|'.join(_WORDS)})|({'|'.join(_WORDS)})|([0-9]+)")
_WORD = rf"(?:(?:(?:{'|'.join(_TIMES)}) )?(?:{'|'.join(_WORDS)})(?![a-z])|[0-9]{{1,5}}(?![0-9a-z]))"
_GAP = r"[ ,.\-]{1,3}(?:(?:and|then|dash|um|uh)[ ,.\-]{1,3})?"
# A few words in a row are quantities: two, three or four.
_RUN = re.compile(rf"(?<![a-z0-9])(?<![$£€.]){_WORD}(?:{_GAP}{_WORD}){{3,}}")
_LEAST_WORDS = 3
# So long a row is a number by itself, a shorter one where it is called a telephone number.
_WHOLE = re.compile(r"1?[2-9][0-9]{9}|0[0-9]{9,10}|1[3-9][0-9]{9}|852[0-9]{8}|44[1-9][0-9]{8,9}")
_TOLD = range(7, 16)


def find_spelled(line: FoldedLine) -> Iterator[Detection]:
    """Yield every telephone number in English words; spans may overlap."""
    for run in _RUN.finditer(line.text):
        digits, words = "", 0
        for token in _TOKEN.finditer(run[0]):
            times, doubled, single, written = token.groups()
            digits += written or _WORDS[single or doubled] * _TIMES.get(times, 1)
            words += written is None
        told = is_told(line, run.start(), "phone") and len(digits) in _TOLD
        if words >= _LEAST_WORDS and (told or _WHOLE.fullmatch(digits)):
            yield line.found(run.start(), run.end(), "phone", digits)
