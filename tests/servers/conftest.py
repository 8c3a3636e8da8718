"""Servers that are started when a test first asks for them and stopped at the end; nothing where they are not built."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from benchmarks.servers.place import servers_place
from benchmarks.servers.relay import Relay, relayed
from benchmarks.servers.running import Kind, Served, running

from callsift.model_client import Mode

# Looked up before any test begins: while one runs, the user's folders and variables are hidden.
PLACE = servers_place()

# The mode in which a schema binds what the model may write, so that also a random one answers in the form asked for.
BOUND: dict[Kind, Mode] = {"llama_cpp.server": "tools", "llama-server": "json_schema"}

Ask = Callable[[Served], Relay]


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "servers: needs `python -m benchmarks.servers.build`")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs servers that are not there."""
    if PLACE.is_built:
        return
    reason = "no servers are built: python -m benchmarks.servers.build (ten minutes), or set CALLSIFT_SERVERS"
    for item in items:
        if item.get_closest_marker("servers"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def port_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Served], int]]:
    """Return the port of a server, which is started at most once."""
    logs = tmp_path_factory.mktemp("servers")
    ports: dict[Served, int] = {}
    with ExitStack() as stack:

        def port(served: Served) -> int:
            if served not in ports:
                name = "-".join(map(str, served))
                started = running(served, PLACE, logs / f"{name}.log")
                ports[served] = stack.enter_context(started)
            return ports[served]

        yield port


@pytest.fixture
def relay_to(port_of: Callable[[Served], int]) -> Iterator[Ask]:
    """Return a maker of relays: where a client shall ask, with what it exchanged in this test."""
    with ExitStack() as stack:
        yield lambda served: stack.enter_context(relayed(port_of(served)))
