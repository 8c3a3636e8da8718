"""Joins a Ray cluster, or starts one on this machine that nobody else can reach. Knows nothing of runs."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from callsift.errors import UsageError
from callsift.settings import Settings

_PORT = 6379
# One that waits at a worker keeps it busy while the next is on its way; a model's worker mostly waits.
_OFFLINE_EACH = 2
_MODEL_EACH = 64
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
# A cluster of one machine needs no port that others can reach. Ray knows this switch by the systems it was made for.
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
_STORE_BYTES = 200 * 1024 * 1024


# Ray itself asks a machine that is not there for ten minutes and more.
_CONNECT_S = 5.0


@dataclass(frozen=True)
class Cluster:
    """A cluster that this process has joined, and how many workers it has room for."""

    processors: int

    def places(self, settings: Settings, wanted: int | None) -> int:
        """Return how many inputs are under way at once: what the user wants, else what the workers take."""
        if wanted is not None:
            return max(wanted, 1)
        return _each(settings) * self.processors

    def workers(self, settings: Settings, at_once: int) -> int:
        """Return how many workers so many inputs at once are for; offline, each has one in hand and one waiting."""
        needed = at_once if settings.chosen_engine == "llm" else -(-at_once // _OFFLINE_EACH)
        return min(self.processors, needed)


def _each(settings: Settings) -> int:
    return _MODEL_EACH if settings.chosen_engine == "llm" else _OFFLINE_EACH


@contextmanager
def joined(address: str | None, *, processors: int | None = None) -> Iterator[Cluster]:
    """Join a cluster for the length of the block.

    Args:
        address: `auto` for the one that this machine is part of, a host of it, or None to start one on this machine
            alone, which nobody else can reach.
        processors: how many a cluster that is started here takes; all unless given.

    Raises:
        UsageError: ray is not installed, or there is no such cluster.
    """
    if address is None:
        # Read when ray is imported.
        os.environ.update(_LOOPBACK)
    ray = ray_library()
    if ray.is_initialized():
        yield _size(ray)
        return
    try:
        if address is None:
            ray.init(
                address="local",
                num_cpus=processors,
                include_dashboard=False,
                object_store_memory=_STORE_BYTES,
                **_SILENT,
            )
        else:
            ray.init(address=_listening(_with_port(address)), **_SILENT)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(
            f"there is no Ray cluster at `{address}` ({type(error).__name__}).",
            do="Start one with `ray start --head`, and join it here with `ray start --address HOST:6379`.",
        ) from None
    try:
        yield _size(ray)
    finally:
        ray.shutdown()


_SILENT: dict[str, Any] = {"logging_level": "error", "log_to_driver": False}


def ray_library() -> Any:
    """Return the library, which reports nothing to anybody.

    Raises:
        UsageError: it is not installed.
    """
    os.environ.update({name: os.environ.get(name, value) for name, value in _QUIET.items()})
    try:
        import ray  # noqa: PLC0415 - heavy, and an extra
    except ImportError:
        raise UsageError(
            "--runner ray needs a library that is not installed.",
            do="Run `pip install 'callsift[ray]'`, here and on every machine of the cluster.",
        ) from None
    return ray


def _size(ray: Any) -> Cluster:
    return Cluster(max(int(ray.cluster_resources().get("CPU", 1)), 1))


def _with_port(address: str) -> str:
    if "://" in address:
        raise UsageError(
            f"--address {address}: callsift joins the cluster itself, no Ray Client.",
            do="Name `auto`, HOST or HOST:PORT, on a machine that is part of the cluster.",
        )
    return address if address == "auto" or ":" in address else f"{address}:{_PORT}"


def _listening(address: str) -> str:
    """Return an address at which somebody listens.

    Raises:
        OSError, ValueError: nobody does, or it is none.
    """
    if address != "auto":
        host, _, port = address.rpartition(":")
        socket.create_connection((host, int(port)), timeout=_CONNECT_S).close()
    return address
