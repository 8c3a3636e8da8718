"""Gets the bytes of a file, or says why they cannot be had."""

from pathlib import Path

from callsift.errors import InputError
from callsift.steps.read.kinds import refuse_by_extension

MOST_BYTES = 20 * 1024 * 1024


def load(path: Path) -> bytes:
    """Return the bytes of a file. Its size is looked at before anything is read.

    Raises:
        InputError: it is missing, a directory, unreadable, too large, or by its name no text.
    """
    where = str(path)
    try:
        if path.is_dir():
            raise InputError(
                "this is a directory, not a file.",
                where=where,
                do="Name one file of it.",
            )
        refuse_large(path.stat().st_size, where)
        refuse_by_extension(where)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError("there is no such file.", where=where, do="Check the path.") from None
    except PermissionError:
        raise InputError(
            "the file may not be read.", where=where, do="Check its permissions."
        ) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(
            f"the file cannot be read ({reason}).", where=where, do="Check the path."
        ) from None
    refuse_large(len(data), where)
    return data


def refuse_large(size: int, name: str) -> None:
    """Refuse what is larger than any call.

    Raises:
        InputError: more than 20 MB.
    """
    if size > MOST_BYTES:
        raise InputError(
            f"this is larger than {MOST_BYTES // 1024**2} MB, too large for a call.",
            where=name,
            do="Read one call at a time.",
        )
