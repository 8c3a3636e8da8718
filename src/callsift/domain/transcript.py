"""What was said and by whom, as the reader understood it. Knows nothing of signals."""

from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from callsift.domain.record import Record

Role: TypeAlias = Literal["buyer", "seller", "reporter", "other", "unknown"]
Kind: TypeAlias = Literal["transcript", "notes", "chat"]
Language: TypeAlias = Literal["zh", "zh-Hant", "en", "mixed"]


class Turn(Record):
    """One stretch of speech by one speaker, or one passage of notes.

    `start` and `end` are code-point offsets into the transcript's text, and `text` is exactly that slice.
    `start_s` and `end_s` are seconds from the start of the recording where the input has times.
    `role` is `reporter` for second-hand text (notes, a remark the paster added).
    """

    index: int = Field(ge=0)
    speaker: str | None = None
    role: Role = "unknown"
    start_s: float | None = None
    end_s: float | None = None
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class NotUnderstood(Record):
    """A line that the reader could not place: its number (from 1), its text and why."""

    line: int = Field(ge=1)
    text: str
    reason: str


class Transcript(Record):
    """One call as text and turns. `turns[i].text == text[start:end]` always holds."""

    format: str
    kind: Kind
    language: Language
    text: str
    turns: tuple[Turn, ...]
    not_understood: tuple[NotUnderstood, ...] = ()

    @model_validator(mode="after")
    def _turns_are_slices_of_the_text(self) -> Self:
        for position, turn in enumerate(self.turns):
            if turn.index != position:
                raise ValueError(f"turn {position} carries index {turn.index}")
            if self.text[turn.start : turn.end] != turn.text:
                raise ValueError(f"turn {position} is not text[{turn.start}:{turn.end}]")
        return self


class Call(Record):
    """A transcript and where it came from.

    `sha256` is of the input's bytes, in hexadecimal. `date` is ISO (YYYY-MM-DD) or None. `promised` is the kind of
    document that the name promises (`docx`, `xlsx`, `pdf`) where the input was plain text. `is_date_assumed` where the day
    is neither in the input nor the caller's.
    """

    name: str
    transcript: Transcript
    sha256: str
    date: str | None = None
    account: str | None = None
    promised: str | None = None
    is_date_assumed: bool = False
