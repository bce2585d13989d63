"""The application in the browser: the address decides what is shown, and controls change the address."""

from __future__ import annotations

import logging
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update

from portsim.dashboard.components import CSV, values_of, whole
from portsim.dashboard.pages import page_at
from portsim.dashboard.parts import Page
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import PAGES, view_of
from portsim.report.csv_files import BOM, csv_text
from portsim.report.texts import TEXTS

LOG = logging.getLogger(__name__)
INDEX = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>portsim</title>
<link rel="icon" type="image/svg+xml" href="/assets/port.svg">
{css}
</head>
<body>
{app_entry}
<footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""No script but those of the packages and the one Dash writes into the page; plotly.js sets styles of its own."""


def application(shelf: Shelf, trusted: list[str] | None = None) -> Dash:
    """The application over a results folder.

    Parameters
    ----------
    shelf
        The folder.
    trusted
        Names under which the server may be asked, so that no page of another site can read it through a name of its
        own; any if None.
    """
    app = Dash(
        "portsim.dashboard",
        assets_folder=str(Path(str(files("portsim.dashboard") / "assets"))),
        serve_locally=True,
        suppress_callback_exceptions=True,
        title="portsim",
        update_title="",
        enable_mcp=False,
        compress=False,
        use_pages=False,
        pages_folder="",
        add_log_handler=False,
    )
    app.interpolate_index = _index
    app.layout = html.Div(
        [
            dcc.Location(id="url", refresh="callback-nav"),
            html.Div(id="app"),
            dcc.Store(id="told"),
            html.Div(id="nothing", hidden=True),
        ]
    )
    _callbacks(app, shelf)
    _files(app, shelf)
    _headers(app, trusted)
    return app


def _index(**parts: str) -> str:
    """The page around the application, in the language of the address from its first line on."""
    wanted = ("css", "app_entry", "config", "scripts", "renderer")
    lang = "zh" if flask.request.args.get("lang") == "zh" else "en"
    return INDEX.format(lang=lang, **{name: parts[name] for name in wanted})


def _callbacks(app: Dash, shelf: Shelf) -> None:
    def show(path: str | None, search: str | None) -> tuple[Any, dict[str, Any]]:
        try:
            view, page = page_at(shelf, path or "/", search or "")
        except Exception as error:  # the page says that it failed, instead of staying empty
            LOG.exception("page %s%s", path, search)
            view = view_of(path or "/", search or "", shelf.known())
            why = f"{type(error).__name__}: {error}"
            page = Page(shelf.name, TEXTS.text("dash.failed", view.lang, why=why))
        title = TEXTS.text("dash.title", view.lang, name=f"{page.title} · {shelf.name}")
        told = {"lang": view.lang, "title": title, "page": view.page, "controls": values_of(page.controls)}
        return whole(shelf, view, page, version("portsim")), told

    def turn(_values: list[Any], path: str | None, search: str | None, told: dict[str, Any] | None) -> Any:
        """The address after a control was set; a control that has just appeared, as it was drawn, sets nothing."""
        with shelf.lock:
            view = view_of(path or "/", search or "", shelf.known())
        drawn, turned = (told or {}).get("controls", {}), view
        for changed in ctx.triggered_prop_ids.values():
            name = changed["control"]
            value = _value_of(name)
            if value != drawn.get(name):
                turned = turned.told(name, value)
        return no_update if turned == view else turned.search

    def arrived(n: int | None, search: str | None) -> Any:
        if not n:
            return no_update
        with shelf.lock:
            before = shelf.n_runs
            shelf.look()
            done, asked = shelf.n_runs
            lang = view_of("/", search or "", shelf.known()).lang
        return no_update if (done, asked) == before else TEXTS.text("dash.arrived", lang, whole=done, all=asked)

    drawn = [State("url", "pathname"), State("url", "search"), State("told", "data")]
    shown = [Output("app", "children"), Output("told", "data")]
    app.callback(shown, [Input("url", "pathname"), Input("url", "search")])(show)
    app.callback(Output("url", "search"), Input({"control": ALL}, "value"), drawn, prevent_initial_call=True)(turn)
    app.callback(Output("status", "children"), Input("look", "n_intervals"), State("url", "search"))(arrived)
    told = ClientsideFunction("portsim", "tell")
    app.clientside_callback(told, Output("nothing", "children"), Input("told", "data"))


def _value_of(control: str) -> Any:
    """The new value of a control."""
    found = [one.get("value") for one in ctx.inputs_list[0] if one["id"] == {"control": control}]
    return found[0] if found else None


def _files(app: Dash, shelf: Shelf) -> None:
    server: flask.Flask = app.server

    def table(page: str, key: str) -> flask.Response:
        """The numbers of a figure or table, made anew: no file is read by a name that was asked for."""
        if page not in PAGES:
            return flask.Response(status=404)
        query = flask.request.query_string.decode("ascii", "replace")
        view, made = page_at(shelf, f"/{page}", f"?{query}")
        numbers = made.table_of(key)
        if numbers is None:
            return flask.Response(status=404)
        answer = flask.Response((BOM + csv_text(numbers)).encode(), mimetype="text/csv")
        answer.headers.set("Content-Disposition", "attachment", filename=f"{key}.{view.lang}.csv")
        return answer

    server.get(f"{CSV}/<page>/<key>")(table)


def _headers(app: Dash, trusted: list[str] | None) -> None:
    server: flask.Flask = app.server
    if trusted is not None:
        server.config["TRUSTED_HOSTS"] = trusted
    server.config["MAX_CONTENT_LENGTH"] = 1_000_000
    policy = POLICY.format(hashes=" ".join(app.csp_hashes()))

    def guard(answer: flask.Response) -> flask.Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers["Content-Security-Policy"] = policy
        return answer

    server.after_request(guard)
