"""What differs between two scenarios, value by value, with the origin of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portsim.scenario.base import Description
from portsim.scenario.identity import IN_ORDER
from portsim.scenario.load import LoadedScenario
from portsim.scenario.nodes import dotted
from portsim.scenario.resolve import Keys, Leaf, leaves

_NOT_COMPARED = ("name", "title")


@dataclass(frozen=True, slots=True)
class Side:
    """A value of one of the two scenarios.

    Attributes
    ----------
    value
        The value; None where the scenario has no such thing.
    place
        ``file:line:column``; empty for a default or where there is no such thing.
    origin
        Source or assumption; ``default`` for a documented default; empty where none was given.
    exists
        Whether the scenario has such a value.
    """

    value: Any = None
    place: str = ""
    origin: str = ""
    exists: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs.

    Attributes
    ----------
    path
        Path in the scenario.
    unit
        Its unit; empty for text.
    before, after
        The value in the first and in the second scenario.
    """

    path: str
    unit: str
    before: Side
    after: Side


def compare_scenarios(first: LoadedScenario, second: LoadedScenario) -> list[Difference]:
    """All values that differ, in the order of the first scenario, then those only the second has, then orders.

    The order of things is compared where it counts: the first quay that takes a ship is taken.

    Parameters
    ----------
    first, second
        The scenarios; name and title are not compared, names of things are.
    """
    before, after = _values(first), _values(second)
    differences = []
    for path in [*before, *(path for path in after if path not in before)]:
        old, new = before.get(path), after.get(path)
        if old is None or new is None or old.value != new.value:
            known = old or new
            unit = known.field.unit if known else ""
            differences.append(Difference(dotted(path), unit, _side(old), _side(new)))
    orders = dict(_orders(first.scenario, ()))
    for path, ids in _orders(second.scenario, ()):
        if path in orders and orders[path] != ids:
            sides = (_order_side(orders[path], first, path), _order_side(ids, second, path))
            differences.append(Difference(dotted(path), "", *sides))
    return differences


def _orders(thing: Any, path: Keys) -> Iterator[tuple[Keys, tuple[str, ...]]]:
    """The ids of all mappings whose order counts."""
    if isinstance(thing, Description):
        for name in type(thing).model_fields:
            yield from _orders(getattr(thing, name), (*path, name))
    elif isinstance(thing, dict):
        if path[-1] in IN_ORDER:
            yield path, tuple(thing)
        for key, item in thing.items():
            yield from _orders(item, (*path, key))


def _order_side(ids: tuple[str, ...], loaded: LoadedScenario, path: Keys) -> Side:
    node = loaded.root.get(path)
    return Side(", ".join(ids), node.place.text if node is not None else "", "", True)


def _values(loaded: LoadedScenario) -> dict[tuple[str | int, ...], Leaf]:
    found = leaves(loaded.scenario, None, loaded.root, ())
    return {leaf.path: leaf for leaf in found if leaf.path[0] not in _NOT_COMPARED}


def _side(leaf: Leaf | None) -> Side:
    if leaf is None:
        return Side()
    if leaf.is_default or leaf.node is None:
        return Side(leaf.value, "", "default", True)
    origin = leaf.origin
    return Side(leaf.value, leaf.node.place.text, origin.source or origin.assumed, True)
