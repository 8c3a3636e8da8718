"""A call without personal data, and the way back. No value shows in a repr, so none gets into a log."""

from collections.abc import Iterable

from pydantic import Field

from callsift.domain.record import Record
from callsift.domain.transcript import Call


class Edit(Record):
    """One place where a placeholder stands: its span in the masked text and in the original one."""

    start: int
    end: int
    original_start: int
    original_end: int


class Values(Record):
    """What each placeholder stands for, in every form in which it was written."""

    forms: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.forms)

    def __repr_args__(self) -> Iterable[tuple[str | None, object]]:
        """Return how many there are, for every repr is built of this."""
        return [("hidden", len(self.forms))]


class Redacted(Record):
    """A masked call, and what leads back from it to the original."""

    call: Call
    values: Values
    original: Call = Field(repr=False)
    edits: tuple[Edit, ...] = ()
