"""From the parts of a page to what the browser shows; every text is shown as text, never as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html

from portsim.dashboard.parts import Control, Figure, Page, Section, Sheet
from portsim.dashboard.shelf import Shelf
from portsim.dashboard.view import PAGES, View
from portsim.report.findings import Card
from portsim.report.page_parts import PLOT_CONFIG
from portsim.report.texts import TEXTS, Language

CSV = "/csv"
LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
"""Each in its own words: who cannot read the page must find the way out."""
STATUS_EVERY_MS = 15_000
CONFIG: dict[str, Any] = {**PLOT_CONFIG, "responsive": True}


def whole(shelf: Shelf, view: View, page: Page, version: str) -> list[Any]:
    """Bar, navigation and page."""
    return [_bar(shelf, view), html.Div([_navigation(view), _main(shelf, view, page, version)], className="body")]


def _bar(shelf: Shelf, view: View) -> Any:
    other: Language = "en" if view.lang == "zh" else "zh"
    done, asked = shelf.n_runs
    key = "dash.runs.short" if done == asked else "dash.runs"
    return html.Header(
        [
            html.A(TEXTS.text("dash.skip", view.lang), href="#main", className="skip"),
            html.Span("portsim", className="brand"),
            html.Span(shelf.name, className="name", title=shelf.name),
            html.Span(TEXTS.text(key, view.lang, n=done, whole=done, all=asked), className="runs"),
            html.Span(id="status", className="status", role="status"),
            dcc.Interval(id="look", interval=STATUS_EVERY_MS, disabled=done == asked),
            dcc.Link(
                LANGUAGE_NAMES[other],
                href=replace(view, lang=other).address,
                id="language",
                className="language",
            ),
        ],
        className="bar",
    )


def _navigation(view: View) -> Any:
    links = [
        dcc.Link(
            TEXTS.text(f"dash.page.{page}", view.lang),
            href=view.turned(page).address,
            className="here" if page == view.page else "",
            id=f"to-{page}",
        )
        for page in PAGES
    ]
    return html.Nav([html.Ul([html.Li(link) for link in links])], **{"aria-label": TEXTS.text("dash.menu", view.lang)})


def _main(shelf: Shelf, view: View, page: Page, version: str) -> Any:
    lead = [html.P(page.lead, className="lead")] if page.lead else []
    return html.Main(
        [
            html.H1(page.title),
            *lead,
            *([_controls(page.controls, view)] if page.controls else []),
            *([] if page.warnings is None else [_warnings(page.warnings, view.lang)]),
            *(_section(section, view) for section in page.sections if not section.is_empty),
            html.Footer(
                [html.P(TEXTS.text(key, view.lang, version=version)) for key in ("dash.picture", "dash.footer")]
            ),
        ],
        id="main",
        className=f"page-{view.page}",
    )


def _warnings(said: Sequence[str], lang: Language) -> Any:
    title = html.H2(TEXTS.text("page.warnings", lang))
    if not said:
        return html.Aside([title, html.P(TEXTS.text("page.no_warnings", lang))], className="warnings none")
    return html.Aside([title, html.Ul([html.Li(one) for one in said])], className="warnings")


def _controls(controls: Sequence[Control], view: View) -> Any:
    return html.Div([_control(one, view) for one in controls], className="controls", id="controls")


def values_of(controls: Sequence[Control]) -> dict[str, str | list[str]]:
    """What each control holds when it is drawn, as the browser has it."""
    return {one.name: list(one.value) if isinstance(one.value, tuple) else one.value for one in controls}


def _control(control: Control, view: View) -> Any:
    name, value = {"control": control.name}, values_of([control])[control.name]
    options = [{"label": word, "value": value} for value, word in control.choices]
    look: Any
    if control.kind in ("one", "many"):
        look = dcc.Dropdown(
            id=name, options=options, value=value, multi=control.kind == "many", clearable=False,
            placeholder=TEXTS.text("dash.pick", view.lang), labels=_dropdown_words(view.lang),
            searchable=len(options) > 8, debounce=control.kind == "many", maxHeight=380,
        )  # fmt: skip
    elif control.kind == "buttons":
        look = dcc.RadioItems(id=name, options=options, value=value, className="buttons", inline=True)
    elif control.kind == "ticks":
        look = dcc.Checklist(id=name, options=options, value=value, className="ticks", inline=True)
    else:
        hint = TEXTS.text("dash.find.hint", view.lang)
        look = dcc.Input(id=name, value=value, debounce=True, type="text", placeholder=hint, maxLength=100)
    return html.Div([html.Span(control.label, className="label"), look], className=f"control is-{control.kind}")


def _dropdown_words(lang: Language) -> dict[str, str]:
    filled = {"selected_count": {"n": "{num_selected}"}}  # filled in the browser
    keys = ("select_all", "deselect_all", "selected_count", "search", "clear_search", "clear_selection",
            "no_options_found")  # fmt: skip
    return {key: TEXTS.text(f"dash.dropdown.{key}", lang, **filled.get(key, {})) for key in keys}


def _section(section: Section, view: View) -> Any:
    return html.Section(
        [
            *([html.H2(section.title)] if section.title else []),
            *([html.Ul([html.Li(one) for one in section.points], className="points")] if section.points else []),
            *([html.Div([_card(card) for card in section.cards], className="cards")] if section.cards else []),
            *(_figure(one, view) for one in section.figures),
            *(_sheet(one, view) for one in section.sheets if one.shown.rows),
            *(html.P(note, className="note") for note in section.notes),
        ]
    )


def _card(card: Card) -> Any:
    value = html.P([card.value, " ", html.Span(card.unit)], className="value")
    return html.Div([html.H3(card.label), value, *(html.P(line, className="line") for line in card.lines)],
                    className="card")  # fmt: skip


def _figure(one: Figure, view: View) -> Any:
    height = int(one.figure.layout.height)
    graph = dcc.Graph(
        id={"figure": one.key}, figure=_fluid(one.figure), config=_config(one, view), responsive=True,
        style={"height": f"{height}px"}, className="plot",
    )  # fmt: skip
    return html.Figure([graph, html.Figcaption(_csv(one.key, view))], **{"aria-label": one.title})


def _fluid(figure: go.Figure) -> dict[str, Any]:
    """The figure as wide as its place on the page."""
    spec: dict[str, Any] = figure.to_plotly_json()
    layout = {name: value for name, value in spec["layout"].items() if name not in ("width", "template")}
    frames = [frame.to_plotly_json() for frame in figure.frames]
    return {"data": spec["data"], "layout": {**layout, "autosize": True}, **({"frames": frames} if frames else {})}


def _config(one: Figure, view: View) -> dict[str, Any]:
    picture = {"format": "png", "scale": 3, "filename": f"{one.key}.{view.lang}"}
    return {**CONFIG, "toImageButtonOptions": picture, "locale": "en"}


def _csv(key: str, view: View) -> Any:
    name = f"{key}.{view.lang}.csv"
    href = f"{CSV}/{view.page}/{key}{view.search}"
    return html.A(TEXTS.text("dash.csv", view.lang), href=href, download=name, className="csv", target="_self")


def _sheet(sheet: Sheet, view: View) -> Any:
    shown = sheet.shown
    heads = [
        html.Th(list(_heading(cell)), className=_side(i, sheet), scope="col") for i, cell in enumerate(shown.header)
    ]
    lines = [
        html.Tr(
            [html.Td(cell, className=_side(i, sheet)) for i, cell in enumerate(row)],
            className="total" if shown.emphasized and number == len(shown.rows) else "",
        )
        for number, row in enumerate(shown.rows, 1)
    ]
    table = html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(lines)]), className="table")
    notes = [html.P(note, className="note") for note in shown.notes]
    caption = html.Div([html.Span(shown.title, className="title"), _csv(sheet.key, view)], className="caption")
    if sheet.folded:
        folded = html.Details(
            [html.Summary(f"{shown.title} ({len(shown.rows)})"), _csv(sheet.key, view), table, *notes]
        )
        return html.Div(folded, className="sheet", id=f"sheet-{shown.key}")
    return html.Div([caption, table, *notes], className="sheet", id=f"sheet-{shown.key}")


def _side(column: int, sheet: Sheet) -> str:
    return "" if column in sheet.shown.texts else "n"


def _heading(text: str) -> Iterator[Any]:
    """A heading, its unit in a line of its own."""
    found = re.fullmatch(r"(.+?)\s*([(（][^()（）]+[)）])", text)
    if not found:
        yield text
        return
    yield found[1]
    yield html.Span(found[2], className="unit")
