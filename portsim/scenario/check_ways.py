"""Do the waterways and locks of a way take the ships that are sent over it."""

from __future__ import annotations

from portsim.scenario.case import Case
from portsim.scenario.lock import Lock, LockLine
from portsim.scenario.service import ShipClass
from portsim.scenario.waterway import Waterway

Keys = tuple[str | int, ...]


def ship_for_locks(case: Case, name: str, path: Keys) -> dict[str, ShipClass]:
    """A class of barges by its id; none where it is unknown or says too little, which is noted."""
    if not case.knows(name, path, "ship class", case.scenario.fleets, ("fleets",)):
        return {}
    ship = case.scenario.fleets[name]
    missing = [key for key in ("beam_m", "dwt_t") if getattr(ship, key) is None]
    if missing:
        case.error(path, f"{name} needs {' and '.join(missing)} to carry cargo through locks")
        return {}
    return {name: ship}


class RouteCheck:
    """Whether ships of some classes get through a chain of waterways and locks."""

    def __init__(self, case: Case, ships: dict[str, ShipClass]) -> None:
        self.case = case
        self.ships = ships

    def check(self, way: tuple[tuple[str, bool], ...], where: Keys) -> None:
        """Every part of it is there, deep and wide enough, and no lock is passed twice."""
        passed: list[str] = []
        for index, (part, _) in enumerate(way):
            passed += self._part(part, (*where, index), self.ships)
        for lock in sorted({lock for lock in passed if passed.count(lock) > 1}):
            self.case.error(where, f"passes {lock} {passed.count(lock)} times on one way")

    def _part(self, part: str, path: Keys, ships: dict[str, ShipClass]) -> list[str]:
        """Check one part of the route; the locks passed."""
        case, scenario = self.case, self.case.scenario
        link = scenario.links.get(part)
        if isinstance(link, Waterway):
            for name, ship in ships.items():
                needed = ship.draught_m + link.keel_clearance_m
                if needed > link.depth_m:
                    case.error(
                        path,
                        f"{name} draws {ship.draught_m:g} m and needs {needed:g} m with {link.keel_clearance_m:g} m "
                        f"below the keel; {part} is {link.depth_m:g} m deep",
                    )  # fmt: skip
            locks = [lock for lock in link.locks if lock in scenario.locks]
        elif link is not None:
            case.error(path, f"{part} is a {link.mode} link; barges sail on waterways")
            return []
        elif not case.knows(part, path, "waterway or lock", self._ways(), ("locks",), ("links",)):
            return []
        else:
            locks = [part]
        for lock in locks:
            for name, ship in ships.items():
                self._fits(lock, name, ship, path)
        return locks

    def _ways(self) -> set[str]:
        scenario = self.case.scenario
        return {*scenario.locks, *(id for id, link in scenario.links.items() if isinstance(link, Waterway))}

    def _fits(self, lock_id: str, name: str, ship: ShipClass, path: Keys) -> None:
        lock = self.case.scenario.locks[lock_id]
        if not any(_takes(lock, line, ship) for line in lock.lines.values()):
            size = f"{ship.loa_m:g} x {ship.beam_m:g} m, draught {ship.draught_m:g} m"
            chambers = "; ".join(
                f"{id} {line.length_m:g} x {line.beam_m:g} m, {line.sill_depth_m:g} m over the sill"
                for id, line in lock.lines.items()
            )
            self.case.error(
                path,
                f"no line of {lock_id} takes {name} ({size}, {lock.keel_clearance_m:g} m below the keel): {chambers}",
            )


def _takes(lock: Lock, line: LockLine, ship: ShipClass) -> bool:
    return (
        ship.loa_m <= line.length_m
        and (ship.beam_m or 0.0) <= line.beam_m
        and ship.draught_m + lock.keel_clearance_m <= line.sill_depth_m
    )
