"""What carriage emits: grams of CO2 by mode, power of ships at berth, electricity from the shore, and caps.

Tank to wheel or wake for what burns fuel, and the power stations for what takes electricity; docs/explanation/co2.md
tells what is in each factor.
"""

from __future__ import annotations

from pydantic import Field

from portsim.scenario.base import Description, Identifier, quantity


class PortEmissions(Description):
    """What differs from port to port."""

    grid_g_per_kwh: float = quantity(
        "CO2 of electricity from the shore", "g/kWh", 530.6,
        "mean of China in 2023, Ministry of Ecology and Environment and National Bureau of Statistics", ge=0, le=1_500,
    )  # fmt: skip
    shore_power_share: float = quantity(
        "part of the energy of ships at berth taken from the shore", "share", 0.0, "none unless given", ge=0, le=1
    )
    terminal_shore_power_share: dict[Identifier, float] = Field(
        default_factory=dict, description="the same of single terminals, where it differs from the port's (0 to 1)"
    )
    cap_t: float | None = quantity(
        "CO2 allowed in a year on the port's inland legs and at its berths", "t", None, "no cap", gt=0, le=1e12
    )


class Emissions(Description):
    """Factors of CO2; a cap binds nothing in a run, its use is reported."""

    road_g_per_t_km: float = quantity(
        "trucks, per tonne of laden box", "g/(t km)", 78.0,
        "diesel lorry of 30 t load, GB/T 51366-2019; 57 (46 t load) to 126 (DEFRA)", ge=0, le=1_000,
    )  # fmt: skip
    rail_g_per_t_km: float = quantity(
        "trains, per tonne of laden box", "g/(t km)", 10.0,
        "mean of China's railways, GB/T 51366-2019; up to 31.6 (DEFRA)", ge=0, le=1_000,
    )  # fmt: skip
    barge_g_per_t_km: float = quantity(
        "container barges, per tonne of laden box", "g/(t km)", 12.0,
        "container ship of 200 TEU, GB/T 51366-2019; 11 to 38.6 (CE Delft)", ge=0, le=1_000,
    )  # fmt: skip
    river_sea_g_per_t_km: float = quantity(
        "ships from inland ports to sea, per tonne of laden box", "g/(t km)", 12.0,
        "as container barges: ships of the same size", ge=0, le=1_000,
    )  # fmt: skip
    sea_g_per_teu_km: float = quantity(
        "ships at sea in the account from door to door, the same through the cluster and past it", "g/(TEU km)", 80.4,
        "container ships, dry boxes, one trade lane, GLEC framework 3.1; 50 to 170 by the fuel law of the classes",
        ge=0, le=5_000,
    )  # fmt: skip
    sea_t_per_t_fuel: float = quantity(
        "CO2 of a tonne of fuel burnt at sea", "t/t", 3.114,
        "heavy fuel oil, IMO resolution MEPC.364(79); 3.206 for marine diesel oil", ge=0, le=5,
    )  # fmt: skip
    berth_g_per_kwh: float = quantity(
        "CO2 of a kilowatt-hour of auxiliary engines", "g/kWh", 593.0,
        "185 g of marine diesel oil a kWh (Fourth IMO GHG Study) x 3.206; 667 seen at Ningbo in 2023", ge=0, le=2_000,
    )  # fmt: skip
    ports: dict[Identifier, PortEmissions] = Field(
        default_factory=dict, description="what differs from port to port, by port"
    )
    cap_t: float | None = quantity(
        "CO2 of the cluster allowed in a year, as `co2_t` counts it", "t", None, "no cap", gt=0, le=1e12
    )

    def of_port(self, port: str) -> PortEmissions:
        """What holds at a port."""
        return self.ports.get(port) or PortEmissions()

    def g_per_kwh_at(self, port: str, terminal: str) -> float:
        """CO2 of a kilowatt-hour used by a ship at a terminal, from her own engines and from the shore, g."""
        there = self.of_port(port)
        share = there.terminal_shore_power_share.get(terminal, there.shore_power_share)
        return share * there.grid_g_per_kwh + (1.0 - share) * self.berth_g_per_kwh
