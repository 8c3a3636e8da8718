"""Reads labelled calls: `NN.txt` as a user would paste it, `NN.json` with what an expert sees in it."""

import json
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, ValidationError

from callsift.domain.observation import MilestoneKind, MilestoneStatus, Party
from callsift.domain.record import Record
from callsift.domain.transcript import Kind, Language
from callsift.errors import InputError
from callsift.playbook.model import Trap


class LabelledSignal(Record):
    """A signal that is clearly there, with one quote that shows it."""

    id: str
    quote: str


class LabelledTrap(Record):
    """A signal that the text invites and that must not be reported."""

    id: str
    type: Trap
    why: str


class LabelledMilestone(Record):
    """An event of the purchase that the text shows."""

    kind: MilestoneKind
    status: MilestoneStatus
    party: Party = Field(alias="with")
    quote: str


class Label(Record):
    """What an expert sees in one call. Lists of ids hold every acceptable value."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: str
    lang: Language
    kind: Kind
    industry: str
    category: str
    category_ok: tuple[str, ...]
    stage: tuple[str, ...]
    standing: tuple[str, ...]
    action: tuple[str, ...]
    signals: tuple[LabelledSignal, ...]
    optional_signals: tuple[str, ...] = ()
    traps: tuple[LabelledTrap, ...] = ()
    milestones: tuple[LabelledMilestone, ...] = ()
    worked_before: bool
    need_mentioned: bool


class LabelledCase(Record):
    """One labelled call: the path of its text, and its label."""

    path: Path
    label: Label
    source: Literal["labelled"] = "labelled"


def load_cases(folder: Path) -> tuple[LabelledCase, ...]:
    """Return the labelled calls of a folder in the order of their names.

    Raises:
        InputError: no such folder, no cases in it, a label without its text, or a broken label (all are named).
    """
    if not folder.is_dir():
        raise InputError(
            "there is no such folder.", where=str(folder), do="Give a folder of labelled calls."
        )
    cases: list[LabelledCase] = []
    faults: list[str] = []
    for file in sorted(folder.glob("*.json")):
        text = file.with_suffix(".txt")
        if not text.is_file():
            faults.append(f"{file.name}: {text.name} is missing")
            continue
        try:
            label = Label.model_validate(json.loads(file.read_text(encoding="utf-8")))
        except (ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{file.name}: {error}")
            continue
        cases.append(LabelledCase(path=text, label=label))
    if faults:
        raise InputError("broken labels: " + "; ".join(faults), where=str(folder))
    if not cases:
        raise InputError(
            "no labelled calls are here.",
            where=str(folder),
            do="A case is NN.txt with NN.json beside it.",
        )
    return tuple(cases)
