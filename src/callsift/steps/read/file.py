"""Gets the bytes of a file, or says why they cannot be had."""

from pathlib import Path

from callsift.errors import InputError
from callsift.steps.read.kinds import refuse_by_extension

MOST_BYTES = 20 * 1024 * 1024


def load(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file. Its size is looked at before anything is read.

    Raises:
        InputError: it is missing, a directory, unreadable, larger than `most` bytes, or by its name
            a recording, an image or an archive.
    """
    where = str(path)
    try:
        if path.is_dir():
            raise InputError(
                "this is a directory, not a file.",
                where=where,
                do="Name one file of it, or read all with `callsift batch FOLDER --out results.xlsx`.",
            )
        refuse_large(path.stat().st_size, where, most=most)
        refuse_by_extension(where)
        with path.open("rb") as file:
            data = file.read(most + 1)
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
    refuse_large(len(data), where, most=most)
    return data


def refuse_large(size: int, name: str, *, most: int = MOST_BYTES) -> None:
    """Refuse what is larger than any call, or than the table that is asked for.

    Raises:
        InputError: more than `most` bytes; 20 MB where nothing else is said.
    """
    if size > most:
        raise InputError(
            f"this is larger than {most // 1024**2} MB, too large "
            + ("for a call." if most == MOST_BYTES else "to be read."),
            where=name,
            do="Read one call at a time; `callsift batch FILE --out results.jsonl` reads a table or JSONL of many."
            if most == MOST_BYTES
            else "Split it.",
        )
