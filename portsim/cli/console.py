"""How the command line speaks: language, streams, errors and exit codes."""

from __future__ import annotations

import functools
import io
import locale
import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType
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


def end_like_ctrl_c() -> None:
    """Treat SIGTERM as Ctrl-C, whatever the command is doing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def languages(choice: str) -> tuple[Language, ...]:
    """Languages asked for; without a choice that of the locale."""
    if choice == "both":
        return ("zh", "en")
    if choice in ("zh", "en"):
        return ("zh",) if choice == "zh" else ("en",)
    if choice:
        raise typer.BadParameter(f"{choice}: allowed are zh, en, both", param_hint="--lang")
    named = (
        next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "") or locale.getlocale()[0] or ""
    )
    return ("zh",) if named.lower().startswith(("zh", "chinese")) else ("en",)


def language(choice: str) -> Language:
    """The one language of what is not a report: the first of those asked for."""
    return languages(choice)[0]


def say(text: str) -> None:
    """Say something that is not data: on stderr."""
    print(text, file=sys.stderr)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn errors into one message and the right exit code; a traceback only with ``--debug``."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except (typer.Exit, typer.BadParameter):
            raise
        except BrokenPipeError:  # who reads has enough
            _give_up_stdout()
            raise typer.Exit(1) from None
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  no traceback for an analyst, whatever happens
            if kwargs.get("debug"):
                traceback.print_exc()
            text, code = _message(error, str(kwargs.get("lang") or ""))
            say(text)
            if isinstance(error, OSError):
                _give_up_stdout()
            raise typer.Exit(code) from None

    return run


def _message(error: BaseException, choice: str) -> tuple[str, int]:
    if isinstance(error, PortsimError):
        return str(error), error.exit_code
    from portsim.cli.texts import WORDS

    lang = language(choice)
    if isinstance(error, KeyboardInterrupt):
        return WORDS.text("end.interrupted", lang), 130
    if isinstance(error, OSError):
        return WORDS.text("end.system", lang, error=error), 1
    return WORDS.text("end.internal", lang, error=f"{type(error).__name__}: {error}"), 1


def _give_up_stdout() -> None:
    """Keep Python from trying once more, and complaining, when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
