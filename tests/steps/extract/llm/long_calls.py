"""Long calls, made by joining the labelled calls of `fixtures/calls`, and the table of what their labels see in them."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from callsift.domain.transcript import Call, Transcript, Turn
from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles
from tests.provider.scripted import Seen

_CALLS = Path(__file__).resolve().parents[4] / "fixtures" / "calls"


class Joined(NamedTuple):
    """A long call and what a model that sees everything sees in it."""

    call: Call
    table: tuple[Seen, ...]


@cache
def joined_calls(*, least_chars: int = 0, numbers: tuple[int, ...] = ()) -> Joined:
    """Return labelled calls as one: those of the numbers (all unless given), again and again up to a length."""
    chosen = [each for each in range(1, 25) if not numbers or each in numbers]
    turns: list[tuple[Turn, str]] = []
    table: list[Seen] = []
    while not turns or sum(len(text) for _, text in turns) < least_chars:
        for number in chosen:
            read = assign_roles(read_text((_CALLS / f"{number:02}.txt").read_text("utf-8")))
            turns.extend((turn, turn.text) for turn in read.call.transcript.turns)
            table.extend(_labels(number))
    text_of_turns = [text for _, text in turns]
    rows = [row for row in dict.fromkeys(table) if any(row.quote in text for text in text_of_turns)]
    return Joined(call_of([turn for turn, _ in turns]), tuple(rows))


def call_of(turns: list[Turn]) -> Call:
    """Return turns as one call, in the order given."""
    placed: list[Turn] = []
    pieces: list[str] = []
    at = 0
    for index, turn in enumerate(turns):
        end = at + len(turn.text)
        placed.append(turn.model_copy(update={"index": index, "start": at, "end": end}))
        pieces.append(turn.text)
        at = end + 1
    transcript = Transcript(
        format="plain",
        kind="transcript",
        language="mixed",
        text="\n".join(pieces),
        turns=tuple(placed),
    )
    return Call(name="joined", transcript=transcript, sha256="0" * 64)


def said(*lines: str) -> Call:
    """Return a call of `speaker: text` lines; the speakers are 客户 (buyer) and anybody else (seller)."""
    turns: list[Turn] = []
    for line in lines:
        speaker, _, text = line.partition(": ")
        role = "buyer" if speaker == "客户" else "seller"
        turns.append(
            Turn.model_validate(
                {"index": 0, "speaker": speaker, "role": role, "start": 0, "end": 0, "text": text}
            )
        )
    return call_of(turns)


def _labels(number: int) -> list[Seen]:
    label = json.loads((_CALLS / f"{number:02}.json").read_text("utf-8"))
    signals = [Seen(each["id"], each["quote"]) for each in label["signals"]]
    events = [Seen(each["status"], each["quote"], each["kind"]) for each in label["milestones"]]
    return [*signals, *events]
