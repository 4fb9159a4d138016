"""Readers: files, pages and tables to articles."""

from framing.ingest.overrides import Overrides
from framing.ingest.reader import read, read_bytes, read_folder

__all__ = ["Overrides", "read", "read_bytes", "read_folder"]
