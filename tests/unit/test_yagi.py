"""The shipped overlay of typhoon Yagi: on the days of 2024, at all ports of the Gulf, ferries and the lock included."""

from __future__ import annotations

from datetime import datetime

from portsim.capacity.disruptions import Disruptions
from portsim.clock import Clock
from portsim.model.port.weather import hours_of
from portsim.scenario.load import load_scenario
from portsim.streams import Streams


def test_yagi_lies_over_the_baseline_on_its_days():
    """Guangxi led ships out from the 4th at 17:00; work stops on the 5th, gales on the 6th and 7th."""
    loaded = load_scenario("yagi_2025")
    assert not any(word in str(one) for one in loaded.warnings for word in ("disruptions", "weather"))
    scenario, clock = loaded.scenario, Clock(2025, 1, 84)
    assert {id for id, port in scenario.ports.items() if port.terminals} == {
        id for id, port in scenario.ports.items() if "yagi" in port.weather
    }
    disruptions = Disruptions(scenario, clock)
    hours = hours_of("fangchenggang", scenario.ports["fangchenggang"], clock, Streams(1, 0), disruptions)
    at = {day: clock.hours_to(datetime(2025, 9, *day)) for day in ((4, 16), (4, 18), (5, 0), (6, 0), (7, 23), (8, 1))}
    assert hours.inbound.is_open(at[4, 16])
    assert not any(hours.inbound.is_open(at[day]) for day in ((4, 18), (7, 23)))
    assert hours.inbound.is_open(at[8, 1])
    (storm,) = (one for one in hours.storms.all if one.closes_h == at[6, 0])
    assert storm.leaves_h == at[5, 0]
    for ferry, day in (("strait_ferry", 4), ("rail_ferry", 5)):
        first = clock.hours_to(datetime(2025, 9, day))
        assert disruptions.closed(f"services.{ferry}") == [(first, clock.hours_to(datetime(2025, 9, 9, 18)))]
    assert disruptions.closed("locks.xijin") == [
        (clock.hours_to(datetime(2025, 9, 10)), clock.hours_to(datetime(2025, 9, 15)))
    ]
