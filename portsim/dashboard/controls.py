"""What can be set on the pages: scenario, base, year, port, measures and places, each from what the results hold."""

from __future__ import annotations

from collections.abc import Sequence

from portsim.dashboard.parts import Control
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View
from portsim.report.texts import TEXTS, Language


def option_control(shelf: Shelf, view: View) -> list[Control]:
    """The scenario; none where there is only one."""
    return _scenarios(shelf, view, "option", view.option)


def base_control(shelf: Shelf, view: View) -> list[Control]:
    """What it is compared with; none where there is only one scenario."""
    return _scenarios(shelf, view, "base", view.base)


def _scenarios(shelf: Shelf, view: View, name: str, value: str) -> list[Control]:
    if len(shelf.labels) < 2:
        return []
    choices = tuple((label, shelf.title(label, view.lang)) for label in shelf.labels)
    return [Control(name, label_of(name, view.lang), "one", choices, value)]


def year_control(shelf: Shelf, view: View) -> list[Control]:
    """The year; none where only one is reported."""
    years = shelf.data(view.option).years
    if len(years) < 2:
        return []
    return [Control("year", label_of("year", view.lang), "buttons", tuple((year, year) for year in years), view.year)]


def port_control(shelf: Shelf, view: View) -> list[Control]:
    """One port or all; none where there is only one."""
    names = shelf.data(view.option).names
    if len(names.ports) < 2:
        return []
    choices = (("", TEXTS.text("dash.all", view.lang)), *((port, names.own(port, view.lang)) for port in names.ports))
    return [Control("port", label_of("port", view.lang), "buttons", choices, view.port)]


def measures_control(shelf: Shelf, view: View, there: Sequence[str], picked: Sequence[str]) -> Control:
    """Measures to choose several of."""
    data = shelf.data(view.option)
    choices = sorted(((one, data.label(one, view.lang)) for one in there), key=lambda choice: choice[1])
    return Control("measures", label_of("measures", view.lang), "many", tuple(choices), tuple(picked))


def places_control(shelf: Shelf, view: View, there: Sequence[str], picked: Sequence[str]) -> Control:
    """Ports and other things to choose several of."""
    names = shelf.data(view.option).names
    choices = tuple((place, names.full(place, view.lang)) for place in there)
    return Control("places", label_of("places", view.lang), "ticks", choices, tuple(picked))


def label_of(name: str, lang: Language) -> str:
    """What stands above the control of a field."""
    return TEXTS.text(f"dash.control.{name}", lang)
