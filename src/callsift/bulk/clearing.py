"""Deletes at the endpoint the files of batch jobs that are over: calls stand in them, and nothing more is wanted of them.

What cannot be deleted stays in the ledger and is tried again by the next run. Knows nothing of what is in a file.
"""

from callsift.bulk.jobs import Job, Jobs
from callsift.errors import ModelError, ModelUnreachable
from callsift.model_client.batches import BatchClient


class Clearing:
    """Clears up after the jobs at one endpoint. What fails fails silently: the ledger knows what is left."""

    def __init__(self, client: BatchClient, jobs: Jobs, endpoint: str) -> None:
        self._client = client
        self._jobs = jobs
        self._endpoint = endpoint

    async def clear_all(self) -> None:
        """Delete what earlier runs left, as long as the endpoint can be reached."""
        for job in self._jobs.uncleared():
            if job.endpoint == self._endpoint and not await self.clear(job):
                return

    async def clear(self, job: Job) -> bool:
        """Delete the files that are left of a job; return whether the endpoint could be reached."""
        for file in job.left:
            try:
                await self._client.delete(file)
            except ModelUnreachable:
                return False
            except ModelError:
                # In use, or not ours to delete: that says nothing about the others.
                continue
            job = self._jobs.cleared(job, file)
        return True
