"""The charts a report may have, in their order: those are drawn that the results hold values for."""

from __future__ import annotations

from portsim.report.made import Maker
from portsim.report.makers_cargo import (
    make_corridors,
    make_flow_map,
    make_gateways,
    make_lock,
    make_modal_split,
    make_specialization,
)
from portsim.report.makers_cost import make_co2, make_cost
from portsim.report.makers_measures import (
    make_load,
    make_monthly,
    make_occupancy,
    make_occupancy_months,
    make_throughput,
    make_wait,
)
from portsim.report.makers_ships import (
    make_animation,
    make_berth_plan,
    make_days,
    make_wait_causes,
    make_wait_curves,
    make_wait_spread,
)
from portsim.report.makers_trust import make_calibration, make_convergence

MAKERS = (
    Maker("throughput", "throughput", make_throughput),
    Maker("monthly", "throughput", make_monthly),
    Maker("wait", "service", make_wait),
    Maker("occupancy", "service", make_occupancy),
    Maker("occupancy_months", "service", make_occupancy_months),
    Maker("load", "service", make_load),
    Maker("wait_causes", "service", make_wait_causes),
    Maker("wait_spread", "service", make_wait_spread),
    Maker("wait_curves", "service", make_wait_curves),
    Maker("berth_plan", "service", make_berth_plan),
    Maker("days", "service", make_days),
    Maker("animation", "service", make_animation),
    Maker("modal_split", "hinterland", make_modal_split),
    Maker("gateways", "hinterland", make_gateways),
    Maker("corridors", "hinterland", make_corridors),
    Maker("flow_map", "hinterland", make_flow_map),
    Maker("lock", "hinterland", make_lock),
    Maker("cost", "cost", make_cost),
    Maker("co2", "cost", make_co2),
    Maker("specialization", "specialization", make_specialization),
    Maker("calibration", "validation", make_calibration),
    Maker("convergence", "validation", make_convergence),
)
"""A new chart is a line here."""
