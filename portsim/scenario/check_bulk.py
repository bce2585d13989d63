"""Checks of bulk: do the ships of a stream fit, is there somebody to work them, and room for what they bring."""

from __future__ import annotations

from portsim.scenario.bulk import BulkStream, Onward
from portsim.scenario.case import Case
from portsim.scenario.check_services import check_berth, modelled_stop
from portsim.scenario.laws import Empirical, Triangular, Uniform
from portsim.scenario.port import Terminal
from portsim.scenario.service import Stop
from portsim.scenario.storage import Stockyard

Keys = tuple[str | int, ...]
_TOLERANCE = 1e-6
DAYS_PER_YEAR = 365.0


def check_bulk(case: Case) -> None:
    """All streams, and the stockyards they share."""
    landed: dict[Stop, list[str]] = {}
    for name, stream in case.scenario.bulk.items():
        stop = _Stream(case, name, stream).check()
        if stop is not None and stream.unit == "t" and stream.direction != "load":
            landed.setdefault(stop, []).append(name)
    for stop, names in landed.items():
        _check_outflow(case, stop, names)


class _Stream:
    """One stream under examination."""

    def __init__(self, case: Case, name: str, stream: BulkStream) -> None:
        self.case = case
        self.name = name
        self.stream = stream
        self.where: Keys = ("bulk", name)

    def check(self) -> Stop | None:
        """All of it; the terminal it calls at, where that can be told."""
        case, stream = self.case, self.stream
        self._check_shares()
        stop = modelled_stop(case, stream.port, stream.terminal, self.where)
        terminal = case.scenario.ports[stop.port].terminals[stop.terminal] if stop else None
        for class_id, parcel in stream.parcels.items():
            where = (*self.where, "parcels", class_id)
            known = case.knows(class_id, where, "ship class", case.scenario.fleets, ("fleets",))
            if known and stop is not None and terminal is not None:
                check_berth(case, case.scenario.fleets[class_id], stop, terminal, where)
            self._check_size(class_id, parcel.size, terminal, stop)
        if stop is not None and terminal is not None:
            self._check_work(stop, terminal)
        return stop

    def _check_shares(self) -> None:
        stream = self.stream
        if self.case.is_whole(*map(str, self.where), "parcels"):
            total = sum(parcel.share for parcel in stream.parcels.values())
            self._say_sum("parcels", total, "the shares of the ship classes")
        if stream.onward is not None and self.case.is_whole(*map(str, self.where), "onward"):
            total = sum(getattr(stream.onward, mode) for mode in Onward.model_fields)
            self._say_sum("onward", total, "the shares of the modes")

    def _say_sum(self, field: str, total: float, what: str) -> None:
        if abs(total - 1.0) > _TOLERANCE:
            self.case.error((*self.where, field), f"{what} add up to {total:.6g}, not to 1")

    def _check_size(self, class_id: str, size: object, terminal: Terminal | None, stop: Stop | None) -> None:
        """A parcel has an upper end, is more than nothing, and finds room ashore."""
        case, unit = self.case, self.stream.unit
        path = (*self.where, "parcels", class_id, "size")
        most = largest(size)
        if most is None:
            case.error(path, "a parcel needs an upper end: a number, uniform, triangular or empirical")
            return
        if most < 1.0:
            case.error(path, f"at most {most:g} {unit}: a parcel is at least 1")
            return
        ship = case.scenario.fleets.get(class_id)
        if unit == "t" and ship is not None and ship.dwt_t is not None and most > ship.dwt_t:
            case.error(path, f"up to {most:g} t in a ship of {ship.dwt_t:g} t deadweight (dwt_t of {class_id})")
        if terminal is None or terminal.stockyard is None or stop is None or self._lands_none:
            return
        room, lands = terminal.stockyard.capacity_t, most if self.stream.direction == "discharge" else most / 2.0
        if lands > room:
            case.error(
                path,
                f"ships land up to {lands:g} t, the stockyard of {stop.port}/{stop.terminal} has room for {room:g} t",
            )

    @property
    def _lands_none(self) -> bool:
        return self.stream.unit != "t" or self.stream.direction == "load"

    def _check_work(self, stop: Stop, terminal: Terminal) -> None:
        """Somebody works the ships; unloaders or a law that were left out for a mistake count."""
        stream, place = self.stream, f"{stop.port}/{stop.terminal}"
        whole = self.case.is_whole(*map(str, self.where), "work_h")
        if stream.work_h is not None or not whole:
            return
        if stream.unit != "t":
            self.case.error(self.where, f"missing work_h: no unloaders work {stream.cargo}")
        elif terminal.unloaders is None and self.case.is_whole(
            "ports", stop.port, "terminals", stop.terminal, "unloaders"
        ):
            self.case.error(
                (*self.where, "port"), f"{place} has no unloaders; give it unloaders, or the stream {self.name} work_h"
            )


def largest(size: object) -> float | None:
    """Upper end of a law; None where it has none."""
    if isinstance(size, Uniform):
        return size.uniform.high
    if isinstance(size, Triangular):
        return size.triangular.high
    if isinstance(size, Empirical):
        return max(size.empirical)
    return float(size) if isinstance(size, int | float) else None


def _check_outflow(case: Case, stop: Stop, names: list[str]) -> None:
    """Warn of a stockyard into which more comes in a year than goes out, or could lie there for its dwell."""
    stockyard = case.scenario.ports[stop.port].terminals[stop.terminal].stockyard
    if stockyard is None:
        return
    where = ("ports", stop.port, "terminals", stop.terminal, "stockyard")
    year = case.scenario.clock.year
    per_day = sum(case.scenario.bulk[name].landed_t_in(year) for name in names) / DAYS_PER_YEAR
    if per_day > stockyard.most_t_per_day:
        landed = f"{per_day:,.0f} t are landed a day in {year} ({', '.join(names)})"
        case.warning(where, f"{landed} and {_outlet(stockyard)}: ships will wait")


def _outlet(stockyard: Stockyard) -> str:
    most = f"{stockyard.most_t_per_day:,.0f}"
    if stockyard.out_t_per_day is not None:
        return f"{most} t go out (out_t_per_day)"
    return f"{stockyard.capacity_t:g} t of room at a mean of {stockyard.dwell_days:g} d take {most}"
