"""What the files of a batch job say: replies to keep, what they used, which inputs fail and why. A pure function of them.

An answer that was cut off, or that was given to half a prompt, is paid for and not kept: its question is asked directly.
"""

from collections.abc import Iterable
from typing import NamedTuple

from callsift.bulk.jobs import Asked, Failed, Harvest, Job, Spent
from callsift.cache import KeptReply, Learned
from callsift.errors import CallsiftError, ModelReplyUnusable, ModelUnreachable, PromptTooLong
from callsift.model_client.answers import Answer
from callsift.model_client.batch_job import BatchJob
from callsift.model_client.batch_lines import BatchReply, read_lines
from callsift.model_client.faults import Faults
from callsift.model_client.overflow import refuse_half_read


class Tally(NamedTuple):
    """How the questions of jobs ended, in numbers.

    `answered` have a reply, `direct` are asked directly, `failed` have a fault of their own, `missing` nothing at all.
    `foreign` are lines that belong to no question, or to one that has a line already.
    """

    answered: int = 0
    direct: int = 0
    failed: int = 0
    missing: int = 0
    foreign: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Return the sum."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def words(self) -> str:
        """Return the numbers as a sentence, those that are nought left out."""
        said = (
            (self.failed, "failed"),
            (self.missing, "without an answer"),
            (self.direct, "to be asked directly, at the full price"),
            (self.foreign, "lines that belong to no question"),
        )
        more = (f"{number} {what}" for number, what in said if number)
        return ", ".join((f"{self.answered} answered", *more)) + "."


def harvest(
    job: Job, ended: BatchJob, files: Iterable[bytes], *, faults: Faults, known: Learned
) -> tuple[Harvest, Tally]:
    """Return what an ended job brought.

    Args:
        job: what was asked.
        ended: how the endpoint says that it ended.
        files: its files as they came, answers and errors in whatever order.
        faults: words the faults of the endpoint.
        known: what the endpoint taught before.
    """
    reaping = _Reaping(job, faults, known)
    for reply in (reply for data in files for reply in read_lines(data, faults)):
        reaping.take(reply)
    return reaping.finished(ended)


class _Reaping:
    """Takes line after line."""

    def __init__(self, job: Job, faults: Faults, known: Learned) -> None:
        self._job = job
        self._faults = faults
        self._known = known
        self._left = {each.key: each for each in job.asked}
        self._replies: dict[str, KeptReply] = {}
        self._spent: list[Spent] = []
        self._failed: list[Failed] = []
        self._tally = Tally()

    def take(self, reply: BatchReply | None) -> None:
        """Take one line."""
        asked = None if reply is None else self._left.pop(reply.key, None)
        if reply is None or asked is None:
            self._count("foreign")
        elif reply.answer is not None:
            self._answered(asked, reply.answer)
        elif isinstance(reply.fault, PromptTooLong):
            # Asked directly, it is found out how much the endpoint reads, and the call is put in parts.
            self._count("direct")
        elif reply.fault is not None:
            self._fails(asked, reply.fault)
            self._count("failed")

    def finished(self, ended: BatchJob) -> tuple[Harvest, Tally]:
        """Return everything, when there are no more lines."""
        for asked in self._left.values():
            self._fails(asked, _missing(ended, self._faults))
            self._count("missing")
        return Harvest(self._replies, self._spent, self._failed), self._tally

    def _answered(self, asked: Asked, answer: Answer) -> None:
        self._spent.append(Spent(asked.items, asked.key, answer.usage))
        if answer.withheld:
            self._fails(
                asked,
                self._faults.unusable(
                    "the model or its content filter declined to answer.",
                    "Use another model or endpoint.",
                ),
            )
            self._count("failed")
        elif answer.finish_reason == "length" or self._is_half_read(asked, answer):
            self._count("direct")
        else:
            # Not final: a second asking may follow where it has faults.
            self._replies[asked.key] = KeptReply(
                texts=(answer.text,), model=self._job.model, mode=self._job.mode, final=False
            )
            self._count("answered")

    def _is_half_read(self, asked: Asked, answer: Answer) -> bool:
        try:
            refuse_half_read(
                asked.spread, answer.usage, known=self._known, where=self._faults.where
            )
        except PromptTooLong:
            return True
        return False

    def _fails(self, asked: Asked, error: CallsiftError) -> None:
        said = f"in batch job {self._job.job}: {error}"
        self._failed.extend(Failed(each, said, type(error).__name__) for each in asked.items)

    def _count(self, what: str) -> None:
        self._tally = self._tally._replace(**{what: getattr(self._tally, what) + 1})


def _missing(ended: BatchJob, faults: Faults) -> CallsiftError:
    do = "--retry-failed asks it again."
    if ended.status == "failed":
        codes = ", ".join(ended.faults) or "no reason given"
        what = f"the endpoint did not take the whole job ({codes})."
        return ModelReplyUnusable(what, where=faults.where, do=do)
    if ended.status == "completed":
        what = "its answer is missing from the job's files."
        return ModelReplyUnusable(what, where=faults.where, do=do)
    what = f"the job ended as {ended.status} before this was answered."
    return ModelUnreachable(what, where=faults.where, do=do)


def with_counts(known: Learned, job: Job, got: Harvest) -> Learned:
    """Return what is known of the endpoint after a job: how it counts tokens, too."""
    used = {each.key: each.usage.prompt_tokens for each in got.spent}
    for asked in job.asked:
        if asked.key in got.replies and used[asked.key]:
            known = known.counted(asked.spread, used[asked.key])
    return known
