"""Whatever ships come to whatever junction: nobody is lost, overtaken unfairly, squeezed in or left waiting idly."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from lock_runs import CODE, Log, Ship, describe, run

from portsim.model.kernel import Kernel, StrictKernel

SIZES = ((50.0, 10.8, 2.6), (66.0, 12.8, 3.2), (75.0, 15.2, 3.9), (90.0, 15.8, 5.0))
MINUTE = 1e-6
END = 1e9
FEW = settings(max_examples=60, deadline=None, derandomize=True)

lines = st.fixed_dictionaries({
    "length_m": st.sampled_from([95.0, 190.0, 300.0]), "beam_m": st.sampled_from([16.0, 24.0, 34.0]),
    "sill_depth_m": st.sampled_from([4.5, 5.5, 8.0]), "fill_min": st.sampled_from([8.0, 16.0]),
})  # fmt: skip
ships = st.lists(
    st.builds(
        lambda minute, up, size, priority: Ship(minute, up, *size, priority),
        st.integers(0, 240).map(float), st.booleans(), st.sampled_from(SIZES), st.booleans(),
    ),
    min_size=1, max_size=80,
)  # fmt: skip
orders = st.sampled_from([{}, {"order": "n_of_m", "priority_n": 2, "priority_m": 3}])
GATE_LINE = {"length_m": 300.0, "beam_m": 34.0, "sill_depth_m": 8.0, "fill_min": 12.0}
"""So that every ship fits somewhere."""


def junction(some: list[dict[str, float]], rules: dict[str, object]):
    return describe(*({**CODE, **line} for line in [*some, GATE_LINE]), **rules)


def by_arrival(fleet: list[Ship]) -> list[Ship]:
    return sorted(fleet, key=lambda ship: ship.minute)


def takes(lock, line: int, ship: Ship) -> bool:
    chamber = list(lock.lines.values())[line]
    return (
        ship.length_m <= chamber.length_m and ship.beam_m <= chamber.beam_m
        and ship.draught_m + lock.keel_clearance_m <= chamber.sill_depth_m
    )  # fmt: skip


def shortest_m(inside: list[Ship], beam_m: float, across_m: float, along_m: float) -> float:
    """The least length in which ships can lie in rows in this order, by trying every way to cut it into rows."""

    @cache
    def from_ship(first: int) -> float:
        if first == len(inside):
            return -along_m
        found = float("inf")
        for last in range(first + 1, len(inside) + 1):
            row = inside[first:last]
            if sum(ship.beam_m for ship in row) + across_m * (len(row) - 1) <= beam_m + MINUTE:
                found = min(found, max(ship.length_m for ship in row) + along_m + from_ship(last))
        return found

    return from_ship(0)


def waits(fleet: list[Ship], log: Log, line: int, lock, up: bool) -> list[tuple[float, float]]:
    """Spans in which ships that a line takes wait to go up, or down."""
    return [
        (ship.minute, log.entered[number]) for number, ship in enumerate(fleet)
        if ship.up is up and takes(lock, line, ship) and log.entered[number] > ship.minute + MINUTE
    ]  # fmt: skip


@FEW
@given(st.lists(lines, max_size=2), ships, orders)
def test_every_ship_gets_through_once_and_a_chamber_never_holds_more_than_fits(some, fleet, rules):
    lock, fleet = junction(some, rules), by_arrival(fleet)
    log = run(lock, fleet, kernel=StrictKernel)
    assert sorted(number for one in log.lockages for number in one.ships) == list(range(len(fleet)))
    assert sorted(log.left) == list(range(len(fleet)))
    chambers = list(lock.lines.values())
    for one in log.lockages:
        chamber, inside = chambers[one.line], [fleet[number] for number in one.ships]
        assert all(ship.up is one.up and takes(lock, one.line, ship) for ship in inside)
        assert all(
            fleet[number].minute <= one.start + MINUTE and log.left[number] >= one.end - MINUTE for number in one.ships
        )
        area = sum(ship.length_m * ship.beam_m for ship in inside) / (chamber.length_m * chamber.beam_m)
        assert abs(one.area_share - area) < 1e-9 <= 1.0 + 1e-9 - area
        if inside:
            needed = shortest_m(inside, chamber.beam_m, lock.gap_across_m, lock.gap_along_m)
            assert needed <= chamber.length_m + MINUTE


@FEW
@given(st.lists(lines, max_size=2), ships)
def test_ships_of_one_side_go_in_as_they_came_if_the_same_chambers_take_them(some, fleet):
    lock, fleet = junction(some, {}), by_arrival(fleet)
    log = run(lock, fleet)
    last: dict[object, float] = {}
    for number, ship in enumerate(fleet):
        key = (ship.up, tuple(takes(lock, line, ship) for line in range(len(lock.lines))))
        assert log.entered[number] >= last.get(key, 0.0) - MINUTE
        last[key] = log.entered[number]


@FEW
@given(st.lists(lines, max_size=2), ships, orders)
def test_nobody_waits_at_an_idle_chamber_that_stands_open_or_while_all_chambers_are_idle(some, fleet, rules):
    lock, fleet = junction(some, rules), by_arrival(fleet)
    log = run(lock, fleet)
    for line in range(len(lock.lines)):
        at, up = 0.0, True  # stands at the lower water, for those who go up
        mine = [one for one in log.lockages if one.line == line]
        for start, end, now_up in [(one.start, one.end, one.up) for one in mine] + [(END, END, True)]:
            for came, entered in waits(fleet, log, line, lock, up):
                assert min(start, entered) - max(at, came) <= MINUTE, "a ship waits at an open chamber"
            at, up = end, not now_up
    for number, ship in enumerate(fleet):
        busy = sorted((one.start, one.end) for one in log.lockages if takes(lock, one.line, ship))
        covered = ship.minute
        for start, end in busy:
            if start <= covered + MINUTE:
                covered = max(covered, end)
        assert covered >= log.entered[number] - MINUTE, "a ship waits while all chambers are idle"


@FEW
@given(
    st.lists(lines, max_size=1), ships, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)), max_size=3),
    st.sampled_from([{}, {"turn": "wait_to_fill", "wait_to_fill_min": 40.0}]),
)  # fmt: skip
def test_nothing_starts_while_a_line_is_closed_and_everybody_still_gets_through(some, fleet, spans, rules):
    lock, fleet = junction(some, rules), by_arrival(fleet)
    closed, at = [], 0.0
    for gap, length in spans:
        closed.append((at + gap, at + gap + length))
        at = closed[-1][1] + 0.5
    every = [closed for _ in lock.lines]
    log = run(lock, fleet, closed_h=every, kernel=StrictKernel)
    assert len(log.left) == len(fleet)
    for one in log.lockages:
        assert not any(60 * start + MINUTE < one.start < 60 * end - MINUTE for start, end in closed)


@FEW
@given(st.lists(lines, max_size=2), ships, orders)
def test_the_strict_kernel_gives_the_same_lockages(some, fleet, rules):
    lock, fleet = junction(some, rules), by_arrival(fleet)
    assert run(lock, fleet, kernel=Kernel) == run(lock, fleet, kernel=StrictKernel)
