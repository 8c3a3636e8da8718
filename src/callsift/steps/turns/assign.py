"""Decides who sells and who buys: by names given, then by labels, then by what is said."""

import re
from collections.abc import Container, Sequence
from typing import Literal, TypeAlias

from callsift.domain.analysis import Caution
from callsift.domain.record import Record
from callsift.domain.transcript import Call, Role, Transcript, Turn
from callsift.steps.turns.bonds import Answers, answers_in, bonds_of
from callsift.steps.turns.cluster import MOST, margins
from callsift.steps.turns.labels import side_of_label, sides_above
from callsift.steps.turns.learned import selling_odds
from callsift.steps.turns.names import names_of_nobody, sides_given
from callsift.steps.turns.said import leaning
from callsift.steps.turns.speakers import Speaker, has_title, speakers_of
from callsift.steps.turns.unnamed import sides_in_turn
from callsift.steps.turns.warn import (
    dated_by_nobody,
    in_another_language,
    nobody_called,
    unknown_speakers,
    wrongly_named,
)
from callsift.steps.turns.words import Side
from callsift.typography import folded

# What a recording calls whoever speaks: no side, where both are called so.
_ANYBODY = re.compile(r"(?:用户|user)[ _-]?\d{1,2}")
How: TypeAlias = Literal["given", "labels", "said", "notes", "none"]
# A side is told only with this much more for it than against it.
_ENOUGH = 2.0
_CERTAIN = 100.0
# Where labels mark one side only, who is not marked is rather of the other one.
_UNMARKED = 2.0
# The one plain name among people with titles is rather the seller.
_UNTITLED = 1.5


class RoleAssignment(Record):
    """A call whose turns carry roles, what could not be told, and how it was told."""

    call: Call
    warnings: tuple[Caution, ...]
    how: How


def assign_roles(
    call: Call, *, sellers: tuple[str, ...] = (), buyers: tuple[str, ...] = ()
) -> RoleAssignment:
    """Return the call with a role on every turn.

    Notes are the reporter's. A role that a turn brings along is kept, unless a name that was given
    says otherwise. A side that cannot be told stays `unknown`, with a warning.
    """
    transcript = call.transcript
    if transcript.kind == "notes":
        roles: dict[str, Role] = {}
        return _assigned(call, roles, rest="reporter", how="notes")
    speakers = speakers_of(transcript.turns)
    given = sides_given(speakers, sellers, buyers)
    brought = _brought(transcript.turns)
    labelled = _labelled(transcript, speakers)
    known: dict[str, Side] = {**labelled, **brought, **given}
    overruled = dict(given)
    if given and not (sellers and buyers):
        overruled |= _the_others(speakers, known, given)
    known |= overruled
    answers = answers_in(transcript.turns)
    told = _told(speakers, answers, known)
    # Who is told in the first round helps to tell the rest.
    told |= _told(speakers, answers, {**told, **known})
    how: How = "given" if given else "labels" if brought or labelled else "said" if told else "none"
    kept = _with_roles(transcript.turns, except_of=overruled)
    assigned = _assigned(call, {**told, **known}, rest="unknown", how=how, kept=kept)
    strangers = names_of_nobody(speakers, (*sellers, *buyers))
    if not strangers:
        return assigned
    return assigned.model_copy(update={"warnings": (nobody_called(strangers), *assigned.warnings)})


def _brought(turns: Sequence[Turn]) -> dict[str, Side]:
    """Return the sides of speakers that the transcript brought along."""
    found: dict[str, Side] = {}
    for turn in turns:
        if turn.speaker is not None and turn.role in ("seller", "buyer", "other"):
            found[turn.speaker] = turn.role
    return found


def _with_roles(turns: Sequence[Turn], *, except_of: Container[str | None]) -> frozenset[int]:
    """Return the turns whose own role stands: two people of one name may be on two sides."""
    return frozenset(
        turn.index
        for turn in turns
        if turn.role != "unknown" and (turn.role == "reporter" or turn.speaker not in except_of)
    )


def _labelled(transcript: Transcript, speakers: tuple[Speaker, ...]) -> dict[str, Side]:
    lines = [each.text for each in transcript.not_understood]
    remarks = [turn.text for turn in transcript.turns if turn.role == "reporter"]
    found = sides_above(speakers, lines, remarks)
    if len(speakers) > 1 and all(_ANYBODY.fullmatch(each.form) for each in speakers):
        return found
    for speaker in speakers:
        side = side_of_label(speaker.form)
        if side is not None:
            found[speaker.label] = side
    return found


def _the_others(
    speakers: Sequence[Speaker], known: dict[str, Side], given: dict[str, Side]
) -> dict[str, Side]:
    """Put everyone but third parties on the side that was not given."""
    sides = set(given.values())
    if len(sides) != 1:
        return {}
    rest: Side = "buyer" if sides == {"seller"} else "seller"
    third = {label for label, side in known.items() if side == "other"}
    return {s.label: rest for s in speakers if s.label not in given and s.label not in third}


def _told(speakers: Sequence[Speaker], answers: Answers, known: dict[str, Side]) -> dict[str, Side]:
    """Return the sides that speech tells of the speakers who are not known."""
    present = [each for each in speakers if known.get(each.label) != "other"]
    leanings = [_weight(each, present, known) for each in present]
    if len(present) < 1 or all(each.label in known for each in present):
        return {}
    bonds = bonds_of(present, answers) if len(present) <= MOST else ()
    told: dict[str, Side] = {}
    for speaker, margin in zip(present, margins(leanings, bonds), strict=True):
        if speaker.label not in known and abs(margin) >= _ENOUGH:
            told[speaker.label] = "seller" if margin > 0 else "buyer"
    return told


def _weight(speaker: Speaker, present: Sequence[Speaker], known: dict[str, Side]) -> float:
    side = known.get(speaker.label)
    if side is not None:
        return _CERTAIN if side == "seller" else -_CERTAIN
    marked = {known[each.label] for each in present if each.label in known and each.label != "我"}
    unmarked = {"seller": -_UNMARKED, "buyer": _UNMARKED}
    lean = unmarked.get(next(iter(marked)), 0.0) if len(marked) == 1 else 0.0
    return lean + leaning(speaker) + _alone_without_title(speaker, present)


def _alone_without_title(speaker: Speaker, present: Sequence[Speaker]) -> float:
    """Lean to the seller's side where everybody else has a title: who labels a call titles the customers."""
    others = [each for each in present if each.label != speaker.label]
    if not others or has_title(speaker) or not all(has_title(each) for each in others):
        return 0.0
    return _UNTITLED


def _unnamed_told(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Tell the sides of turns that carry no name, as far as their words and their order do; else leave them."""
    if any(turn.speaker is not None or turn.role != "unknown" for turn in turns):
        return turns
    sides = sides_in_turn([selling_odds([folded(turn.text).text]) for turn in turns])
    return tuple(
        turn.model_copy(update={"role": side}) for turn, side in zip(turns, sides, strict=True)
    )


def _assigned(
    call: Call,
    roles: dict[str, Role],
    *,
    rest: Role,
    how: How,
    kept: frozenset[int] = frozenset(),
) -> RoleAssignment:
    turns = tuple(
        turn
        if turn.index in kept or turn.role == "reporter"
        else turn.model_copy(update={"role": roles.get(turn.speaker or "", rest)})
        for turn in call.transcript.turns
    )
    transcript = call.transcript.model_copy(update={"turns": _unnamed_told(turns)})
    warnings = (
        *wrongly_named(call),
        *in_another_language(transcript),
        *dated_by_nobody(call),
        *unknown_speakers(transcript),
    )
    return RoleAssignment(
        call=call.model_copy(update={"transcript": transcript}), warnings=warnings, how=how
    )
