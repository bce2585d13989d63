"""How full ships and trains go: load factors and departures of liner services and block trains.

A sea leg or a train counts in the period of its departure.
"""

from __future__ import annotations

import numpy as np

from portsim.results.definition import Measure, MeasureTable
from portsim.results.record_columns import BOXES, GROUPS
from portsim.results.view import Floats, Ints, View, ratio

LEG_LOAD = Measure(
    "leg_load_share", "share", "load factor by leg", "分航段装载率",
    "TEU aboard, laden + empty, over slots on one leg of a service; entity `service:origin>destination`.",
    "航线某一航段的在船箱量（重箱加空箱）与舱位之比；对象为 `航线:起点>终点`。",
)  # fmt: skip
LEG_LEFT = Measure(
    "leg_rolled_teu", "TEU", "left behind by leg", "分航段甩箱量",
    "Laden TEU left behind at the origin of a leg by sailings of the service they were due for; entity "
    "`service:origin>destination`, legs on which nothing was left behind have no row.",
    "航线某一航段起点未能装上应装航次的重箱；对象为 `航线:起点>终点`，无甩箱的航段不列。",
)  # fmt: skip
SERVICE_LOAD = Measure(
    "service_load_share", "share", "load factor of the service", "航线装载率",
    "TEU aboard, laden + empty, over slots, on the sea legs between a modelled and an external port; on all legs for a "
    "service that stays inside the cluster.",
    "群内港与群外港之间航段的在船箱量（重箱加空箱）与舱位之比；只在群内运行的航线取全部航段。",
)  # fmt: skip
LOAD = Measure(
    "load_share", "share", "load factor by market group", "分航区装载率",
    "As the load factor of a service, over all services that call at the port, by market group and direction; entity "
    "`port:group:out` or `port:group:in`.",
    "口径同航线装载率，汇总挂靠该港的全部航线，按航区和方向统计；对象为“港:航区:out（出）或 in（进）”。",
)  # fmt: skip
SAILINGS = Measure(
    "service_n_sailings", "1", "sailings", "航次数",
    "Departures of the service from the first port of its rotation.",
    "航线从首港开出的航次数。",
)  # fmt: skip
FUEL = Measure(
    "fuel_t", "t", "fuel at sea", "海上燃油消耗",
    "Fuel of the ships of liner services at sea, by the cube of their speed, on the legs whose fuel is known; not that "
    "of the time in port, of tramps, bulk ships and ferries.",
    "班轮船舶海上航行的燃油消耗（按航速三次方计算，仅计油耗已知的航段），不含在港、不定期船、散货船和渡船。",
)  # fmt: skip
SEA_RAIL = Measure(
    "sea_rail_teu", "TEU", "sea-rail", "海铁联运量",
    "TEU on block trains to and from the port, laden + empty. By year and month.",
    "进出港口集装箱班列的箱量，重箱加空箱。按年和月统计。",
)  # fmt: skip
RAIL = Measure(
    "rail_share", "share", "rail share", "铁路集疏运比例",
    "TEU on block trains to and from the port over its gateway throughput.",
    "进出港口班列箱量占腹地吞吐量的比例。",
)  # fmt: skip
TRAIN_LOAD = Measure(
    "train_load_share", "share", "load factor of trains", "班列装载率",
    "TEU aboard, laden + empty, over capacity of the trains that ran, both directions.",
    "开行班列的在车箱量（重箱加空箱）与运能之比，双向合计。",
)  # fmt: skip
TRAINS_PER_DAY = Measure(
    "trains_per_day", "1/day", "trains a day", "日均班列数",
    "Block trains that departed, both directions, over the days of the period.",
    "开行班列数（双向合计）除以统计期天数。",
)  # fmt: skip

MEASURES = (SERVICE_LOAD, LEG_LOAD, LEG_LEFT, LOAD, SAILINGS, FUEL, SEA_RAIL, RAIL, TRAIN_LOAD, TRAINS_PER_DAY)
_DIRECTIONS = (("out", 1), ("in", -1))


def compute(view: View, table: MeasureTable) -> None:
    """Add the measures of liner services and trains."""
    _add_ships(view, table)
    _add_trains(view, table)


def _add_ships(view: View, table: MeasureTable) -> None:
    legs = view.records.tables["voyages"].columns()
    service, departed, crossing = legs["service"], legs["departed_h"], legs["crossing"]
    aboard = (legs["laden_teu"] + legs["empty_teu"]).astype(float)
    slots = legs["capacity_teu"].astype(float)
    liners = np.unique(service).astype(np.intp)
    crosses = np.zeros(view.n, dtype=bool)
    crosses[service[crossing != 0]] = True
    critical = (crossing != 0) | ~crosses[service]
    parts = (view.total(service, departed, np.where(critical, teu, 0.0), view.years)[liners] for teu in (aboard, slots))
    table.add(SERVICE_LOAD, view.names(liners), view.years.names, ratio(*parts))
    sailings = view.total(service, departed, ((legs["leg"] == 0) & (slots > 0)).astype(float), view.years)[liners]
    table.add(SAILINGS, view.names(liners), view.years.names, sailings)

    _add_legs(view, table)
    _add_fuel(view, table, liners)
    calls_at = _calls_at(view, service, legs["origin"])
    for code, group in enumerate(GROUPS[:-1]):
        for direction, sign in _DIRECTIONS:
            here = (crossing == sign) & (legs["group"] == code)
            of_port: list[Floats] = []
            for teu in (aboard, slots):
                by_service = view.total(service[here], departed[here], teu[here], view.years)
                of_port.append(calls_at @ by_service)
            names = [f"{port}:{group}:{direction}" for port in view.names(view.ports)]
            table.add(LOAD, names, view.years.names, ratio(*of_port))


def _add_legs(view: View, table: MeasureTable) -> None:
    legs = view.records.tables["voyages"].columns()
    ends = np.column_stack([legs["service"], legs["origin"], legs["destination"]])
    there, number = np.unique(ends, axis=0, return_inverse=True)
    number = number.reshape(-1)
    names = [f"{view.ids[a]}:{view.ids[b]}>{view.ids[c]}" for a, b, c in there.tolist()]
    year = view.years.index(legs["departed_h"])
    inside = year >= 0

    def total(values: Floats | Ints) -> Floats:
        sums = np.zeros((len(there), len(view.years)))
        np.add.at(sums, (number[inside], year[inside]), values[inside].astype(float))
        return sums

    aboard, slots, left = (
        total(values)
        for values in (legs["laden_teu"] + legs["empty_teu"], legs["capacity_teu"], legs["left_laden_teu"])
    )
    table.add(LEG_LOAD, names, view.years.names, ratio(aboard, slots))
    some = np.flatnonzero(np.any(left > 0.0, axis=1))
    table.add(LEG_LEFT, [names[i] for i in some.tolist()], view.years.names, left[some])


def _add_fuel(view: View, table: MeasureTable, liners: Ints) -> None:
    legs = view.records.tables["voyages"].columns()
    fuel = legs["fuel_t"].astype(float)
    known = np.isfinite(fuel)
    if not known.any():
        return
    burnt = view.total(legs["service"][known], legs["departed_h"][known], fuel[known], view.years)
    burning = np.intersect1d(liners, legs["service"][known]).astype(np.intp)
    table.add(FUEL, view.names(burning), view.years.names, burnt[burning])
    table.add(FUEL, ["cluster"], view.years.names, burnt.sum(axis=0, keepdims=True))


def _calls_at(view: View, service: Ints, origin: Ints) -> Floats:
    """1 where the service (column) calls at the modelled port (row)."""
    called = np.zeros((view.n, view.n))
    called[origin, service] = 1.0
    return called[view.ports]


def _add_trains(view: View, table: MeasureTable) -> None:
    trains = view.records.tables["trains"].columns()
    service, departed = trains["service"], trains["departed_h"]
    port = view.port_of[service]
    aboard = (trains["laden_teu"] + trains["empty_teu"]).astype(float)
    relations = view.names(np.unique(service).astype(np.intp))
    if not relations:
        return
    names = [*relations, *view.ports_and_cluster]

    def by_name(weight: Floats) -> Floats:
        own = view.total(service, departed, weight, view.years)[[view.position[name] for name in relations]]
        return np.vstack([own, view.by_port(port, departed, weight, view.years)])

    n_trains, teu = by_name(np.ones(len(service))), by_name(aboard)
    table.add(TRAIN_LOAD, names, view.years.names, ratio(teu, by_name(trains["capacity_teu"].astype(float))))
    table.add(TRAINS_PER_DAY, names, view.years.names, n_trains * 24.0 / view.years.hours)
    sea_rail = view.by_port(port, departed, aboard, view.years)
    table.add(SEA_RAIL, view.ports_and_cluster, view.years.names, sea_rail)
    sea_rail_months = view.by_port(port, departed, aboard, view.months)
    table.add(SEA_RAIL, view.ports_and_cluster, view.months.names, sea_rail_months)
    calls = view.records.tables["calls"].columns()
    boxes = sum(calls[name].astype(float) for name in BOXES)
    gateway = view.by_port(calls["port"], calls["unberthed_h"], boxes - calls["transhipped_teu"], view.years)
    table.add(RAIL, view.ports_and_cluster, view.years.names, ratio(sea_rail, gateway))
