"""Where inputs come from, as people know it."""

from pathlib import PurePath
from typing import NamedTuple


class Place(NamedTuple):
    """A file or stream by its name, and the account of what lies in it where it names none itself."""

    shown: str
    account: str | None = None

    @property
    def bare(self) -> str:
        """The name without folders: what is read is the same wherever the file lies."""
        return PurePath(self.shown).name
