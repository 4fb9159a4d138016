"""The command line: parses, calls, renders, exits."""

from framing.cli.main import main

__all__ = ["main"]
