"""Finds the files that ship with callsift: in the package, else in the checkout. Nothing else builds such paths."""

from pathlib import Path
from typing import TYPE_CHECKING

from callsift.errors import ResourceMissing

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _package() -> "Traversable":
    """Return the package's folder. Asking the import system takes milliseconds, and is only needed inside a zip."""
    here = Path(__file__).resolve().parent
    if here.is_dir():
        return here
    from importlib.resources import files  # noqa: PLC0415 - as above

    return files("callsift")


_PACKAGE = _package()
_CHECKOUT = Path(__file__).resolve().parents[2]


def package_file(relative: str) -> "Traversable":
    """Return a file or folder that lies inside the package.

    Raises:
        ResourceMissing: it is not there.
    """
    found = _PACKAGE.joinpath(relative)
    if not (found.is_file() or found.is_dir()):
        raise _missing(relative)
    return found


def package_text(relative: str) -> str:
    """Return the text of a file that lies inside the package."""
    return package_file(relative).read_text(encoding="utf-8")


def shared_text(relative: str) -> str:
    """Return the text of a file under `prompts/` or `schemas/`.

    A wheel holds these folders inside the package; a checkout has them at its top.

    Raises:
        ResourceMissing: it is in neither place.
    """
    inside = _PACKAGE.joinpath(relative)
    if inside.is_file():
        return inside.read_text(encoding="utf-8")
    outside = _CHECKOUT / relative
    if outside.is_file():
        return outside.read_text(encoding="utf-8")
    raise _missing(relative)


def _missing(relative: str) -> ResourceMissing:
    return ResourceMissing(
        "a file that ships with callsift is missing.",
        where=relative,
        do="Install callsift again, or run it from a whole checkout.",
    )
