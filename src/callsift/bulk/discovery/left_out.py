"""Says by its name alone why something in a folder is no call: hidden, half written, of a system or of callsift."""

_SYSTEM = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "__macosx", "$recycle.bin"}
)
_HALF_WRITTEN = (".part", ".partial", ".crdownload", ".download")
_LEDGER = ".ledger"
_BESIDE_A_LEDGER = ("", "-wal", "-shm", "-journal")


def reason_by_name(name: str) -> str | None:
    """Return why something in a folder is left out, or None where it may be a call."""
    low = name.lower()
    if low in _SYSTEM:
        return "a file of the system"
    if low.startswith("~$"):
        return "the lock file of a document that is open"
    if low.endswith(_HALF_WRITTEN):
        return "it is not written to its end"
    if _is_ledger(low):
        return "a ledger of callsift"
    return "it is hidden" if low.startswith(".") else None


def _is_ledger(low: str) -> bool:
    stem, ledger, end = low.rpartition(_LEDGER)
    is_set_aside = end.startswith(".old") and end.removeprefix(".old").isdecimal()
    return bool(stem and ledger) and (end in _BESIDE_A_LEDGER or is_set_aside)
