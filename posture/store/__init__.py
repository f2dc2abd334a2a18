"""The record on disk: SQLite that survives kill -9, a full disk and a damaged file."""

from posture.store.buffered import BufferedStore
from posture.store.sqlite import SqliteStore, StoreSettings, open_store

__all__ = ["BufferedStore", "SqliteStore", "StoreSettings", "open_store"]
