"""The page docs/reference/benchmarks.md and its chart, from what `all.py` measured."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from plotly import graph_objects
from plotly.subplots import make_subplots

from portsim.report.images import Image, write_images

if TYPE_CHECKING:
    from all import Findings

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
VERSIONS = ("portsim", "simpy", "numpy", "scipy", "pandas", "pydantic")
WORDS = {True: "kept", False: "**missed**", None: ""}
BLUE, GREY = "#1f5f8b", "#9aa5ad"


def write_page(found: Findings, minutes: float, busy: bool) -> None:
    """Write the page and the chart beside it."""
    (REFERENCE / "benchmarks.md").write_text("\n".join(page(found, minutes, busy)) + "\n", encoding="utf-8")
    message = write_images([Image(chart(found), REFERENCE / "benchmarks.png")], "en", chinese=False).message
    if message:
        print(message)


def page(found: Findings, minutes: float, busy: bool) -> list[str]:
    """The page, line by line."""
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    lines = [
        "# Benchmarks",
        "",
        f"Written by `python benchmarks/all.py{' --busy' if busy else ''} --write` on {date.today():%d %B %Y}, "
        f"in {minutes:.0f} minutes: Python {platform.python_version()}, {versions}; {processor()}, "
        f"{os.cpu_count()} cores. "
        "Values are ratios of process CPU time of programs run in turn in this one run, unless another unit is said.",
    ]
    if busy:
        lines += [
            "",
            "**Other programs were running on the machine.** CPU time counts only the program's own work, but shared "
            "caches and cores make single values uncertain by some tenths; what goes by the clock on the wall was not "
            "measured.",
        ]
    missed = [row for row in found.rows if row.is_kept is False]
    lines += ["", f"Goals kept: {sum(row.is_kept is True for row in found.rows)}, missed: {len(missed)}.", ""]
    lines += ["| | what | value | goal | |", "|---|---|--:|--:|---|"]
    lines += [f"| {row.section} | {row.what} | {row.value} | {row.goal} | {WORDS[row.is_kept]} |" for row in found.rows]
    lines += ["", "![cost of a vessel by program, and growth of the cost](benchmarks.png)", "", NOTES]
    return lines


NOTES = """## What is compared

- *Berth queue*: M/M/8 at load 0.8. Plain SimPy, kernel and loop get their random numbers beforehand; the terminal of a
  scenario draws its own, keeps the log of every call and the daily levels, and can do all that any terminal can. Ciw
  and salabim draw their own too, Ciw keeps records.
- *Boxes a CPU second*: ConFlowGen makes containers with their vehicles and times, and simulates nothing; `two_ports`
  carries its boxes through ports, yards, trains and ships, several to a consignment. It is not the same work: the
  comparison says what a box costs an analyst.
- *Ship and lock*: the lock of OpenTNSim as its own tests set it up, a ship every 20 minutes from alternate sides;
  release 2.2.1, the newest for Python 3.11, runs only with packages that it does not name and with pandas below 3
  (`benchmarks/peers.py`).
- *Without a part*: the year with that part left out, the best of some rounds in turn. Parts work on each other: boxes
  that have no barge take a train or a truck, which costs as much, so the savings do not add up.
- *Cost of the last doubling*: 2 where cost grows in proportion."""


def processor() -> str:
    """Model of the processor, as the system names it."""
    names = Path("/proc/cpuinfo")
    if names.exists():
        for line in names.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def chart(found: Findings) -> graph_objects.Figure:
    """Microseconds a vessel by program, and growth curves, both axes logarithmic."""
    figure = make_subplots(1, 2, subplot_titles=("Berth queue, CPU per vessel (µs)", "Cost as the size is doubled"))
    programs = sorted(found.per_vessel_us.items(), key=lambda one: -one[1])
    names, values = [name for name, _ in programs], [us for _, us in programs]
    colours = [BLUE if "portsim" in name else GREY for name in names]
    bars = graph_objects.Bar(
        x=values, y=names, orientation="h", marker_color=colours, text=[f"{us:.1f}" for us in values],
        textposition="outside", showlegend=False, cliponaxis=False,
    )  # fmt: skip
    figure.add_trace(bars, 1, 1)
    for curve in found.curves:
        x = [size / curve.sizes[0] for size in curve.sizes]
        y = [seconds / curve.seconds[0] for seconds in curve.seconds]
        figure.add_trace(graph_objects.Scatter(x=x, y=y, name=curve.name, mode="lines+markers"), 1, 2)
    most = max(curve.sizes[-1] / curve.sizes[0] for curve in found.curves)
    proportional = graph_objects.Scatter(
        x=[1, most], y=[1, most], name="in proportion", mode="lines", line={"dash": "dot", "color": GREY}
    )
    figure.add_trace(proportional, 1, 2)
    figure.update_xaxes(type="log", range=[-0.3, 3.0], dtick=1, row=1, col=1)
    figure.update_xaxes(type="log", title="size over the smallest", tickvals=[1, 2, 4, 8], row=1, col=2)
    figure.update_yaxes(type="log", title="cost over that of the smallest", tickvals=[1, 2, 4, 8], row=1, col=2)
    figure.update_layout(template="plotly_white", width=1150, height=440, margin={"l": 140, "r": 30, "t": 60, "b": 60})
    return figure
