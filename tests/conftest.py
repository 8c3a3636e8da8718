"""Fixtures that several test modules share, and the option that rewrites generated files."""

import gc
import os
import signal
from pathlib import Path

import hypothesis
import pytest

from tests.cassettes.replay import vcr_model

__all__ = ["vcr_model"]

_OURS = ("CALLSIFT_", "OPENAI_")
# Readline, which pytest loads, tells them to every process that is started, the workers of pytest-xdist too.
_WINDOW = ("COLUMNS", "LINES")
_LONG = ("long", "ray")

# The default of 200 milliseconds an example would measure what else the machine does: tests run beside one another.
hypothesis.settings.register_profile("beside others", deadline=5_000)
hypothesis.settings.load_profile("beside others")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Write the generated files anew.")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and Ctrl-C heard: behind `&` a shell has what it starts ignore it, to the last child."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "long: takes longest, and begins before the others")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is still at one when all others are done."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, _LONG)))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: thousands of tests and the modules that they stand in."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nobodys_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in [each for each in os.environ if each.startswith(_OURS) or each in _WINDOW]:
        monkeypatch.delenv(name)
    # Nobody here speaks TLS, and to parse the machine's certificates anew takes each client 20 milliseconds.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path_factory.getbasetemp()))
    home: Path = tmp_path_factory.getbasetemp() / "nobody"
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
