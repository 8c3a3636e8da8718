"""The labelled texts: which words must be masked and which must stay, and how a result is scored."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from callsift.domain.transcript import Call, Language, Transcript, Turn
from callsift.steps.redact import redact

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "redaction"
_MARKS = re.compile(r"⟦(.*?)⟧|⟪(.*?)⟫")


class Span(NamedTuple):
    start: int
    end: int


class Labelled(NamedTuple):
    id: str
    language: Language
    speakers: tuple[str, ...]
    names: tuple[str, ...]
    text: str
    masked: tuple[Span, ...]
    kept: tuple[Span, ...]


class Score(NamedTuple):
    """How many marked spans were masked, how many masks lie in marked spans, and what went wrong."""

    wanted: int
    hit: int
    made: int
    right: int
    faults: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.hit / self.wanted

    @property
    def precision(self) -> float:
        return self.right / self.made


def read_labelled(name: str) -> tuple[Labelled, ...]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(json.loads(line)) for line in lines)


def call_of(*texts: str, speakers: tuple[str, ...] = (), language: Language = "zh") -> Call:
    """Make a call of one line a turn; the speakers take turns."""
    text, turns = "", []
    for index, said in enumerate(texts):
        speaker = speakers[index % len(speakers)] if speakers else None
        text += f"{speaker}：" if speaker else ""
        turns.append(
            Turn(
                index=index, speaker=speaker, start=len(text), end=len(text) + len(said), text=said
            )
        )
        text += said + "\n"
    transcript = Transcript(
        format="labelled", kind="transcript", language=language, text=text, turns=tuple(turns)
    )
    return Call(name="call.txt", transcript=transcript, sha256="0" * 64)


def score(cases: tuple[Labelled, ...]) -> Score:
    wanted = hit = made = right = 0
    faults: list[str] = []
    for case in cases:
        masks = _masks(case)
        for span in case.masked:
            wanted += 1
            inside = all(
                any(each.start <= at < each.end for each in masks)
                for at in range(*span)
                if case.text[at].isalnum()
            )
            hit += inside
            if not inside:
                faults.append(f"{case.id}: missed {case.text[slice(*span)]}")
        for mask in masks:
            made += 1
            fits = any(each.start <= mask.start and mask.end <= each.end for each in case.masked)
            right += fits
            if not fits:
                faults.append(f"{case.id}: masked {case.text[slice(*mask)]}")
    return Score(wanted, hit, made, right, tuple(faults))


def _masks(case: Labelled) -> list[Span]:
    others = tuple("嗯" for _ in case.speakers[1:])
    call = call_of(case.text, *others, speakers=case.speakers, language=case.language)
    start = call.transcript.turns[0].start
    return [
        Span(each.original_start - start, each.original_end - start)
        for each in redact(call, names=case.names).edits
        if start <= each.original_start < start + len(case.text)
    ]


def _labelled(line: dict[str, Any]) -> Labelled:
    marked: str = line["text"]
    masked: list[Span] = []
    kept: list[Span] = []
    text, at = "", 0
    for found in _MARKS.finditer(marked):
        text += marked[at : found.start()]
        inner = found[1] or found[2]
        (masked if found[1] else kept).append(Span(len(text), len(text) + len(inner)))
        text += inner
        at = found.end()
    return Labelled(
        id=line["id"],
        language=line["language"],
        speakers=tuple(line["speakers"]),
        names=tuple(line["names"]),
        text=text + marked[at:],
        masked=tuple(masked),
        kept=tuple(kept),
    )
