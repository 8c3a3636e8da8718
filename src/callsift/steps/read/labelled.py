"""Finds the heads `name: words`, and tells a dialogue from a form, an agenda or minutes."""

import re
from collections import Counter
from collections.abc import Sequence

from callsift.steps.read.form import form_above
from callsift.steps.read.headers import Heads, label_header, proposed_heads
from callsift.steps.read.lines import Line
from callsift.steps.read.names import is_field, is_label, is_person, is_recognised, is_side
from callsift.steps.read.words import reading_words
from callsift.typography import folded

_TALK = re.compile(
    r"[。！？!?，,]|[你您吗呢吧]|\.$|\b(?:you|we|i|yes|no|hi|hello)\b", re.IGNORECASE
)
# People talking to one another, and not about one another, use such words.
FACING = re.compile(r"[你您咱]|\b(?:you|your|we|i'm|i)\b", re.IGNORECASE)
_POINT = re.compile(
    r"^[^\w]|[我]|(?:是|点|下|[一二三四五]|问题|原因|的话|比如|例如|另外|其次|首先|最后|总之|备注|附)$"
    r"|^(?:so|and|but|or|the|this|that|one|first|second|note|ps|btw|also|result|point|price)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_SURE_MEASURE = re.compile(r"(?:单价|总价|颜色|单位|尺寸|重量|规格|材质|型号|品牌)$")
_MEASURE = re.compile(
    r"(?:价|量|额|号|期|率|数|费|款|类|格|址|间|色|版本|材质|单位|尺寸|重量|品牌|名称)$"
    r"|\b(?:price|qty|quantity|total|model|colou?r|units?|fee|amount|discount"
    r"|size|weight|seats|users|licen[cs]es|sites)$",
    re.IGNORECASE,
)
# So many lines show whether people talk or are reported.
_ENOUGH = 400
# So many heads make a dialogue that holds nothing else.
_ENOUGH_HEADS = 4


def labels(lines: Sequence[Line]) -> Heads:
    """Return the heads `name: words`, if the text is a dialogue and not a form."""
    proposed = proposed_heads(lines, label_header)
    hosts = _speaking_fields(proposed, lines)
    form = frozenset[int]() if hosts else form_above(lines, proposed)
    rest = [line for line in lines if line.number not in form]
    proposed = {number: head for number, head in proposed.items() if number not in form}
    named = {
        n: head
        for n, head in proposed.items()
        if head.speaker and (is_label(head.speaker) or head.speaker in hosts)
    }
    counted = {number for number, head in named.items() if "c" in head.marks}
    if 2 * len(counted) < len(named):
        # Somebody talks of so many seconds; nobody counted them.
        named = {number: head for number, head in named.items() if number not in counted}
    words = {
        line.number: line.text[named[line.number].at :] for line in rest if line.number in named
    }
    talking = {named[number].speaker for number, said in words.items() if _TALK.search(said)}
    values = _values(named, words, talking)
    named = {number: head for number, head in named.items() if head.speaker not in values}
    times = Counter(head.speaker for head in named.values())
    alike = bool(talking) and all(name in talking or times[name] > 1 for name in times)
    kept = {
        number: head
        for number, head in named.items()
        if is_person(head.speaker or "")
        or head.stamp is not None
        or (times[head.speaker] > 1 and _may_speak(head.speaker or "", talking, alike=alike))
    }
    if _is_plain(kept, rest, named):
        kept |= {n: h for n, h in named.items() if h.speaker in talking and may_call(h.speaker)}
    last = max(kept, default=0)
    fields = sum(1 for n, h in proposed.items() if n < last and _is_only_field(h.speaker, hosts))
    among = sum(1 for line in rest if line.number <= last)
    words = {number: words[number] for number in kept}
    return kept if _is_dialogue(kept, words, lines=among, fields=fields) else {}


def _speaking_fields(proposed: Heads, lines: Sequence[Line]) -> frozenset[str]:
    """Return the fields that speak: 主持人 and Host return with talk, in a text where every line has a label."""
    said: dict[str, list[str]] = {}
    for line in lines:
        head = proposed.get(line.number)
        if head is None or head.speaker is None:
            return frozenset()
        said.setdefault(head.speaker, []).append(line.text[head.at :])
    return frozenset(
        name
        for name, words in said.items()
        if is_field(name) and len(words) > 1 and all(map(_TALK.search, words))
    )


def _values(named: Heads, words: dict[int, str], talking: set[str | None]) -> set[str | None]:
    """Return the labels that give values inside the turns of at least two who talk: 单价, 含税价, Seats."""
    said: dict[str, list[str]] = {}
    for number, head in named.items():
        if head.speaker and head.stamp is None and head.speaker not in talking:
            said.setdefault(head.speaker, []).append(words[number])
    if len(talking) < 2:
        return set()
    return {name for name, each in said.items() if _gives_values(name, each)}


def _gives_values(name: str, words: Sequence[str]) -> bool:
    """Tell whether a label measures, and nobody is called so; 单 and 颜 are surnames."""
    form = folded(name).text
    if is_recognised(name) or is_side(form):
        return False
    are_figures = all(map(_FIGURE.search, words))
    if is_person(name) and name.isascii():
        return _MEASURE.search(name) is not None
    if is_person(name):
        return _SURE_MEASURE.search(name) is not None or (
            are_figures and _MEASURE.search(name) is not None
        )
    return are_figures or _MEASURE.search(name) is not None


def _may_speak(name: str, talking: set[str | None], *, alike: bool) -> bool:
    """Tell whether any other label could be one; `else:` in lower case needs talk behind it, its own or of its like.

    `alike` says that every label talks or returns, and some do talk.
    """
    return not (name.isascii() and name.islower()) or name in talking or alike


def _is_plain(kept: Heads, lines: Sequence[Line], named: Heads) -> bool:
    """Tell whether every line from the first head on has a label: then one that stands once is no field either."""
    first = min(kept, default=0)
    return len(kept) >= _ENOUGH_HEADS and all(
        line.number in named for line in lines if line.number >= first
    )


def _is_only_field(name: str | None, hosts: frozenset[str]) -> bool:
    return is_field(name or "") and name not in hosts


def may_call(name: str | None) -> bool:
    """Tell whether a label that stands once calls somebody and does not open a point: short, and nobody's words."""
    # Behind a bar stands a firm.
    short = (
        len(re.split(r"[|｜]", name or "")[0].split()) <= 3
        and len(re.findall(r"[\u4e00-\u9fff]", name or "")) <= 7
    )
    return short and not _POINT.search(name or "") and not _TALK.search(name or "")


def _is_dialogue(kept: Heads, words: dict[int, str], *, lines: int, fields: int) -> bool:
    times = Counter(head.speaker for head in kept.values())
    if not kept or _is_report(kept, words):
        return False
    if all(head.stamp is not None and head.stamp.has_seconds for head in kept.values()):
        return True
    if len(kept) == 1:
        return _is_lone_turn(kept, words, lines)
    spoken = any(_TALK.search(each) for each in words.values())
    spoken = spoken or any(is_recognised(name or "") for name in times)
    if max(times.values()) == 1:
        return spoken and not fields and len(kept) >= 0.6 * lines
    if not spoken and not any(is_person(name or "") for name in times):
        return False
    return fields <= len(kept) and (len(kept) >= 4 or len(kept) >= 0.15 * lines)


def _is_lone_turn(kept: Heads, words: dict[int, str], lines: int) -> bool:
    """Tell whether one labelled line is the words of a side, not a field of a form."""
    ((number, head),) = kept.items()
    is_known = is_person(head.speaker or "")
    return is_known and lines <= 2 and FACING.search(words[number]) is not None


def _is_report(kept: Heads, words: dict[int, str]) -> bool:
    """Tell whether the lines say what people said, as minutes do."""
    looked_at = list(words.values())[:_ENOUGH]
    opening = reading_words().reported
    reported = sum(1 for each in looked_at if opening.match(folded(each[:20]).text))
    facing = sum(1 for each in looked_at if FACING.search(each[:400]))
    if reported >= 0.4 * len(looked_at) and facing * 4 < len(looked_at):
        return True
    bullets = sum(1 for head in kept.values() if head.marks == "-")
    return bullets * 2 > len(kept) and facing * 4 < len(looked_at)
