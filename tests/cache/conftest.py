"""What the tests of the cache share: a cache folder of the test's own, and a call that is analysed with a model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from callsift import Analysis, Settings, analyze
from callsift.cache import cache_folder
from tests.provider import Provider, reply_json, signal

KEY = "sk-nobody-may-read-this-key"
CALL = "销售：价格您看了吗？\n客户：这个价太贵了，超出我们预算一倍。\n"
GOOD = reply_json(signal("price_out_of_range", "这个价太贵了", 1))
Ask = Callable[..., Analysis]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the cache folder, which is not there yet."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "cache home"))
    return cache_folder()


def ask(provider: Provider, text: str = CALL, **changes: Any) -> Analysis:
    """Analyse a call with a model."""
    values = {"model": "m", "base_url": provider.base_url, "api_key": SecretStr(KEY), **changes}
    return analyze(text, settings=Settings(**values))
