"""Random trains on random lines: no path is given twice, headways are kept, and nobody goes before being there."""

from __future__ import annotations

from bisect import bisect_left
from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_clusters import clusters, few, watched
from small_clusters import with_changes

from portsim.model.inland.path_book import PathBook

DAYS = 3
_EPS = 1e-6

shares = st.sampled_from([0.0, 0.1, 1 / 3, 0.5, 0.61, 0.9, 1.0])
trains = st.lists(st.tuples(st.integers(0, DAYS * 24 * 4 - 1), st.booleans()), max_size=60)


def fresh(paths, share, headway_h=0.1, late_h=(0.0,), gave_way=lambda *hours: None):
    return PathBook(0.0, DAYS * 24.0, paths, share * paths, headway_h, late_h, gave_way)


def regular_paths(paths, share):
    """Hours of the paths that are not given to trains without priority, however many ask."""
    free = fresh(paths, share)
    given_h = list(iter(lambda: free.take(0.0, False), inf))
    return [n * 24.0 / paths for n in range(DAYS * paths) if all(abs(n * 24.0 / paths - h) > _EPS for h in given_h)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 60), shares, trains)
def test_every_path_is_given_once_and_there_are_never_more_trains_than_paths(paths, share, asked):
    gave_way: list[tuple[float, float]] = []
    book = fresh(paths, share, gave_way=lambda *hours: gave_way.append(hours))
    regular = regular_paths(paths, share)
    assert len(regular) == pytest.approx(share * paths * DAYS, abs=1.001)
    taken = []
    for quarter, priority in asked:
        hour = quarter / 4.0
        enters_h = book.take(hour, priority)
        assert enters_h >= hour - _EPS
        if not priority:
            assert all(abs(enters_h - one) > _EPS for one in regular)
        if enters_h < inf:
            taken.append(enters_h)
    left = [one for one in regular if all(abs(one - was) > _EPS for was, _ in gave_way)]
    later = [hour for _, hour in gave_way if not isnan(hour)]
    everyone = sorted(taken + left + later)  # block trains, regular trains on their own paths, those that gave way
    assert np.all(np.diff(everyone) > 24.0 / paths - _EPS)
    for first, hour in enumerate(everyone):  # any day: from one train on
        assert bisect_left(everyone, hour + 24.0 - _EPS) - first <= paths
    assert all(late > was for was, late in gave_way if not isnan(late))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 60), shares, trains, st.floats(0.01, 1.0), st.lists(st.floats(0.0, 3.0), min_size=1, max_size=5))
def test_behind_late_regular_trains_the_headway_is_kept_and_nobody_falls_back_a_path(paths, share, asked, part, late_h):
    gap_h = 24.0 / paths
    late = fresh(paths, share, part * gap_h, tuple(late_h))
    on_time = fresh(paths, share, part * gap_h)
    hours = [(late.take(quarter / 4.0, False), on_time.take(quarter / 4.0, False)) for quarter, _ in asked]
    for behind, planned in hours:
        if planned < inf:
            assert planned - _EPS <= behind <= planned + (1.0 - part) * gap_h + _EPS
    entered = sorted(behind for behind, _ in hours if behind < inf)
    assert np.all(np.diff(entered) >= part * gap_h - _EPS)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(2, 40), shares, trains)
def test_a_train_goes_on_the_first_path_nobody_has(paths, share, asked):
    """Against a list of all paths that is searched from the front."""
    book = fresh(paths, share)
    regular = regular_paths(paths, share)
    grid = [n * 24.0 / paths for n in range(DAYS * paths)]
    free = [hour for hour in grid if all(abs(hour - one) > _EPS for one in regular)]
    for quarter, _ in asked:
        found = next((hour for hour in free if hour >= quarter / 4.0 - _EPS), inf)
        assert book.take(quarter / 4.0, False) == pytest.approx(found)
        if found < inf:
            free.remove(found)


def test_a_book_forgets_what_is_over_and_nothing_else():
    # 10 000 trains, one an hour on paths every 0.3 h, of which a third is regular's: as without forgetting.
    forgets, keeps = (PathBook(0.0, 1e5, 80.0, 80.0 / 3.0, 0.1, [0.0], lambda *hours: None) for _ in range(2))
    for n in range(10_000):
        hour, ahead_h = n * 0.5, 40.0 * (n % 3)
        assert forgets.take(hour + ahead_h, n % 7 == 0, hour) == keeps.take(hour + ahead_h, n % 7 == 0)
    assert len(forgets._taken) < 5_000 < len(keeps._taken)


def few_here(test):
    return few(test, max_examples=8)


@st.composite
def with_rails(draw):
    """A random cluster with a line on the way of its trains, single or double, sometimes closed or slow."""
    raw = draw(clusters())
    line = {
        "mode": "rail", "origin": "up", "destination": "down", "length_km": 50.0,
        "tracks": draw(st.sampled_from(["single", "double"])), "paths_per_day": draw(st.sampled_from([2.0, 7.5, 40.0])),
        "observed_trains_per_day": {"2025": draw(st.sampled_from([0.0, 5.0]))},
    }  # fmt: skip
    changes = {"links.rails": line}
    for id, service in raw["services"].items():
        if service["kind"] == "train":
            changes[f"services.{id}.route"] = draw(st.sampled_from([["rails"], ["rails/back"]]))
            changes[f"services.{id}.priority"] = draw(st.booleans())
            changes[f"services.{id}.load_rule"] = draw(st.sampled_from(["run_on_time", "run_full"]))
    how = draw(st.sampled_from([None, {"closed": True}, {"rate_share": 0.5}]))
    if how is not None:
        span = {"resource": "links.rails", "starts": "2025-02-01", "ends": "2025-02-20 07:00"}
        changes["disruptions.works"] = span | how
    return with_changes(raw, changes)


@few_here
@given(with_rails())
def test_clusters_with_rails_balance_and_no_train_is_early(raw):
    rows = watched(raw).records.tables["train_paths"].columns()  # a run that does not balance fails
    entered = ~np.isnan(rows["entered_h"])
    assert np.all(rows["entered_h"][entered] >= rows["arrived_h"][entered] - _EPS)
