"""Every error that callsift raises on purpose.

    CallsiftError                  exit code 1
    ├── UsageError                 2   an option or argument that cannot be used so
    ├── InputError                 3   the input cannot be read as a call
    ├── PlaybookError              3   the playbook has faults (all of them, in `faults`)
    ├── ResourceMissing            1   a file that ships with callsift is not where it should be
    └── ModelError                 4   the model's endpoint failed
        ├── ModelUnreachable           no connection, or a time-out, after all retries
        ├── ModelRefused               401, 402, 403, 404: asking again will not help
        │   ├── PromptTooLong          the model does not read a prompt of this length
        │   └── NotThere               the endpoint does not have what was asked for
        │       └── NotOffered         it does nothing of the kind
        ├── ModelReplyUnusable         an answer came that could not be read
        │   └── ReplyCutOff            the answer was cut off, with a raised limit too
        └── CostLimitReached       5   what may be spent is spent; nothing more is asked

A fact about the data (a quote not found, an ambiguous place, an unknown speaker) is a value on a record, never an
exception.
"""


class CallsiftError(Exception):
    """The root. `what` failed, `where`, and what to `do` about it."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        self.what = what
        self.where = where
        self.do = do
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.do}" if self.do else ""
        return f"{place}{self.what}{advice}"


class UsageError(CallsiftError):
    """An option or argument that cannot be used so."""

    exit_code = 2


class InputError(CallsiftError):
    """The input cannot be read as a call: missing, empty, binary, too large, another kind of file."""

    exit_code = 3


class PlaybookError(CallsiftError):
    """The playbook has faults; `faults` lists all of them with file and key."""

    exit_code = 3

    def __init__(self, faults: tuple[str, ...], *, where: str | None = None) -> None:
        self.faults = faults
        listed = "".join(f"\n  - {fault}" for fault in faults)
        super().__init__(f"the playbook has {len(faults)} fault(s):{listed}", where=where)


class ResourceMissing(CallsiftError):
    """A file that ships with callsift is not where it should be."""


class ModelError(CallsiftError):
    """The model's endpoint failed."""

    exit_code = 4


class ModelUnreachable(ModelError):
    """No connection, or no answer in time, after all retries."""


class ModelRefused(ModelError):
    """The endpoint refused the request for good (401, 402, 403, 404, or a code that says the same)."""


class PromptTooLong(ModelRefused):
    """The model does not read a prompt of this length, or read only its beginning.

    `read` is how many tokens it read, where it says so.
    """

    def __init__(
        self, what: str, *, where: str | None = None, do: str | None = None, read: int | None = None
    ) -> None:
        self.read = read
        super().__init__(what, where=where, do=do)


class NotThere(ModelRefused):
    """The endpoint does not have what was asked for."""


class NotOffered(NotThere):
    """The endpoint does nothing of the kind."""


class ModelReplyUnusable(ModelError):
    """An answer came that could not be read, even after asking again."""


class ReplyCutOff(ModelReplyUnusable):
    """The answer was cut off at the most tokens that the endpoint allows."""


class CostLimitReached(ModelError):
    """What may be spent is spent; nothing more is asked."""

    exit_code = 5
