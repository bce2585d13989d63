"""Whether a run would ever end: ships, barges and consignments beyond counting are a wrong unit, said before it."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.scenario.case import Case
from portsim.scenario.laws import mean_of
from portsim.scenario.service import Tramp
from portsim.scenario.shape import field_at
from portsim.scenario.waterway import BargeTraffic

Keys = tuple[str | int, ...]
MOST = 20_000_000
"""Of one kind in a run; a million take some minutes."""
LARGEST, SMALLEST = 1e15, 1e-12
"""Beyond any quantity of a port in any unit, yet so that sums and products of many stay exact enough to balance."""


def check_numbers(case: Case) -> None:
    """Refuse numbers no port has, whose sums and ratios would overflow in a run: a wrong unit, a slip of the keys."""
    for path, node in case.root.leaves():
        number = node.value
        if type(number) not in (int, float) or number == 0 or SMALLEST <= abs(number) <= LARGEST:
            continue
        if not case.validated.is_whole(path):
            continue  # told already as what it is, not a number or beyond the limit of its field
        field = field_at(path, case.root)
        unit = f": check the unit, {field.unit}" if field and field.unit else ""
        case.error(
            path, f"{number:.3g} is too {'large' if abs(number) > 1.0 else 'small'} for anything in a port{unit}"
        )


def check_size(case: Case) -> None:
    """Refuse what would take days: too many arrivals of one service, stream or flow."""
    for where, n, what, unit in _arrivals(case):
        if n > MOST:
            case.error(where, f"{n:.2g} {what} in the run, of which {MOST:,} can be played: check the unit, {unit}")


def _arrivals(case: Case) -> Iterator[tuple[Keys, float, str, str]]:
    """Where it is said, how many there are in the run, of what, and the unit to check."""
    scenario = case.scenario
    year, n_years = scenario.clock.year, scenario.clock.n_years
    hours = n_years * 8766.0 + scenario.clock.warmup_days * 24.0
    years = hours / 8766.0
    for id, service in scenario.services.items():
        if isinstance(service, Tramp) and (gap_h := mean_of(service.interarrival_h)) > 0.0:
            where: Keys = ("services", id, "interarrival_h")
            at_mean = (*where, "exponential")
            yield at_mean if case.root.get(at_mean) else where, hours / gap_h, "ships", "h"
        elif isinstance(service, BargeTraffic):
            yield ("services", id, "annual_t"), years * _barges(case, service), "barges", "t"
    for id, stream in scenario.bulk.items():
        calls = sum(
            stream.calls_in(ship_class, year)
            for ship_class, parcel in stream.parcels.items()
            if mean_of(parcel.size) > 0.0  # told by the checks of laws
        )
        yield ("bulk", id), years * calls, "calls", "t"
    if scenario.demand is not None:
        mean_teu = scenario.cargo.mean_consignment_teu
        for id, flow in scenario.demand.flows.items():
            n = scenario.demand.factor * flow.annual_teu / (flow.mean_consignment_teu or mean_teu)
            yield ("demand", "flows", id), years * n, "consignments", "TEU"


def _barges(case: Case, traffic: BargeTraffic) -> float:
    """Round trips a year: the tonnes of the fullest year over those of a mean barge."""
    fleets = case.scenario.fleets
    if any(ship_class not in fleets or not fleets[ship_class].dwt_t for ship_class in traffic.mix):
        return 0.0  # told by the checks of waterways
    dwt_t = sum(share * (fleets[ship_class].dwt_t or 0.0) for ship_class, share in traffic.mix.items())
    a_trip_t = dwt_t * (traffic.load_out_share + traffic.load_back_share)
    return max(traffic.annual_t.values(), default=0.0) / a_trip_t if a_trip_t > 0.0 else 0.0
