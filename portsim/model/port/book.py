"""The book of the port office: who is in port, who has come and gone, and which legs were sailed."""

from __future__ import annotations

from typing import Any

from portsim.model.port.call import NO_PARCEL, NO_WAIT, Caller, Stay
from portsim.model.port.passage import CHANNEL, PILOT, TIDE, WEATHER
from portsim.model.port.terminal import Terminal
from portsim.results.log_port import BOX_COLUMNS, BULK_COLUMNS, HITCH_COLUMNS, SAILING_COLUMNS, WAIT_COLUMNS
from portsim.results.records import Records

Row = tuple[Any, ...]


class PortBook:
    """Opens a page for every call and writes its row when it ends.

    Parameters
    ----------
    records
        The log book of the run.

    Attributes
    ----------
    n_arrived, n_turned_away
        Calls begun, and those that found no waiting room.
    turned_away
        Tonnes, vehicles and passengers of those, by unit.
    in_port
        Calls that have not ended, in order of arrival.
    """

    def __init__(self, records: Records) -> None:
        tables = records.tables
        calls = tables["calls"]
        self._waits = calls.set_apart(WAIT_COLUMNS)
        self._sailing = calls.set_apart(SAILING_COLUMNS)
        self._hitches = calls.set_apart(HITCH_COLUMNS)
        self._boxes = calls.set_apart(BOX_COLUMNS)
        self._bulk = calls.set_apart(BULK_COLUMNS)
        self._calls = calls.append
        self._n_ended = 0
        self._shifts = tables["shifts"].append
        self._entities = records.entities
        self.voyages = tables["voyages"].append
        self.n_arrived = 0
        self.n_turned_away = 0
        self.turned_away = {"t": 0, "vehicles": 0, "passengers": 0}
        self.in_port: dict[Stay, None] = {}

    def arrive(self, ship: Caller, terminal: Terminal, now: float) -> Stay:
        """Open the page of a call."""
        self.n_arrived += 1
        stay = Stay(ship, terminal, now)
        self.in_port[stay] = None
        return stay

    def turn_away(self, stay: Stay) -> None:
        """Close the page of a ship that found no room to wait: what she came for stays where it is."""
        stay.turned_away = True
        stay.moves, stay.discharged_laden_teu, stay.loaded_laden_teu = 0.0, 0, 0
        for unit, amount in carried(stay).items():
            self.turned_away[unit] += amount
        stay.parcel = NO_PARCEL
        stay.departed_h = stay.arrived_h
        self.n_turned_away += 1
        self.depart(stay)

    def shift(self, stay: Stay) -> None:
        """Note that a ship leaves her berth and comes back later: the row of the table `shifts`."""
        ship, terminal = stay.ship, stay.terminal
        assert stay.berth is not None  # she lies somewhere
        quay, _, need = stay.berth
        self._shifts((terminal.number, quay.number, ship.service_number, need, stay.berthed_h, terminal.env.now))

    def name_of(self, stay: Stay) -> str:
        """What a ship is called in messages."""
        service = self._entities[stay.ship.service_number].id
        return f"{service} voyage {stay.voyage}" + (f" ship {stay.ship.number}" if stay.ship.number >= 0 else "")

    def depart(self, stay: Stay) -> None:
        """Close the page: the row of the table `calls`, and what of it few ships have."""
        del self.in_port[stay]
        ship, terminal, berth = stay.ship, stay.terminal, stay.berth
        quay, need = (berth[0].number, berth[2]) if berth is not None else (-1, 0.0)
        unberthed_h, berthed_h = stay.unberthed_h, stay.berthed_h
        number = self._n_ended
        self._n_ended = number + 1
        self._calls((
            terminal.port_number, terminal.number, quay, ship.service_number, ship.class_number, ship.number,
            stay.voyage, ship.loa_m, need, stay.pro_forma_h, stay.arrived_h, stay.inbound_h, berthed_h,
            stay.work_start_h, stay.work_end_h, stay.ready_h, unberthed_h, stay.departed_h,
            unberthed_h - berthed_h + stay.before_h,
        ))  # fmt: skip
        if stay.waited_in is not NO_WAIT or stay.waited_out is not NO_WAIT:
            self._note_waits(number, stay)
        if stay.moves:
            self._boxes((
                number, stay.moves, stay.crane_h,
                stay.discharged_laden_teu, stay.discharged_empty_teu, stay.loaded_laden_teu, stay.loaded_empty_teu,
                stay.transhipped_teu, stay.foreign_teu,
            ))  # fmt: skip
        if stay.parcel is not NO_PARCEL:
            self._bulk((number, *stay.parcel, stay.unloader_h))
        if stay.idle_weather_h or stay.idle_yard_h or stay.idle_crane_h or stay.turned_away:
            self._hitches((number, stay.idle_weather_h, stay.idle_yard_h, stay.idle_crane_h, stay.turned_away))

    def _note_waits(self, number: int, stay: Stay) -> None:
        """Her hours of waiting by cause, before berthing and sailing together, and those before sailing."""
        weather_h, berth_h, tide_h, channel_h, pilot_h = stay.waited_in
        sailing = stay.waited_out
        if sailing is not NO_WAIT:
            weather_h, tide_h = weather_h + sailing[WEATHER], tide_h + sailing[TIDE]
            channel_h, pilot_h = channel_h + sailing[CHANNEL], pilot_h + sailing[PILOT]
            self._sailing((number, sailing[WEATHER], sailing[TIDE], sailing[CHANNEL], sailing[PILOT]))
        # Summed up, so that the parts make exactly the whole.
        wait_h = weather_h + berth_h + tide_h + channel_h + pilot_h
        self._waits((number, wait_h, weather_h, berth_h, tide_h, channel_h, pilot_h))


def carried(stay: Stay) -> dict[str, int]:
    """What a call discharges and loads that is in no box, by unit."""
    discharged_t, loaded_t, vehicles, passengers = stay.parcel
    return {"t": discharged_t + loaded_t, "vehicles": vehicles, "passengers": passengers}
