"""How the command line speaks: language, streams, errors and exit codes."""

from __future__ import annotations

import functools
import io
import locale
import os
import sys
import traceback
from collections.abc import Callable
from typing import Literal, ParamSpec

import typer

from portsim.errors import PortsimError

P = ParamSpec("P")
Language = Literal["zh", "en"]


def speak_utf8() -> None:
    """Let Chinese text through whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def languages(choice: str) -> tuple[Language, ...]:
    """Languages asked for; without a choice that of the locale."""
    if choice == "both":
        return ("zh", "en")
    if choice in ("zh", "en"):
        return ("zh",) if choice == "zh" else ("en",)
    if choice:
        raise typer.BadParameter(f"{choice}: allowed are zh, en, both")
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return ("zh",) if named.lower().startswith(("zh", "chinese")) else ("en",)


def say(text: str) -> None:
    """Say something that is not data: on stderr."""
    print(text, file=sys.stderr)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn errors into one message and the right exit code; a traceback only with ``--debug``."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PortsimError as error:
            if kwargs.get("debug"):
                traceback.print_exc()
            say(str(error))
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            say("interrupted")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None
        except OSError as error:
            if kwargs.get("debug"):
                traceback.print_exc()
            say(f"cannot go on: {error}")
            raise typer.Exit(1) from None

    return run
