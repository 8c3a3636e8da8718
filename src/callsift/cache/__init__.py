"""What is kept between runs in the user's cache folder: replies that were paid for, and what endpoints taught.

Replies quote the call. The file is readable by its owner alone, holds no key, and `callsift cache clear` empties it.
"""

from callsift.cache.endpoints import (
    EndpointMemory,
    EndpointNotes,
    Learned,
    LimitName,
    endpoint_name,
)
from callsift.cache.replies import KeptReply, Layered, ReplyStore, request_key
from callsift.cache.store import CACHE_FILE, KEPT_DAYS, CacheReport, Store, cache_folder, open_store

__all__ = [
    "CACHE_FILE",
    "KEPT_DAYS",
    "CacheReport",
    "EndpointMemory",
    "EndpointNotes",
    "KeptReply",
    "Layered",
    "Learned",
    "LimitName",
    "ReplyStore",
    "Store",
    "cache_folder",
    "endpoint_name",
    "open_store",
    "request_key",
]
