"""Things closed, slowed or short of hands between two times: every kind a disruption may name, its moments by hand."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import by_rail, cargo, lane, only, run, sailings
from dates import disrupted, storm
from ferry_runs import strait
from harbours import first_calls, harbour
from small_clusters import rows
from waterway_files import river

from portsim.model.world import simulate
from portsim.scenario.scenario import Scenario

CRANES = {"n": 2, "moves_per_h": 10.0, "availability_share": 1.0, "interference_exponent": 1.0, "spacing_m": 60.0}
SHIP = {"at": 100.0, "work_h": None, "call_size_teu": 400.0, "loa_m": 120.0}
"""She takes both cranes: 20 moves an hour, 20 h."""
CHANNEL = {"length_km": 18.52, "depth_m": 20.0, "speed_kn": 10.0}
"""An hour from end to end."""
CRANES_AT = "ports.harbour.terminals.t.cranes"


def with_disruptions(raw, *some):
    return raw | {"disruptions": {f"d{n}": one for n, one in enumerate(some)}}


def call_of(port, ships, *some, **terminal):
    return first_calls(with_disruptions(harbour(port, ships, 0, **terminal), *some))


@pytest.mark.parametrize(
    ("disruption", "ends_h"),
    [
        # 5 h at 20, 10 h at 10: 200 moves; 200 more at 20 take 10 h.
        (disrupted(CRANES_AT, 105.0, 115.0, rate_share=0.5), 125.0),
        (disrupted(CRANES_AT, 105.0, 115.0, n=1), 125.0),
        (disrupted("ports.harbour.terminals.t", 105.0, 115.0, rate_share=0.5), 125.0),
        (disrupted("ports.harbour", 105.0, 115.0, rate_share=0.5), 125.0),
        # 10 h without work.
        (disrupted(CRANES_AT, 105.0, 115.0), 130.0),
        (disrupted(CRANES_AT, 105.0, 115.0, n=0), 130.0),
        (disrupted("ports.harbour.terminals.t", 105.0, 115.0), 130.0),
        (disrupted("ports.harbour", 105.0, 115.0), 130.0),
        # Under way before she comes, for 5 h: 50 moves, 350 more at 20 take 17.5 h.
        (disrupted(CRANES_AT, 20.0, 105.0, rate_share=0.5), 122.5),
        (disrupted(CRANES_AT, 125.0, 135.0, rate_share=0.5), 120.0),
    ],
)
def test_work_is_slower_or_stands_still_while_cranes_terminal_or_port_are_disrupted(disruption, ends_h):
    call = call_of({}, {"ship": SHIP}, disruption, cranes=CRANES, teu_per_box=1.0)["ship"]
    assert call["work_end_h"] == pytest.approx(ends_h)
    idle = call["idle_weather_h"] if disruption["resource"] == "ports.harbour" else call["idle_crane_h"]
    assert idle == pytest.approx(10.0 if ends_h == 130.0 else 0.0)


def test_two_slow_things_multiply():
    """5 h at 20, then at 5 for 10 h: 150 moves by 115; 250 more at 20 take 12.5 h."""
    slow = [disrupted(path, 105.0, 115.0, rate_share=0.5) for path in (CRANES_AT, "ports.harbour")]
    call = call_of({}, {"ship": SHIP}, *slow, cranes=CRANES, teu_per_box=1.0)["ship"]
    assert call["work_end_h"] == pytest.approx(127.5)


def test_nobody_is_in_a_channel_while_it_is_closed():
    """Closed from 110 to 120; the way takes 1 h. The waits belong to the channel, not to the tide or the weather."""
    ships = {
        "just": {"at": 108.9, "work_h": 99.0}, "late": {"at": 109.5}, "in_it": {"at": 112.0},
        "sails": {"at": 107.0, "work_h": 1.5}, "waits": {"at": 107.0, "work_h": 5.0},
    }  # fmt: skip
    calls = call_of({"channels": {"c": CHANNEL}}, ships, disrupted("ports.harbour.channels.c", 110.0, 120.0))
    assert calls["just"]["inbound_h"] == 108.9
    for name, waited_h in (("late", 10.5), ("in_it", 8.0)):
        assert calls[name]["inbound_h"] == pytest.approx(120.0)
        assert calls[name]["wait_channel_h"] == calls[name]["wait_h"] == pytest.approx(waited_h)
    # Berthed at 108: one is ready at 109.5 and would be through at 110.5, the other at 113.
    for name, ready_h in (("sails", 109.5), ("waits", 113.0)):
        assert calls[name]["ready_h"] == pytest.approx(ready_h)
        assert calls[name]["unberthed_h"] == pytest.approx(120.0)
        assert calls[name]["sailing_channel_h"] == pytest.approx(120.0 - ready_h)


def test_ships_of_another_channel_sail_on():
    channels = {"c": CHANNEL, "other": CHANNEL}
    raw = harbour({"channels": channels}, {"ship": {"at": 112.0}}, 0, channel="other")
    call = first_calls(with_disruptions(raw, disrupted("ports.harbour.channels.c", 110.0, 120.0)))["ship"]
    assert call["wait_h"] == 0.0


def test_a_closed_quay_takes_no_ship_and_those_alongside_stay():
    """Of two berths of one quay, one ship lies at the first from 100 to 118; the others wait for the reopening."""
    quays = {"q": {"n_berths": 2, "depth_m": 30.0}}
    ships = {"there": {"at": 100.0, "work_h": 18.0}, "comes": {"at": 112.0}}
    for path in ("ports.harbour.terminals.t.quays.q", "ports.harbour.terminals.t"):
        calls = call_of({}, ships, disrupted(path, 110.0, 120.0), quays=quays)
        assert calls["there"]["unberthed_h"] == 118.0
        assert calls["comes"]["inbound_h"] == pytest.approx(120.0)
        assert calls["comes"]["wait_berth_h"] == pytest.approx(8.0)


def test_another_quay_takes_the_ships_of_one_that_is_closed():
    quays = {"q": {"n_berths": 1, "depth_m": 30.0}, "r": {"n_berths": 1, "depth_m": 30.0}}
    calls = call_of(
        {}, {"ship": {"at": 112.0}}, disrupted("ports.harbour.terminals.t.quays.q", 110.0, 120.0), quays=quays
    )
    assert calls["ship"]["wait_h"] == 0.0


def test_nobody_comes_or_goes_while_a_port_is_closed():
    ships = {"comes": {"at": 112.0}, "goes": {"at": 105.0, "work_h": 8.0}}
    calls = call_of({}, ships, disrupted("ports.harbour", 110.0, 120.0))
    assert calls["comes"]["inbound_h"] == pytest.approx(120.0)
    assert calls["goes"]["unberthed_h"] == pytest.approx(120.0)
    assert (calls["comes"]["wait_weather_h"], calls["goes"]["wait_weather_h"]) == (
        pytest.approx(8.0),
        pytest.approx(7.0),
    )


@pytest.mark.parametrize("kind", ["pilots", "tugs"])
def test_fewer_pilots_or_tugs_let_ships_wait_for_each_other(kind):
    """Two of them, each 2 h with a ship: both ships go at once. With one from 110 on the second waits 2 h; with none

    both wait until 120.
    """
    ships = {"a": {"at": 112.0}, "b": {"at": 112.0, "work_h": 3.0}}
    port = {"inbound_h": 2.0, kind: {"n": 2}}
    path = f"ports.harbour.{kind}"
    for what, starts in (({"n": 1}, [112.0, 114.0]), ({"n": 0}, [120.0, 120.0]), ({"closed": True}, [120.0, 120.0])):
        calls = call_of(port, ships, disrupted(path, 110.0, 120.0, **what))
        assert sorted(call["inbound_h"] for call in calls.values()) == pytest.approx(starts)
        assert calls["b"]["wait_pilot_h"] == pytest.approx(starts[1] - 112.0)


def test_a_blank_sailing_takes_nothing_and_its_cargo_rolls_to_the_next():
    """The ship of 168 would sail at 192; with that cancelled she omits the call, and loads two weeks' boxes at 336."""
    raw = with_disruptions(lane(exports=70), disrupted("services.line", 190.0, 200.0))
    usual, records = run(lane(exports=70)), run(raw)
    calls = np.sort(rows(records, "calls", service="line")["arrived_h"])
    assert 168.0 not in calls
    assert {0.0, 336.0, 504.0} <= set(calls.tolist())
    first, second = (sailings(one, "line")["laden_teu"] for one in (usual, records))
    at = np.searchsorted(sailings(usual, "line")["departed_h"], [150.0, 320.0])
    assert first[at[0]] > 0
    assert second[at[0]] == 0
    assert second[at[1]] == first[at[0]] + first[at[1]]
    assert rows(records, "voyages", service="line", leg=0)["capacity_teu"].tolist().count(0) == 1
    rolled = cargo(records, "exports", 0.0, 138.0)  # ready by the cut-off of 144, six hours of truck before
    assert set(rolled["rolls"].tolist()) == {1}
    assert only(rolled["delivered_h"]) == only(cargo(usual, "exports", 0.0, 138.0)["delivered_h"]) + 168.0


def test_a_ship_of_a_cancelled_sailing_still_lands_what_she_carries():
    """Boxes loaded abroad at 120 come ashore at 168 as ever; the boxes of the port stay behind."""
    records = run(with_disruptions(lane(exports=70, imports=50), disrupted("services.line", 190.0, 200.0)))
    call = rows(records, "calls", service="line", voyage=1)
    assert call["arrived_h"].tolist() == [168.0]
    assert call["discharged_laden_teu"][0] > 0
    assert call["loaded_laden_teu"].tolist() == [0]


def test_cancelled_trains_and_tramps_do_not_come():
    """Trains of the lane leave on Wednesday 18:00 (18, 186, ...), and every 56 h."""
    records = run(with_disruptions(lane(exports=70, changes=by_rail()), disrupted("services.train", 180.0, 300.0)))
    left = rows(records, "trains", outbound=True)["departed_h"]
    assert not ((left >= 180.0) & (left < 300.0)).any()
    assert {130.0, 298.0 + 56.0} <= set(left.tolist())
    ships = {"ship": {"at": 40.0}}
    raw = with_disruptions(harbour({}, ships, 0), disrupted("services.ship", 75.0, 125.0))
    came = simulate(Scenario.model_validate(raw), 1, 0).tables["calls"].columns()["arrived_h"]
    assert came[:3].tolist() == [40.0, 160.0, 200.0]


def test_trucks_wait_for_a_closed_road_and_drive_longer_on_a_slow_one():
    """The import ship of 336 is worked by 348; picked up at 448, delivered at 454. Closed from 440 to 470: at 476.

    Half as fast: 12 h.
    """
    for what, delivered_h in (({"closed": True}, 476.0), ({"rate_share": 0.5}, 460.0)):
        raw = with_disruptions(lane(imports=50), disrupted("links.road", 440.0, 470.0, **what))
        imports = cargo(run(raw), "imports", 72.0, 240.0)
        assert only(imports["delivered_h"]) == pytest.approx(delivered_h)
        assert only(imports["import_dwell_h"]) == pytest.approx(122.0 if "closed" in what else 100.0)


def test_exports_that_a_closed_road_keeps_from_the_cut_off_take_the_next_ship():
    """By lead 60 h before the cut-off of 312 trucks are at the port at 252, leaving at 246. Closed from 240 to 300 they

    come at 306, in time; closed until 310 they come at 316, too late for the ship of 336 that is abroad at 408.
    """
    abroad = {}
    for end_h in (300.0, 310.0):
        raw = with_disruptions(lane(exports=70), disrupted("links.road", 240.0, end_h))
        waited = cargo(run(raw), "exports", 180.0, 240.0)
        abroad[end_h] = only(waited["delivered_h"])
        assert only(waited["export_dwell_h"]) == pytest.approx((336.0 if end_h == 300.0 else 504.0) - end_h - 6.0)
    assert abroad[310.0] == abroad[300.0] + 168.0


def test_a_ship_is_late_by_a_slow_sea_lane_and_waits_for_a_closed_one():
    """480 nm at a top speed of 12 kn: 40 h; half as fast 80. She leaves the port at 180: 36 h and 32 h too late."""
    usual = sailings(run(lane(exports=70)), "line")
    for what, arrives_h in (({"rate_share": 0.5}, 180.0 + 80.0), ({"closed": True}, 200.0 + 40.0)):
        late = sailings(run(with_disruptions(lane(exports=70), disrupted("links.sea", 175.0, 200.0, **what))), "line")
        assert (usual["departed_h"][1], usual["arrived_h"][1]) == (180.0, 240.0)
        assert late["departed_h"][1] == 180.0
        assert late["arrived_h"][1] == pytest.approx(max(240.0, arrives_h))


def passages(scenario, place):
    records = simulate(scenario, 1, 0)
    number = next(n for n, entity in enumerate(records.entities) if entity.id == place)
    found = records.tables["passages"].columns()
    return {name: values[found["place"] == number] for name, values in found.items()}


@pytest.mark.parametrize("path", ["locks.gate", "locks.gate.lines.one"])
def test_a_closed_lock_starts_no_lockage_and_a_slow_one_takes_longer(path):
    """Few barges: a lockage of one row takes 35.75 min, at half the rate twice that."""
    few = {"services__barges__annual_t": {"2025": 2e5}, "clock": {"year": 2025, "warmup_days": 0}}
    closed = passages(river(disruptions={"d": disrupted(path, 1000.0, 1400.0)}, **few), "gate")
    entered = closed["entered_h"]
    assert not ((entered > 1000.0) & (entered < 1400.0)).any()
    assert ((closed["arrived_h"] > 1000.0) & (closed["arrived_h"] < 1400.0)).any()
    slow = passages(river(disruptions={"d": disrupted(path, 1000.0, 4000.0, rate_share=0.5)}, **few), "gate")
    hours, entered = slow["left_h"] - slow["entered_h"], slow["entered_h"]
    within = (entered > 1000.0) & (entered < 4000.0)
    assert hours[within].min() == pytest.approx(2.0 * 35.75 / 60.0)
    assert hours[~within].min() == pytest.approx(35.75 / 60.0)


def test_vessels_wait_for_a_closed_waterway_and_sail_longer_on_a_slow_one():
    """Light up 30 km at 12 km/h, the lock, 10 km more: 3.33 h and 0.6 h of lockage; half as fast 6.67 h."""
    few = {"services__barges__annual_t": {"2025": 2e5}, "clock": {"year": 2025, "warmup_days": 0}}
    slow = passages(river(disruptions={"d": disrupted("links.river", 1000.0, 4000.0, rate_share=0.5)}, **few), "river")
    up = slow["up"] & (slow["arrived_h"] > 1000.0) & (slow["left_h"] < 4000.0)
    assert (slow["left_h"] - slow["arrived_h"])[up].min() == pytest.approx(2.0 * 40.0 / 12.0 + 35.75 / 60.0)
    closed = passages(river(disruptions={"d": disrupted("links.river", 1000.0, 1400.0)}, **few), "river")
    came = (closed["arrived_h"] > 1000.0) & (closed["arrived_h"] < 1390.0)
    assert came.any()
    assert (closed["left_h"][came] > 1400.0).all()


def test_cancelled_barges_do_not_set_out_and_a_cancelled_ferry_does_not_sail():
    few = {"services__barges__annual_t": {"2025": 1e6}, "clock": {"year": 2025, "warmup_days": 0}}
    down = passages(river(disruptions={"d": disrupted("services.barges", 1000.0, 2000.0)}, **few), "river")
    begun = down["arrived_h"][~down["up"]]
    assert not ((begun > 1000.0) & (begun < 2000.0)).any()
    assert ((begun > 900.0) & (begun < 1000.0)).any()
    raw = strait() | {"disruptions": {"d": disrupted("services.strait", 1000.0, 1100.0)}}
    sailed = simulate(Scenario.model_validate(raw), 1, 0).tables["sailings"].columns()["departed_h"]
    assert not ((sailed > 1000.0) & (sailed < 1100.0)).any()


def test_a_storm_shuts_the_gate_and_stops_the_trains_of_its_port_unless_told_not_to():
    """The import ship of 336 is picked up at 448: shut from 440 to 470 they come at 470. Trains every 56 h: 466."""
    weather = {"typhoon": storm(446.0, 470.0, lead_h=10.0, leave_h=6.0)}
    open_too = {"typhoon": storm(446.0, 470.0, lead_h=10.0, leave_h=6.0, stops_gate=False, stops_trains=False)}
    for causes, delivered_h, runs in ((weather, 476.0, False), (open_too, 454.0, True)):
        changes = {"ports.harbour.weather": causes}
        by_road = cargo(run(lane(imports=50, changes=changes)), "imports", 72.0, 240.0)
        assert only(by_road["delivered_h"]) == pytest.approx(delivered_h)
        by_train = run(lane(imports=50, changes=by_rail() | changes))
        assert (466.0 in rows(by_train, "trains")["departed_h"]) is runs
