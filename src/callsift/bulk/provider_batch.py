"""Has the pending inputs of a run answered by an endpoint's Batch API, at half the price and in its own time.

Three steps: every question without a reply goes up in files; the jobs are looked at until they end; their replies go into
the ledger, where the ordinary run finds them. What is left without a reply is asked directly then. A run that is stopped
at any point goes on there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import anyio
from anyio.lowlevel import checkpoint

from callsift.api import CallOptions
from callsift.bulk.fund import Fund
from callsift.bulk.harvest import Tally, harvest, with_counts
from callsift.bulk.inputs import Input, item_key
from callsift.bulk.jobs import Job, Jobs, priced_usage
from callsift.bulk.ledger import Ledger
from callsift.bulk.packing import Limits, Packed, Packer
from callsift.bulk.questions import Questions
from callsift.bulk.sending import Sender
from callsift.cache import EndpointMemory, EndpointNotes, Layered, endpoint_name
from callsift.errors import CostLimitReached, ModelUnreachable, UsageError
from callsift.model_client import Mode
from callsift.model_client.batch_job import BatchJob
from callsift.model_client.batch_lines import Question, request_line, spread_sent
from callsift.model_client.batches import BatchClient
from callsift.model_client.retry import Notice, Sleep
from callsift.playbook import Playbook
from callsift.settings import Settings, config_path
from callsift.steps.extract.llm import Opened, open_client

_FIRST_WAIT_S = 10.0
_LONGEST_WAIT_S = 300.0
_GROWTH = 1.5
# So many times in a row without a word from the endpoint, some hours: it is gone. The jobs go on there.
_MOST_UNREACHED = 30
# The endpoint has no room for a further job while others are under way.
_NO_ROOM = frozenset(("token_limit_exceeded", "too_many_tasks", "rate_limit_exceeded"))


@dataclass(frozen=True)
class Way:
    """What it takes to ask: as the run that follows would ask, and how to wait.

    `fingerprint` is the run's own. `anew` makes jobs again of which nobody can say whether they are there.
    """

    settings: Settings
    playbook: Playbook
    options: CallOptions
    fingerprint: str
    notice: Notice = lambda _: None
    anew: bool = False
    limits: Limits = field(default_factory=Limits)
    sleep: Sleep = anyio.sleep


class Taken(NamedTuple):
    """What came of it, and the settings for what is asked directly then: less is left to be spent.

    `stopped` is there where not every question could be paid for; then nothing more is left.
    """

    tally: Tally
    settings: Settings
    stopped: CostLimitReached | None


async def ask_in_batches(inputs: Iterable[Input], ledger: Ledger, way: Way) -> Taken:
    """Put every question about the pending inputs that no reply is kept for into jobs, and take in what they bring.

    Args:
        inputs: in the order of the run that follows.
        ledger: where jobs, replies and failures are kept.
        way: how to ask.

    Raises:
        UsageError: the settings cannot be used.
        ModelError: the endpoint has no Batch API, refuses it, or cannot be reached. Jobs that are there go on.
    """
    folder = config_path().parent
    with open_client(way.settings, own_prices=folder, notice=way.notice) as opened:
        run = _Run(ledger, way, opened)
        async with run.client.keep_open():
            await run.resume()
            stopped = None
            try:
                await run.send_all(inputs)
            except CostLimitReached as error:
                stopped = error
            # What was sent is paid for in any case.
            await run.wait()
        return Taken(run.tally, run.settings_left(stopped), stopped)


class _Run:
    """The jobs of one run, from the questions to the replies."""

    def __init__(self, ledger: Ledger, way: Way, opened: Opened) -> None:
        settings = way.settings
        self._ledger = ledger
        self._way = way
        self._opened = opened
        self._memory: EndpointMemory = opened.store or EndpointNotes()
        self._jobs = Jobs(ledger)
        self._mode: Mode = settings.mode or opened.client.learned.mode or "json_object"
        self._open: list[Job] = []
        self._waiting: list[Job] = []
        self._seen: dict[str, BatchJob] = {}
        self._fund = Fund(opened.price, settings.max_cost, opened.client.learned)
        self.client = BatchClient(settings, notice=way.notice, sleep=way.sleep)
        self._sender = Sender(
            self.client,
            self._jobs,
            settings,
            mode=self._mode,
            notice=way.notice,
            sleep=way.sleep,
        )
        self.tally = Tally()

    def settings_left(self, stopped: CostLimitReached | None) -> Settings:
        """Return the settings with what the jobs of this run cost taken from what may be spent."""
        settings, cost = self._way.settings, priced_usage(self._ledger, self._opened.price).cost
        if settings.max_cost is None or cost is None:
            return settings
        left = 0.0 if stopped else max(settings.max_cost - cost, 0.0)
        return settings.model_copy(update={"max_cost": left})

    async def resume(self) -> None:
        """Bring the jobs on their way that an earlier run left."""
        for job in self._jobs.unended():
            if self._is_elsewhere(job):
                self._way.notice(
                    f"batch job {job.job or job.token} is of model {job.model} at {job.endpoint}: left alone."
                )
            elif (resumed := await self._sender.resumed(job, anew=self._way.anew)) is not None:
                self._open.append(resumed)

    async def send_all(self, inputs: Iterable[Input]) -> None:
        """Send the questions about the inputs, in as many files as it takes."""
        packer = Packer(self._way.limits)
        under_way = {asked.key for job in self._open for asked in job.asked}
        questions = Questions(
            self._way.playbook, self._way.settings, self._way.options, memory=self._opened.store
        )
        self._fund.owe(asked for job in self._open for asked in job.asked)
        for number, each in enumerate(inputs):
            await checkpoint()
            item = item_key(each.key, self._way.fingerprint)
            entry = self._ledger.enter(item, number, each.name, each.account, each.date)
            asked = (
                await self._questions(questions, each, item) if entry.status == "pending" else ()
            )
            for question in asked:
                if question.key not in under_way and not packer.holds(question.key, item):
                    under_way.update(await self._add(packer, question, item))
        await self._send(packer.packed())

    async def wait(self) -> None:
        """Look at the jobs until each has ended; what one brought is taken in at once."""
        wait, unreached = _FIRST_WAIT_S, 0
        try:
            while self._open:
                try:
                    for job in tuple(self._open):
                        await self._look(job, wait)
                    unreached = 0
                except ModelUnreachable:
                    unreached += 1
                    if unreached >= _MOST_UNREACHED:
                        raise
                if self._open:
                    await self._way.sleep(wait)
                    wait = min(wait * _GROWTH, _LONGEST_WAIT_S)
        except anyio.get_cancelled_exc_class():
            named = ", ".join(job.job or "" for job in self._open)
            self._way.notice(
                f"batch jobs go on at {self.client.host}: {named}. Run the same command again to fetch them."
            )
            raise

    async def _questions(self, questions: Questions, each: Input, item: str) -> Sequence[Question]:
        own = self._ledger.replies_for(item)
        replies = Layered(own, self._opened.store) if self._opened.store else own
        try:
            return await questions.about(each.load(), replies)
        except UsageError:
            raise
        except Exception:  # noqa: BLE001 - the run that follows meets it again, names it and lists the input
            return ()

    async def _add(self, packer: Packer, question: Question, item: str) -> frozenset[str]:
        """Put a question into the file; return the keys of the file that had to be sent before."""
        model, learned = self._way.settings.model or "", self._opened.client.learned
        line = request_line(question, model=model, mode=self._mode, learned=learned)
        sent: frozenset[str] = frozenset()
        if packer.is_full_for(line):
            sent = await self._send(packer.packed())
        if packer.takes(line):
            packer.add(question.key, item, line, spread_sent(question, self._mode))
        else:
            self.tally = self.tally.plus(Tally(direct=1))
        return sent

    async def _send(self, packed: Packed | None) -> frozenset[str]:
        if packed is None:
            return frozenset()
        self._fund.take(packed.asked)
        self._open.append(await self._sender.send(packed))
        return frozenset(each.key for each in packed.asked)

    async def _look(self, job: Job, wait: float) -> None:
        assert job.job is not None  # noqa: S101 - an open job has the endpoint's id
        seen = await self.client.look(job.job)
        if not seen.is_ended:
            if self._seen.get(job.token) != seen:
                self._seen[job.token] = seen
                self._way.notice(f"batch job {seen.progress}; looking again in {wait:.0f} s.")
            return
        if seen.status == "failed" and _NO_ROOM & set(seen.faults) and len(self._open) > 1:
            self._open.remove(job)
            self._waiting.append(self._sender.again(job))
            self._way.notice(f"batch job {seen.id}: no room for it now, to be made again later.")
            return
        await self._take_in(job, seen)
        self._open.remove(job)
        while self._waiting:
            self._open.append(await self._sender.created(self._waiting[-1]))
            self._waiting.pop()

    async def _take_in(self, job: Job, seen: BatchJob) -> None:
        files = [
            await self.client.download(each) for each in (seen.output_file, seen.error_file) if each
        ]
        learned = self._opened.client.learned
        got, tally = harvest(job, seen, files, faults=self.client.faults, known=learned)
        self._jobs.take_in(job, got)
        self._memory.remember(job.endpoint, job.model, with_counts(learned, job, got))
        self.tally = self.tally.plus(tally)
        self._way.notice(f"batch job {seen.id}: {seen.status}. {tally.words}")

    def _is_elsewhere(self, job: Job) -> bool:
        here = (endpoint_name(self._way.settings.base_url), self._way.settings.model)
        return (job.endpoint, job.model) != here
