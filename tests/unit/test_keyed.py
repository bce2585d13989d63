"""Numbers that belong to things: what a consignment draws does not depend on what else there is, or on blocks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from portsim.clock import Clock
from portsim.keyed import keys, uniform, words_of
from portsim.model.cargo.demand import Lots, Shipments, Shippers
from portsim.model.cargo.season import Calendar
from portsim.scenario.demand import Season

BUSY_MARCH = Season(monthly=(1.0, 1.0, 3.0, *(1.0,) * 9))
CLOCK = Clock(2025, 1, 0)


def shippers(*shipments: Shipments, cv: float = 0.5, seed: int = 7) -> Shippers:
    first_day = min(int(one.begin_h // 24) for one in shipments)
    return Shippers(shipments, cv, CLOCK, Calendar(CLOCK, first_day), seed)


def flow(name: str = "out", teu: float = 52_560.0, mean_teu: float = 6.0, season: Season | None = None) -> Shipments:
    """8 760 consignments a year unless told otherwise: one an hour."""
    return Shipments(name, season, (teu,), mean_teu, -240.0)


def of(lots: Lots, number: int) -> list[tuple[float, ...]]:
    """Everything about the consignments of one flow."""
    mine = lots.flow == number
    columns = (lots.number, lots.ready_h, lots.teu, lots.pick, lots.stay, lots.truck)
    return sorted(zip(*(column[mine].tolist() for column in columns), strict=True))


def test_a_thing_keeps_its_number_whatever_stands_beside_it() -> None:
    both, one = keys(1, names=["a", "b"]), keys(1, names=["b"])
    number = np.arange(-5, 5)
    assert np.array_equal(uniform(words_of(both[np.ones(10, int)], number)), uniform(words_of(one.repeat(10), number)))
    assert len(set(words_of(one.repeat(10), number).tolist())) == 10


def test_another_flow_changes_nothing_of_a_flow() -> None:
    alone, beside = shippers(flow()), shippers(flow("new", 9_000.0), flow())
    assert np.array(of(alone.before_start(), 0)) == pytest.approx(np.array(of(beside.before_start(), 1)), abs=1e-9)
    assert of(alone.until(2_000.0), 0) == pytest.approx(np.array(of(beside.until(2_000.0), 1)), abs=1e-9)


def test_how_far_one_makes_at_once_changes_nothing() -> None:
    whole = of(shippers(flow()).until(3_000.0), 0)
    little = shippers(flow())
    pieces = [of(little.until(hour), 0) for hour in (10.0, 11.0, 700.0, 700.5, 3_000.0)]
    assert np.array([row for piece in pieces for row in piece]) == pytest.approx(np.array(whole), abs=1e-6)
    assert [row[0] for row in whole] == list(range(len(whole)))


def test_what_comes_after_the_start_does_not_depend_on_when_the_flow_begins() -> None:
    late = Shipments("out", None, (52_560.0,), 6.0, 0.0)
    assert np.array(of(shippers(late).until(500.0), 0)) == pytest.approx(np.array(of(shippers(flow()).until(500.0), 0)))
    assert len(shippers(late).before_start()) == 0


def test_those_before_the_start_count_backwards_from_it() -> None:
    lots = shippers(flow()).before_start()
    assert np.all(np.diff(lots.ready_h) >= 0.0)
    assert lots.ready_h[0] >= -240.0
    assert lots.ready_h[-1] < 0.0
    assert lots.number.tolist() == list(range(-len(lots), 0))
    assert abs(len(lots) - 240) < 4 * 240**0.5


def test_consignments_come_as_a_poisson_process_of_the_season() -> None:
    lots = shippers(flow(season=BUSY_MARCH)).until(8_760.0)
    march = (lots.ready_h >= 59 * 24) & (lots.ready_h < 90 * 24)
    # 31 days at three times the rate of the other 334: 93 of 427 parts.
    assert march.sum() == pytest.approx(8_760 * 93 / 427, abs=4 * (8_760 * 93 / 427) ** 0.5)
    gaps = np.diff(lots.ready_h[march])
    mean = 31 * 24 / (8_760 * 93 / 427)
    assert gaps.mean() == pytest.approx(mean, rel=0.1)
    assert gaps.std() == pytest.approx(mean, rel=0.15)  # exponential: as large as the mean


@pytest.mark.parametrize(("mean_teu", "cv"), [(6.0, 0.5), (40.0, 0.5), (40.0, 0.001), (2.5, 2.0), (1.0, 0.5)])
def test_sizes_are_whole_and_have_their_mean_and_spread(mean_teu: float, cv: float) -> None:
    n_a_year = 200_000
    teu = shippers(flow(teu=n_a_year * mean_teu, mean_teu=mean_teu), cv=cv).until(8_760.0).teu
    # One TEU and a gamma number of mean m - 1, rounded up or down by chance: at most a quarter of variance more.
    sd = cv * mean_teu if mean_teu > 1.0 else 0.0
    error = 4 * (sd**2 + 0.25) ** 0.5 / n_a_year**0.5
    assert teu.mean() == pytest.approx(mean_teu, abs=error)
    assert teu.min() >= 1
    assert teu.var() == pytest.approx(sd**2, rel=0.06, abs=0.26)


def test_numbers_of_different_words_have_nothing_to_do_with_each_other() -> None:
    lots = shippers(flow(teu=600_000.0)).until(8_760.0)
    columns = np.array([lots.pick, lots.stay, lots.truck, lots.teu, np.diff(lots.ready_h, prepend=0.0)])
    correlation = np.corrcoef(columns)
    assert np.abs(correlation - np.eye(len(columns))).max() < 4 / len(lots) ** 0.5
    tenths = Counter((10 * lots.pick).astype(int).tolist())
    assert max(abs(n - len(lots) / 10) for n in tenths.values()) < 4.5 * (len(lots) / 10) ** 0.5
