"""Finds postal addresses in a line: Chinese ones by road and number, English ones by number and road.

A city or a province alone is no address: where a customer sits is a fact of the deal.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from callsift.steps.redact.line import Detection, FoldedLine
from callsift.steps.redact.words import address_words, any_of

# So far left of the number the road and what lies around it are looked for.
_WIDEST = 40
_LONGEST_ROAD = 5
_LONGEST_DISTRICT = 3
_NUMBER = re.compile(r"[0-9]+|[a-z]|[一二三四五六七八九十百]+")
_DISTRICT = re.compile(r"(?:省|市|区|县|镇|乡|州|旗)")


def find_addresses(line: FoldedLine) -> Iterator[Detection]:
    """Yield every postal address in the line; spans may overlap."""
    yield from _chinese(line)
    for found in _english().finditer(line.raw):
        yield Detection(found.start(), found.end(), "address", " ".join(found[0].lower().split()))


def _chinese(line: FoldedLine) -> Iterator[Detection]:
    for found in _house().finditer(line.text):
        # 水路3号 is no address, 淡水路3号4楼 is one.
        road = _road(strict=len(_NUMBER.findall(found[0])) < 2)
        # 文三路 478 号: a blank parts the road from its number.
        behind_road = len(line.text[: found.start()].rstrip(" "))
        begin = _beginning(line.text, behind_road, road, address_words().provinces)
        if begin is not None:
            yield line.found(begin, found.end(), "address", line.text[begin : found.end()])


def _beginning(
    text: str, house: int, road: re.Pattern[str], provinces: tuple[str, ...]
) -> int | None:
    """Return where the address of a house number begins, or None where no road stands before it."""
    names = _names().search(text, max(0, house - _WIDEST), house)
    ending = None if names is None else road.search(names[0])
    if names is None or ending is None or ending.start() == 0:
        return None
    run = names[0]
    begins = [place for each in provinces if (place := run.find(each)) >= 0]
    district = _DISTRICT.search(run, 1, len(run) - 1)
    if district is not None:
        begins.append(max(0, district.start() - _LONGEST_DISTRICT))
    return names.start() + min(begins, default=max(0, ending.start() - _LONGEST_ROAD))


@lru_cache(maxsize=1)
def _house() -> re.Pattern[str]:
    words = address_words()
    digits = r"[0-9]{1,5}[a-z]?(?:-[0-9]{1,5})?|[a-z]|[一二三四五六七八九十百]{1,4}"
    number = rf"[甲乙丙]?(?:{digits}) ?(?:{any_of(words.units)})(?:[之-][0-9]{{1,4}}(?![0-9]))?"
    building = rf"[\u4e00-\u9fff]{{2,8}}?(?:{any_of(words.buildings)})"
    # Right behind a building a bare room, but no quantity: 创意园2-B704, not 恒鑫大厦300台.
    room = r"(?:[a-z0-9]{1,4}-)?[a-z]?[0-9]{3,4}(?![0-9a-z]|[.,][0-9])(?! ?[万元台件套个块千米平])"
    section = "(?:[东西南北]?(?:[0-9]|[一二三四五六七八九十])段)?"
    return re.compile(
        rf"(?<![0-9a-z一二三四五六七八九十百段.]){section}{number}"
        rf"(?:[ ,，]?(?:{building} ?)?{number}){{0,6}}(?:{building}(?: ?{room})?|(?<=[楼栋座幢]) ?{room})?"
    )


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    words = address_words()
    return re.compile(rf"(?:{any_of(words.with_stops)}|[\u4e00-\u9fff](?<![{words.stops}]))+$")


@lru_cache(maxsize=2)
def _road(*, strict: bool) -> re.Pattern[str]:
    words = address_words()
    none = "".join(f"(?<!{re.escape(each)})" for each in words.no_roads) if strict else ""
    return re.compile(rf"(?:{any_of(words.roads)}){none}[东西南北中]?$")


@lru_cache(maxsize=1)
def _english() -> re.Pattern[str]:
    words = address_words()
    units = rf"(?:{any_of(words.english_units)}|#)\.? ?[A-Z0-9][A-Za-z0-9-]{{0,5}}"
    house = r"\d{1,5}[A-Za-z]? (?:[NSEW]{1,2}\.? )?"
    names = r"(?:[A-Z][a-z'’]+\.?|\d{1,3}(?:st|nd|rd|th))"
    road = rf"{house}(?:{names} ){{1,4}}(?:{any_of(words.english_roads)})\b\.?"
    place = (
        r"(?:,? [A-Z][a-z]+(?: [A-Z][a-z]+){0,2})?"
        r",? (?:[A-Z]{2}\.? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b"
    )
    # With a suite or a post code behind it, a road may be called anything.
    other = rf"{house}{names}(?: {names}){{0,3}}(?:,? {units}(?:{place})?|{place})"
    flat = rf"{units},? (?:{names} ){{1,3}}(?:{any_of(words.english_roads)})\b"
    box = r"P\.?O\.? Box \d{1,6}"
    return re.compile(
        rf"(?<![\w.$£€])(?:(?:{units},? )?(?:{road}(?:,? {units})?(?:{place})?|{other})"
        rf"|{flat}(?:{place})?|{box}(?:{place})?)(?!\w)"
    )
