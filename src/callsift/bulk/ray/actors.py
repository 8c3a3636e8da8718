"""Makes the actors of one run, and ends them: the mailbox and the limiter beside the ledger, workers anywhere."""

import uuid
from collections.abc import Callable
from typing import Any

from callsift import __version__
from callsift.bulk.ray.cluster import ray_library
from callsift.bulk.ray.limiter import Places
from callsift.bulk.ray.mailbox import Mailbox
from callsift.bulk.ray.worker import Setup, Worker
from callsift.errors import UsageError
from callsift.playbook import Playbook

# Whoever waits at an actor counts as under way there.
_MANY = 100_000


class Actors:
    """Makes the actors of one run; they all end with it."""

    def __init__(self, setup: Callable[[], Setup], playbook: Playbook, at_once: int) -> None:
        self._ray = ray = ray_library()
        self._setup = setup
        self._hash = playbook.hash
        self.is_lost = False
        self._at_once = at_once
        self._made: list[Any] = []
        # Made once: the cluster is told of each kind, and this process stands still until it knows.
        self._kind = ray.remote(Worker)
        run = uuid.uuid4().hex[:8]
        # Beside the ledger: if this machine goes, the run is over anyway.
        here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
            ray.get_runtime_context().get_node_id(), soft=False
        )
        kind = {"num_cpus": 0, "max_concurrency": _MANY, "scheduling_strategy": here}
        limiter = f"callsift-limiter-{run}"
        self.mailbox = self._keep(ray.remote(Mailbox).options(**kind).remote())
        self.places = self._keep(ray.remote(Places).options(name=limiter, **kind).remote(at_once))

    async def start(self, name: str, *, alone: bool) -> Any:
        """Return a worker that is ready; one that works alone takes no processor from the others."""
        options = {"num_cpus": 0 if alone else 1, "max_concurrency": _MANY}
        kind = self._kind.options(**options, scheduling_strategy="SPREAD")
        worker = self._keep(kind.remote(name, self.mailbox, self.places))
        try:
            version = await worker.version.remote()
            playbook = await worker.prepare.remote(self._setup()) if version == __version__ else ""
        except self._ray.exceptions.RayError as error:
            raise UsageError(
                f"a worker could not start ({type(error).__name__}).",
                do="Install `callsift[ray]` of the same version on every machine of the cluster.",
            ) from None
        if version != __version__ or playbook != self._hash:
            raise UsageError(
                f"a worker has callsift {version}, and this is {__version__}, or its playbook differs.",
                do="Install the same version on every machine of the cluster.",
            )
        return worker

    def end(self, worker: Any) -> None:
        """End a worker's process."""
        self._made.remove(worker)
        self._ray.kill(worker)

    def forget(self, name: str) -> None:
        """Take back the places of a worker that died."""
        self.places.forget.remote(name)

    def is_death(self, error: Exception) -> bool:
        """Tell whether an error means that a worker is gone."""
        ends = self._ray.exceptions
        return isinstance(
            error, (ends.RayActorError, ends.WorkerCrashedError, ends.ObjectLostError)
        )

    def end_all(self) -> None:
        """End every actor of the run, unless the cluster is lost: Ray would wait for it until it ends this process."""
        for each in () if self.is_lost else self._made:
            self._ray.kill(each)

    def _keep(self, actor: Any) -> Any:
        self._made.append(actor)
        return actor
