"""Halves the figure in a buyer's claim about itself (source C: count half of what a buyer claims)."""

import re

from callsift.numerals import LARGE_UNITS, NUMERALS, number_of

_FEW = "来來多几幾"
_COUNTED = "个個台臺套人家吨噸号號只隻块塊元张張条條支辆輛间間"
# A year or a date is no figure of a claim. A large unit with more behind it belongs to the figure: 1亿2000万.
_FIGURE = re.compile(
    rf"(?P<whole>(?:\d+|[{NUMERALS}]+)(?P<large>[亿億])(?:\d+|[{NUMERALS}]+)[万萬]?)"
    r"|(?P<arabic>(?<!\d)\d[\d,]*+(?:\.\d++)?+)(?:\s*[-–~～到至]\s*\d[\d,]*+(?:\.\d++)?+)?+(?!\s*[年月日点點])"
    rf"|(?P<chinese>[{NUMERALS}]+)(?=[{_FEW}]*[{LARGE_UNITS}{_COUNTED}])"
)
_UNIT = re.compile(
    rf"[{_FEW}]*(\s*(?:[A-Za-z%]+|[{LARGE_UNITS}千百]*[{LARGE_UNITS}{_COUNTED}]?))",
)
# A few firms that were asked are no claim of size; thirty shops are.
_VENDORS = re.compile(
    r"\s*家(?!(?:门店|店|分|子公司|直营|连锁|加盟|医院|工厂|厂|公司|网点|校区|学校))"
)
_MOST_VENDORS = 9
_HUNDRED_MILLION = 100_000_000


def halved(claim: str) -> str | None:
    """Return the claim's first figure at half, with its unit, or None where there is no figure.

    A round-number word ("来", "多") after the figure is dropped: the half is an estimate anyway. Of a range the lower end
    is halved.
    """
    found = _figure(claim)
    if found is None:
        return None
    match, number = found
    unit = _UNIT.match(claim, match.end())
    return f"{number / 2:,.6g}{match['large'] or ''}{unit[1] if unit else ''}".strip()


def names_the_figure(text: str, claim: str) -> bool:
    """Tell whether a text names the figure that `halved` would halve."""
    found = _figure(claim)
    return found is not None and found[0][0] in text


def _figure(claim: str) -> tuple[re.Match[str], float] | None:
    """Return the claim's first figure and its number; a count of vendors is none."""
    for match in _FIGURE.finditer(claim):
        number = _number(match)
        if number and not (number <= _MOST_VENDORS and _VENDORS.match(claim, match.end())):
            return match, number
    return None


def _number(match: re.Match[str]) -> float | None:
    if match["arabic"]:
        return float(match["arabic"].replace(",", ""))
    if match["chinese"]:
        return number_of(match["chinese"])
    return _in_hundred_millions(*re.split("[亿億]", match["whole"]))


def _in_hundred_millions(whole: str, rest: str) -> float | None:
    """Read what stands before and behind 亿: `1`, `2000万`; a digit alone counts tenths."""
    below = re.sub("[万萬]", "", rest)
    parts = number_of(whole), number_of(below)
    if parts[0] is None or parts[1] is None:
        return None
    if len(rest) == 1:
        return parts[0] + parts[1] / 10
    return parts[0] + parts[1] * (10_000 if below != rest else 1) / _HUNDRED_MILLION
