"""The user's config file: where it is, and what stands in it. Imports nothing that takes time."""

from pathlib import Path
from typing import Any

from callsift.errors import UsageError


def config_path() -> Path:
    """Return where the user's config file is looked for."""
    # Imported late: `--help` needs no paths.
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("callsift", appauthor=False) / "config.toml"


def config_table(file: Path) -> dict[str, Any]:
    """Return what stands in a config file; nothing where there is none.

    Raises:
        UsageError: it cannot be read.
    """
    if not file.is_file():
        return {}
    import tomli  # noqa: PLC0415 - few have a config file

    try:
        return dict(tomli.loads(file.read_text(encoding="utf-8")))
    except (tomli.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"the config file cannot be read: {error}.", where=str(file)) from None


def playbook_folder(given: str | None) -> Path | None:
    """Return the folder laid over the shipped playbook: the one given, else the config file's, else none.

    Raises:
        UsageError: the config file cannot be read, or names no folder.
    """
    folder = given or config_table(config_path()).get("playbook")
    if folder is None:
        return None
    if not isinstance(folder, str):
        raise UsageError("the setting playbook is no path.", where=str(config_path()))
    return Path(folder)
