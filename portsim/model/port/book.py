"""The book of the port office: who is in port, who has come and gone, and which legs were sailed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portsim.model.port.call import NO_WAIT, Caller, Stay
from portsim.model.port.passage import CHANNEL, PILOT, TIDE, WEATHER
from portsim.model.port.terminal import Terminal

Row = tuple[Any, ...]


class PortBook:
    """Opens a page for every call and writes its row when it ends.

    Parameters
    ----------
    calls, voyages
        Take the rows of the tables of these names.

    Attributes
    ----------
    n_arrived, n_turned_away
        Calls begun, and those that found no waiting room.
    in_port
        Calls that have not ended, in order of arrival.
    """

    def __init__(self, calls: Callable[[Row], None], voyages: Callable[[Row], None]) -> None:
        self._calls = calls
        self.voyages = voyages
        self.n_arrived = 0
        self.n_turned_away = 0
        self.in_port: dict[Stay, None] = {}

    def arrive(self, ship: Caller, terminal: Terminal, now: float) -> Stay:
        """Open the page of a call."""
        self.n_arrived += 1
        stay = Stay(ship, terminal, now)
        self.in_port[stay] = None
        return stay

    def turn_away(self, stay: Stay) -> None:
        """Close the page of a ship that found no room to wait: the boxes she came for stay where they are."""
        stay.turned_away = True
        stay.moves, stay.discharged_laden_teu, stay.loaded_laden_teu = 0.0, 0, 0
        stay.departed_h = stay.arrived_h
        self.n_turned_away += 1
        self.depart(stay)

    def depart(self, stay: Stay) -> None:
        """Close the page: the row of the table `calls`."""
        del self.in_port[stay]
        ship, terminal = stay.ship, stay.terminal
        quay, need = (stay.berth[0].number, stay.berth[2]) if stay.berth else (-1, 0.0)
        weather_h, berth_h, tide_h, channel_h, pilot_h = stay.waited_in
        sailing = stay.waited_out
        if sailing is not NO_WAIT:
            weather_h, tide_h = weather_h + sailing[WEATHER], tide_h + sailing[TIDE]
            channel_h, pilot_h = channel_h + sailing[CHANNEL], pilot_h + sailing[PILOT]
        # Summed up, so that the parts make exactly the whole.
        wait_h = weather_h + berth_h + tide_h + channel_h + pilot_h
        self._calls((
            terminal.port_number, terminal.number, quay, ship.service_number, ship.class_number, ship.number,
            stay.voyage, ship.loa_m, need, stay.pro_forma_h, stay.arrived_h, stay.inbound_h, stay.berthed_h,
            stay.work_start_h, stay.work_end_h, stay.ready_h, stay.unberthed_h, stay.departed_h,
            wait_h, weather_h, berth_h, tide_h, channel_h, pilot_h,
            sailing[WEATHER], sailing[TIDE], sailing[CHANNEL], sailing[PILOT],
            stay.unberthed_h - stay.berthed_h, stay.idle_weather_h, stay.idle_crane_h, stay.moves, stay.crane_h,
            stay.discharged_laden_teu, stay.discharged_empty_teu, stay.loaded_laden_teu, stay.loaded_empty_teu,
            stay.transhipped_teu, stay.foreign_teu, stay.turned_away,
        ))  # fmt: skip
