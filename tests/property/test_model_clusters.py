"""Whatever cluster is described: ships do not lie on each other, nothing is lost, nothing happens before its cause."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from random_clusters import REPLICATION, SEED, Raw, Sharing, Watched, clusters, few, very_few, watched
from small_clusters import (
    MOMENTS,
    Columns,
    coming,
    named_rows,
    number_of,
    one_terminal,
    rows,
    run,
    same_records,
    with_changes,
)

from portsim.errors import BalanceError
from portsim.model.kernel import StrictKernel
from portsim.model.port.book import PortBook
from portsim.model.port.call import Stay
from portsim.model.port.cranes import Work
from portsim.model.port.quay import ContinuousQuay
from portsim.results.records import Records

METRE = HOUR = 1e-6


def terminals_of(raw: Raw) -> Iterator[tuple[str, Raw]]:
    """Path and description of each."""
    for port, described in raw["ports"].items():
        for id, terminal in described.get("terminals", {}).items():
            yield f"{port}/{id}", terminal


def at(seen: Watched, path: str) -> list[Stay]:
    """Calls at a terminal that were let in, in order of arrival."""
    number = number_of(seen.records, path)
    return [stay for stay in seen.stays if stay.terminal.number == number and not stay.turned_away]


def held_until_h(stay: Stay) -> float:
    return stay.unberthed_h if stay.unberthed_h == stay.unberthed_h else float("inf")


@few
@given(clusters())
def test_two_ships_never_lie_on_the_same_metre_of_a_quay(raw):
    seen = watched(raw)
    by_quay = defaultdict(list)
    for stay in seen.stays:
        if stay.berth is not None and isinstance(stay.berth[0], ContinuousQuay):
            by_quay[stay.berth[0]].append(stay)
    assert by_quay
    for quay, stays in by_quay.items():
        start_m = np.array([stay.berth[1] for stay in stays])
        end_m = start_m + [stay.ship.loa_m + quay.clearance_m for stay in stays]
        assert start_m.min() >= 0.0
        assert end_m.max() <= quay.length_m + METRE
        from_h, to_h = np.array([(stay.inbound_h, held_until_h(stay)) for stay in stays]).T
        together = (from_h[:, None] < to_h) & (from_h < to_h[:, None])
        overlap = (start_m[:, None] < end_m - METRE) & (start_m < end_m[:, None] - METRE)
        assert np.array_equal(together & overlap, np.eye(len(stays), dtype=bool) & (from_h < to_h))


@few
@given(clusters())
def test_a_row_of_berths_never_holds_more_ships_than_berths(raw):
    seen = watched(raw)
    for path, terminal in terminals_of(raw):
        for id, quay in terminal["quays"].items():
            if "n_berths" not in quay:
                continue
            number = number_of(seen.records, f"{path}/{id}")
            mine = [stay for stay in at(seen, path) if stay.berth is not None and stay.berth[0].number == number]
            # At one moment ships leave before others come.
            changes = sorted([(stay.inbound_h, 1) for stay in mine] + [(held_until_h(stay), -1) for stay in mine])
            assert max(np.cumsum([change for _, change in changes]), default=0) <= quay["n_berths"]


@few
@given(clusters())
def test_ships_lie_where_the_water_is_deep_enough(raw):
    depths = {f"{path}/{id}": quay.get("depth_m", 16.0)
              for path, terminal in terminals_of(raw) for id, quay in terminal["quays"].items()}  # fmt: skip
    records = watched(raw).records
    calls = records.tables["calls"].columns()
    for quay, ship_class in set(zip(calls["quay"].tolist(), calls["ship_class"].tolist(), strict=True)):
        if quay >= 0:  # half a metre under the keel is the default
            draught_m = raw["fleets"][records.entities[ship_class].id]["draught_m"]
            assert depths[records.entities[quay].id] >= draught_m + 0.5


@few
@given(clusters())
def test_the_moments_of_a_call_are_in_order_and_its_hours_add_up(raw):
    calls = rows(watched(raw).records, "calls", turned_away=False)
    moments = np.array([calls[name] for name in MOMENTS])
    assert np.all(np.diff(moments, axis=0) >= 0.0)
    assert calls["wait_h"].min() >= 0.0
    sailing_h = calls["unberthed_h"] - calls["ready_h"]
    assert calls["wait_h"] == pytest.approx(calls["inbound_h"] - calls["arrived_h"] + sailing_h, abs=HOUR)
    assert calls["service_h"] == pytest.approx(calls["unberthed_h"] - calls["berthed_h"], abs=HOUR)
    assert np.all(calls["idle_weather_h"] + calls["idle_crane_h"] <= calls["service_h"] + HOUR)


@few
@given(clusters())
def test_a_ship_turned_away_found_the_waiting_room_full_and_no_other_ship_was(raw):
    seen = watched(raw)
    room = raw["ports"]["east"]["terminals"]["u"]["waiting_room"]
    number = number_of(seen.records, "east/u")
    mine = [stay for stay in seen.stays if stay.terminal.number == number]
    assert all(stay.terminal.number == number for stay in seen.stays if stay.turned_away)
    started = np.sort([stay.inbound_h for stay in mine if stay.inbound_h == stay.inbound_h])
    for before, stay in enumerate(mine):
        let_in = sum(not other.turned_away for other in mine[:before])
        waiting = let_in - np.searchsorted(started, stay.arrived_h, side="right")
        assert waiting <= room
        if stay.turned_away:
            assert waiting == room
    assert seen.records.balance["ships_turned_away"] == sum(stay.turned_away for stay in mine)


def started_h(stay: Stay) -> float:
    return stay.inbound_h if stay.inbound_h == stay.inbound_h else float("inf")


def rights(queue: str, stay: Stay) -> tuple[float, float]:
    """The less, the earlier a ship may go; what a liner will load is not known here, so she has no work."""
    if queue == "shortest":
        return (stay.work_h or 0.0, stay.arrived_h)
    keeps_window = queue == "priority" and abs(stay.arrived_h - stay.pro_forma_h) <= stay.ship.window_h
    return (0.0 if keeps_window else 1.0, stay.arrived_h)


@few
@given(clusters())
def test_no_ship_goes_in_while_one_with_a_better_right_waits(raw):
    seen = watched(raw)
    for path, terminal in terminals_of(raw):
        if terminal["queue"] == "shortest" and path != "east/u":
            continue  # the work of liners is not known here
        stays = at(seen, path)
        arrived_h = np.array([stay.arrived_h for stay in stays])
        start_h = np.array([started_h(stay) for stay in stays])
        # The place of each in the order of their rights; whom others may overtake, is so by other classes only.
        order = sorted(range(len(stays)), key=lambda place: rights(terminal["queue"], stays[place]))
        rank = np.empty(len(stays), dtype=int)
        rank[order] = np.arange(len(stays))
        classes = np.array([stay.ship.class_number if terminal["overtaking"] else 0 for stay in stays])
        waits = (arrived_h[:, None] < start_h) & (start_h[:, None] > start_h)  # one (row) at the start of another
        assert not np.any(waits & (rank[:, None] < rank) & (classes[:, None] == classes))


def free_m(quay: ContinuousQuay, others: list[Stay], hour: float) -> float:
    """The longest piece of a quay without ships."""
    taken = sorted(
        (stay.berth[1], stay.berth[1] + stay.berth[2])
        for stay in others
        if stay.berth is not None and stay.berth[0] is quay and stay.inbound_h <= hour < held_until_h(stay)
    )
    edges = [(0.0, 0.0), *taken, (quay.length_m, quay.length_m)]
    return max(start - end for (_, end), (start, _) in pairwise(edges))


@few
@given(clusters())
def test_no_ship_waits_at_the_head_of_the_queue_while_a_place_is_free_for_her(raw):
    seen = watched(raw)
    for path, terminal in terminals_of(raw):
        free_access = "channels" not in raw["ports"][path.split("/")[0]]
        if terminal["queue"] != "first_come" or terminal["overtaking"] or not free_access or len(terminal["quays"]) > 1:
            continue
        stays, head_h = at(seen, path), 0.0
        for stay in stays:
            head_h = max(head_h, stay.arrived_h)  # when she was the first in the queue
            end_h = min(stay.inbound_h, seen.records.clock.end_h) if stay.berth else seen.records.clock.end_h
            if end_h > head_h:
                quay = stays[0].berth[0]
                left = [hour for hour in map(held_until_h, stays) if head_h <= hour < end_h]
                for hour in [head_h, *left]:
                    assert free_m(quay, stays, hour) < stay.ship.loa_m + quay.clearance_m - METRE
            head_h = end_h


def rate_of(terminal: Raw, n: int) -> float:
    """Moves an hour by n cranes on one ship, by the formula of the documentation; 95 % are available by default."""
    cranes = terminal["cranes"]
    return cranes["moves_per_h"] * 0.95 * n ** cranes["interference_exponent"]


def spans(sharings: list[Sharing]) -> Iterator[tuple[float, list[tuple[Work, int, float]]]]:
    """Hours for which cranes worked as they were shared out, with their works."""
    for this, following in pairwise(sharings):
        if not this.stopped:
            yield following.hour - this.hour, this.works


@few
@given(clusters())
def test_cranes_are_never_more_than_there_are_and_idle_only_where_no_ship_has_room(raw):
    seen = watched(raw)
    for path, sharings in seen.sharings.items():
        n_cranes = dict(terminals_of(raw))[path]["cranes"]["n"]
        for _, works in spans(sharings):
            assert sum(n for _, n, _ in works) == min(n_cranes, sum(work.most for work, _, _ in works))
            assert all(n <= work.most for work, n, _ in works)


@few
@given(clusters())
def test_a_crane_goes_to_the_ship_that_would_finish_last_without_it(raw):
    seen = watched(raw)
    for path, sharings in seen.sharings.items():
        terminal = dict(terminals_of(raw))[path]
        for _, works in spans(sharings):
            assert all(n > 0 for _, n, _ in works) or all(n <= 1 for _, n, _ in works)
            could_have = [left / rate_of(terminal, n) for work, n, left in works if 0 < n < work.most]
            for _, n, left in works:
                if n > 1 and could_have:
                    assert left / rate_of(terminal, n - 1) >= max(could_have) - HOUR


@few
@given(clusters())
def test_every_move_is_made_by_the_cranes_that_were_there(raw):
    seen = watched(raw)
    for path, sharings in seen.sharings.items():
        terminal, made, crane_h = dict(terminals_of(raw))[path], defaultdict(float), defaultdict(float)
        for hours, works in spans(sharings):
            for work, n, _ in works:
                made[work] += hours * rate_of(terminal, n)
                crane_h[work] += hours * n
        under_way = {work for work, _, _ in sharings[-1].works}
        assert len(made) > len(under_way)
        for work in made.keys() - under_way:
            assert made[work] == pytest.approx(seen.moves[work], abs=1e-4)
            assert work.crane_h == pytest.approx(crane_h[work], abs=HOUR)
        ended = sum(stay.crane_h for stay in at(seen, path))
        assert ended == pytest.approx(sum(crane_h[work] for work in made.keys() - under_way), abs=1e-3)


def by_ship(records: Records, table: str) -> dict[tuple[int, int], Columns]:
    """Rows of each ship of the liner services, in order of time."""
    columns = records.tables[table].columns()
    order = np.lexsort((columns["departed_h"], columns["ship"], columns["service"]))
    order = order[columns["ship"][order] >= 0]
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in order.tolist():
        found[columns["service"][row].item(), columns["ship"][row].item()].append(row)
    return {ship: {name: values[mine] for name, values in columns.items()} for ship, mine in found.items()}


@few
@given(clusters())
def test_a_ship_goes_round_her_rotation_and_is_at_one_place_at_a_time(raw):
    records = watched(raw).records
    for (service, _), legs in by_ship(records, "voyages").items():
        n_stops = len(raw["services"][records.entities[service].id]["rotation"])
        assert np.all(legs["arrived_h"] > legs["departed_h"])
        assert np.all(legs["departed_h"][1:] >= legs["arrived_h"][:-1])
        assert np.array_equal(legs["origin"][1:], legs["destination"][:-1])
        assert np.array_equal(legs["leg"][1:], (legs["leg"][:-1] + 1) % n_stops)


@few
@given(clusters())
def test_no_ship_carries_more_than_her_slots_or_her_payload(raw):
    records = watched(raw).records
    legs = records.tables["voyages"].columns()
    assert np.all(legs["laden_teu"] >= 0)
    assert np.all(legs["empty_teu"] >= 0)
    assert np.all(legs["laden_teu"] + legs["empty_teu"] <= legs["capacity_teu"])
    for id, service in raw["services"].items():
        if service["kind"] == "liner":
            ship = raw["fleets"][service["ship_class"]]
            payload_t = ship["capacity_teu"] * ship.get("payload_t_per_slot", 12.0)
            mine = rows(records, "voyages", service=id)
            assert np.all(mine["weight_t"] <= payload_t + 1e-6)
            # 10.4 t a laden and 2.2 t an empty TEU are the defaults.
            assert mine["weight_t"] == pytest.approx(10.4 * mine["laden_teu"] + 2.2 * mine["empty_teu"], abs=1e-6)


@few
@given(clusters())
def test_what_a_ship_carries_on_is_what_she_brought_less_discharged_plus_loaded(raw):
    records = watched(raw).records
    legs_of, n_checked = by_ship(records, "voyages"), 0
    for ship, calls in by_ship(records, "calls").items():
        legs = legs_of[ship]
        came, left = legs["arrived_h"].tolist(), legs["departed_h"].tolist()
        for call in range(len(calls["port"])):
            if calls["arrived_h"][call] not in came or calls["departed_h"][call] not in left:
                continue  # the first call came from nowhere, the last departure may lie beyond the end
            before, after = came.index(calls["arrived_h"][call]), left.index(calls["departed_h"][call])
            assert after == before + 1
            for kind in ("laden", "empty"):
                aboard = legs[f"{kind}_teu"]
                change = calls[f"loaded_{kind}_teu"][call] - calls[f"discharged_{kind}_teu"][call]
                assert aboard[after] - aboard[before] == change
            n_checked += 1
    assert n_checked > 20


@few
@given(clusters())
def test_cargo_is_delivered_after_it_was_ready_and_stands_in_no_yard_for_less_than_no_time(raw):
    cargo = watched(raw).records.tables["consignments"].columns()
    delivered = ~np.isnan(cargo["delivered_h"])
    # No sea leg is shorter than 100 nm at 16 kn.
    assert np.all(cargo["delivered_h"][delivered] >= cargo["ready_h"][delivered] + 100.0 / 16.0)
    for name in ("export_dwell_h", "import_dwell_h", "transhipment_dwell_h"):
        stood = cargo[name][~np.isnan(cargo[name])]
        assert len(stood)
        assert stood.min() >= 0.0
        assert np.all(cargo[name][delivered & ~np.isnan(cargo[name])] <= (cargo["delivered_h"] - cargo["ready_h"])[
            delivered & ~np.isnan(cargo[name])
        ] + HOUR)  # fmt: skip


@few
@given(clusters())
def test_no_yard_and_no_depot_gives_what_it_does_not_have(raw):
    for stock in watched(raw).yards:
        assert stock.min() > -1e-6


@few
@given(clusters())
def test_trains_carry_no_more_than_they_can_and_take_their_time(raw):
    train = raw["services"]["train"]
    trains = watched(raw).records.tables["trains"].columns()
    assert len(trains["departed_h"])
    assert np.all(trains["laden_teu"] + trains["empty_teu"] <= train["capacity_teu"])
    assert trains["arrived_h"] - trains["departed_h"] == pytest.approx(train["running_h"])


@few
@given(clusters())
def test_ships_consignments_and_boxes_balance(raw):
    seen = watched(raw)
    records, balance = seen.records, seen.records.balance
    end_h = records.clock.end_h
    in_port = [stay for stay in seen.stays if stay.departed_h != stay.departed_h]
    away = sum(stay.turned_away for stay in seen.stays)
    assert balance["ships_arrived"] == len(seen.stays)
    assert balance["ships_in_port"] == len(in_port)
    assert balance["ships_turned_away"] == away
    assert balance["ships_departed"] == len(seen.stays) - len(in_port) - away
    cargo = records.tables["consignments"].columns()
    there = cargo["delivered_h"] <= end_h
    assert balance["teu_made"] == cargo["teu"].sum()
    assert balance["teu_delivered"] == cargo["teu"][there].sum()
    assert balance["teu_in_system"] == cargo["teu"][~there].sum()
    assert balance["boxes_made"] == pytest.approx(balance["boxes_delivered"] + balance["boxes_in_system"])
    assert balance["consignments_made"] == len(there)


@few
@given(clusters())
def test_ports_load_the_very_boxes_that_left_their_yards(raw):
    # By the ships' book: laden boxes loaded on liners. By the shippers': what stood in the yard for export at its
    # gateway, or for the next ship at its hub, and was loaded.
    seen = watched(raw)
    cargo = seen.records.tables["consignments"].columns()
    for port in set(raw["ports"]) - {"coast", "island"}:
        number = number_of(seen.records, port)
        loaded = sum(
            stay.loaded_laden_teu
            for stay in seen.stays
            if stay.terminal.port_number == number and stay.ship.number >= 0
        )
        exported = (cargo["gateway"] == number) & ~np.isnan(cargo["export_dwell_h"])
        transhipped = (cargo["hub"] == number) & ~np.isnan(cargo["transhipment_dwell_h"])
        assert loaded == cargo["teu"][exported].sum() + cargo["teu"][transhipped].sum() > 0


@very_few
@given(clusters())
def test_the_same_seed_gives_the_same_records_by_the_strict_clockwork_too(raw):
    assert same_records(watched(raw).records, run(raw, SEED, REPLICATION, StrictKernel))


STRANGER: Raw = {
    "zones.moor": {}, "markets.far_away": {"group": "hong_kong"},
    "ports.lonely": {"terminals": {"t": {
        "quays": {"q": {"n_berths": 1}}, "cranes": {"n": 2}, "yard": {"capacity_teu": 4000},
    }}},
    "ports.rock": {"market": "far_away"},
    "links.road_moor": {"mode": "road", "origin": "moor", "destination": "lonely", "distance_km": 40, "time_h": 2.0},
    "links.sea_rock": {"mode": "sea", "origin": "lonely", "destination": "rock", "distance_nm": 300},
    "services.lonely_line": {"kind": "liner", "ship_class": "small", "rotation": ["lonely", "rock"]},
    "services.strays": {
        "kind": "tramp", "ship_class": "small", "port": "lonely", "interarrival_h": 90.0, "work_h": 5.0,
    },
    "demand.flows.moor_rock": {"origin": "moor", "destination": "far_away", "annual_teu": 2000.0},
    "demand.routes.moor": {"zone": "moor", "market": "far_away", "gateway": "lonely", "mode": "road", "share": 1.0},
}  # fmt: skip


@very_few
@given(clusters())
def test_a_port_that_has_nothing_to_do_with_the_others_changes_not_a_bit_of_theirs(raw):
    alone, together = watched(raw).records, run(with_changes(raw, STRANGER), SEED, REPLICATION)
    new = {entity.id for entity in together.entities} - {entity.id for entity in alone.entities}
    assert {"lonely", "strays", "moor_rock"} <= new
    for name in alone.tables:
        theirs = [row for row in named_rows(together, name) if new.isdisjoint(row)]
        assert theirs == named_rows(alone, name)
    assert len(rows(together, "calls", port="lonely")["port"]) > 50


@very_few
@given(clusters())
def test_a_change_to_one_service_leaves_the_chance_of_all_others_alone(raw):
    # Wilder delays of one line, and other gaps of one kind of tramps: the cargo, and the tramps and their boxes, are
    # the same as before; only what happens to them may differ.
    changed = copy.deepcopy(raw)
    changed["services"]["home"]["lateness_h"] = {"normal": {"mean": 3.0, "sd": 40.0}}
    changed["services"]["guests"]["interarrival_h"] = {"exponential": 55.5}
    before, after = watched(raw).records, run(changed, SEED, REPLICATION)
    assert made(before) == made(after)
    assert came(before, "visits") == came(after, "visits")
    assert came(before, "guests") != came(after, "guests")


def made(records: Records) -> dict[tuple[int, float], int]:
    """TEU made by flow and moment: splits put together again."""
    cargo, teu = records.tables["consignments"].columns(), defaultdict(int)
    for flow, ready_h, size in zip(*(cargo[name].tolist() for name in ("flow", "ready_h", "teu")), strict=True):
        if ready_h > 0.0:  # who is left out before the start hangs on the ships
            teu[flow, ready_h] += size
    return teu


def came(records: Records, service: str) -> list[tuple[float, float]]:
    """Arrivals of tramps that have left, with their boxes."""
    calls = rows(records, "calls", service=service)
    early = np.argsort(calls["arrived_h"])[:20]
    return list(zip(calls["arrived_h"][early].tolist(), calls["moves"][early].tolist(), strict=True))


def test_a_run_that_loses_a_ship_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PortBook, "depart", lambda self, stay: self.in_port.pop(stay))
    with pytest.raises(BalanceError, match="ships do not balance: 1 missing of 1"):
        run(one_terminal({"a": coming(0.0, 1.0)}))


def test_the_random_clusters_are_worth_looking_at() -> None:
    # What the properties above speak of happens in them: queues of each rule, gaps between ships, shared cranes.
    seen = {"waited": 0, "shared": 0, "stopped": 0, "turned away": 0, "rolled": 0, "transhipped": 0, "second quay": 0}

    @few
    @given(clusters())
    def look(raw: Raw) -> None:
        run = watched(raw)
        calls, cargo = run.records.tables["calls"].columns(), run.records.tables["consignments"].columns()
        seen["waited"] += int((calls["wait_berth_h"] > 0.0).sum())
        seen["turned away"] += int(calls["turned_away"].sum())
        seen["transhipped"] += int(calls["transhipped_teu"].sum())
        seen["rolled"] += int((cargo["rolls"] > 0).sum())
        seen["second quay"] += sum(run.records.entities[quay].id.endswith("q2") for quay in calls["quay"].tolist())
        for sharings in run.sharings.values():
            seen["stopped"] += sum(sharing.stopped for sharing in sharings)
            seen["shared"] += sum(len(works) > 1 and max(n for _, n, _ in works) > 1 for _, works in spans(sharings))

    look()
    assert min(seen.values()) >= 5, seen
