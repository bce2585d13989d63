"""Serves the application on this computer, until it is told to stop."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Callable
from pathlib import Path

from portsim.errors import InputError, OutputError
from portsim.report.texts import TEXTS, Language

HOST, PORT = "127.0.0.1", 8050
THREADS = 6


def serve(folder: Path, host: str, port: int, lang: Language, on_ready: Callable[[str], None]) -> None:
    """Serve a results folder until Ctrl-C or SIGTERM.

    Parameters
    ----------
    folder
        The results folder.
    host, port
        Where to listen; port 0 takes any free one.
    lang
        Language of the pages where the address names none.
    on_ready
        Is told the address as soon as it can be opened.

    Raises
    ------
    InputError
        It is no results folder, or the packages of the dashboard are missing.
    OutputError
        The port is taken, or the host is none of this computer.
    """
    try:
        from waitress.server import create_server

        from portsim.dashboard.application import application
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("dash", "flask", "waitress"):
            raise InputError(TEXTS.text("dash.missing", lang)) from error
        raise
    from portsim.dashboard.shelf import Shelf

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests that wait a moment are no news
    shelf = Shelf(folder, lang)
    listening = _listen(host, port, lang)
    with listening:
        app = application(shelf, None if is_open(host) else _names(host))
        server = create_server(app.server, sockets=[listening], threads=THREADS, ident=None)
        on_ready(_address(host, listening.getsockname()[1]))
        try:
            server.run()
        except KeyboardInterrupt:  # how a server ends
            pass
        finally:
            server.close()


def is_open(host: str) -> bool:
    """Whether others than this computer can reach it there."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _listen(host: str, port: int, lang: Language) -> socket.socket:
    try:
        family, kind, proto, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(place)
        except BaseException:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise OutputError(TEXTS.text("dash.taken", lang, host=host, port=port, why=why)) from error
    return listening


def _names(host: str) -> list[str]:
    return list(dict.fromkeys([host, "127.0.0.1", "localhost", "[::1]"]))


def _address(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
