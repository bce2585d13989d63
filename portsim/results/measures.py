"""All measures of the product, and their values for one run: pure arithmetic on the records, without pandas.

The definitions stand beside the code that computes them, by subject: boxes over the quay (`throughput`), what a port is
to a ship (`ships`), quays and cranes (`quay`), yards and queues (`yard`), gates, tracks and plugs (`landside`),
services and trains (`services`), cargo (`cargo`), its gateways, modes and costs (`hinterland`), its time by zone
(`reach`), CO2 (`carbon`), bulk (`bulk`), locks and waterways (`locks`), container barges (`barges`), ferries (`ferry`),
storms and disruptions (`disruption`). What a change is worth (`benefit`) is measured between two runs.
"""

from __future__ import annotations

from portsim.results import (
    barges,
    benefit,
    bulk,
    carbon,
    cargo,
    disruption,
    ferry,
    hinterland,
    landside,
    locks,
    quay,
    rail,
    reach,
    services,
    ships,
    throughput,
    yard,
)
from portsim.results.definition import Measure, MeasureTable
from portsim.results.records import Records
from portsim.results.view import View

__all__ = ["COMPARED", "MEASURES", "Measure", "MeasureTable", "compute_measures"]

_SUBJECTS = (
    throughput,
    ships,
    quay,
    yard,
    landside,
    services,
    rail,
    cargo,
    hinterland,
    reach,
    carbon,
    bulk,
    locks,
    barges,
    ferry,
    disruption,
)

MEASURES: dict[str, Measure] = {measure.id: measure for subject in _SUBJECTS for measure in subject.MEASURES}
"""Every measure by id, in the order in which reports show them."""

COMPARED: dict[str, Measure] = {measure.id: measure for measure in benefit.MEASURES}
"""Measures of one scenario against another, by id: where they are compared, no run has them."""


def compute_measures(records: Records) -> MeasureTable:
    """Measure one run.

    Parameters
    ----------
    records
        Its log book; entities of kind ``port`` are the modelled ports.

    Returns
    -------
    Rows (measure, unit, entity, period, value) for years and, for some measures, months; the warm-up is left out.
    """
    view, table = View(records), MeasureTable()
    for subject in _SUBJECTS:
        subject.compute(view, table)
    return table
