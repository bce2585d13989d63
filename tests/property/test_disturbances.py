"""Random clusters with typhoons and disruptions: rules that no ship may break, and nothing that is lost."""

from __future__ import annotations

import numpy as np
import pytest
from disturbances import disturbed, hours_of
from hypothesis import given
from random_clusters import few
from small_clusters import rows, run

from portsim.model.kernel import StrictKernel

TOUCH_H = 1e-6
KM_PER_H = 18.52
WAITS = ("weather", "berth", "tide", "channel", "pilot")


@given(disturbed())
def _keep_the_rules(raw):
    records = run(raw, kernel=StrictKernel)
    waits_add_up(records)
    for id, port in raw["ports"].items():
        if "terminals" not in port:
            continue
        calls, shifts = rows(records, "calls", port=id), shifts_at(records, id)
        nobody_sails_in_a_closed_port_or_channel(raw, id, port, calls, shifts)
        nobody_lies_at_berth_in_a_storm_who_could_leave(raw, id, port, calls, shifts)
    balance = records.balance
    assert (
        balance["ships_arrived"] == balance["ships_departed"] + balance["ships_turned_away"] + balance["ships_in_port"]
    )
    assert balance["teu_made"] == balance["teu_delivered"] + balance["teu_in_system"]
    assert all((values["mean"] >= -TOUCH_H).all() for values in [records.tables["levels"].columns()])


test_ships_keep_the_rules_through_typhoons_and_disruptions = few(_keep_the_rules, max_examples=12)


def waits_add_up(records):
    calls = records.tables["calls"].columns()
    parts = [calls[f"wait_{cause}_h"] for cause in WAITS]
    assert all((part >= 0.0).all() for part in parts)
    assert np.allclose(sum(parts), calls["wait_h"], rtol=0, atol=1e-9)
    # Of those who never left a berth the wait is the time from arrival to the way in, and from ready to the way out.
    # One who had to leave as she came alongside lay there for no time, and berthed again after her work was to begin.
    lay_once = np.abs(calls["service_h"] - calls["unberthed_h"] + calls["berthed_h"]) < TOUCH_H
    stayed = ~calls["turned_away"] & lay_once & (calls["berthed_h"] < calls["work_start_h"] + TOUCH_H)
    span = calls["inbound_h"] - calls["arrived_h"] + calls["unberthed_h"] - calls["ready_h"]
    assert stayed.any()
    assert np.allclose(span[stayed], calls["wait_h"][stayed], atol=1e-6)


def shifts_at(records, port):
    shifts = records.tables["shifts"].columns()
    mine = [records.entities[number].parent == port for number in shifts["terminal"].tolist()]
    return {name: values[np.array(mine, dtype=bool)] for name, values in shifts.items()}


def closed_at(raw, resource):
    return [
        hours_of(raw, one) for one in raw["disruptions"].values() if one["resource"] == resource and "closed" in one
    ]


def nobody_sails_in_a_closed_port_or_channel(raw, id, port, calls, shifts):
    calls = {name: values[~calls["turned_away"]] for name, values in calls.items()}
    ins, outs = calls["inbound_h"], np.concatenate([calls["unberthed_h"], shifts["unberthed_h"]])
    storm = port["weather"]["typhoon"]
    lead_h = storm["evacuation"]["lead_h"]
    for start_h, end_h in [hours_of(raw, times) for times in storm["dates"].values()]:
        assert not strictly_within(ins, start_h - lead_h, end_h).any()
        assert not strictly_within(outs, start_h, end_h).any()
    for start_h, end_h in closed_at(raw, f"ports.{id}"):
        assert not strictly_within(np.concatenate([ins, outs]), start_h, end_h).any()
    for channel, described in port.get("channels", {}).items():
        transit_h = described["length_km"] / KM_PER_H
        for start_h, end_h in closed_at(raw, f"ports.{id}.channels.{channel}"):
            assert not strictly_within(ins, start_h - transit_h, end_h).any()
            assert not strictly_within(outs, start_h - transit_h - port["outbound_h"], end_h).any()


def strictly_within(hours, start_h, end_h):
    return (hours > start_h + TOUCH_H) & (hours < end_h - TOUCH_H)


def nobody_lies_at_berth_in_a_storm_who_could_leave(raw, id, port, calls, shifts):
    """Who had a way out without channel, pilot or other closures has left; others wait to sail, or lie idle."""
    berthed = ~calls["turned_away"]
    is_free = not port.get("channels") and len(port["weather"]) == 1 and not closed_at(raw, f"ports.{id}")
    for start_h, end_h in [hours_of(raw, times) for times in port["weather"]["typhoon"]["dates"].values()]:
        there = berthed & (calls["berthed_h"] < end_h - TOUCH_H) & (calls["unberthed_h"] > start_h + TOUCH_H)
        there_first = (shifts["berthed_h"] < end_h - TOUCH_H) & (shifts["unberthed_h"] > start_h + TOUCH_H)
        if is_free:
            assert not there.any()
            assert not there_first.any()
        idle_h = calls["idle_weather_h"] + calls["idle_crane_h"] + calls["idle_yard_h"] + calls["sailing_weather_h"]
        assert (idle_h[there] >= min(end_h - start_h, 1.0) - TOUCH_H).all()


@pytest.mark.parametrize("what", ["evacuated", "rode it out", "channel closed"])
def test_the_random_clusters_hold_what_the_rules_speak_of(what):
    """Else nothing would be tested: over some clusters ships left before storms, and channels were closed."""
    seen = []

    @given(disturbed())
    def look(raw):
        if what == "channel closed":
            seen.append(any(".channels." in one["resource"] for one in raw["disruptions"].values()))
            return
        records = run(raw)
        seen.append(len(records.tables["shifts"]) > 0 if what == "evacuated" else
                    bool((records.tables["calls"].columns()["idle_weather_h"] > 10.0).any()))  # fmt: skip

    few(look, max_examples=12 if what == "channel closed" else 4)()
    assert any(seen)
