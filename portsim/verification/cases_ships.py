"""Barges that turn round for ever against the machine-repair model, and the fuel of ships at sea by the cubic law."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from portsim.model.world import simulate
from portsim.verification.case import Case, Expected, Found
from portsim.verification.estimate import Interval, interval
from portsim.verification.files import SEED, scenario
from portsim.verification.theory import trips_of_closed_shuttle

BERTH_H, UNDER_WAY_H, YEAR_H = 2.0, 10.0, 8760.0
N_REPLICATIONS = 10
VOYAGES = {
    "450": (15.0, 4030.0 / 360.0, {"design_speed_kn": 12.0, "design_fuel_t_per_day": 18.8}, 228.935),
    "800": (9.0, 15.4954, {"design_speed_kn": 14.0, "design_fuel_t_per_day": 23.7}, 289.21),
}
"""By capacity in FFE: days at sea, speed in kn, fuel law of the class, fuel of the voyage in t."""


def cases() -> Iterator[Case]:
    """All cases of ships under way."""
    for n_barges in (2, 5, 10):
        trips = trips_of_closed_shuttle(n_barges, BERTH_H, UNDER_WAY_H)
        expected = (Expected("trips_per_h", trips, "machine_repair", 0.05),)
        look, cost = partial(look_at_shuttle, n_barges), 1.5 + 0.2 * n_barges
        yield Case(f"shuttle/{n_barges}", "shuttle", "shuttle", expected, look, True, cost, {"n": n_barges})
    for ffe, (days, speed_kn, _, fuel_t) in VOYAGES.items():
        burnt = (Expected("fuel_t", fuel_t, "cubic_law", 1e-4 * fuel_t, by_chance=False),)
        words = {"ffe": ffe, "days": f"{days:g}", "speed": f"{speed_kn:.2f}"}
        yield Case(f"fuel/{ffe}", "fuel", "fuel", burnt, partial(look_at_voyage, ffe), True, 0.5, words)


def look_at_shuttle(n_barges: int) -> Found:
    """Rounds ended an hour in the year after the warm-up."""
    described = scenario("shuttle", {"services.shuttle.n_vessels": n_barges})
    rates = []
    for replication in range(N_REPLICATIONS):
        records = simulate(described, SEED, replication)
        trips = records.tables["barge_trips"].columns()
        back = trips["outbound"] == 0
        rates.append(float((trips["discharged_h"][back] >= records.clock.end_h - YEAR_H).sum() / YEAR_H))
    return {"trips_per_h": interval(rates)}


def look_at_voyage(ffe: str) -> Found:
    """Mean fuel of the voyages home of a ship that is always on time and sails at one speed."""
    days, speed_kn, law, _ = VOYAGES[ffe]
    sets: dict[str, object] = {
        "links.lane.distance_nm": speed_kn * 24.0 * days,
        "fleets.feeder.speed_kn": speed_kn,
        "fleets.feeder.top_speed_kn": speed_kn,
        **{f"fleets.feeder.{name}": value for name, value in law.items()},
    }
    voyages = simulate(scenario("voyage", sets), SEED, 0).tables["voyages"].columns()
    home = voyages["crossing"] == -1
    return {"fuel_t": Interval(float(voyages["fuel_t"][home].mean()))}
