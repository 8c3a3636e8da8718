"""Joins a Ray cluster, or starts one on this machine that nobody else can reach. Knows nothing of runs."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callsift.bulk.ray.trial import check_address
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
_TOKEN = "RAY_AUTH_TOKEN"  # noqa: S105 - the name of one
_STORE_BYTES = 200 * 1024 * 1024


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
    with ExitStack() as own:
        # What was started when the start failed ends too; the folder goes when nobody writes into it any more.
        if address is None:
            folder = own.enter_context(_folder())
            own.enter_context(_token())
            own.callback(_leave, ray)
            _start(ray, folder, processors)
        else:
            own.callback(_leave, ray)
            _join(ray, _with_port(address))
        yield _size(ray)


_SILENT: dict[str, Any] = {"logging_level": "error", "log_to_driver": False}


def _start(ray: Any, folder: str, processors: int | None) -> None:
    try:
        ray.init(
            address="local",
            num_cpus=processors,
            include_dashboard=False,
            object_store_memory=_STORE_BYTES,
            _temp_dir=folder,
            **_SILENT,
        )
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise UsageError(
            f"a Ray cluster could not be started on this machine ({type(error).__name__}).",
            do="Leave --runner ray out: one machine does as much without it.",
        ) from None


def _join(ray: Any, address: str) -> None:
    check_address(address)
    try:
        ray.init(address=address, **_SILENT)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise UsageError(
            f"the Ray cluster at `{address}` was there, and cannot be joined ({type(error).__name__}).",
            do="Look at `ray status`, and run the same command again.",
        ) from None


def _leave(ray: Any) -> None:
    # Ray prints what befell its processes where results go.
    with redirect_stdout(sys.stderr):
        ray.shutdown()


@contextmanager
def _token() -> Iterator[None]:
    """Give the cluster that is started here a token of its own: Ray would keep one in the user's home for good."""
    if _TOKEN in os.environ:
        yield
        return
    os.environ[_TOKEN] = secrets.token_hex(32)
    try:
        yield
    finally:
        del os.environ[_TOKEN]


@contextmanager
def _folder() -> Iterator[str]:
    """Yield a folder for what Ray writes down, calls among it: its own choice can be read by all, and stays."""
    # Ray puts sockets there, whose paths may have a hundred bytes: the systems' own place may be too deep.
    shallow = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108 - a folder of its own is made there
    with tempfile.TemporaryDirectory(
        prefix="callsift-", dir=shallow, ignore_cleanup_errors=True
    ) as folder:
        # One further in: Ray opens to all what it is given.
        yield str(Path(folder, "ray"))


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
