"""What charts draw that no measure holds: waits one by one, two weeks at the quays, days of a yard, journeys of cargo.

Records are read run by run and boiled down at once: a report needs the memory of one run however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

import numpy as np
import pandas as pd

from portsim.report.positions import Point, positions
from portsim.report.rows import rows, summed
from portsim.results.opening import Results

MOST_RUNS = 20
"""More runs would not change what is drawn from records, but take seconds each."""
CONVERGING = ("throughput_teu", "wait_h", "door_to_door_h")
PLAN_DAYS = 14
PLAN_FROM = (7, 1)
"""Month and day from which the berth plan is drawn: always the same, not chosen for what happened."""
FRAMES = 72
"""Hours of the animation on the page, which carries every place of every ship."""
_LEAST_CALLS = 20
_GRID = np.round(np.linspace(0.0, 1.0, 101), 2)
_KEYS: Mapping[str, list[str]] = {
    "waits": ["period", "entity", "share"],
    "quays": ["period", "entity"],
    "days": ["entity", "quantity", "date"],
    "journeys": ["period", "zone", "mode", "gateway", "market", "outbound"],
    "legs": ["period", "origin", "destination"],
    "costs": ["part"],
}


class Recorded(Mapping[str, pd.DataFrame]):
    """Tables of one option by name, each read when it is asked for: a page that draws one waits for no other.

    By name: the columns of the function of that name here, values being means over runs, with ``least`` and ``largest``
    (of the runs) and ``n`` (runs); ``plan`` is that of the first run. Tables are not there if no run kept the records.

    Parameters
    ----------
    results
        The opened results folder.
    option
        Label of the scenario.
    port_of
        Port of each terminal.
    year, n_years
        Reported years.
    known
        Tables that are there already.
    places
        Longitude and latitude of ports, for ``positions``.
    """

    def __init__(
        self,
        results: Results,
        option: str,
        port_of: Mapping[str, str],
        year: int,
        n_years: int,
        known: Mapping[str, pd.DataFrame],
        places: Mapping[str, Point],
    ) -> None:
        self._results, self._option, self._read = results, option, dict(known)
        runs = [run for run in results.runs if run.option == option]
        if not runs:
            self._sources: dict[str, Callable[[], pd.DataFrame]] = {}
            return
        start = datetime.fromisoformat(runs[0].manifest["start"])
        years = [str(year + number) for number in range(n_years)]
        boil: dict[str, tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
            "waits": ("calls", lambda calls: waits(calls, start, years)),
            "quays": ("calls", lambda calls: quays(calls, start, years)),
            "days": ("levels", lambda levels: days(levels, start, years, port_of)),
            "journeys": ("consignments", lambda cargo: journeys(cargo, start, years)),
            "legs": ("voyages", lambda voyages: legs(voyages, start, years)),
            "costs": ("choices", costs),
        }
        self._sources = {name: partial(self._gathered, name, *how) for name, how in boil.items()}
        self._sources["plan"] = lambda: self._plan(start, datetime(year, *PLAN_FROM))
        self._sources["positions"] = lambda: self._positions(start, datetime(year, *PLAN_FROM), places)
        self._sources["replications"] = lambda: replications(results, option)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A table.

        Raises
        ------
        KeyError
            No run kept what it is made of.
        """
        if name not in self._read:
            self._read[name] = self._sources[name]()
        if not len(self._read[name]):
            raise KeyError(name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in dict.fromkeys([*self._sources, *self._read]) if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _gathered(self, name: str, table: str, boil: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
        parts = [boil(frame) for frame in self._results.one_by_one(table, self._option, MOST_RUNS)]
        return over_runs(parts, _KEYS[name])

    def _plan(self, start: datetime, first_day: datetime) -> pd.DataFrame:
        first = next(self._results.one_by_one("calls", self._option, 1), None)
        return plan(first, start, first_day) if first is not None else pd.DataFrame()

    def _positions(self, start: datetime, first_day: datetime, places: Mapping[str, Point]) -> pd.DataFrame:
        calls, voyages = (next(self._results.one_by_one(name, self._option, 1), None) for name in ("calls", "voyages"))
        if calls is None or voyages is None or not places:
            return pd.DataFrame()
        return positions(calls, voyages, places, start, first_day, FRAMES)


def replications(results: Results, option: str) -> pd.DataFrame:
    """The yearly values of the cluster by which convergence is shown, replication by replication in their order.

    Returns
    -------
    Columns measure, unit, entity, period, run, value.
    """
    measures = results.measures(option, CONVERGING)
    kept = measures["entity"] == "cluster"
    mine = measures[kept & (measures["period"].str.len() == len("2025"))]
    columns = ["measure", "unit", "entity", "period", "run", "value"]
    return mine[columns].astype(dict.fromkeys(columns[:-1], str)).reset_index(drop=True)


def over_runs(parts: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Mean, least and largest value of the runs by the keys; what a run lacks counts as 0 there.

    Parameters
    ----------
    parts
        One table per run, columns `keys` and ``value``, each key once.
    """
    if not parts:
        return pd.DataFrame(columns=[*keys, "value", "least", "largest", "n"])
    wide = pd.concat([part.set_index(keys)["value"] for part in parts], axis=1).fillna(0.0)
    table = pd.DataFrame({"value": wide.mean(axis=1), "least": wide.min(axis=1), "largest": wide.max(axis=1)})
    return table.assign(n=len(parts)).reset_index()


def waits(calls: pd.DataFrame, start: datetime, years: list[str]) -> pd.DataFrame:
    """Waiting time that a share of the calls does not exceed, by port and year, ships turned away left out.

    Returns
    -------
    Columns period, entity (port), share (0, 0.01 ... 1), value (h). A port needs 20 calls.
    """
    kept = calls.loc[~calls["turned_away"].astype(bool), ["port", "unberthed_h", "wait_h"]]
    kept = kept.assign(period=_years(kept["unberthed_h"], start))
    parts = []
    for period in years:
        of_year = kept[kept["period"] == period]
        for port in sorted(set(of_year["port"].astype(str))):
            hours = of_year.loc[of_year["port"] == port, "wait_h"].to_numpy()
            if len(hours) >= _LEAST_CALLS:
                spread = {"period": period, "entity": port, "share": _GRID, "value": np.quantile(hours, _GRID)}
                parts.append(pd.DataFrame(spread))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*_KEYS["waits"], "value"])


def quays(calls: pd.DataFrame, start: datetime, years: list[str]) -> pd.DataFrame:
    """Mean metres of quay (or berths) a ship takes, by terminal and year.

    Returns
    -------
    Columns period, entity (terminal), value (m; 1 at discrete berths).
    """
    kept = calls.loc[~calls["turned_away"].astype(bool), ["terminal", "unberthed_h", "occupied"]]
    kept = kept.assign(period=_years(kept["unberthed_h"], start), entity=kept["terminal"].astype(str))
    means = kept[kept["period"].isin(years)].groupby(["period", "entity"])["occupied"].mean()
    return means.rename("value").reset_index()


def plan(calls: pd.DataFrame, start: datetime, first_day: datetime, n_days: int = PLAN_DAYS) -> pd.DataFrame:
    """Stays at the quays in a stretch of days of one run, with the row each is drawn in.

    The records hold how many metres a ship takes, not where she lies: rows are filled from the top, each ship in the
    first row that is free, so that their number is the greatest number of ships alongside at once.

    Returns
    -------
    Columns port, terminal, quay, service, row (from 0 at each quay), berthed, unberthed (local times), teu.
    """
    begin, end = (first_day - start) / timedelta(hours=1), (first_day - start) / timedelta(hours=1) + 24.0 * n_days
    mine = ~calls["turned_away"].astype(bool) & (calls["berthed_h"] < end) & (calls["unberthed_h"] > begin)
    boxes = ["discharged_laden_teu", "discharged_empty_teu", "loaded_laden_teu", "loaded_empty_teu"]
    shown = calls.loc[mine].sort_values("berthed_h", kind="stable")
    places = rows(shown, "port", "terminal", "quay", "service")
    hours = rows(shown, "berthed_h", "unberthed_h")
    free: dict[str, list[float]] = {}
    stays = []
    for place, (berthed_h, unberthed_h), teu in zip(places, hours, shown[boxes].sum(axis=1).tolist(), strict=True):
        ends = free.setdefault(str(place[2]), [])
        row = next((n for n, until in enumerate(ends) if until <= berthed_h), len(ends))
        ends[row : row + 1] = [unberthed_h]
        moments = (start + timedelta(hours=berthed_h), start + timedelta(hours=unberthed_h))
        stays.append((*(str(name) for name in place), row, *moments, int(teu)))
    return pd.DataFrame(stays, columns=["port", "terminal", "quay", "service", "row", "berthed", "unberthed", "teu"])


def days(levels: pd.DataFrame, start: datetime, years: list[str], port_of: Mapping[str, str]) -> pd.DataFrame:
    """Ships waiting and boxes in the yard by port and day, terminals added up, within the reported years.

    Returns
    -------
    Columns entity (port), quantity (``ships_waiting``, ``yard_teu``), date (``2025-01-31``), value.
    """
    kept = levels.loc[levels["quantity"].isin(["ships_waiting", "yard_teu"])]
    moments = pd.Timestamp(start) + pd.to_timedelta(kept["start_h"], unit="h")
    kept = pd.DataFrame(
        {
            "entity": kept["entity"].astype(str).map(port_of),
            "quantity": kept["quantity"].astype(str),
            "date": moments.dt.strftime("%Y-%m-%d"),
            "value": kept["mean"],
        }
    )
    kept = kept[kept["date"].str[:4].isin(years)]
    return summed(kept, "entity", "quantity", "date")


def journeys(cargo: pd.DataFrame, start: datetime, years: list[str]) -> pd.DataFrame:
    """Laden TEU delivered by zone, inland mode, gateway and market; market to market is left out.

    Returns
    -------
    Columns period, zone, mode, gateway, market, outbound, value (TEU).
    """
    kept = cargo.loc[cargo["gateway"].notna() & cargo["delivered_h"].notna()]
    keys = ["origin", "destination", "mode", "gateway", "outbound"]
    sums = kept[keys].assign(period=_years(kept["delivered_h"], start), value=kept["teu"].astype(float))
    sums = sums[sums["period"].isin(years)]
    # names are told once for each relation, not for each of some hundred thousand consignments
    sums = sums.groupby(["period", *keys], observed=True, dropna=False)["value"].sum().reset_index()
    out = sums["outbound"].to_numpy(bool)
    origin, destination, mode, gateway, period = (
        sums[name].astype(str).astype(object) for name in ("origin", "destination", "mode", "gateway", "period")
    )
    table = pd.DataFrame(
        {
            "period": period,
            "zone": np.where(out, origin, destination),
            "mode": mode,
            "gateway": gateway,
            "market": np.where(out, destination, origin),
            "outbound": out,
            "value": sums["value"],
        }
    )
    return summed(table, *_KEYS["journeys"])


def legs(voyages: pd.DataFrame, start: datetime, years: list[str]) -> pd.DataFrame:
    """TEU carried on each sea leg, laden and empty, by year.

    Returns
    -------
    Columns period, origin, destination, value (TEU).
    """
    table = pd.DataFrame(
        {
            "period": _years(voyages["departed_h"], start),
            "origin": voyages["origin"].astype(str),
            "destination": voyages["destination"].astype(str),
            "value": voyages["laden_teu"].astype(float) + voyages["empty_teu"].astype(float),
        }
    )
    table = table[table["period"].isin(years)]
    return summed(table, *_KEYS["legs"])


COST_PARTS = ("inland", "onward", "time")
"""Parts of what a TEU costs from door to door, in the order of the journey; the last is no money."""


def costs(choices: pd.DataFrame) -> pd.DataFrame:
    """Mean cost of the ways that the cargo of the hinterland chooses, by part, cargo past the cluster included.

    Returns
    -------
    Columns part (``inland``: way to the gateway; ``onward``: handling, sea freight, tolls, charges of rules less
    subsidies; ``time``: worth of time, waiting and uncertainty), value (CNY per TEU). Empty for results of a portsim
    that did not write down the inland part.
    """
    if "inland_cny" not in choices:
        return pd.DataFrame(columns=["part", "value"])
    teu = (choices["share"] * choices["teu_per_year"]).where(choices["gateway"].notna(), 0.0).fillna(0.0)
    taken = choices[teu > 0.0].assign(teu=teu[teu > 0.0])
    if not len(taken):
        return pd.DataFrame(columns=["part", "value"])
    parts = {
        "inland": taken["inland_cny"],
        "onward": taken["money_cny"] - taken["inland_cny"],
        "time": taken["cost_cny"] - taken["money_cny"],
    }
    means = [float((taken["teu"] * parts[part]).sum() / taken["teu"].sum()) for part in COST_PARTS]
    return pd.DataFrame({"part": COST_PARTS, "value": means})


def _years(hours: pd.Series, start: datetime) -> pd.Series:
    """The civil year of each moment from `start` on, as text; None where there is no moment."""
    moments = hours.to_numpy(dtype=float)
    last = start + timedelta(hours=float(np.nanmax(moments))) if np.isfinite(moments).any() else start
    years = range(start.year, last.year + 1)
    begins = [(datetime(year, 1, 1) - start) / timedelta(hours=1) for year in years[1:]]
    places = np.where(np.isfinite(moments), np.searchsorted(begins, moments, side="right"), -1)
    return pd.Series(np.array([*map(str, years), None], dtype=object)[places], index=hours.index, dtype=object)
