"""Random small clusters: one or two ports, two markets, a few services, all kinds of rules, everything up to chance."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from hypothesis import Phase, seed, settings
from hypothesis import strategies as st
from small_clusters import Raw, scenario_of

from portsim.model.kernel import Kernel
from portsim.model.port.call import Stay
from portsim.model.port.cranes import CranePool, Work
from portsim.model.world import World
from portsim.results.records import Records
from portsim.streams import Streams

SEED, REPLICATION = 7, 0


def few(test: Callable[..., None], max_examples: int = 25) -> Callable[..., None]:
    """Look at 25 random clusters, the same for all tests so decorated: each is simulated once for all of them.

    A cluster that fails is shown as it is: to make it smaller takes hundreds of runs.
    """
    phases = (Phase.explicit, Phase.generate)
    return seed(2025)(settings(max_examples=max_examples, phases=phases, deadline=None, database=None)(test))


very_few = partial(few, max_examples=10)
"""The first ten of them, for tests that simulate a second time."""


def numbers(low: float, high: float, places: int = 1) -> st.SearchStrategy[float]:
    return st.integers(round(low * 10**places), round(high * 10**places)).map(lambda n: n / 10**places)


def rules() -> st.SearchStrategy[Raw]:
    """Who berths next."""
    return st.fixed_dictionaries({
        "queue": st.sampled_from(["first_come", "shortest", "priority"]), "overtaking": st.booleans(),
        "mooring_h": st.sampled_from([0.0, 1.0]),
    })  # fmt: skip


@st.composite
def quays(draw: st.DrawFn) -> Raw:
    described: Raw = {"q1": {"length_m": draw(numbers(215, 600, 0)), "clearance_m": draw(numbers(0, 30, 0))}}
    if draw(st.booleans()):
        described["q2"] = {"n_berths": draw(st.integers(1, 2)), "depth_m": draw(st.sampled_from([8.0, 16.0]))}
    return described


@st.composite
def terminals(draw: st.DrawFn) -> Raw:
    """A container terminal."""
    by_day = draw(st.sampled_from([{}, {}, {"work_from_hour": 6.0, "work_to_hour": 22.0}]))
    return draw(rules()) | {
        "quays": draw(quays()),
        "cranes": {
            "n": draw(st.integers(1, 5)), "moves_per_h": draw(numbers(15, 35)),
            "interference_exponent": draw(st.sampled_from([1.0, 0.9, 0.7])),
            "spacing_m": draw(st.sampled_from([30.0, 60.0])),
        } | by_day,
        "yard": {
            "capacity_teu": 10_000_000,  # never full: what a full yard does is tested by hand
            "cutoff_h": draw(numbers(0, 36, 0)), "connection_h": draw(numbers(0, 36, 0)),
        },
        "teu_per_box": draw(st.sampled_from([1.0, 1.6])),
    }  # fmt: skip


@st.composite
def jetties(draw: st.DrawFn) -> Raw:
    """A terminal of tramps alone, which may send ships away."""
    return draw(rules()) | {"quays": draw(quays()), "waiting_room": draw(st.sampled_from([0, 1, 3]))}


@st.composite
def approaches(draw: st.DrawFn) -> Raw:
    """The way into a port: free, or with a channel, a pilot and storms."""
    hours = {"inbound_h": draw(st.sampled_from([0.0, 1.5])), "outbound_h": draw(st.sampled_from([0.0, 1.0]))}
    if not draw(st.booleans()):
        return hours
    storms = {"monthly_events": [1.0] * 12, "duration_h": {"exponential": 12.0}}
    return hours | {
        "channels": {"fairway": {"length_km": 20.0, "depth_m": 18.0, "separation_h": draw(numbers(0, 1))}},
        "pilots": {"n": draw(st.integers(1, 2)), "return_h": 1.0},
        "weather": {"storm": storms | {"stops": draw(st.sampled_from(["access", "cranes", "all"]))}},
    }


@st.composite
def liners(draw: st.DrawFn, rotation: list[str]) -> Raw:
    return {
        "kind": "liner", "rotation": rotation, "ship_class": draw(st.sampled_from(["small", "large"])),
        "sailings_per_week": draw(st.sampled_from([0.5, 1, 2, 3.5])), "phase_h": draw(numbers(0, 167)),
        "lateness_h": {"normal": {"mean": draw(numbers(-3, 6)), "sd": draw(numbers(1, 30))}},
        "restow_share": draw(st.sampled_from([0.0, 0.05])), "port_stay_h": draw(numbers(8, 36)),
        "window_h": draw(st.sampled_from([4.0, 24.0])),
    }  # fmt: skip


def visitors(terminal: str, gap_h: float, **more: Any) -> Raw:
    return {
        "kind": "tramp", "ship_class": "small", "port": "east", "terminal": terminal,
        "interarrival_h": {"exponential": gap_h},
    } | more  # fmt: skip


@st.composite
def all_services(draw: st.DrawFn, ports: list[str]) -> Raw:
    stops = [f"{port}/t" for port in ports]
    services: Raw = {
        "home": draw(liners([*stops, "coast"])),
        "far": draw(liners([*draw(st.permutations(stops)), "island"])),
        "home_two": draw(liners(["east/t", "coast"])),
    }
    if len(ports) > 1 and draw(st.booleans()):
        services["shuttle"] = draw(liners(stops))
    boxes = {"gamma": {"mean": 150.0, "sd": 90.0}}
    services["visits"] = visitors("t", draw(numbers(30, 200)), call_size_teu=boxes)
    services["guests"] = visitors("u", draw(numbers(8, 60)), work_h={"erlang": {"k": 2, "mean": 20.0}})
    services["train"] = {
        "kind": "train", "zone": "valley", "port": "east", "terminal": "t",
        "departures_per_week": draw(st.sampled_from([1, 3.5, 7])), "capacity_teu": draw(st.integers(20, 100)),
        "running_h": 20,
    }  # fmt: skip
    return services


@st.composite
def all_links(draw: st.DrawFn, ports: list[str]) -> Raw:
    links: Raw = {
        f"road_{zone}_{port}": {"mode": "road", "origin": zone, "destination": port, "distance_km": 100, "time_h": 4.0}
        for zone in ("shore", "valley")
        for port in ports
    }
    places = [*ports, "coast", "island"]
    for i, here in enumerate(places):
        for there in places[i + 1 :]:
            links[f"sea_{here}_{there}"] = {
                "mode": "sea", "origin": here, "destination": there, "distance_nm": draw(st.integers(100, 1500)),
            }  # fmt: skip
    return links


@st.composite
def demands(draw: st.DrawFn, ports: list[str], services: Raw, fleets: Raw) -> Raw:
    """Cargo of a tenth to one and a half of the slots of one service."""

    def slots(service: str) -> float:
        return fleets[services[service]["ship_class"]]["capacity_teu"] * services[service]["sailings_per_week"]

    flows, routes = {}, {}
    for market, service in (("domestic", "home"), ("overseas", "far")):
        for zone in ("shore", "valley"):
            for origin, destination in ((zone, market), (market, zone)):
                teu = 52.0 * slots(service) * draw(numbers(0.05, 0.75, 2))
                flows[f"{origin}_{destination}"] = {"origin": origin, "destination": destination, "annual_teu": teu}
            rail = 0.4 if zone == "valley" else 0.0
            pair = {"zone": zone, "market": market}
            for port in ports:
                share = (1.0 - rail) / len(ports)
                routes[f"{zone}_{market}_{port}"] = pair | {"gateway": port, "mode": "road", "share": share}
            if rail:
                routes[f"{zone}_{market}_rail"] = pair | {"gateway": "east", "mode": "rail", "share": rail}
    across = 52.0 * 0.2 * min(slots("home"), slots("far"))
    flows["across"] = {"origin": "domestic", "destination": "overseas", "annual_teu": across, "hub": "east"}
    return {"year": 2025, "flows": flows, "routes": routes}


@st.composite
def clusters(draw: st.DrawFn) -> Raw:
    """A whole random scenario."""
    ports = ["east", "west"] if draw(st.booleans()) else ["east"]
    modelled: Raw = {port: {"terminals": {"t": draw(terminals())}} | draw(approaches()) for port in ports}
    modelled["east"]["terminals"]["u"] = draw(jetties())
    fleets = {
        "small": {"capacity_teu": draw(st.integers(60, 300)), "loa_m": 125, "draught_m": 7},
        "large": {
            "capacity_teu": draw(st.integers(200, 800)), "loa_m": 185, "draught_m": 9, "payload_t_per_slot": 8.0,
        },
    }  # fmt: skip
    services = draw(all_services(ports))
    return {
        "format": 1, "name": "random", "clock": {"year": 2025, "warmup_days": draw(st.sampled_from([0, 14]))},
        "zones": {"shore": {}, "valley": {}},
        "markets": {"domestic": {"group": "domestic"}, "overseas": {"group": "asean"}},
        "ports": modelled | {"coast": {"market": "domestic"}, "island": {"market": "overseas", "stay_h": 30}},
        "links": draw(all_links(ports)),
        "fleets": fleets,
        "services": services,
        "cargo": {
            "mean_consignment_teu": draw(st.sampled_from([5.0, 20.0])), "rolls_before_switch": draw(st.integers(0, 3)),
            "common_line_share": draw(st.sampled_from([0.0, 0.2, 5.0])),
        },
        "demand": draw(demands(ports, services, fleets)),
    }  # fmt: skip


class Sharing(NamedTuple):
    """The cranes of a terminal just shared out: hour, whether they stand still, and (ship, cranes, moves left)."""

    hour: float
    stopped: bool
    works: list[tuple[Work, int, float]]


@dataclass
class Watched:
    """A run that was looked at while it went.

    Attributes
    ----------
    stays
        All calls, ended or not, in order of arrival.
    sharings
        Each sharing out of cranes, by path of the terminal.
    moves
        Moves of all works begun, by work.
    yards
        Hourly stock of each yard and depot.
    """

    records: Records
    stays: list[Stay]
    sharings: dict[str, list[Sharing]] = field(default_factory=dict)
    moves: dict[Work, float] = field(default_factory=dict)
    yards: list[np.ndarray] = field(default_factory=list)


def _watch(pool: CranePool, sharings: list[Sharing], moves: dict[Work, float]) -> None:
    share_out, begin = pool._share_out, pool.begin

    def noted() -> None:
        share_out()
        stopped = pool._weather_stops or pool._off_hours
        sharings.append(Sharing(pool._env.now, stopped, [(work, work._n, work.left) for work in pool._works]))

    def noted_begin(n_moves: float, loa_m: float) -> Work:
        work = begin(n_moves, loa_m)
        moves[work] = n_moves
        return work

    pool._share_out = noted
    pool.begin = noted_begin


@lru_cache(maxsize=32)
def _watched(text: str) -> Watched:
    world = World(scenario_of(json.loads(text)), Streams(SEED, REPLICATION), Kernel())
    stays: list[Stay] = []
    arrive = world.book.arrive

    def noted(*args: Any) -> Stay:
        stays.append(arrive(*args))
        return stays[-1]

    world.book.arrive = noted
    seen = Watched(world.records, stays)
    for id, port in world.ports.items():
        for terminal_id, terminal in port.terminals.items():
            if terminal.cranes is not None:
                _watch(terminal.cranes, seen.sharings.setdefault(f"{id}/{terminal_id}", []), seen.moves)
    world.run()
    for port in world.ports.values():
        seen.yards.append(port.depot.hourly())
        yards = [terminal.yard for terminal in port.terminals.values() if terminal.yard]
        for yard in yards:
            seen.yards += yard.hourly(np.zeros(len(seen.yards[-1])))
    return seen


def watched(raw: Raw) -> Watched:
    """Run a random cluster and look on; like runs are kept."""
    return _watched(json.dumps(raw))
