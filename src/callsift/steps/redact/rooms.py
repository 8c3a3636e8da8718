"""Finds rooms that stand without a road: `C座1203`, `1203房`, `Suite 1203, Tower C`.

A building alone is no address, and a row of digits behind one may be a quantity (B栋300台) or a model (C座椅): without the
word room behind it, it counts only where nothing follows that is counted or measured.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from callsift.steps.redact.beside import goes_on
from callsift.steps.redact.line import Detection, FoldedLine
from callsift.steps.redact.words import address_words, any_of

_MANY = "[0-9一二三四五六七八九十百]{1,4}"
_ROOM = "(?:[a-z]-?)?[0-9]{3,4}[a-z]?(?![0-9a-z])(?:[、和/~-][0-9]{3,4}(?![0-9a-z])){0,3}"
_NOT_DECIMAL = r"(?![.:][0-9])(?! ?[%~])"
_CODE = r"(?:[0-9]{1,5}[A-Za-z]?|[A-Z]-?[0-9]{1,4})"
_HOUSE = r"(?:[0-9]{1,3}[A-Za-z]?|[A-Z])"
_NOT_MORE = (
    r"(?![\w.]?\w)(?! ?(?:%|mm|cm|percent|inch|months?|years?|weeks?|days?|hours?|units?|x[0-9]))"
)


def find_rooms(line: FoldedLine) -> Iterator[Detection]:
    """Yield every room that can be told; spans may overlap."""
    for pattern in (_in_building(), _named_room(), _on_floor()):
        for found in pattern.finditer(line.spoken):
            if goes_on(line, found.end()):
                continue
            if pattern is not _on_floor() or found["room"].startswith(found["floor"]):
                yield line.found(*found.span(), "address", found[0])
    for each in (*_english().finditer(line.raw), *_lower().finditer(line.raw)):
        yield Detection(*each.span(), "address", " ".join(each[0].lower().split()))


def _called_room() -> str:
    """Return the words for a room, behind its number."""
    words = address_words()
    return rf"(?:室(?![{words.not_after_room}])|号?房间|号?房(?![{words.not_after_house}]))"


@lru_cache(maxsize=1)
def _ending() -> str:
    """Return what makes digits a room: a word for it behind them, or nothing that is counted."""
    words = address_words()
    return rf"(?:{_called_room()}|(?!室|房|号){_NOT_DECIMAL}(?! ?[{words.counted}]))"


@lru_cache(maxsize=1)
def _in_building() -> re.Pattern[str]:
    words = address_words()
    name = rf"(?:(?:(?![{words.stops}址])[\u4e00-\u9fff]){{2,6}}(?:{any_of(words.buildings)}))?"
    building = rf"(?:(?<![0-9a-z])(?:[a-z]|{_MANY})(?:座|栋|幢|号楼|#楼|单元))"
    floor = rf"(?:{_MANY}[楼层])"
    return re.compile(
        rf"{name}{building}(?:[ ,，]?(?:{_MANY}单元|{floor})){{0,2}}[ ,，-]?{_ROOM}{_ending()}"
    )


@lru_cache(maxsize=1)
def _named_room() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![0-9a-z第.,-]){_ROOM}{_called_room()}"
        rf"|(?:房间号?|房号|门牌号?)[ :：是]{{0,2}}{_ROOM}{_ending()}"
    )


@lru_cache(maxsize=1)
def _on_floor() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![0-9a-z第])(?P<floor>[0-9]{{1,2}})[楼层] ?(?P<room>{_ROOM}){_ending()}"
    )


@lru_cache(maxsize=1)
def _english() -> re.Pattern[str]:
    unit = rf"(?:Suite|Ste\.?|Apt\.?|Apartment|Unit|Flat|Room|Rm\.?|Studio) ?#?{_CODE}"
    tower = rf"(?:Tower|Building|Bldg\.?|Block) {_HOUSE}"
    floor = r"(?:Floor [0-9]{1,3}|[0-9]{1,3}(?:st|nd|rd|th) [Ff]loor|[0-9]{1,3}/F)"
    part = rf"(?:{tower}|{floor})"
    # Creative Suite 6 is a program.
    alone = rf"(?<![A-Z][a-z] )(?<![a-z] )(?:Suite|Ste\.?) ?#?{_CODE}"
    # The Unit 4B is a machine.
    lettered = (
        r"(?<![Tt]he )(?:Unit|Room|Rm\.?) ?#?(?:[0-9]{1,4}[A-Z]|[A-Z]-?[0-9]{1,4})|Room [0-9]{3,4}"
    )
    home = rf"(?:Apt\.?|Apartment|Flat) ?#?{_CODE}"
    before = r"(?:(?<=\bin )|(?<=\bat )|(?<=\bto )|(?<=\bis ))Suite #?[0-9]{2,5}[A-Z]?"
    return re.compile(
        rf"(?<![\w.])(?:(?:{part},? ){{1,4}}{unit}|{unit}(?:,? {part}){{1,4}}|{alone}|{before}|{lettered}|{home})"
        rf"{_NOT_MORE}"
    )


@lru_cache(maxsize=1)
def _lower() -> re.Pattern[str]:
    """Return the forms that a transcript without capitals has."""
    house = "(?:tower|building|block) (?:[a-z]|[0-9]{1,3})"
    room = "(?:suite|apt|apartment|flat) [0-9]{1,5}[a-z]?"
    suite = r"(?:(?<=\bin )|(?<=\bat )|(?<=\bto ))suite [0-9]{3,5}[a-z]?"
    return re.compile(
        rf"(?<![\w.])(?:{house},? {room}|{room},? {house}|{suite}|(?:apt|apartment) [0-9]{{1,4}}[a-z]?){_NOT_MORE}"
    )
