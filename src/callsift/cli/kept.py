"""What the cache commands look at and do."""

from callsift.cache import CACHE_FILE, KEPT_DAYS, CacheReport, cache_folder, open_store


def cache_report() -> CacheReport:
    """Return what the cache holds; a cache that was never used holds nothing, and is not made by asking."""
    file = cache_folder() / CACHE_FILE
    store = open_store(cache_folder()) if file.is_file() else None
    if store is None:
        return CacheReport(file=str(file), replies=0, endpoints=0, size_bytes=0)
    with store:
        return store.report()


def cache_text(report: CacheReport) -> str:
    """Return the report for people."""
    return (
        f"file:      {report.file}\n"
        f"replies:   {report.replies} (each kept {KEPT_DAYS} days after its last use)\n"
        f"endpoints: {report.endpoints}\n"
        f"size:      {report.size_bytes:,} bytes\n"
        "Replies quote the calls that they are about. Only you may read the file; "
        "`callsift cache clear` empties it, `--no-cache` keeps a call out of it."
    )


def clear_cache() -> str:
    """Empty the cache and say what was forgotten."""
    before = cache_report()
    if before.size_bytes:
        store = open_store(cache_folder())
        if store is not None:
            with store:
                store.clear()
    return f"{before.replies} replies and {before.endpoints} endpoints were forgotten."
