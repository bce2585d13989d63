"""Options that several commands share, said alike in all of them."""

from __future__ import annotations

from typing import Annotated

import typer

Debug = Annotated[bool, typer.Option("--debug", help="Print the traceback of an error.")]
Json = Annotated[bool, typer.Option("--json", help="Print data as JSON.")]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en|both", help="Language; default that of the locale.")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="path=value, laid over the scenario; may be repeated.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Processes; default the number of cores.")]
Where = Annotated[str, typer.Option("--executor", metavar="processes|dask", help="Who carries out the runs.")]
Address = Annotated[str, typer.Option(help="Scheduler of the cluster, tcp://host:8786.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but data and errors.")]
Outside = Annotated[bool, typer.Option("--allow-outside", help="Tables may lie outside the scenario's folder.")]
