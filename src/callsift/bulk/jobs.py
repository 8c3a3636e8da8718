"""The batch jobs of a run, kept in its ledger: what was asked in each, how far it is, what it used, what is left of it.

A job stands in the ledger before anything of it is sent. Its results are taken in whole or not at all. No word of a call
stands here, and no key of an endpoint.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Literal, NamedTuple, TypeAlias

from callsift.bulk.ledger import Ledger
from callsift.cache import KeptReply
from callsift.costs import Price, Spread, priced
from callsift.domain.observation import Usage
from callsift.domain.record import Record
from callsift.model_client import add_usage
from callsift.settings import Mode

# planned: nothing is sent. uploaded: its file is there. creating: it may be there. waiting: its file is there, and the
# endpoint takes no further job now. open: it is there. unknown: nobody can say. ended: its results are in the ledger. lost: the
# endpoint knows it no more.
State: TypeAlias = Literal[
    "planned", "uploaded", "creating", "waiting", "open", "unknown", "ended", "lost"
]


class Asked(NamedTuple):
    """One question of a job: its key, the inputs that wait for it, and the characters that it has."""

    key: str
    items: tuple[str, ...]
    spread: Spread


class Job(Record):
    """One job. `token` is ours, `job` the endpoint's id for it; `sha256` is of its file.

    `left` are the ids of its files that lie at the endpoint though nothing more is wanted of them: calls stand in them.
    """

    token: str
    sha256: str
    endpoint: str
    model: str
    mode: Mode
    asked: tuple[Asked, ...]
    state: State = "planned"
    input_file: str | None = None
    job: str | None = None
    used: Usage = Usage()
    left: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """Return the name that its file is sent under."""
        return f"callsift-{self.token}.jsonl"


class Spent(NamedTuple):
    """What one answer used, for which question, and which inputs waited for it."""

    items: tuple[str, ...]
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


class Counts(NamedTuple):
    """How many jobs have ended, how many have not, and how many files of jobs are left at their endpoints."""

    ended: int
    unended: int
    files_left: int


class Jobs:
    """The jobs in a ledger. What is changed here is committed when the method returns."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def unended(self) -> list[Job]:
        """Return the jobs whose results are not in the ledger."""
        return self._found("status NOT IN ('ended', 'lost')")

    def uncleared(self) -> list[Job]:
        """Return the jobs that are over and have files left at the endpoint."""
        return self._found("json_array_length(detail, '$.left') > 0")

    def count(self) -> Counts:
        """Return how many jobs and files there are."""
        query = (
            "SELECT total(status = 'ended'), total(status NOT IN ('ended', 'lost')), "
            "total(json_array_length(detail, '$.left')) FROM job"
        )
        return Counts(*map(int, self._ledger.rows(query)[0]))

    def attempts(self, sha256: str) -> int:
        """Return how many jobs there are already with a file like this."""
        query = "SELECT count(*) FROM job WHERE substr(id, 1, 64) = ?"
        return int(self._ledger.rows(query, (sha256,))[0][0])

    def keep(self, job: Job) -> Job:
        """Write a job down as it is now."""
        self._ledger.change(_KEEP, self._row(job))
        return job

    def drop(self, job: Job) -> None:
        """Forget a job of which nothing was sent."""
        self._ledger.change("DELETE FROM job WHERE id = ?", (job.token,))

    def cleared(self, job: Job, file: str) -> Job:
        """Write down that a file of a job is gone from the endpoint; the job stays that of the run which took it in."""
        left = tuple(each for each in job.left if each != file)
        changed = job.model_copy(update={"left": left})
        self._ledger.change(
            "UPDATE job SET detail = ? WHERE id = ?", (changed.model_dump_json(), job.token)
        )
        return changed

    def take_in(self, job: Job, harvest: Harvest, *, left: tuple[str, ...] = ()) -> Job:
        """Keep everything that a job brought, and that it has ended. An input that is done stays done.

        Args:
            job: an open one.
            harvest: what it brought.
            left: the ids of its files at the endpoint: from now on they are not wanted there.
        """
        ended = job.model_copy(update={"state": "ended", "used": harvest.used, "left": left})
        run = self._ledger.run
        replies = ((key, reply.model_dump_json()) for key, reply in harvest.replies.items())
        paid = ((items[0], key, run, *_tokens(usage)) for items, key, usage in harvest.spent)
        shared = ((item, key, run) for items, key, _ in harvest.spent for item in items[1:])
        failed = ((error, kind, item) for item, error, kind in harvest.failed)
        self._ledger.change_together(
            (
                (_REPLY, replies),
                (_PAID, paid),
                (_SHARED, shared),
                (_FAILED, failed),
                (_KEEP, [self._row(ended)]),
            )
        )
        return ended

    def _row(self, job: Job) -> tuple[object, ...]:
        return (job.token, self._ledger.run, job.state, job.model_dump_json())

    def _found(self, where: str, *values: object) -> list[Job]:
        query = f"SELECT detail FROM job WHERE {where} ORDER BY rowid"  # noqa: S608 - our own words
        return [Job.model_validate_json(row[0]) for row in self._ledger.rows(query, values)]


_KEEP = (
    "INSERT INTO job VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "run = excluded.run, status = excluded.status, detail = excluded.detail"
)
# An answer that was asked for directly in the meantime may have cost a second asking: it stands.
_REPLY = (
    "INSERT INTO reply VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET reply = excluded.reply "
    "WHERE json_extract(reply.reply, '$.texts[0]') IS NULL"
)
_PAID = (
    "INSERT INTO call (item, key, run, status, prompt_tokens, completion_tokens, cached_tokens) "
    "VALUES (?, ?, ?, 'in_job', ?, ?, ?)"
)
_SHARED = "INSERT INTO call (item, key, run, status) VALUES (?, ?, ?, 'shared')"
_FAILED = (
    "UPDATE item SET status = 'failed', error = ?, kind = ? WHERE key = ? AND status = 'pending'"
)


def priced_usage(ledger: Ledger, price: Price | None) -> Usage:
    """Return what this run used, with its cost: what came from batch jobs at their price."""
    used = priced(ledger.usage(this_run=True), price)
    if price is None or used.cost is None:
        return used
    in_jobs = ledger.usage(this_run=True, in_jobs=True)
    saved = price.cost(in_jobs) - price.batch_cost(in_jobs)
    return used.model_copy(update={"cost": used.cost - saved})


def _tokens(usage: Usage) -> tuple[int, int, int]:
    return usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens
