"""Booking of new consignments on their first ship, and when their trucks bring them to the yard."""

from __future__ import annotations

import numpy as np

from portsim.model.cargo.ways import Batch
from portsim.model.port.yard import Yard
from portsim.streams import Floats


def book_batch(batch: Batch) -> None:
    """Book new consignments on their first ship; by road they come to the yard some lead before the cut-off.

    Those whom the gate lets through after the cut-off take the next sailing.
    """
    relation = batch.relation
    dues, yards = relation.due_hours(batch.there_h)
    if batch.lead_h is None:
        for consignment, due_h in zip(batch.consignments, dues.tolist(), strict=True):
            relation.add(consignment, due_h)
        return
    delivered, earliest = np.maximum(batch.there_h, dues - batch.lead_h), batch.there_h
    if batch.is_held_up:
        delivered, earliest, dues, yards = _held_up(batch, delivered, dues)
    coming: dict[Yard, list[tuple[float, float]]] = {}
    for consignment, due_h, at_h, earliest_h, yard in zip(
        batch.consignments, dues.tolist(), delivered.tolist(), earliest.tolist(), yards, strict=True
    ):
        passed_h = at_h
        if yard is not None:
            gate = yard.truck_gate
            if gate is not None:
                passed_h = gate.admit(at_h, consignment.teu, earliest_h, due_h)
                delays = consignment.itinerary.delays
                if delays is not None:
                    passed_h = delays.let_in_h(passed_h)
            if yard not in coming:
                coming[yard] = []
            coming[yard].append((passed_h, consignment.teu))
        consignment.at_h = passed_h
        consignment.yard = yard
        relation.add(consignment, due_h if passed_h <= due_h else relation.due_h(passed_h))
    for yard, boxes in coming.items():
        yard.deliver_each(boxes)


def _held_up(batch: Batch, planned: Floats, dues: Floats) -> tuple[Floats, Floats, Floats, list[Yard | None]]:
    """When trucks are let in that roads or gates hold up, when they can be there, and the sailings they then meet."""
    delivered = np.array([
        at_h if one.itinerary.delays is None else one.itinerary.delays.delivered_h(at_h, one.truck_h)
        for one, at_h in zip(batch.consignments, planned.tolist(), strict=True)
    ])  # fmt: skip
    earliest = np.where(delivered > planned, delivered, batch.there_h)
    # Those who come after the cut-off they meant to meet are booked on the next.
    dues, yards = batch.relation.due_hours(np.maximum(batch.there_h, np.where(delivered > dues, delivered, dues)))
    return delivered, earliest, dues, yards
