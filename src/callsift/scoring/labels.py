"""Reads labelled calls: `NN.txt` as a user would paste it, `NN.json` with what an expert sees in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NoReturn

from pydantic import ConfigDict, Field, ValidationError

from callsift.domain.analysis import StageId, StandingId
from callsift.domain.observation import MilestoneKind, MilestoneStatus, Party
from callsift.domain.record import Record
from callsift.domain.transcript import Kind, Language
from callsift.errors import InputError
from callsift.playbook.model import Trap
from callsift.steps.read.decoding import decode
from callsift.steps.read.file import load


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
    category_ok: tuple[str, ...] = Field(min_length=1)
    stage: tuple[StageId, ...] = Field(min_length=1)
    standing: tuple[StandingId, ...] = Field(min_length=1)
    action: tuple[str, ...] = Field(min_length=1)
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
        InputError: no such folder, no cases in it, a label without its text or a text without its
            label, or a broken label (all are named).
    """
    if not folder.is_dir():
        raise InputError(
            "there is no such folder.", where=str(folder), do="Give a folder of labelled calls."
        )
    labels = sorted(folder.glob("*.json"))
    if not labels:
        raise InputError(
            "no labelled calls are here.",
            where=str(folder),
            do="A case is NN.txt with NN.json beside it.",
        )
    faults = list(_unpaired(folder))
    cases: list[LabelledCase] = []
    for file in labels:
        try:
            cases.append(LabelledCase(path=file.with_suffix(".txt"), label=_label_in(file)))
        except ValidationError as error:
            faults.extend(f"{file.name}: {each}" for each in _faults_of(error))
        except json.JSONDecodeError as error:
            faults.append(f"{file.name}: no JSON ({error})")
        except InputError as error:
            faults.append(f"{file.name}: {error.what.rstrip('.')}")
    if faults:
        refuse_labels(faults, where=str(folder), do="Mend these files or take them out.")
    return tuple(cases)


def refuse_labels(faults: list[str], *, where: str, do: str) -> NoReturn:
    """Refuse labels with all their faults in one sentence.

    Raises:
        InputError: always.
    """
    raise InputError(f"broken labels: {'; '.join(faults)}.", where=where, do=do)


def _unpaired(folder: Path) -> Iterator[str]:
    for suffix, other in ((".json", ".txt"), (".txt", ".json")):
        for file in sorted(folder.glob(f"*{suffix}")):
            partner = file.with_suffix(other)
            if not partner.is_file():
                yield f"{file.name}: {partner.name} is missing"


def _label_in(file: Path) -> Label:
    return Label.model_validate(json.loads(decode(load(file), file.name)))


def _faults_of(error: ValidationError) -> Iterator[str]:
    """Yield each field that is wrong and what is wrong with it, without the words that stand in it."""
    for each in error.errors(include_input=False, include_url=False):
        place = ".".join(map(str, each["loc"])) or "the whole"
        yield f"{place}: {each['msg']}"
