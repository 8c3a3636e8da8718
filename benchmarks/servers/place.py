"""Where the servers lie once they are built, and what is there. Builds nothing and starts nothing."""

import json
import os
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from platformdirs import user_cache_path

VARIABLE = "CALLSIFT_SERVERS"
Temper: TypeAlias = Literal["plain", "terse"]
TEMPERS: tuple[Temper, ...] = ("plain", "terse")


class Place(NamedTuple):
    """The folder of the servers, and the paths in it."""

    folder: Path

    @property
    def python(self) -> Path:
        """Return the interpreter of the virtual environment that `llama_cpp.server` is installed in."""
        return self.folder / "venv" / "bin" / "python"

    @property
    def llama_server(self) -> Path:
        """Return the server in C++."""
        return self.folder / "build" / "bin" / "llama-server"

    @property
    def versions_file(self) -> Path:
        """Return the list of what was built, written last."""
        return self.folder / "versions.json"

    def model(self, temper: Temper) -> Path:
        """Return the file of a tiny random model."""
        return self.folder / f"{temper}.gguf"

    @property
    def is_built(self) -> bool:
        """Tell whether the build came to its end."""
        return self.versions_file.is_file()

    @property
    def versions(self) -> dict[str, str]:
        """Return the version of each part that was built."""
        read: dict[str, str] = json.loads(self.versions_file.read_text(encoding="utf-8"))
        return read


def servers_place() -> Place:
    """Return the folder that $CALLSIFT_SERVERS names, or `callsift-servers` in the user's cache folder."""
    named = os.environ.get(VARIABLE)
    return Place(Path(named) if named else user_cache_path("callsift-servers", appauthor=False))
