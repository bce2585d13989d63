"""What would never end is said before the run, at the number that makes it so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portsim.errors import InputError
from portsim.scenario.load import load_scenario


def problems(tmp_path: Path, text: str, base: str) -> list[str]:
    path = tmp_path / "large.yaml"
    path.write_text(f"format: 1\nname: large\nextends: {base}\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(path)
    return [f"{one.line}:{one.column} {one.path} {one.message}" for one in refused.value.problems]


def test_ships_that_come_faster_than_they_can_be_counted_are_refused_at_the_number(tmp_path: Path) -> None:
    # A year and 84 days of warm-up are 10 782 h: one ship a nanosecond's share of an hour apart, 1.1e13 ships.
    said = problems(tmp_path, "services: {ships: {interarrival_h: {exponential: 1.0e-9}}}", "tutorial")
    assert said == [
        "4:50 services.ships.interarrival_h.exponential 1.1e+13 ships in the run, of which 20,000,000 can be played: "
        "check the unit, h"
    ]


def test_consignments_beyond_counting_are_refused(tmp_path: Path) -> None:
    flow = next(iter(load_scenario("two_ports").scenario.demand.flows))  # type: ignore[union-attr]
    text = f"demand: {{flows: {{{flow}: {{annual_teu: 1.0e+8, mean_consignment_teu: 2}}}}}}"
    assert any("6.1e+07 consignments in the run" in one for one in problems(tmp_path, text, "two_ports"))


def test_a_parcel_of_a_gram_makes_calls_beyond_counting() -> None:
    with pytest.raises(InputError) as refused:
        load_scenario("baseline", sets=["bulk.*.parcels.*.size=1.0e-6"])
    assert any("calls in the run, of which 20,000,000 can be played" in one.message for one in refused.value.problems)


def test_fifty_busy_years_of_the_tutorial_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("format: 1\nname: long\nextends: tutorial\nclock: {n_years: 50}\n", encoding="utf-8")
    assert load_scenario(path).scenario.clock.n_years == 50


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1e308", "1e+308 is too large for anything in a port: check the unit, TEU"),
        ("1.1e15", "1.1e+15 is too large for anything in a port: check the unit, TEU"),
        ("5e-324", "4.94e-324 is too small for anything in a port: check the unit, TEU"),
    ],
)
def test_numbers_that_no_port_has_are_refused_before_they_overflow(tmp_path: Path, value: str, said: str) -> None:
    found = problems(tmp_path, f"services: {{ships: {{call_size_teu: {value}}}}}", "tutorial")
    assert found == [f"4:35 services.ships.call_size_teu {said}"]


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf", "9" * 400, "-1e999", "-0.5"])
def test_what_is_no_size_is_refused(tmp_path: Path, value: str) -> None:
    (said,) = problems(tmp_path, f"services: {{ships: {{call_size_teu: {value}}}}}", "tutorial")
    assert said.startswith("4:35 services.ships.call_size_teu")


def test_a_negative_zero_is_zero() -> None:
    minus, plus = (load_scenario("tutorial", sets=[("ports.harbour.inbound_h", zero)]) for zero in (-0.0, 0.0))
    assert minus.identity == plus.identity


@pytest.mark.parametrize("year", [0, 1, 1999, 2101, 9999, 10_000, -1, 10**30])
def test_years_of_another_age_are_refused_at_the_year(tmp_path: Path, year: int) -> None:
    (said,) = problems(tmp_path, f"clock: {{year: {year}}}", "tutorial")
    assert said.startswith("4:15 clock.year ")
    assert "2000" in said or "2100" in said


def test_a_whole_number_of_four_hundred_digits_given_by_a_program_is_refused() -> None:
    with pytest.raises(InputError, match="call_size_teu"):
        load_scenario("tutorial", sets=[("services.ships.call_size_teu", 10**400)])


def test_a_number_of_years_times_infinity_is_refused() -> None:
    with pytest.raises(InputError, match=r"clock\.n_years: a whole number is expected"):
        load_scenario("tutorial", sets=["clock.n_years={times: .inf}"])


EVERYTHING = Path(__file__).parents[1] / "data" / "scenario" / "everything.yaml"
DATES = [
    path
    for path, node in load_scenario(EVERYTHING).root.leaves()
    if isinstance(node.value, str) and re.match(r"\d{4}-\d{2}-\d{2}", node.value)
]


@pytest.mark.parametrize("date", ["0001-01-01", "1899-12-31T23:59", "9999-12-31T23:59", "10000-01-01", "2025-02-30"])
def test_days_of_another_age_are_refused_at_the_day(date: str) -> None:
    assert len(DATES) > 3
    for path in DATES:
        refused = None
        try:
            load_scenario(EVERYTHING, sets=[(".".join(map(str, path)), date)])
        except InputError as error:
            refused = error
        assert refused is not None
        assert all(path[0] in problem.path for problem in refused.problems)


def test_a_parcel_of_nothing_is_refused_at_its_size() -> None:
    path = next(path for path, _ in load_scenario(EVERYTHING).root.leaves() if path[0] == "bulk" and path[-1] == "size")
    with pytest.raises(InputError) as refused:
        load_scenario(EVERYTHING, sets=[(".".join(map(str, path)), -0.0)])
    said = [problem.message for problem in refused.value.problems if problem.path == ".".join(map(str, path))]
    assert any("is always 0" in message for message in said), refused.value
