"""What a worker and the process that keeps the ledger tell one another. Plain values, so that any transport takes them."""

from typing import Literal, NamedTuple, TypeAlias

from callsift import errors
from callsift.cache import KeptReply, Learned
from callsift.domain.observation import Usage
from callsift.errors import CallsiftError

Said: TypeAlias = Literal["asking", "spent", "put", "learned"]


class Letter(NamedTuple):
    """One thing that the ledger is to know.

    Attributes:
        item: the key of the input that it is about.
        said: what happened; `asking` before a question is sent, `spent` and `put` for its answer.
        key: the question's key.
        look: the worker knows of no reply to this question; the ledger may.
    """

    item: str
    said: Said
    key: str = ""
    look: bool = False
    usage: Usage | None = None
    reply: KeptReply | None = None
    learned: Learned | None = None


class Fault(NamedTuple):
    """A named error as values: exceptions with arguments of their own do not survive pickling."""

    kind: str
    what: str
    where: str | None = None
    do: str | None = None


class Receipt(NamedTuple):
    """What comes back for a letter once it is committed: a reply that was paid for before, or why not to ask."""

    known: KeptReply | None = None
    fault: Fault | None = None


class Outcome(NamedTuple):
    """What became of one call: its analysis as JSON, or an error. `begun` counts how often it was begun."""

    analysis: str | None = None
    fault: Fault | None = None
    begun: int = 1


def fault_of(error: Exception) -> Fault:
    """Return an error as values. Of an unforeseen one only its kind is told: its words may quote the call."""
    if isinstance(error, CallsiftError):
        return Fault(type(error).__name__, error.what, error.where, error.do)
    kind = type(error).__name__
    return Fault(CallsiftError.__name__, f"something went wrong inside callsift ({kind}).")


def error_of(fault: Fault) -> CallsiftError:
    """Return the error that some values were."""
    kind = getattr(errors, fault.kind, CallsiftError)
    if not issubclass(kind, CallsiftError) or issubclass(kind, errors.PlaybookError):
        kind = CallsiftError
    error: CallsiftError = kind(fault.what, where=fault.where, do=fault.do)
    return error
