"""Brings batch jobs to the endpoint, each once: whatever was interrupted is looked for before it is made again.

Every step is in the ledger before it is taken. Knows nothing of what is asked, nor of what comes back.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from callsift.bulk.jobs import Job, Jobs, State
from callsift.bulk.packing import Packed
from callsift.cache import endpoint_name
from callsift.errors import ModelError, ModelUnreachable, NotOffered, NotThere
from callsift.model_client import Mode
from callsift.model_client.batch_job import BatchJob
from callsift.model_client.batches import BatchClient
from callsift.model_client.retry import Notice, Sleep
from callsift.settings import Settings

_T = TypeVar("_T")
# A job that was made a moment ago may not be listed yet.
_UNTIL_LISTED_S = 15.0
_BETWEEN_TRIES_S = 5.0


class Sender:
    """Sends the jobs of one run."""

    def __init__(
        self,
        client: BatchClient,
        jobs: Jobs,
        settings: Settings,
        *,
        mode: Mode,
        notice: Notice,
        sleep: Sleep,
    ) -> None:
        self._client = client
        self._jobs = jobs
        self._settings = settings
        self._mode: Mode = mode
        self._notice = notice
        self._sleep = sleep
        self._is_announced = False

    async def send(self, packed: Packed) -> Job:
        """Return the job of a new file; one that is there already with the same content is taken over.

        Raises:
            ModelError: it was not sent, or nobody can say.
        """
        job = self._jobs.keep(self._planned(packed))
        self._announce(len(packed.asked))
        while (found := await self._client.find(job.token)).job is not None:
            if await self._is_of_use(found.job):
                self._notice(
                    f"batch job {found.job.id} asks the same and is there already: nothing is sent again."
                )
                return self._open(job, found.job)
            job = self._next(job, "planned")
        file = await self._tried(lambda: self._file_of(job, packed.data))
        return await self.created(self._changed(job, state="uploaded", input_file=file))

    async def resumed(self, job: Job, *, anew: bool) -> Job | None:
        """Return a job that an earlier run left, brought on its way; None where nothing of it was sent.

        Args:
            job: one that has not ended.
            anew: make a job again of which nobody can say whether it is there.

        Raises:
            ModelError: it was not sent, or nobody can say.
        """
        if job.state == "open":
            return await self._still_there(job, anew=anew)
        if job.state == "planned":
            file = await self._client.uploaded(job.file_name)
            if file is None:
                self._jobs.drop(job)
                return None
            job = self._changed(job, state="uploaded", input_file=file)
        if job.state == "unknown" and anew:
            job = self._changed(job, state="uploaded")
        return await self.created(job)

    async def created(self, job: Job) -> Job:
        """Return a job whose file is there, open.

        Raises:
            ModelError: it was not made, or nobody can say.
        """
        return await self._tried(lambda: self._found_or_created(job.token))

    def again(self, job: Job) -> Job:
        """Return a job that the endpoint had no room for, to be made of the same file later."""
        return self._next(job, "waiting")

    def _next(self, job: Job, state: State) -> Job:
        """Return a job with the token after this one's, in its place."""
        number = int(job.token.rpartition("-")[2]) + 1
        following = job.model_copy(
            update={"token": f"{job.sha256}-{number}", "state": state, "job": None}
        )
        self._jobs.keep(following)
        self._jobs.drop(job)
        return following

    async def _is_of_use(self, found: BatchJob) -> bool:
        """Tell whether a job of another run still brings all that it can: who took its results in deletes them there."""
        if not found.is_ended:
            return True
        try:
            for each in found.results:
                if not await self._client.has(each):
                    return False
        except NotOffered:
            return True
        return bool(found.results)

    async def _found_or_created(self, token: str) -> Job:
        job = next(each for each in self._jobs.unended() if each.token == token)
        is_doubtful = job.state in ("creating", "unknown")
        found = await self._client.find(token, job.input_file)
        if found.job is None and found.is_sure and is_doubtful:
            await self._sleep(_UNTIL_LISTED_S)
            found = await self._client.find(token, job.input_file)
        if found.job is not None:
            return self._open(job, found.job)
        if is_doubtful and not found.is_sure:
            self._changed(job, state="unknown")
            raise self._unknown(job)
        file = job.input_file
        assert file is not None  # noqa: S101 - every job past `planned` has its file
        job = self._changed(job, state="creating")
        return self._open(job, await self._client.create(file, token))

    async def _still_there(self, job: Job, *, anew: bool) -> Job | None:
        """Return an open job; None where the endpoint has lost it and its questions are to be asked anew."""
        assert job.job is not None  # noqa: S101 - an open job has the endpoint's id
        if anew:
            try:
                await self._client.look(job.job)
            except NotThere:
                left = (job.input_file,) if job.input_file else ()
                self._changed(job, state="lost", left=left)
                return None
        return job

    async def _file_of(self, job: Job, data: bytes) -> str:
        known = await self._client.uploaded(job.file_name)
        return known or await self._client.upload(data, name=job.file_name)

    async def _tried(self, step: Callable[[], Awaitable[_T]]) -> _T:
        """Take a step that begins by looking whether it is done; again where the connection was lost in it."""
        for number in range(1, self._settings.max_attempts):
            try:
                return await step()
            except ModelUnreachable:
                await self._sleep(_BETWEEN_TRIES_S * number)
        return await step()

    def _planned(self, packed: Packed) -> Job:
        attempt = self._jobs.attempts(packed.sha256) + 1
        return Job(
            token=f"{packed.sha256}-{attempt}",
            sha256=packed.sha256,
            endpoint=endpoint_name(self._settings.base_url),
            model=self._settings.model or "",
            mode=self._mode,
            asked=packed.asked,
        )

    def _open(self, job: Job, made: BatchJob) -> Job:
        opened = self._changed(
            job, state="open", job=made.id, input_file=made.input_file or job.input_file
        )
        self._notice(f"batch job {made.id}: {len(job.asked)} questions, {made.status}.")
        return opened

    def _changed(self, job: Job, /, **changes: object) -> Job:
        return self._jobs.keep(job.model_copy(update=changes))

    def _announce(self, questions: int) -> None:
        """Say where words go, before the first of them does."""
        if not self._is_announced:
            self._is_announced = True
            self._notice(
                f"sending files of questions to {self._client.host}, model {self._settings.model}, "
                f"mode {self._mode}; the first has {questions}."
            )

    def _unknown(self, job: Job) -> ModelError:
        return ModelError(
            f"nobody can say whether a batch job was made of file {job.input_file}: this endpoint does not list its jobs.",
            where=self._client.faults.where,
            do="Look at the provider's console; --retry-failed makes it anew, and it may then be paid for twice.",
        )
