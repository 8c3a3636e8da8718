"""Halves the figure in a buyer's claim about itself (source C: count half of what a buyer claims)."""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
# A year or a date is no figure of a claim.
_FIGURE = re.compile(
    r"(?P<arabic>(?<!\d)\d[\d,]*+(?:\.\d++)?+(?!\s*[年月日点]))|(?P<chinese>[零〇一二两三四五六七八九十百千]+)(?=[来多几]*[万亿个台套人家吨号只块元张条支])"
)
_FEW = re.compile(r"[来多几]+")


def halved(claim: str) -> str | None:
    """Return the claim's first figure at half, with its unit, or None where there is no figure.

    A round-number word ("来", "多") after the figure is dropped: the half is an estimate anyway.
    """
    match = _FIGURE.search(claim)
    if match is None:
        return None
    number = _arabic(match["arabic"]) if match["arabic"] else _chinese(match["chinese"])
    if number is None or number == 0:
        return None
    tail = claim[match.end() :]
    unit = re.match(
        r"\s*(?:[A-Za-z%]+|[万亿千百]*[万亿元块个台套人家吨号只张条支]?)",
        _FEW.sub("", tail, 1) if _FEW.match(tail) else tail,
    )
    return f"{number / 2:,.6g}{unit[0] if unit else ''}".strip()


def _arabic(text: str) -> float:
    return float(text.replace(",", ""))


def _chinese(text: str) -> float | None:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            section += (digit or 1) * _UNITS[character]
            digit = 0
    total = section + digit
    return float(total)
