"""Scores the offline engine on the test part of the corpus, which nothing was trained or chosen on.

    python training/score_utterances.py

One utterance at a time, with the turns before it: precision, recall and F1 over signals, how many of the signals that a
text only invites were reported, whether every quote stands in the text, and whether confidence means what it says.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from corpus import ROOT

from callsift.domain.transcript import Transcript, Turn
from callsift.playbook import Playbook, load_playbook
from callsift.scoring.calibration import calibration_of
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.ground import ground


class Judged(NamedTuple):
    """What was said and what came of it: signals found with their confidence, labels, invitations, quotes."""

    language: str
    found: dict[str, float]
    shown: frozenset[str]
    invited: frozenset[str]
    quotes: int
    ungrounded: int


def main() -> None:
    """Print the table."""
    playbook = load_playbook()
    engine = OfflineEngine(playbook)
    judged = [_judged(row, engine, playbook) for row in _rows()]
    print(f"{'':<16}{'texts':>6}{'precision':>11}{'recall':>8}{'F1':>6}{'invited, reported':>19}")
    for name, some in (
        ("all", judged),
        ("Chinese", [each for each in judged if each.language != "en"]),
        ("English", [each for each in judged if each.language == "en"]),
    ):
        print(_line(name, some))
    total, lost = sum(j.quotes for j in judged), sum(j.ungrounded for j in judged)
    print(f"\nquotes not grounded: {lost} of {total}")
    verdicts = [(c, name in j.shown) for j in judged for name, c in j.found.items()]
    for each in calibration_of(verdicts).bins:
        print(
            f"confidence {each.low:.1f}–{each.high:.1f}: said {each.confidence:.2f}, right {each.accuracy:.2f} ({each.number})"
        )


def _line(name: str, judged: Sequence[Judged]) -> str:
    tp = sum(len(each.found.keys() & each.shown) for each in judged)
    fp = sum(len(each.found.keys() - each.shown) for each in judged)
    fn = sum(len(each.shown - each.found.keys()) for each in judged)
    invited = sum(len(each.invited) for each in judged)
    taken = sum(len(each.invited & each.found.keys()) for each in judged)
    precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    f1 = 2 * tp / max(2 * tp + fp + fn, 1)
    return (
        f"{name:<16}{len(judged):6}{precision:11.2f}{recall:8.2f}{f1:6.2f}"
        f"{taken:9} of {invited} ({taken / max(invited, 1):.1%})"
    )


def _judged(row: dict[str, Any], engine: OfflineEngine, playbook: Playbook) -> Judged:
    transcript = _transcript(row)
    grounded = ground(engine.scan(transcript), transcript, playbook)
    last = transcript.turns[-1].index
    found: dict[str, float] = {}
    for each in grounded.observations:
        if each.evidence.turn == last:
            found[each.signal] = max(each.confidence, found.get(each.signal, 0.0))
    lost = [d for d in grounded.dropped if d.reason in ("not_found", "ambiguous")]
    return Judged(
        language=row["lang"],
        found=found,
        shown=frozenset(row["signals"]),
        invited=frozenset(each["id"] for each in row.get("not", [])),
        quotes=len(grounded.observations) + len(lost),
        ungrounded=len(lost),
    )


def _transcript(row: dict[str, Any]) -> Transcript:
    """Return the text with the turns before it; the last of those was the other side's."""
    before = row.get("before", [])
    other = {"buyer": "seller", "seller": "buyer"}.get(row["role"], row["role"])
    roles = [other if (len(before) - at) % 2 else row["role"] for at in range(len(before))]
    texts = [*before, row["text"]]
    turns = []
    start = 0
    for index, (role, text) in enumerate(zip([*roles, row["role"]], texts, strict=True)):
        turns.append(
            Turn(
                index=index, speaker=role, role=role, start=start, end=start + len(text), text=text
            )
        )
        start += len(text) + 1
    return Transcript(
        format="test",
        kind=row["kind"],
        language=row["lang"],
        text="\n".join(texts),
        turns=tuple(turns),
    )


def _rows() -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "test").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


if __name__ == "__main__":
    main()
