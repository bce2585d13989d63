"""The address of the dashboard: every view has one, every address gives a view."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsim.dashboard.view import LONGEST_SEARCH, MOST_PICKED, PAGES, Known, View, view_of

KNOWN = Known(
    lang="en",
    options=["today", "a b&c=d", "方案"],
    base="today",
    years=lambda _label: ("2025", "2026"),
    ports=lambda _label: ["north", "south"],
)


def seen_at(address: str) -> View:
    parts = urlsplit(address)
    return view_of(parts.path, f"?{parts.query}" if parts.query else "", KNOWN)


@given(
    st.sampled_from(PAGES),
    st.sampled_from(["zh", "en"]),
    st.sampled_from(list(KNOWN.options)),
    st.sampled_from(["2025", "2026"]),
    st.sampled_from(["", "01", "12"]),
    st.lists(st.sampled_from(["wait_h", "wait_h@north", "n_calls"]), unique=True),
    st.sampled_from(["", "north", "south"]),
    st.text(max_size=LONGEST_SEARCH),
)
def test_an_address_opens_the_view_it_was_made_of(page, lang, option, year, month, measures, port, find):
    view = View(page, lang, option, "today", year, month, tuple(measures), ("north",), port, "max", find)
    assert seen_at(view.address) == view


def test_a_bare_address_shows_the_overview_of_the_first_scenario_in_its_last_year():
    assert seen_at("/") == View("overview", "en", "today", "today", "2026")


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere?option=gone&base=gone&year=1999&month=13&port=east&direction=up&lang=fr",
        "/../../etc/passwd?option=..%2F..%2Fetc%2Fpasswd",
        "/?" + "&".join(f"x{n}=1" for n in range(500)),
        "/?measures=" + ",".join(f"m{n}" for n in range(500)),
        "/?lang=%FF%FE&year=%00",
    ],
)
def test_an_address_that_names_what_is_not_there_shows_what_is(address):
    view = seen_at(address)
    assert view.page == "overview"
    assert (view.option, view.base, view.year, view.month, view.port) == ("today", "today", "2026", "", "")
    assert view.direction == ""
    assert view.lang == "en"
    assert len(view.measures) <= MOST_PICKED


def test_turning_a_page_keeps_scenario_year_and_port_and_drops_what_was_searched():
    view = View("data", "zh", "方案", "today", "2025", port="north", find="crane", measures=("wait_h",))
    turned = view.turned("ports")
    assert turned == View("ports", "zh", "方案", "today", "2025", port="north")


def test_a_control_sets_one_field_and_nothing_else():
    view = View("compare", "en", "today")
    assert view.told("base", "方案").base == "方案"
    assert view.told("measures", ["a", "b", "a"]).measures == ("a", "b")
    assert view.told("measures", "wait_h@north").measures == ("wait_h@north",)
    assert view.told("port", None).port == ""
    assert view.told("page", "data") == view  # no control turns pages
    assert len(view.told("find", "x" * 1000).find) == LONGEST_SEARCH
