"""What would never end is said before the run, at the number that makes it so."""

from __future__ import annotations

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
