"""A job of an endpoint's Batch API as the endpoint tells of it. Believes no field to be there."""

import re
from typing import Any

from callsift.domain.record import Record

_ENDED = frozenset(("completed", "failed", "expired", "cancelled"))
_OURS = "callsift"
# The name that DashScope shows for a job. It may keep no other entry of ours.
_SHOWN_NAME = "ds_name"
_CODE = re.compile(r"[\w.-]{1,60}")


class BatchJob(Record):
    """A job as the endpoint tells of it.

    Attributes:
        id: the endpoint's own.
        status: the endpoint's word; only what `is_ended` says of it is relied on.
        token: what it was made with, to be found by; None where the endpoint does not keep it.
        input_file, output_file, error_file: ids of files; None where there is none (yet).
        total, answered: numbers of questions, as far as the endpoint counts them.
        faults: why it failed as a whole, as codes.
    """

    id: str
    status: str
    token: str | None = None
    input_file: str | None = None
    output_file: str | None = None
    error_file: str | None = None
    total: int = 0
    answered: int = 0
    faults: tuple[str, ...] = ()

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing more will come of it."""
        return self.status in _ENDED

    @property
    def results(self) -> tuple[str, ...]:
        """Return the ids of the files with what came of it."""
        return tuple(each for each in (self.output_file, self.error_file) if each)

    @property
    def progress(self) -> str:
        """Return how far it is, for people."""
        counted = f", {self.answered} of {self.total} answered" if self.total else ""
        return f"{self.id}: {self.status}{counted}"

    def is_made_with(self, token: str, input_file: str | None) -> bool:
        """Tell whether this is the job of a token, or of a file where the endpoint keeps no tokens."""
        if self.token is not None:
            return self.token == token
        return input_file is not None and self.input_file == input_file


def metadata_of(token: str) -> dict[str, str]:
    """Return what a job is made with, so that it can be found by its token."""
    return {_OURS: token, _SHOWN_NAME: f"{_OURS}-{token}"}


def read_job(said: Any) -> BatchJob | None:
    """Return the job in an answer, or None where it is none."""
    known, status = text_of(said, "id"), text_of(said, "status")
    if known is None or status is None:
        return None
    metadata = getattr(said, "metadata", None)
    counts = getattr(said, "request_counts", None)
    return BatchJob(
        id=known,
        status=status,
        token=_token_in(metadata if isinstance(metadata, dict) else {}),
        input_file=text_of(said, "input_file_id"),
        output_file=text_of(said, "output_file_id"),
        error_file=text_of(said, "error_file_id"),
        total=_count(counts, "total"),
        answered=_count(counts, "completed") + _count(counts, "failed"),
        faults=_codes(said),
    )


def text_of(said: Any, field: str) -> str | None:
    """Return a field's text; some endpoints write an empty one for none."""
    value = getattr(said, field, None)
    return value if isinstance(value, str) and value else None


def _token_in(metadata: dict[str, Any]) -> str | None:
    name = metadata.get(_SHOWN_NAME)
    shown = name.removeprefix(f"{_OURS}-") if isinstance(name, str) else None
    token = metadata.get(_OURS) or shown
    return token if isinstance(token, str) else None


def _codes(said: Any) -> tuple[str, ...]:
    """Return the codes of a job's faults; the words beside them may repeat what was sent."""
    rows = getattr(getattr(said, "errors", None), "data", None) or ()
    codes = (getattr(each, "code", None) for each in rows)
    return tuple(dict.fromkeys(each for each in codes if each and _CODE.fullmatch(str(each))))


def _count(counts: Any, name: str) -> int:
    value = getattr(counts, name, None)
    return value if isinstance(value, int) else 0
