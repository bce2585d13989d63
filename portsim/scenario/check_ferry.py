"""Checks of ferries: can ships and berths carry the vehicles of a year, sail their timetable, and sail at all."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.scenario.case import Case
from portsim.scenario.check_access import check_weather
from portsim.scenario.ferry import Ferry, FerryEnd
from portsim.scenario.laws import mean_of

Keys = tuple[str | int, ...]
DAYS_PER_YEAR = 365.0
_TOLERANCE = 1e-9


def check_ferries(case: Case) -> None:
    """Ships, timetable, demand and weather of every ferry."""
    for name, service in case.scenario.services.items():
        if isinstance(service, Ferry):
            _Ferry(case, name, service).check()


class _Ferry:
    """One ferry under examination."""

    def __init__(self, case: Case, name: str, ferry: Ferry) -> None:
        self.case = case
        self.ferry = ferry
        self.where: Keys = ("services", name)

    def check(self) -> None:
        """All of it; what hangs on other mistakes is left until they are mended."""
        case, ferry = self.case, self.ferry
        self._check_weather()
        fleets = case.scenario.fleets
        known = case.knows(ferry.ship_class, (*self.where, "ship_class"), "ship class", fleets, ("fleets",))
        if not known or not case.is_whole(*map(str, self.where)):
            return
        slots = fleets[ferry.ship_class].truck_slots
        if slots is None:
            if case.is_whole("fleets", ferry.ship_class):
                case.error((*self.where, "ship_class"), f"{ferry.ship_class} needs truck_slots to carry vehicles")
        elif ferry.policy == "timetable":
            if self._has_time_for_timetable():
                self._check_demand(slots, self._sailings_by_timetable())
        else:
            self._check_demand(slots, self._sailings_by_fill())

    def _check_weather(self) -> None:
        self._check_weather_of()
        for cause, weather in self.ferry.weather.items():
            if weather.stops == "cranes":
                path = (*self.where, "weather", cause, "stops")
                self.case.error(path, "stops cranes; a ferry has none, its ships are stopped by access or all")
            if weather.evacuation is not None:
                path = (*self.where, "weather", cause, "evacuation")
                self.case.error(path, "ships of a ferry lie in port while it is closed; evacuation is for ports")
        check_weather(self.case, self.where, self.ferry.weather, "the ferry")

    def _check_weather_of(self) -> None:
        other, path, services = self.ferry.weather_of, (*self.where, "weather_of"), self.case.scenario.services
        if other is None:
            return
        ferries = {name for name, service in services.items() if isinstance(service, Ferry)}
        if self.ferry.weather:
            self.case.error(path, f"gives weather of its own too: {', '.join(self.ferry.weather)}; give one of the two")
        elif other in services and other not in ferries:
            self.case.error(path, f"{other} is no ferry")
        elif self.case.knows(other, path, "ferry", ferries, ("services",)):
            given = services[other]
            if isinstance(given, Ferry) and given.weather_of is not None:
                self.case.error(path, f"{other} has the weather of {given.weather_of} itself; name that one")

    @property
    def _round_h(self) -> float:
        """A round trip without a wait: both ends and two crossings."""
        return sum(_port_h(end) for _, end in self._ends()) + 2.0 * mean_of(self.ferry.crossing_h)

    def _ends(self) -> Iterator[tuple[str, FerryEnd]]:
        yield "origin", self.ferry.origin
        yield "destination", self.ferry.destination

    def _has_time_for_timetable(self) -> bool:
        ferry = self.ferry
        assert ferry.departures_per_day is not None  # the description has it with a timetable
        gap_h = ferry.hours_per_day / ferry.departures_per_day
        round_h = self._round_h
        if ferry.ships * gap_h >= round_h - _TOLERANCE:
            return True
        self.case.error(
            (*self.where, "departures_per_day"),
            f"a departure every {gap_h:.3g} h from each end and a round trip of {round_h:.3g} h need "
            f"{round_h / gap_h:.1f} ships; there are {ferry.ships}",
        )
        return False

    def _sailings_by_timetable(self) -> tuple[float, str]:
        n = float(self.ferry.departures_per_day or 0)
        return n, f"{n:g} departures a day"

    def _sailings_by_fill(self) -> tuple[float, str]:
        """Most sailings a day from each end, and what limits them."""
        ferry, hours, round_h = self.ferry, self.ferry.hours_per_day, self._round_h
        limits = []
        if round_h > 0.0:
            said = f"{ferry.ships} ships, a round trip of {round_h:.3g} h and {hours:g} h of work a day"
            limits.append((ferry.ships * hours / round_h, said))
        for word, end in self._ends():
            if _port_h(end) > 0.0:
                said = f"{end.berths} berths at the {word}, {_port_h(end):.3g} h for each ship"
                limits.append((end.berths * hours / _port_h(end), said))
        return min(limits, default=(float("inf"), ""))

    def _check_demand(self, slots: float, limit: tuple[float, str]) -> None:
        sailings, said = limit
        ferry, clock = self.ferry, self.case.scenario.clock
        for year in range(clock.year, clock.year + clock.n_years):
            for out in (True, False):
                trucks, cars = (one.in_year(out, year) / DAYS_PER_YEAR for one in (ferry.trucks, ferry.cars))
                needed = trucks + ferry.car_slots * cars
                if needed > sailings * slots:
                    self.case.error(
                        self.where,
                        f"cannot carry the vehicles of {year} {'out' if out else 'back'}: {trucks:.4g} trucks and "
                        f"{cars:.4g} cars a day take {needed:.4g} truck slots; {said} make {sailings:.4g} sailings "
                        f"of {slots:g}, {sailings * slots:.4g} slots",
                    )
                    return


def _port_h(end: FerryEnd) -> float:
    return mean_of(end.load_h) + mean_of(end.unload_h)
