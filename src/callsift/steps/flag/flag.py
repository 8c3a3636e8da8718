"""A transcript in; out comes one in which turns that give orders to a reading machine are blank, and which they are.

Blank, not gone: every turn keeps its number and its place, so that what an engine returns is grounded in the original.
Two judges: patterns (data, in `playbook/injection.toml`) and a small linear model, trained by `training/train_flag.py`.
Marks and words that only a machine is told settle it; an order that one colleague might give another counts only where
the model does not find it ordinary talk.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import tomli

from callsift.cautions import listed
from callsift.domain.analysis import Caution
from callsift.domain.record import Record
from callsift.domain.transcript import Transcript, Turn
from callsift.playbook.model import Playbook
from callsift.resources import package_text
from callsift.steps.flag.disguise import plain
from callsift.steps.flag.learned import may_be_order, order_bar, order_score

_TO_A_MACHINE = ("markup", "addressed")
_ORDERS = ("commands", "steering")


class Patterns(NamedTuple):
    """What is said to a machine alone, and orders that might be meant for people."""

    to_a_machine: re.Pattern[str]
    orders: re.Pattern[str]


class Screened(Record):
    """What an engine may see of a transcript, and the numbers of the turns that it may not."""

    transcript: Transcript
    flagged: frozenset[int] = frozenset()
    warnings: tuple[Caution, ...] = ()


def screen(transcript: Transcript, playbook: Playbook) -> Screened:
    """Return the transcript as an engine may see it. Linear in its length."""
    patterns = _patterns(tuple(sorted((*playbook.signals, *playbook.categories))))
    labels = {turn.speaker for turn in transcript.turns if turn.speaker}
    # An engine reads the names too, and whoever joins a meeting chooses his own.
    bad_labels = frozenset(each for each in labels if _speaks_to_a_machine(each, patterns))
    flagged = frozenset(
        turn.index
        for turn in transcript.turns
        if turn.speaker in bad_labels or _speaks_to_a_machine(turn.text, patterns)
    )
    if not flagged:
        return Screened(transcript=transcript)
    # People count from 1, as the report does.
    numbers = listed(index + 1 for index in sorted(flagged))
    return Screened(
        transcript=_blanked(transcript, flagged, bad_labels),
        flagged=flagged,
        warnings=(Caution(id="turns_flagged", values={"turns": numbers}),),
    )


def _speaks_to_a_machine(text: str, patterns: Patterns) -> bool:
    shown = plain(text)
    return (
        patterns.to_a_machine.search(shown) is not None
        or order_score(shown) > order_bar()
        or any(may_be_order(shown, *each.span()) for each in patterns.orders.finditer(shown))
    )


def _blanked(
    transcript: Transcript, flagged: frozenset[int], bad_labels: frozenset[str]
) -> Transcript:
    text = transcript.text
    turns: list[Turn] = []
    pieces: list[str] = []
    at = 0
    for turn in transcript.turns:
        if turn.index not in flagged:
            turns.append(turn)
            continue
        blank = " " * len(turn.text)
        pieces.extend((text[at : turn.start], blank))
        at = turn.end
        speaker = None if turn.speaker in bad_labels else turn.speaker
        turns.append(turn.model_copy(update={"text": blank, "speaker": speaker}))
    pieces.append(text[at:])
    return transcript.model_copy(update={"text": "".join(pieces), "turns": tuple(turns)})


@lru_cache(maxsize=4)
def _patterns(ids: tuple[str, ...]) -> Patterns:
    table: dict[str, Any] = tomli.loads(package_text("playbook/injection.toml"))
    machine_words = [each for each in ids if "_" in each]
    known = table["ids"].replace("{ids}", "|".join(map(re.escape, machine_words)))
    return Patterns(
        _any([known, *(each for section in _TO_A_MACHINE for each in table[section])]),
        _any([each for section in _ORDERS for each in table[section]]),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns))
