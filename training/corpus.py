"""Gathers what the offline engine's model learns from: labelled utterances, dialogues and the playbook's examples."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from callsift.domain.transcript import Role
from callsift.playbook import Playbook, load_examples

# A turn of a dialogue counts as so many lines of their own.
OF_A_CALL = 2.0
ROOT = Path(__file__).resolve().parents[1] / "fixtures" / "utterances"


@dataclass(frozen=True)
class Utterance:
    """One labelled utterance.

    `known` are the signals that the label speaks of; None means all of them. `weight` is how many it counts for.
    """

    text: str
    before: str
    role: Role
    signals: frozenset[str]
    not_signals: frozenset[str]
    situation: str
    known: frozenset[str] | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Dialogue:
    """A dialogue labelled turn by turn."""

    slug: str
    meta: dict[str, object]
    turns: tuple[dict[str, object], ...] = field(default=())


def utterances() -> Iterator[Utterance]:
    """Yield every labelled utterance of the corpus."""
    for file in sorted(ROOT.glob("*.jsonl")):
        for row in _rows(file):
            yield _utterance(row, " ".join(map(str, row.get("before", []))))


def dialogues() -> Iterator[Dialogue]:
    """Yield every dialogue of the corpus."""
    for file in sorted((ROOT / "dialogues").glob("*.jsonl")):
        rows = _rows(file)
        yield Dialogue(file.stem, rows[0], tuple(rows[1:]))


def dialogue_utterances(dialogue: Dialogue) -> Iterator[Utterance]:
    """Yield the turns of a dialogue, each with the turn of the other side before it.

    Lines are written to show a signal or to tempt; only dialogues hold as much ordinary talk as a call does.
    """
    before = ""
    last_role = ""
    for row in dialogue.turns:
        heard = before if row["role"] != last_role else ""
        said = _utterance({**row, "situation": dialogue.slug}, heard)
        yield replace(said, weight=OF_A_CALL)
        before, last_role = str(row["text"]), str(row["role"])


def signals_of(dialogue: Dialogue) -> set[str]:
    """Return every signal that some turn of a dialogue shows."""
    return {name for row in dialogue.turns for name in row["signals"]}  # type: ignore[attr-defined]


def examples(playbook: Playbook) -> Iterator[Utterance]:
    """Yield the playbook's examples; each label speaks of its own signal only."""
    for signal in playbook.signals.values():
        for number, example in enumerate(load_examples(signal.id, signal.axis)):
            at = len(example.turns) - 1
            if example.quote is not None:
                at = next(i for i, turn in enumerate(example.turns) if example.quote in turn.text)
            fires = frozenset((signal.id,)) if example.expect == "fires" else frozenset()
            yield Utterance(
                text=example.turns[at].text,
                before=example.turns[at - 1].text if at else "",
                role=example.turns[at].role,
                signals=fires,
                not_signals=frozenset() if fires else frozenset((signal.id,)),
                situation=f"example-{signal.id}-{number}",
                known=frozenset((signal.id,)),
            )


def _rows(file: Path) -> list[dict[str, object]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _utterance(row: dict[str, object], before: str) -> Utterance:
    return Utterance(
        text=str(row["text"]),
        before=before,
        role=row["role"],  # type: ignore[arg-type]  # checked by the corpus test
        signals=frozenset(row["signals"]),  # type: ignore[call-overload]
        not_signals=frozenset(each["id"] for each in row.get("not", [])),  # type: ignore[attr-defined]
        situation=str(row["situation"]),
    )
