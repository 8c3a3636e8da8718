"""Has the pending inputs of a run answered by an endpoint's Batch API, at half the price and in its own time.

Three steps: every question without a reply goes up in files; the jobs are looked at until they end; their replies go into
the ledger, where the ordinary run finds them, and the files at the endpoint are deleted. What is left without a reply is
asked directly then. A run that is stopped at any point goes on there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import anyio
from anyio.lowlevel import checkpoint

from callsift.bulk.clearing import Clearing
from callsift.bulk.collecting import Collector
from callsift.bulk.fund import Fund, full_price
from callsift.bulk.harvest import Tally
from callsift.bulk.inputs import Input, item_key
from callsift.bulk.jobs import Job, Jobs, priced_usage
from callsift.bulk.ledger import Ledger
from callsift.bulk.packing import Limits, Packed, Packer
from callsift.bulk.questions import Questions
from callsift.bulk.sending import Sender
from callsift.cache import Layered, endpoint_name
from callsift.errors import CostLimitReached, UsageError
from callsift.model_client import Mode
from callsift.model_client.batch_lines import Question, request_line, spread_sent
from callsift.model_client.batches import BatchClient
from callsift.model_client.retry import Notice, Sleep
from callsift.options import CallOptions
from callsift.playbook import Playbook
from callsift.settings import Settings, config_path
from callsift.steps.extract.llm import Opened, open_client


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
            await run.clearing.clear_all()
            stopped = None
            try:
                await run.send_all(inputs)
            except CostLimitReached as error:
                stopped = error
            # What was sent is paid for in any case.
            await run.collector.wait(run.clearing)
        return Taken(run.tally, run.settings_left(stopped), stopped)


class _Run:
    """The jobs of one run, from the questions to the replies."""

    def __init__(self, ledger: Ledger, way: Way, opened: Opened) -> None:
        settings = way.settings
        self._ledger = ledger
        self._way = way
        self._opened = opened
        self._jobs = Jobs(ledger)
        self._mode: Mode = settings.mode or opened.client.learned.mode or "json_object"
        self._direct = 0
        self._is_told = False
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
        self.clearing = Clearing(self.client, self._jobs, endpoint_name(settings.base_url))
        self.collector = Collector(
            self.client, self._jobs, self._sender, opened, notice=way.notice, sleep=way.sleep
        )

    @property
    def tally(self) -> Tally:
        """Return how the questions ended."""
        return self.collector.tally.plus(Tally(direct=self._direct))

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
                self.collector.add(resumed)

    async def send_all(self, inputs: Iterable[Input]) -> None:
        """Send the questions about the inputs, in as many files as it takes."""
        packer = Packer(self._way.limits)
        under_way = {asked.key for asked in self.collector.asked}
        questions = Questions(
            self._way.playbook, self._way.settings, self._way.options, memory=self._opened.store
        )
        self._fund.owe(self.collector.asked)
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
            self._direct += 1
        return sent

    async def _send(self, packed: Packed | None) -> frozenset[str]:
        if packed is None:
            return frozenset()
        self._fund.take(packed.asked)
        self._tell_price()
        self.collector.add(await self._sender.send(packed))
        return frozenset(each.key for each in packed.asked)

    def _tell_price(self) -> None:
        """Say once, before anything is sent, where the price of a job is not known."""
        price = self._opened.price
        if price is not None and price.batch_factor is None and not self._is_told:
            self._is_told = True
            self._way.notice(full_price(price))

    def _is_elsewhere(self, job: Job) -> bool:
        here = (endpoint_name(self._way.settings.base_url), self._way.settings.model)
        return (job.endpoint, job.model) != here
