"""The command for the browser application: it says where it can be opened, and serves it until Ctrl-C."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portsim.cli.console import Language, say
from portsim.report.texts import TEXTS


@dataclass(frozen=True)
class Options:
    """What the analyst asked for on the command line."""

    host: str
    port: int
    open_browser: bool
    lang: Language
    quiet: bool


def show(folder: Path, options: Options) -> None:
    """Serve a results folder until Ctrl-C.

    Raises
    ------
    InputError
        It is no results folder, or the packages of the dashboard are missing.
    OutputError
        The port is taken, or the host is none of this computer.
    """
    from portsim.dashboard.serve import is_open, serve

    def tell(url: str) -> None:
        if is_open(options.host) and not options.quiet:
            say(TEXTS.text("dash.open_to_all", options.lang, host=options.host))
        if options.quiet:
            print(url, flush=True)
        else:
            print(TEXTS.text("dash.serving", options.lang, folder=folder, url=url), flush=True)
        if options.open_browser:
            import webbrowser

            webbrowser.open(url)

    serve(folder, options.host, options.port, options.lang, tell)
