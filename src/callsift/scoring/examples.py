"""Runs the playbook's examples through the offline engine's cues and the shared gate of grounding.

What the engine has learned stays out: an example tests the playbook's own words. One that the cues get wrong must be marked `known_gap`; a marked one that they get right must lose
its mark, so that a repair is noticed.
"""

from collections.abc import Iterator
from pathlib import Path

from callsift.domain.record import Record
from callsift.domain.transcript import Transcript, Turn
from callsift.playbook import Playbook, SignalDefinition, load_examples
from callsift.playbook.model import Example
from callsift.playbook.patterns import broken_patterns, owners_of
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.ground import ground


class ExampleReport(Record):
    """How the examples fared. `faults` is empty where all is as marked."""

    signals: int
    examples: int
    known_gaps: int
    faults: tuple[str, ...]

    @property
    def summary(self) -> str:
        """Return one line of figures."""
        return (
            f"{self.signals} signals, {self.examples} examples, {self.known_gaps} known gaps, "
            f"{len(self.faults)} faults"
        )


def check_playbook(playbook: Playbook, overlay: Path | None = None) -> ExampleReport:
    """Return how every example of every signal fares; all faults at once.

    Raises:
        PlaybookError: an examples file is broken.
    """
    engine = OfflineEngine(playbook, learned=False)
    faults: list[str] = [str(each) for each in broken_patterns(playbook, {}, owners_of(playbook))]
    examples = gaps = 0
    for signal in playbook.signals.values():
        listed = load_examples(signal.id, signal.axis, overlay)
        examples += len(listed)
        gaps += sum(each.known_gap for each in listed)
        for number, example in enumerate(listed, 1):
            faults.extend(
                f"{signal.id} example {number}: {fault}"
                for fault in _faults(signal, example, engine, playbook)
            )
    return ExampleReport(
        signals=len(playbook.signals), examples=examples, known_gaps=gaps, faults=tuple(faults)
    )


def _faults(
    signal: SignalDefinition, example: Example, engine: OfflineEngine, playbook: Playbook
) -> Iterator[str]:
    if example.expect == "fires" and not any(
        (example.quote or "\0") in t.text for t in example.turns
    ):
        yield "its quote does not stand in one of its turns"
    if example.expect == "silent" and example.trap is None:
        yield "a silent example needs its `trap`"
    right = fires(signal.id, example, engine, playbook) == (example.expect == "fires")
    if not right and not example.known_gap:
        yield (
            "missed by the offline engine"
            if example.expect == "fires"
            else "fired, but must be silent"
        )
    if right and example.known_gap:
        yield "no longer a known gap: remove the mark"


def fires(signal: str, example: Example, engine: OfflineEngine, playbook: Playbook) -> bool:
    """Tell whether the offline engine reports a signal on an example, after grounding."""
    transcript = example_transcript(example)
    grounded = ground(engine.scan(transcript), transcript, playbook)
    return any(each.signal == signal for each in grounded.observations)


def example_transcript(example: Example) -> Transcript:
    """Return an example's turns as a transcript."""
    text = "\n".join(turn.text for turn in example.turns)
    turns = []
    start = 0
    for index, turn in enumerate(example.turns):
        end = start + len(turn.text)
        turns.append(
            Turn(
                index=index, speaker=turn.role, role=turn.role, start=start, end=end, text=turn.text
            )
        )
        start = end + 1
    return Transcript(
        format="example", kind=example.kind, language=example.lang, text=text, turns=tuple(turns)
    )
