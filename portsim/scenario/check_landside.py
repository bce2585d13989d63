"""Checks of gates, rail terminals, customs and plugs: do they serve anything, and is there room for a mean week."""

from __future__ import annotations

from collections.abc import Iterator

from portsim.scenario.case import Case
from portsim.scenario.port import Port, Terminal
from portsim.scenario.service import Train, terminal_called
from portsim.scenario.volumes import Volumes

Keys = tuple[str | int, ...]
_HOURS_A_WEEK = 168.0
_WEEKS_A_YEAR = 365.0 / 7.0
_HOPELESS = 3.0  # overload is a legitimate question; three times the room is a wrong unit


def check_landside(case: Case) -> None:
    """Gates, rail terminals, customs and plugs of all ports."""
    by_road = _teu_by_road(case)
    for id, port in case.scenario.ports.items():
        for terminal_id, terminal in port.terminals.items():
            where: Keys = ("ports", id, "terminals", terminal_id)
            _check_terminal(case, terminal, where)
            if terminal.rail_terminal is not None and case.is_whole("services"):
                _check_tracks(case, id, terminal_id, terminal, where)
        _check_gates(case, id, port, by_road.get(id, 0.0))
        if (
            port.customs is not None
            and port.customs.first_line_open_from is None
            and "second_line_h" in case.given("ports", id, "customs")
        ):
            case.warning(
                ("ports", id, "customs", "second_line_h"),
                f"{port.customs.second_line_h:g} h have no effect without first_line_open_from",
            )


def _check_terminal(case: Case, terminal: Terminal, where: Keys) -> None:
    if terminal.yard is None:
        for name in ("gate", "rail_terminal"):
            if getattr(terminal, name) is not None:
                case.error((*where, name), "boxes pass it to or from a yard; give the terminal a yard")
    elif terminal.yard.reefer_plugs_teu is not None and not terminal.yard.reefer_share:
        plugs_teu = terminal.yard.reefer_plugs_teu
        case.warning((*where, "yard", "reefer_plugs_teu"), f"{plugs_teu:g} TEU of plugs and reefer_share 0: no reefers")


def _teu_by_road(case: Case) -> dict[str, float]:
    """Laden TEU that trucks bring and fetch in a mean week of the first year, by port."""
    demand, year = case.scenario.demand, case.scenario.clock.year
    found: dict[str, float] = {}
    if demand is None:
        return found
    volumes = Volumes(case.scenario)
    for id, flow in demand.flows.items():
        ends = frozenset((flow.origin, flow.destination))
        routes = [route for route in demand.routes.values() if frozenset((route.zone, route.market)) == ends]
        total = sum(route.share for route in routes)
        teu = volumes.annual_teu(id, year) / _WEEKS_A_YEAR
        for route in routes:
            if route.mode == "road" and route.gateway is not None and total > 0.0:
                found[route.gateway] = found.get(route.gateway, 0.0) + teu * route.share / total
    return found


def _check_gates(case: Case, id: str, port: Port, teu: float) -> None:
    """Trucks of a mean week against what the gates let through, where every yard of the port has one."""
    terminals = [terminal for terminal in port.terminals.values() if terminal.yard is not None]
    gates = [terminal.gate for terminal in terminals if terminal.gate is not None]
    if not gates or len(gates) < len(terminals):
        return
    room = sum(gate.trucks_per_h * (gate.open_to_hour - gate.open_from_hour) * 7.0 for gate in gates)
    trucks = teu * len(gates) / sum(gate.teu_per_truck for gate in gates)
    _say(case, ("ports", id), trucks, room, f"trucks a week for {teu:,.0f} laden TEU by road", "its gates let through")


def _check_tracks(case: Case, port: str, terminal_id: str, terminal: Terminal, where: Keys) -> None:
    trains = list(_trains_at(case, port, terminal_id))
    rail = terminal.rail_terminal
    assert rail is not None  # the caller has looked
    if not trains:
        case.warning((*where, "rail_terminal"), "no train calls at this terminal")
        return
    hours = sum(
        2.0 * train.departures_per_week * rail.track_hours(train.capacity_teu, terminal.teu_per_box) for train in trains
    )
    n_trains = 2 * sum(train.departures_per_week for train in trains)
    what = f"track-hours a week for full trains in and out, {n_trains:g} a week,"
    _say(case, (*where, "rail_terminal"), hours, rail.tracks * _HOURS_A_WEEK, what, f"{rail.tracks} tracks have")


def _trains_at(case: Case, port: str, terminal_id: str) -> Iterator[Train]:
    for service in case.scenario.services.values():
        if isinstance(service, Train) and service.port == port:
            try:
                called = terminal_called(service.port, service.terminal, case.scenario.ports)
            except ValueError:  # told by the checks of services
                continue
            if called == terminal_id:
                yield service


def _say(case: Case, where: Keys, asked: float, room: float, what: str, offered: str) -> None:
    if asked <= room:
        return
    text = f"{asked:,.0f} {what} against {room:,.0f} that {offered}: {asked / room:.2f} times"
    if asked > _HOPELESS * room:
        case.error(where, f"{text}; check the units")
    else:
        case.warning(where, f"{text}; the queue grows for as long as it stays so")
