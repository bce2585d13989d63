"""Two ways to the same answer: booking one box or many, loading all boxes at once or one by one."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import LINER, WEEKS, checked, lane, modelled_port, way
from hypothesis import given, settings
from hypothesis import strategies as st
from small_clusters import Raw, named_rows, scenario_of

from portsim.model.cargo.consignment import Consignment, Itinerary
from portsim.model.cargo.relation import Relation, relations_of
from portsim.model.carriers import loading
from portsim.model.carriers.build import timetables_of
from portsim.model.inland.railway import RailStack
from portsim.model.world import simulate

ITINERARY = Itinerary((0, 1, 2, 3, -1, True, 1), (), (), True, ("inland", "harbour", "rail"), 10.0, 1.5)
STILL = settings(max_examples=60, deadline=None, derandomize=True)


def relations(*services: Raw, rolls: int = 2) -> dict[tuple[str, str], Relation]:
    """Sea relations of the lane with these services in place of its line; hour 0 is a Wednesday."""
    changes: Raw = {"services": {f"s{n}": LINER | service for n, service in enumerate(services)}}
    changes["ports.far"] = {"market": "overseas"}
    changes["links.further"] = {"mode": "sea", "origin": "abroad", "destination": "far", "distance_nm": 240}
    changes["links.home"] = {"mode": "sea", "origin": "far", "destination": "harbour", "distance_nm": 600}
    scenario = scenario_of(lane(changes=changes))
    return relations_of(list(timetables_of(scenario, -48.0).values()), {}, 0.2, rolls, 8)


services = st.builds(
    lambda phase, sailings: {"rotation": ["harbour", "abroad"], "phase_h": phase, "sailings_per_week": sailings},
    st.floats(0.0, 167.0).map(lambda h: round(h, 1)),
    st.sampled_from([0.5, 1.0, 1.4, 2.0, 3.5]),
)


@STILL
@given(st.lists(services, min_size=1, max_size=4), st.lists(st.floats(-500.0, 9_000.0), min_size=1, max_size=20))
def test_many_boxes_are_booked_as_one_by_one(lines: list[Raw], hours: list[float]) -> None:
    relation = relations(*lines)["harbour", "overseas"]
    together, _ = relation.due_hours(np.array(hours))
    alone = [relation.book(hour).due_h for hour in hours]
    assert together == pytest.approx(alone, abs=1e-6)


@STILL
@given(st.lists(services, min_size=1, max_size=4), st.floats(-500.0, 9_000.0))
def test_a_booking_is_the_first_cut_off_that_can_be_met(lines: list[Raw], hour: float) -> None:
    booking = relations(*lines)["harbour", "overseas"].book(hour)
    # Cut-off of sailing n: 24 h before Monday 00:00 (-48 h) + phase + n headways.
    offered = [
        -72.0 + line["phase_h"] + n * 168.0 / line["sailings_per_week"] for line in lines for n in range(-20, 250)
    ]
    assert booking.due_h == pytest.approx(min(due for due in offered if due >= hour - 1e-6), abs=1e-6)
    # She comes 24 h after the cut-off, stays 24 h and sails 48 h.
    assert booking.departure_h == pytest.approx(booking.due_h + 24.0 + 24.0)
    assert booking.arrival_h == pytest.approx(booking.due_h + 24.0 + 24.0 + 48.0)


def test_a_service_carries_to_the_first_port_of_a_market_and_not_past_its_own_origin() -> None:
    # abroad and far serve the same market: from the harbour cargo leaves the ship at the first of them, 48 h away;
    # towards the harbour it boards at either, 24 + 24 + 60 h before from abroad, 60 h from the last.
    found = relations({"rotation": ["harbour", "abroad", "far"]})
    assert set(found) == {("harbour", "overseas"), ("overseas", "harbour")}
    assert [line.destination for line in found["harbour", "overseas"].lines] == [1]
    # From abroad (stop 1) the round calls at its own market again before the harbour: only the last port carries.
    assert [line.origin for line in found["overseas", "harbour"].lines] == [2]
    assert found["overseas", "harbour"].lines[0].transit_h == pytest.approx(60.0)


def test_the_turn_of_the_round_is_part_of_a_transit_over_it() -> None:
    # From abroad to the harbour the round ends: 48 h, whatever is spare is spent abroad before departure.
    found = relations({"rotation": ["harbour", "abroad"]})
    assert found["harbour", "overseas"].lines[0].transit_h == pytest.approx(48.0)
    assert found["overseas", "harbour"].lines[0].transit_h == pytest.approx(48.0)


def crowded() -> Raw:
    """Two ports, hub cargo, two lines, heavy and light boxes; some ships are full, some are not."""
    changes = {
        "ports.small": modelled_port(),
        "links.small_road": lane()["links"]["road"] | {"destination": "small"},
        "links.strait": {"mode": "sea", "origin": "small", "destination": "harbour", "distance_nm": 240},
        "links.direct": {"mode": "sea", "origin": "small", "destination": "abroad", "distance_nm": 500},
        "services.feeder": LINER | {"rotation": ["small", "harbour"], "phase_h": 96.0},
        "services.loop": LINER | {"rotation": ["small", "harbour", "abroad"], "phase_h": 20.0},
        "demand.routes": {
            "way": way(0.5), "small": way(0.3, gateway="small"), "hub": way(0.2, gateway="small", hub="harbour"),
        },
        "demand.flows.exports.laden_t_per_teu": 14.0,
        "demand.flows.light": {
            "origin": "inland", "destination": "overseas", "annual_teu": 60 * WEEKS, "laden_t_per_teu": 5.0,
        },
        "cargo.laden_t_per_teu": 10.5, "cargo.empty_t_per_teu": 2.25,  # sums that do not depend on the order
        "cargo.mean_consignment_teu": 5, "cargo.rolls_before_switch": 50, "fleets.ship.capacity_teu": 110,
    }  # fmt: skip
    return lane(exports=60, imports=100, changes=changes)


def test_loading_all_boxes_at_once_is_loading_them_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = checked(crowded())
    at_once = simulate(scenario, 1, 0)
    legs = at_once.tables["voyages"].columns()
    assert (legs["left_laden_teu"] > 0).any()
    assert ((legs["left_laden_teu"] == 0) & (legs["laden_teu"] > 0)).any()
    monkeypatch.setattr(loading, "_all_fit", lambda lines, free_teu, free_t: False)
    one_by_one = simulate(scenario, 1, 0)
    for table in ("consignments", "voyages", "calls"):
        assert named_rows(at_once, table) == named_rows(one_by_one, table)


@STILL
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 40)), max_size=30), st.integers(0, 60), st.integers(0, 120)
)
def test_a_train_takes_what_is_ready_first_up_to_its_room(boxes: list[tuple[int, int]], now: int, room: int) -> None:
    stack = RailStack()
    for ready_h, teu in boxes:
        stack.put(float(ready_h), Consignment(ITINERARY, teu, float(ready_h), 0.0, 0.0))
    taken = [one.teu for one in stack.take(float(now), room)]
    ready = [teu for ready_h, teu in sorted(boxes, key=lambda box: box[0]) if ready_h <= now]
    assert sum(taken) == min(room, sum(ready))
    # All but the last are whole and in the order in which they got ready.
    assert taken[:-1] == ready[: max(0, len(taken) - 1)]
    assert sum(taken) + sum(one.teu for one in stack.waiting()) == sum(teu for _, teu in boxes)


def test_a_part_cut_off_has_the_past_and_the_plans_of_the_whole() -> None:
    whole = Consignment(ITINERARY, 30, 5.0, 100.0, 6.0)
    whole.leg, whole.rolls, whole.at_h, whole.due_h = 1, 2, 40.0, 60.0
    whole.export_dwell_h, whole.transhipment_dwell_h = 84.0, 30.0
    part = whole.split(12)
    assert (part.teu, whole.teu) == (12, 18)
    for name in Consignment.__slots__:
        if name != "teu":
            assert getattr(part, name) == getattr(whole, name), name
