"""The batch jobs of a run, kept in its ledger: what was asked in each, how far it is, what it used.

A job stands in the ledger before anything of it is sent. Its results are taken in whole or not at all. No word of a call
stands here, and no key of an endpoint.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Literal, NamedTuple, TypeAlias

from callsift.bulk.ledger import Ledger
from callsift.cache import KeptReply
from callsift.costs import Price, Spread, priced
from callsift.domain.observation import Usage
from callsift.domain.record import Record
from callsift.model_client import add_usage

# What the known endpoints take for a question in a job, of what a direct one costs there.
BATCH_FACTOR = 0.5

# planned: nothing is sent. uploaded: its file is there. creating: it may be there. waiting: its file is there, and the
# endpoint takes no further job now. open: it is there. unknown: nobody can say. ended: its results are in the ledger.
State: TypeAlias = Literal["planned", "uploaded", "creating", "waiting", "open", "unknown", "ended"]


class Asked(NamedTuple):
    """One question of a job: its key, the inputs that wait for it, and the characters that it has."""

    key: str
    items: tuple[str, ...]
    spread: Spread


class Job(Record):
    """One job. `token` is ours, `job` the endpoint's id for it; `sha256` is of its file."""

    token: str
    sha256: str
    endpoint: str
    model: str
    mode: Literal["json_schema", "json_object", "tools", "text"]
    asked: tuple[Asked, ...]
    state: State = "planned"
    input_file: str | None = None
    job: str | None = None
    used: Usage = Usage()

    @property
    def file_name(self) -> str:
        """Return the name that its file is sent under."""
        return f"callsift-{self.token}.jsonl"


class Spent(NamedTuple):
    """What one answer used, and for which question of which input."""

    item: str
    key: str
    usage: Usage


class Failed(NamedTuple):
    """Why an input failed: a sentence for people, and the error's name."""

    item: str
    error: str
    kind: str


class Harvest(NamedTuple):
    """What a job brought: replies under their keys, what they used, and the inputs that failed with it."""

    replies: dict[str, KeptReply]
    spent: Sequence[Spent]
    failed: Sequence[Failed]

    @property
    def used(self) -> Usage:
        """Return what all answers used."""
        return reduce(add_usage, (each.usage for each in self.spent), Usage())


class Jobs:
    """The jobs in a ledger. What is changed here is committed when the method returns."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def unended(self) -> list[Job]:
        """Return the jobs whose results are not in the ledger."""
        return list(self._found("status != 'ended'"))

    def attempts(self, sha256: str) -> int:
        """Return how many jobs there are already with a file like this."""
        return sum(1 for _ in self._found("substr(id, 1, 64) = ?", sha256))

    def usage(self) -> Usage:
        """Return what jobs used whose results were taken in by this run."""
        ended = self._found("status = 'ended' AND run = ?", self._ledger.run)
        return reduce(add_usage, (each.used for each in ended), Usage())

    def keep(self, job: Job) -> Job:
        """Write a job down as it is now."""
        self._ledger.change(_KEEP, self._row(job))
        return job

    def drop(self, job: Job) -> None:
        """Forget a job of which nothing was sent."""
        self._ledger.change("DELETE FROM job WHERE id = ?", (job.token,))

    def take_in(self, job: Job, harvest: Harvest) -> None:
        """Keep everything that a job brought, and that it has ended. An input that is done stays done."""
        ended = job.model_copy(update={"state": "ended", "used": harvest.used})
        run = self._ledger.run
        with self._ledger._kept():
            many = self._ledger._connection.executemany
            many(
                _REPLY,
                ((key, reply.model_dump_json()) for key, reply in harvest.replies.items()),
            )
            many(
                "INSERT INTO call (item, key, run, status, prompt_tokens, completion_tokens, cached_tokens) "
                "VALUES (?, ?, ?, 'answered', ?, ?, ?)",
                ((item, key, run, *_tokens(usage)) for item, key, usage in harvest.spent),
            )
            many(
                "UPDATE item SET status = 'failed', error = ?, kind = ? WHERE key = ? AND status = 'pending'",
                ((error, kind, item) for item, error, kind in harvest.failed),
            )
            many(_KEEP, [self._row(ended)])

    def _row(self, job: Job) -> tuple[object, ...]:
        return (job.token, self._ledger.run, job.state, job.model_dump_json())

    def _found(self, where: str, *values: object) -> Iterator[Job]:
        with self._ledger._kept():
            rows = self._ledger._connection.execute(
                f"SELECT detail FROM job WHERE {where} ORDER BY rowid",  # noqa: S608 - our own words
                values,
            ).fetchall()
        for row in rows:
            yield Job.model_validate_json(row[0])


_KEEP = (
    "INSERT INTO job VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "run = excluded.run, status = excluded.status, detail = excluded.detail"
)
# An answer that was asked for directly in the meantime may have cost a second asking: it stands.
_REPLY = (
    "INSERT INTO reply VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET reply = excluded.reply "
    "WHERE json_extract(reply.reply, '$.texts[0]') IS NULL"
)


def priced_usage(ledger: Ledger, price: Price | None) -> Usage:
    """Return what this run used, with its cost: what came from batch jobs at their price."""
    used = priced(ledger.usage(this_run=True), price)
    if price is None or used.cost is None:
        return used
    saved = (1 - BATCH_FACTOR) * price.cost(Jobs(ledger).usage())
    return used.model_copy(update={"cost": used.cost - saved})


def _tokens(usage: Usage) -> tuple[int, int, int]:
    return usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens
