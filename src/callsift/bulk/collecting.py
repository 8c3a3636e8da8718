"""Waits for batch jobs until they end, takes what they bring into the ledger, and deletes their files at the endpoint.

Knows nothing of calls, and asks nothing.
"""

from collections.abc import Iterator

import anyio

from callsift.bulk.clearing import Clearing
from callsift.bulk.harvest import Tally, harvest, with_counts
from callsift.bulk.jobs import Asked, Job, Jobs
from callsift.bulk.sending import Sender
from callsift.cache import EndpointMemory, EndpointNotes
from callsift.errors import ModelUnreachable, NotThere
from callsift.model_client.batch_job import BatchJob
from callsift.model_client.batches import BatchClient
from callsift.model_client.retry import Notice, Sleep
from callsift.steps.extract.llm import Opened

_FIRST_WAIT_S = 10.0
_LONGEST_WAIT_S = 300.0
_GROWTH = 1.5
# So many times in a row without a word from the endpoint, some hours: it is gone. The jobs go on there.
_MOST_UNREACHED = 30
# The endpoint has no room for a further job while others are under way.
_NO_ROOM = frozenset(("token_limit_exceeded", "too_many_tasks", "rate_limit_exceeded"))


class Collector:
    """The jobs that are under way, until each has ended."""

    def __init__(
        self,
        client: BatchClient,
        jobs: Jobs,
        sender: Sender,
        opened: Opened,
        *,
        notice: Notice,
        sleep: Sleep,
    ) -> None:
        self._client = client
        self._jobs = jobs
        self._sender = sender
        self._opened = opened
        self._notice = notice
        self._sleep = sleep
        self._memory: EndpointMemory = opened.store or EndpointNotes()
        self._open: list[Job] = []
        self._waiting: list[Job] = []
        self._seen: dict[str, BatchJob] = {}
        self.tally = Tally()

    def add(self, job: Job) -> None:
        """Take a job that is open."""
        self._open.append(job)

    @property
    def asked(self) -> Iterator[Asked]:
        """Yield the questions that are under way."""
        return (asked for job in self._open for asked in job.asked)

    async def wait(self, clearing: Clearing) -> None:
        """Look at the jobs until each has ended; what one brought is taken in at once.

        Raises:
            ModelError: the endpoint refuses, or stays away. The jobs go on there.
        """
        wait, unreached = _FIRST_WAIT_S, 0
        try:
            while self._open:
                try:
                    for job in tuple(self._open):
                        await self._look(job, wait, clearing)
                    unreached = 0
                except ModelUnreachable:
                    unreached += 1
                    if unreached >= _MOST_UNREACHED:
                        raise
                if self._open:
                    await self._sleep(wait)
                    wait = min(wait * _GROWTH, _LONGEST_WAIT_S)
        except anyio.get_cancelled_exc_class():
            named = ", ".join(job.job or "" for job in self._open)
            if named:
                self._notice(
                    f"batch jobs go on at {self._client.host}: {named}. Run the same command again to fetch them."
                )
            raise

    async def _look(self, job: Job, wait: float, clearing: Clearing) -> None:
        assert job.job is not None  # noqa: S101 - an open job has the endpoint's id
        seen = await self._client.look(job.job)
        if not seen.is_ended:
            if self._seen.get(job.token) != seen:
                self._seen[job.token] = seen
                self._notice(f"batch job {seen.progress}; looking again in {wait:.0f} s.")
            return
        if seen.status == "failed" and _NO_ROOM & set(seen.faults) and len(self._open) > 1:
            self._open.remove(job)
            self._waiting.append(self._sender.again(job))
            self._notice(f"batch job {seen.id}: no room for it now, to be made again later.")
            return
        ended = await self._taken_in(job, seen)
        self._open.remove(job)
        await clearing.clear(ended)
        while self._waiting:
            self._open.append(await self._sender.created(self._waiting[-1]))
            self._waiting.pop()

    async def _taken_in(self, job: Job, seen: BatchJob) -> Job:
        files = [file for each in seen.results if (file := await self._content(each)) is not None]
        learned = self._opened.client.learned
        got, tally = harvest(job, seen, files, faults=self._client.faults, known=learned)
        sent = seen.input_file or job.input_file
        left = tuple(each for each in (sent, *seen.results) if each)
        ended = self._jobs.take_in(job, got, left=left)
        self._memory.remember(job.endpoint, job.model, with_counts(learned, job, got))
        self.tally = self.tally.plus(tally)
        self._notice(f"batch job {seen.id}: {seen.status}. {tally.words}")
        return ended

    async def _content(self, file: str) -> bytes | None:
        """Return a file; None where it was deleted, as by another run that took the same job in."""
        try:
            return await self._client.download(file)
        except NotThere:
            if await self._client.has(file):
                raise
            return None
