"""The animation: two weeks of ships on the coast, hour by hour, of the first run that kept its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pandas as pd

from portsim.dashboard.controls import label_of, option_control, year_control
from portsim.dashboard.parts import Control, Figure, Page, Section
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import MONTHS, View
from portsim.report.chart_animation import ship_animation
from portsim.report.coast import BOX
from portsim.report.csv_files import seven_digits
from portsim.report.positions import positions
from portsim.report.rows import rows
from portsim.report.texts import TEXTS

N_FRAMES = 24 * 14
FIRST_MONTH = "07"
"""That of the berth plan: always the same, not chosen for what happened."""


def animation(shelf: Shelf, view: View) -> Page:
    """Ships of one run from the first day of a month on."""
    lang, month = view.lang, view.month or FIRST_MONTH
    data = shelf.data(view.option)
    ports = data.names.table
    title, lead = TEXTS.text("dash.page.animation", lang), TEXTS.text("dash.lead.animation", lang)
    months = tuple((one, str(int(one))) for one in MONTHS)
    controls = [*option_control(shelf, view), *year_control(shelf, view),
                Control("month", label_of("month", lang), "buttons", months, month)]  # fmt: skip

    def told(key: str) -> Page:
        return Page(title, lead, controls, sections=[Section("", notes=[TEXTS.text(key, lang)])])

    if not {"lon", "lat"} <= set(ports.columns):
        return told("dash.animation.no_places")
    known = ports[ports["lon"].notna() & ports["lat"].notna()]
    places = {str(name): (float(lon), float(lat)) for name, lon, lat in rows(known, "id", "lon", "lat")}
    modelled = known[known["id"].isin(data.names.ports)]
    west, east, south, north = BOX
    if not (modelled["lon"].between(west, east) & modelled["lat"].between(south, north)).any():
        return told("dash.animation.no_places")
    first = datetime(int(view.year), int(month), 1)
    table = shelf.keep(("ships", view.option, view.year, month), lambda: _positions(shelf, view.option, places, first))
    if not len(table):
        return told("dash.animation.no_records")
    caption = replace(data.caption(lang), replications=1)
    figure = ship_animation(table, modelled[["id", "lon", "lat"]], data.names, caption, lang)
    numbers = seven_digits(table).assign(unit="degree")
    heading = TEXTS.text("chart.animation.title", lang)
    return Page(title, lead, controls, sections=[Section("", figures=[Figure("animation", heading, figure, numbers)])])


def _positions(shelf: Shelf, option: str, places: Mapping[str, tuple[float, float]], first: datetime) -> pd.DataFrame:
    calls = next(shelf.results.one_by_one("calls", option, 1), None)
    voyages = next(shelf.results.one_by_one("voyages", option, 1), None)
    runs = [run for run in shelf.results.runs if run.option == option]
    if calls is None or voyages is None or not runs:
        return pd.DataFrame()
    start = datetime.fromisoformat(runs[0].manifest["start"])
    return positions(calls, voyages, places, start, first, N_FRAMES)
