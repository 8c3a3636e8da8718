"""Reads Gong: `callTranscripts`, joined with the `parties` where these stand in the document.

Whom Gong calls internal sells; who is external buys. Ids are 64-bit numbers or strings of them.
"""

from collections.abc import Iterator

from callsift.domain.transcript import Role
from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import (
    Item,
    day,
    first_words,
    item,
    items,
    label,
    same_id,
    seconds,
)
from callsift.steps.read.exports.found import Found, gathered

FORMAT = "gong"
NAME = "Gong"
_SIDES: dict[str, Role] = {"internal": "seller", "external": "buyer"}
_MILLISECONDS = 0.001


def matches(document: object) -> bool:
    """Tell whether there are monologues with a `speakerId` and sentences."""
    return any(
        "speakerId" in each and "sentences" in each
        for call in _transcripts(document)
        for each in items(call.get("transcript"))[:50]
    )


def read(document: object) -> Found:
    """Return the first call; `calls` returns all."""
    return next(iter(calls(document)), Found([], []))


def calls(document: object) -> list[Found]:
    """Return each call of the document."""
    found = _transcripts(document)
    return [_call(call, document, is_only=len(found) == 1) for call in found]


def _transcripts(document: object) -> list[Item]:
    if isinstance(document, list):
        return [each for each in items(document) if "transcript" in each]
    whole = item(document)
    if "callTranscripts" in whole:
        return items(whole["callTranscripts"])
    return [whole] if "transcript" in whole else []


def _call(call: Item, document: object, *, is_only: bool) -> Found:
    about = _about(call, item(document), is_only=is_only)
    parties = _parties(call, *about)

    def cues(monologue: Item) -> Iterator[Cue]:
        number = same_id(monologue.get("speakerId"))
        party = parties.get(number or "", {})
        name = first_words(party, "name", "emailAddress") or label(number)
        side = _SIDES.get(first_words(party, "affiliation").strip().lower(), "unknown")
        for each in items(monologue.get("sentences")):
            start, end = (seconds(each.get(key), unit=_MILLISECONDS) for key in ("start", "end"))
            yield Cue(name, start, end, first_words(each, "text"), role=side)

    dates = (
        day(value)
        for each in (call, *about)
        for value in (each.get("started"), item(each.get("metaData")).get("started"))
    )
    return gathered(call.get("transcript"), cues, date=next(filter(None, dates), None))


def _about(call: Item, document: Item, *, is_only: bool) -> tuple[Item, ...]:
    """Return what else the document says of a call: its entry in `calls`, and the top itself."""
    number = same_id(call.get("callId"))
    entries = [
        each
        for each in items(document.get("calls"))
        if number in (same_id(item(each.get("metaData")).get("id")), same_id(each.get("id")))
    ]
    return (*entries, document) if is_only else tuple(entries)


def _parties(*holders: Item) -> dict[str, Item]:
    """Return the parties by each of their ids; the one that sentences refer to comes first."""
    parties = [party for each in holders for party in items(each.get("parties"))]
    found: dict[str, Item] = {}
    for key in ("speakerId", "id", "userId"):
        for party in parties:
            number = same_id(party.get(key))
            if number is not None:
                found.setdefault(number, party)
    return found
