"""Does a scenario make sense: everything beyond the form of single values, all findings at once."""

from __future__ import annotations

from portsim.scenario.case import Case
from portsim.scenario.check_access import check_access
from portsim.scenario.check_barges import check_barges
from portsim.scenario.check_bulk import check_bulk
from portsim.scenario.check_choice import check_choice
from portsim.scenario.check_demand import check_demand
from portsim.scenario.check_disruptions import check_disruptions
from portsim.scenario.check_emissions import check_emissions
from portsim.scenario.check_ferry import check_ferries
from portsim.scenario.check_landside import check_landside
from portsim.scenario.check_lifetimes import check_lifetimes
from portsim.scenario.check_places import (
    check_calendar,
    check_ids,
    check_laws,
    check_links,
    check_observed,
    check_sources,
)
from portsim.scenario.check_rail import check_rail
from portsim.scenario.check_services import check_services
from portsim.scenario.check_size import check_numbers, check_size
from portsim.scenario.check_waterways import check_waterways

_CHECKS = (
    check_numbers,
    check_ids,
    check_links,
    check_sources,
    check_observed,
    check_laws,
    check_calendar,
    check_services,
    check_rail,
    check_access,
    check_landside,
    check_waterways,
    check_barges,
    check_ferries,
    check_bulk,
    check_choice,
    check_demand,
    check_disruptions,
    check_lifetimes,
    check_emissions,
    check_size,
)


def check(case: Case) -> None:
    """Run all checks; what does not fit goes to the findings of the case."""
    for one in _CHECKS:
        one(case)
