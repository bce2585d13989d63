"""Checks of the carriers: can a ship of this service sail its rotation, berth where it calls, and be worked there."""

from __future__ import annotations

from portsim.scenario.case import Case
from portsim.scenario.check_places import lanes
from portsim.scenario.geography import SeaLane
from portsim.scenario.port import Terminal
from portsim.scenario.service import Liner, ShipClass, Stop, Train, Tramp, terminal_called

Keys = tuple[str | int, ...]


def check_services(case: Case) -> None:
    """Rotations, ship sizes, work and trains."""
    sea_lanes = lanes(case)
    for name, ship in case.scenario.fleets.items():
        if ship.top_speed_kn < ship.speed_kn:
            case.error(
                ("fleets", name, "top_speed_kn"),
                f"top speed {ship.top_speed_kn:g} kn is below the pro forma speed {ship.speed_kn:g} kn",
            )
    for name, service in case.scenario.services.items():
        where = ("services", name)
        if isinstance(service, Liner):
            _check_liner(case, service, _ship(case, service.ship_class, where), where, sea_lanes)
        elif isinstance(service, Tramp):
            _check_tramp(case, service, _ship(case, service.ship_class, where), where)
        elif isinstance(service, Train):
            _check_train(case, service, where)
    _check_waiting_rooms(case)


def _ship(case: Case, name: str, where: Keys) -> ShipClass | None:
    fleets = case.scenario.fleets
    return fleets[name] if case.knows(name, (*where, "ship_class"), "ship class", fleets, ("fleets",)) else None


def _check_liner(
    case: Case, service: Liner, ship: ShipClass | None, where: Keys, sea_lanes: dict[frozenset[str], SeaLane]
) -> None:
    ports = case.scenario.ports
    called: list[Stop | None] = [
        _stop(case, text, (*where, "rotation", index)) for index, text in enumerate(service.rotation)
    ]
    for index, (here, following) in enumerate(zip(called, [*called[1:], called[0]], strict=True)):
        if here and following and frozenset((here.port, following.port)) not in sea_lanes and case.is_whole("links"):
            case.error(
                (*where, "rotation", (index + 1) % len(called)), f"no sea link between {here.port} and {following.port}"
            )
    if all(called) and not any(stop and (stop.terminal or ports[stop.port].zone) for stop in called):
        case.error((*where, "rotation"), "calls at no port with terminals and no inland port; a service needs one")
    for stop in dict.fromkeys(stop for stop in called if stop and stop.terminal):
        index = called.index(stop)
        terminal = ports[stop.port].terminals[stop.terminal]
        check_berth(case, ship, stop, terminal, (*where, "rotation", index))
        if _lacks_cranes(case, service, stop, where):
            case.error(
                (*where, "rotation", index),
                f"{stop.port}/{stop.terminal} has no cranes; give it cranes, or the service work_h",
            )
    _check_allotments(case, service, called, where)


def _stop(case: Case, text: str, path: Keys) -> Stop | None:
    """A stop of a rotation; None where it is unknown, after saying so."""
    port, slash, terminal = text.partition("/")
    ports = case.scenario.ports
    if not case.knows(port, path, "port", ports, ("ports",)):
        return None
    return _terminal(case, port, terminal if slash else None, path)


def _terminal(case: Case, port: str, terminal: str | None, path: Keys) -> Stop | None:
    terminals = case.scenario.ports[port].terminals
    if terminal is not None and not terminals:
        case.error(path, f"{port} is an external or inland port and has no terminals")
        return None
    written = case.given("ports", port, "terminals")
    if terminal is not None and not case.knows(
        terminal, path, f"terminal of {port}", terminals, ("ports", port, "terminals")
    ):
        return None
    if terminal is None and len(written) > 1:
        case.error(path, f"{port} has several terminals, name one: {', '.join(f'{port}/{one}' for one in terminals)}")
        return None
    return Stop(port, terminal_called(port, terminal, case.scenario.ports))


def check_berth(case: Case, ship: ShipClass | None, stop: Stop, terminal: Terminal, path: Keys) -> None:
    """At least one quay is deep and long enough for the ship."""
    here = ("ports", stop.port, "terminals", stop.terminal)
    if ship is None or not (case.is_whole(*here, "quays") and case.is_whole(*here, "under_keel_clearance_m")):
        return
    needed_m = ship.draught_m + terminal.under_keel_clearance_m
    name = f"{stop.port}/{stop.terminal}"
    depths = [quay.depth_m for quay in terminal.quays.values()]
    lengths = [quay.length_m - quay.clearance_m for quay in terminal.quays.values() if quay.length_m is not None]
    if max(depths) < needed_m:
        said = f"draught {ship.draught_m:g} m and clearance {terminal.under_keel_clearance_m:g} m need {needed_m:g} m"
        case.error(path, f"no berth deep enough at {name}: {said}, the deepest quay has {max(depths):g} m")
    elif not any(quay.takes(ship.loa_m) for quay in terminal.quays.values()):
        case.error(
            path,
            f"no quay long enough at {name}: the ship has {ship.loa_m:g} m, the longest quay takes {max(lengths):g} m",
        )
    elif not any(quay.depth_m >= needed_m and quay.takes(ship.loa_m) for quay in terminal.quays.values()):
        case.error(path, f"no quay at {name} is both deep and long enough for {needed_m:g} m and {ship.loa_m:g} m")


def _lacks_cranes(case: Case, service: Liner | Tramp, stop: Stop, where: Keys) -> bool:
    """Whether nobody works the ships of a service; cranes or a law that were left out for a mistake count."""
    cranes = ("ports", stop.port, "terminals", stop.terminal, "cranes")
    return (
        case.scenario.ports[stop.port].terminals[stop.terminal].cranes is None
        and service.work_h is None
        and case.is_whole(*cranes)
        and case.is_whole(*map(str, where), "work_h")
    )


def _check_waiting_rooms(case: Case) -> None:
    """No liner calls where ships are turned away: she would miss the call without a word, and her boxes with it."""
    liners = {name: service for name, service in case.scenario.services.items() if isinstance(service, Liner)}
    for port_id, port in case.scenario.ports.items():
        for terminal_id, terminal in port.terminals.items():
            names = {port_id, f"{port_id}/{terminal_id}"}
            callers = [name for name, liner in liners.items() if names & set(liner.rotation)]
            if terminal.waiting_room is not None and callers:
                case.error(
                    ("ports", port_id, "terminals", terminal_id, "waiting_room"),
                    f"a liner turned away would miss her call, and here call {', '.join(callers)}; leave waiting_room "
                    "out, or give the tramp services a terminal of their own",
                )


def _check_allotments(case: Case, service: Liner, called: list[Stop | None], where: Keys) -> None:
    ports = {text.partition("/")[0] for text in service.rotation}
    for port, share in service.allotments.items():
        if port not in ports:
            case.error((*where, "allotments", port), f"{port} is not in the rotation")
        elif not 0 <= share <= 1:
            case.error((*where, "allotments", port), f"a share lies between 0 and 1, not {share:g}")
    total = sum(service.allotments.values())
    if total > 1 + 1e-9:
        case.error((*where, "allotments"), f"the shares of the slots add up to {total:g}, more than 1")


def _check_tramp(case: Case, service: Tramp, ship: ShipClass | None, where: Keys) -> None:
    stop = modelled_stop(case, service.port, service.terminal, where)
    if stop is None:
        return
    terminal = case.scenario.ports[stop.port].terminals[stop.terminal]
    check_berth(case, ship, stop, terminal, (*where, "port"))
    if service.work_h is not None or not case.is_whole(*map(str, where)):
        return
    if service.call_size_teu == 0:
        case.error((*where, "call_size_teu"), "a ship without boxes has no work; give call_size_teu or work_h")
    elif _lacks_cranes(case, service, stop, where):
        case.error(
            (*where, "port"), f"{stop.port}/{stop.terminal} has no cranes; give it cranes, or the service work_h"
        )


def _check_train(case: Case, service: Train, where: Keys) -> None:
    case.knows(service.zone, (*where, "zone"), "zone", case.scenario.zones, ("zones",))
    stop = modelled_stop(case, service.port, service.terminal, where)
    if (
        stop is not None
        and case.scenario.ports[stop.port].terminals[stop.terminal].yard is None
        and case.is_whole("ports", stop.port)
    ):
        case.error((*where, "terminal"), f"{stop.port}/{stop.terminal} has no yard for the boxes of the train")


def modelled_stop(case: Case, port: str, terminal: str | None, where: Keys) -> Stop | None:
    """The terminal of a caller at one port modelled in full; None after saying why not."""
    ports = case.scenario.ports
    if not case.knows(port, (*where, "port"), "port", ports, ("ports",)):
        return None
    if not ports[port].terminals:
        case.error((*where, "port"), f"{port} is an external or inland port, without terminals")
        return None
    return _terminal(case, port, terminal, (*where, "terminal"))
