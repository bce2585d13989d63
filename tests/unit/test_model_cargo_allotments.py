"""Slots kept for the ports a ship loads at later: by demand, by allotment, and free once they cannot be used."""

from __future__ import annotations

import numpy as np
import pytest
from cargo_clusters import LINER, WEEKS, lane, modelled_port, near, run, sailings, way
from small_clusters import Raw, with_changes


def two_loading_ports(east: float, west: float, changes: Raw | None = None, west_cutoff_h: float = 0.0) -> Raw:
    """One ship of 100 slots a week: east at 0 h, west at 36 h (12 h at sea), abroad; exports of both, TEU a week.

    She loads when she comes, so at the east port she knows nothing of the west one's boxes unless its cut-off is 36 h
    or more before her arrival there.
    """
    road = lane()["links"]["road"]
    raw = lane(
        changes={
            "zones": {"orient": {}, "occident": {}},
            "ports.harbour": None,
            "ports.east": modelled_port(),
            "ports.west": modelled_port(cutoff_h=west_cutoff_h),
            "links": {
                "road_east": road | {"origin": "orient", "destination": "east"},
                "road_west": road | {"origin": "occident", "destination": "west"},
                "coast": {"mode": "sea", "origin": "east", "destination": "west", "distance_nm": 120},
                "out": {"mode": "sea", "origin": "west", "destination": "abroad", "distance_nm": 300},
                "home": {"mode": "sea", "origin": "abroad", "destination": "east", "distance_nm": 300},
            },
            "fleets.ship.capacity_teu": 100,
            "services.line": LINER | {"rotation": ["east", "west", "abroad"]},
            "demand.flows": {
                "orient_out": {"origin": "orient", "destination": "overseas", "annual_teu": east * WEEKS},
                "occident_out": {"origin": "occident", "destination": "overseas", "annual_teu": west * WEEKS},
            },
            "demand.routes": {
                "east": way(zone="orient", gateway="east"), "west": way(zone="occident", gateway="west"),
            },
        },
    )  # fmt: skip
    return with_changes(raw, changes or {})


def loads(raw: Raw) -> tuple[np.ndarray, np.ndarray]:
    """Laden TEU taken aboard at the east and at the west port, by sailing after the first two."""
    records = run(raw)
    east, west = sailings(records, "line", 0)["laden_teu"], sailings(records, "line", 1)["laden_teu"]
    n = min(len(east), len(west))
    return east[2:n], (west[:n] - east[:n])[2:]


def test_slots_go_by_demand_where_no_allotment_is_given() -> None:
    # 120 and 60 TEU a week for 100 slots: a third, whole slots, is kept for the west: 33. The other 67 are the east's.
    east, west = loads(two_loading_ports(120, 60))
    assert set(east.tolist()) == {67}
    assert set(west.tolist()) == {33}


def test_slots_go_by_allotment_where_one_is_given() -> None:
    east, west = loads(two_loading_ports(120, 120, {"services.line.allotments": {"west": 0.3}}))
    assert set(east.tolist()) == {70}
    assert set(west.tolist()) == {30}


def test_the_later_port_may_use_what_the_earlier_one_leaves() -> None:
    # 20 TEU a week in the east, though 60 slots are its own: the west fills the ship.
    changes = {"services.line.allotments": {"west": 0.4}}
    east, west = loads(two_loading_ports(20, 200, changes))
    assert near(east.mean(), 20.0, np.sqrt(20 / len(east)))
    assert set((east + west).tolist()) == {100}


def seasons_apart() -> Raw:
    """The west exports from July on only, with the same cargo in a year."""
    return {
        "demand.seasons": {"late": {"monthly": [0] * 6 + [2] * 6}},
        "demand.flows.occident_out.season": "late",
    }


def test_before_its_cut_off_slots_are_kept_for_a_port_without_cargo() -> None:
    # From January to June (26 sailings) nothing gets ready for the 50 slots of the west; at the start there is cargo of
    # the fortnight before, 480 TEU or ten sailings.
    east, west = loads(two_loading_ports(120, 120, seasons_apart()))
    assert set(east[10:20].tolist()) == {50}
    assert set(west[10:20].tolist()) == {0}
    assert set(west[26:48].tolist()) == {50}


def test_after_its_cut_off_slots_a_port_cannot_use_are_free() -> None:
    # With a cut-off of 40 h before 36 h, that of the west is past when she loads in the east.
    east, west = loads(two_loading_ports(120, 120, seasons_apart(), west_cutoff_h=40.0))
    assert set(east[10:20].tolist()) == {100}
    assert set(west[10:20].tolist()) == {0}
    # From July on the west has 240 TEU a week for its 50 slots.
    assert set(east[26:48].tolist()) == {50}
    assert set(west[26:48].tolist()) == {50}


def test_after_its_cut_off_a_port_that_can_use_a_part_keeps_that_part() -> None:
    # The west has 10 TEU a week due at its cut-off though half of the ship is allotted to it: the east takes the rest.
    changes = {"services.line.allotments": {"west": 0.5}}
    east, west = loads(two_loading_ports(250, 10, changes, west_cutoff_h=40.0))
    assert near(west.mean(), 10.0, np.sqrt(10 / len(west)))
    assert set((east + west).tolist()) == {100}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_an_allotment_of_all_or_nothing(share: float) -> None:
    east, west = loads(two_loading_ports(120, 120, {"services.line.allotments": {"west": share}}))
    assert set(east.tolist()) == {round(100 * (1 - share))}
    assert set(west.tolist()) == {round(100 * share)}


def test_cargo_from_abroad_leaves_slots_for_a_port_it_passes() -> None:
    # Imports of the west pass the east on their way. On the leg between the two they and the exports of the east expect
    # 150 TEU a week each: 50 slots each. Abroad 50 are loaded, the east fills the ship, the west takes its 50 out.
    changes = {
        "demand.flows.occident_out": None,
        "demand.flows.occident_in": {"origin": "overseas", "destination": "occident", "annual_teu": 150 * WEEKS},
    }
    records = run(two_loading_ports(150, 0, changes))
    home, coast, out = (sailings(records, "line", leg)["laden_teu"][2:] for leg in (2, 0, 1))
    assert set(home.tolist()) == {50}
    assert set(coast.tolist()) == {100}
    assert set(out.tolist()) == {50}
