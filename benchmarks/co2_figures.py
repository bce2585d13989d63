"""The figures of docs/explanation/co2.md: CO2 of a year of the baseline, one replication.

Run ``python benchmarks/co2_figures.py``; it takes the processor for about half a minute.
"""

from __future__ import annotations

from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario


def main() -> None:
    """Print both accounts."""
    table = compute_measures(simulate(load_scenario("baseline").scenario, 1, 0))
    for measure, unit, entity, _, value in table:
        if measure.startswith("co2_") and (entity == "cluster" or entity.startswith("cluster>")):
            print(f"{measure:20} {entity:16} {value:16,.1f} {unit}")
    sea_t, all_boxes = (table.value("co2_t", "cluster>sea", "2025"), table.value("empty_share", "cluster", "2025"))
    grams = table.value("co2_g_per_teu_km", "cluster>sea", "2025")
    print(f"at sea: {sea_t:,.0f} t, {grams:.1f} g per laden TEU-km, {grams * (1.0 - all_boxes):.1f} with empty boxes")


if __name__ == "__main__":
    main()
