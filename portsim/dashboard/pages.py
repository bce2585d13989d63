"""The pages by name, and the one page that an address asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portsim.dashboard.page_animation import animation
from portsim.dashboard.page_compare import compare
from portsim.dashboard.page_corridors import corridors
from portsim.dashboard.page_data import data_page
from portsim.dashboard.page_overview import overview
from portsim.dashboard.page_ports import ports
from portsim.dashboard.page_sensitivity import sensitivity
from portsim.dashboard.page_series import series
from portsim.dashboard.parts import Page
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import View, view_of
from portsim.errors import InputError
from portsim.report.texts import TEXTS

MAKERS: Mapping[str, Callable[[Shelf, View], Page]] = {
    "overview": overview,
    "compare": compare,
    "ports": ports,
    "corridors": corridors,
    "series": series,
    "sensitivity": sensitivity,
    "animation": animation,
    "data": data_page,
}


def page_at(shelf: Shelf, path: str, search: str) -> tuple[View, Page]:
    """The view an address asks for and its page; what cannot be read is told on the page.

    One page is made at a time: several readers share the tables at hand.
    """
    with shelf.lock:
        view = View(lang=shelf.lang)
        try:
            shelf.look()
            view = view_of(path, search, shelf.known())
            if not shelf.labels:
                return view, Page(shelf.name, TEXTS.text("dash.no_runs", view.lang))
            return view, shelf.keep_page(view, lambda: MAKERS[view.page](shelf, view))
        except InputError as error:
            return view, Page(shelf.name, TEXTS.text("dash.unreadable", view.lang, why=error))
