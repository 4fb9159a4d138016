"""Entry point: runs the commands, turns errors into one line on stderr and an exit code."""

from __future__ import annotations

import os
import sys

from framing.cli.exits import Exit, code_of
from framing.errors import FramingError

_INTERRUPTED = "interrupted; nothing that was reported as done is lost: run the same command again to go on"


def main(arguments: list[str] | None = None) -> None:
    """Run `framing`; never returns."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        from framing.cli.app import app

        app(args=arguments, prog_name="framing")
    except FramingError as error:
        _fail(str(error), code_of(error))
    except KeyboardInterrupt:
        _fail(_INTERRUPTED, Exit.INTERRUPTED)
    except SystemExit as end:
        if end.code == Exit.INTERRUPTED:  # Typer turns Ctrl-C into a silent exit
            _fail(_INTERRUPTED, Exit.INTERRUPTED)
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(Exit.NOTHING_FOUND)
    except MemoryError:
        _fail("not enough memory for this input; split it or compare fewer articles at once", Exit.INTERNAL)
    except Exception as error:
        if os.environ.get("FRAMING_DEBUG"):
            raise
        _fail(
            f"internal error ({type(error).__name__}: {error}); run again with FRAMING_DEBUG=1 and report it",
            Exit.INTERNAL,
        )


def _fail(message: str, code: Exit) -> None:
    from framing.text import visible

    sys.stderr.write(f"framing: {visible(message)}\n")
    sys.exit(code)
