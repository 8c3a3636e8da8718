"""An endpoint's Batch API: files up, jobs made, found and looked at, files down.

OpenAI's, and those that are modelled on it (DashScope's). Knows nothing of what is asked. What would be paid for twice is
not repeated here: `create` says when it cannot know whether a job was made, and `find` looks for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import anyio

from callsift.errors import ModelError, ModelRefused, NotOffered, NotThere, UsageError
from callsift.model_client.batch_job import BatchJob, metadata_of, read_job, text_of
from callsift.model_client.batch_lines import BATCH_PATH
from callsift.model_client.faults import Faults, host
from callsift.model_client.patience import Patience
from callsift.model_client.retry import Notice, Sleep, is_busy, retrying
from callsift.model_client.transports import Transports
from callsift.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAIError

_T = TypeVar("_T")
_WITHOUT = frozenset((404, 405, 410, 501))
# Of these, what says that there is nothing to be had any more; the others, that it cannot be asked for at all.
_GONE = frozenset((404, 410))
_LISTED_AT_ONCE = 100
# Who has made so many jobs since is not looked back any further.
_MOST_LISTED = 1_000


class Sought(NamedTuple):
    """The job that was looked for. Without one, `is_sure` tells whether there is none."""

    job: BatchJob | None
    is_sure: bool


class BatchClient:
    """The Batch API of one endpoint."""

    def __init__(
        self, settings: Settings, *, notice: Notice = lambda _: None, sleep: Sleep = anyio.sleep
    ) -> None:
        if not settings.model:
            raise UsageError("no model is named.", do="Give --model NAME or set CALLSIFT_MODEL.")
        self._transports = Transports(settings)
        self._attempts = settings.max_attempts
        self._notice = notice
        self._sleep = sleep
        self.faults = Faults(settings.base_url, settings.model)
        self.host = host(settings.base_url)

    @asynccontextmanager
    async def keep_open(self) -> AsyncIterator[None]:
        """Keep the transport between calls."""
        async with self._transports.shared():
            yield

    async def upload(self, data: bytes, *, name: str) -> str:
        """Send a file of questions; return its id.

        Raises:
            ModelUnreachable: it may have arrived all the same.
            ModelRefused: the endpoint has no Batch API, or will not take this.
        """
        file = (name, data, "application/jsonl")
        made = await self._asked(
            lambda transport: transport.files.create(file=file, purpose="batch"), _Once
        )
        if not (known := text_of(made, "id")):
            raise self._no_answer()
        return known

    async def uploaded(self, name: str) -> str | None:
        """Return the id of a file that was sent before under this name, or None where none is known."""

        async def look(transport: "AsyncOpenAI") -> str | None:
            seen = 0
            async for each in transport.files.list(purpose="batch", limit=_LISTED_AT_ONCE):
                seen += 1
                if getattr(each, "filename", None) == name:
                    return each.id
                if seen >= _MOST_LISTED:
                    break
            return None

        try:
            return await self._asked(look)
        except ModelRefused:
            # A file that is sent twice costs nothing.
            return None

    async def create(self, input_file: str, token: str) -> BatchJob:
        """Make a job of a file.

        Raises:
            ModelUnreachable: it may have been made all the same: look for it before the next try.
            ModelRefused: it was not made.
        """
        made = await self._asked(
            lambda transport: transport.batches.create(
                input_file_id=input_file,
                endpoint=BATCH_PATH,
                completion_window="24h",
                metadata=metadata_of(token),
            ),
            _Once,
        )
        return self._job(made)

    async def find(self, token: str, input_file: str | None = None) -> Sought:
        """Look for a job by the token that it was made with, or by its file where tokens are not kept.

        One that failed as a whole is none: nothing of it was asked.
        """

        async def look(transport: "AsyncOpenAI") -> BatchJob | None:
            seen = 0
            async for each in transport.batches.list(limit=_LISTED_AT_ONCE):
                seen += 1
                job = self._job(each)
                if job.status != "failed" and job.is_made_with(token, input_file):
                    return job
                if seen >= _MOST_LISTED:
                    break
            return None

        try:
            return Sought(await self._asked(look), is_sure=True)
        except NotThere:
            return Sought(None, is_sure=False)

    async def look(self, job: str) -> BatchJob:
        """Return how a job stands.

        Raises:
            NotThere: the endpoint does not know it.
        """
        return self._job(
            await self._asked(lambda transport: transport.batches.retrieve(job), of=f"job {job}")
        )

    async def download(self, file: str) -> bytes:
        """Return the content of a file."""
        got = await self._asked(lambda transport: transport.files.content(file), of=f"file {file}")
        content: bytes = got.content
        return content

    async def has(self, file: str) -> bool:
        """Tell whether a file is there.

        Raises:
            NotOffered: the endpoint does not tell of single files.
        """
        try:
            await self._asked(lambda transport: transport.files.retrieve(file), of=f"file {file}")
        except NotOffered:
            raise
        except NotThere:
            return False
        return True

    async def delete(self, file: str) -> None:
        """Delete a file; one that is not there any more is no fault.

        Raises:
            ModelError: it is there still, or nobody can say.
        """
        try:
            said = await self._asked(
                lambda transport: transport.files.delete(file), of=f"file {file}"
            )
            is_gone = getattr(said, "deleted", True) is not False
        except NotOffered:
            raise
        except NotThere:
            # Some answer so to everything that they do not know how to do.
            is_gone = not await self.has(file)
        if not is_gone:
            raise ModelRefused(
                "a file that is not wanted any more was not deleted.",
                where=self.faults.where,
                do="Delete it in the provider's console.",
            )

    async def _asked(
        self,
        ask: "Callable[[AsyncOpenAI], Awaitable[_T]]",
        judged: type[Patience] = Patience,
        *,
        of: str = "",
    ) -> _T:
        """Ask, patiently; `of` names the single thing that the endpoint may not have."""
        from openai import OpenAIError  # noqa: PLC0415 - nearly a second to import

        patience = judged(learning=False, attempts=self._attempts)
        policy = retrying(judgement=patience, sleep=self._sleep, notice=self._notice)
        async with self._transports.shared() as shared:

            async def once() -> _T:
                return await ask(shared.transport)

            try:
                return await policy(once)
            except OpenAIError as error:
                raise self._translated(error, patience.failures, of) from None
            except ValueError:
                raise self._no_answer() from None

    def _translated(self, error: "OpenAIError", attempts: int, of: str) -> ModelError:
        status = getattr(error, "status_code", None)
        if of and status in _GONE:
            return NotThere(
                f"it does not know {of} (HTTP {status}): deleted by now, made with another key, or the address changed.",
                where=self.faults.where,
                do="Check the key and --base-url; what was lost there is asked anew with --retry-failed.",
            )
        if status in _WITHOUT:
            kind = NotThere if status in _GONE else NotOffered
            return kind(
                f"it has no Batch API (HTTP {status}).",
                where=self.faults.where,
                do="Check --base-url (most end in /v1), or use --via direct.",
            )
        return self.faults.translate(error, attempts)

    def _job(self, said: Any) -> BatchJob:
        job = read_job(said)
        if job is None:
            raise self._no_answer()
        return job

    def _no_answer(self) -> ModelError:
        return self.faults.unusable(
            "what answers is no Batch API.",
            "Check --base-url (most end in /v1); a sign-in page or proxy may stand in between.",
        )


class _Once(Patience):
    """Tries again only what was certainly not done: an endpoint that is busy took nothing."""

    def __call__(self, error: BaseException) -> bool:
        """Tell whether the same request is worth another try."""
        if is_busy(error):
            return True
        self.failures += 1
        return False
