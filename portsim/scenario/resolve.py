"""The scenario as it runs: every value, given or default, with unit, origin, file and line; rows and one YAML file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portsim.scenario.base import Description
from portsim.scenario.nodes import Node, Origin, dotted
from portsim.scenario.scalars import scalar
from portsim.scenario.scenario import Scenario
from portsim.scenario.shape import FieldShape, LawShape, record_shape

Keys = tuple[str | int, ...]
_WORDS_ONLY = ("name", "title", "en", "zh", "note", "format")
_NO_ORIGIN = Origin()


@dataclass(frozen=True, slots=True)
class InputRow:
    """One value of a scenario and where it comes from.

    Attributes
    ----------
    path
        Path in the scenario, ``ports.qinzhou.inbound_h``.
    value
        Number, text, true or false; a list as text; None where no value is given and none is meant.
    unit
        Unit; empty for text.
    file, line, column
        Where it was written; empty and 0 for a default.
    source, assumed, confidence, low, high
        Origin, as written; for a default the reason in ``assumed``.
    status
        ``given`` or ``default``.
    """

    path: str
    value: str | float | int | bool | None
    unit: str
    file: str
    line: int
    column: int | str
    source: str
    assumed: str
    confidence: str
    low: float | None
    high: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value of a scenario: a scalar or a list, with its field and, where it was written, its node."""

    path: Keys
    value: Any
    field: FieldShape
    node: Node | None

    @property
    def origin(self) -> Origin:
        """The origin written with it."""
        return self.node.origin if self.node is not None and self.node.origin is not None else _NO_ORIGIN

    @property
    def is_default(self) -> bool:
        """Whether the value is the documented default and was not given."""
        return self.node is None or (self.origin.default and self.value == self._default())

    def _default(self) -> Any:
        """The documented default; inside a law, that of the same parameter."""
        default = self.field.default
        start = max((index for index, key in enumerate(self.path) if key == self.field.name), default=len(self.path))
        for key in self.path[start + 1 :]:
            default = default.get(key) if isinstance(default, dict) else None
        return default


def leaves(thing: Any, field: FieldShape | None, node: Node | None, path: Keys) -> Iterator[Leaf]:
    """All single values of a description, given or default, in the order of its fields."""
    if isinstance(thing, Description):
        in_law = field is not None and isinstance(field.shape, LawShape)
        for name, below in record_shape(type(thing)).fields.items():
            if not (path == () and name == "sources"):
                following = node.get((name,)) if node is not None else None
                yield from leaves(getattr(thing, name), field if in_law else below, following, (*path, name))
    elif isinstance(thing, dict):
        for key, item in thing.items():
            yield from leaves(item, field, node.get((key,)) if node is not None else None, (*path, key))
    elif field is not None:
        yield Leaf(path, thing, field, node)


def input_rows(scenario: Scenario, root: Node) -> list[InputRow]:
    """All values of a scenario that can change a result, given or default.

    Parameters
    ----------
    scenario
        The description.
    root
        The merged scenario it was made from.
    """
    return [_row(leaf) for leaf in leaves(scenario, None, root, ()) if _is_input(leaf)]


def _is_input(leaf: Leaf) -> bool:
    if leaf.field.name in _WORDS_ONLY:
        return False
    return not leaf.is_default or bool(leaf.field.reason)


def _row(leaf: Leaf) -> InputRow:
    value = leaf.value
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    path, unit = dotted(leaf.path), "1" if leaf.path[-1] == "k" else leaf.field.unit
    if leaf.is_default or leaf.node is None:
        return InputRow(path, value, unit, "", 0, 0, "", leaf.field.reason, "", None, None, "default")
    place, origin = leaf.node.place, leaf.origin
    return InputRow(
        path, value, unit, place.file.name, place.line, place.column,
        origin.source, origin.assumed, origin.confidence, origin.low, origin.high, "given",
    )  # fmt: skip


def resolved_yaml(scenario: Scenario, root: Node) -> str:
    """The scenario as one YAML file without `extends`, overlays and tables; reading it gives the same identity.

    A default is written ``{value: 24.0, default: true}``; behind a given value stands the file and line it came from.
    """
    lines = [
        "# Resolved by portsim: every value as it ran, with its origin; `default: true` marks documented defaults."
    ]
    before: Keys = ()
    for leaf in leaves(scenario, None, root, ()):
        if leaf.value is None and not leaf.field.reason:
            continue
        shared = 0
        while shared < min(len(before), len(leaf.path)) - 1 and before[shared] == leaf.path[shared]:
            shared += 1
        for depth in range(shared, len(leaf.path) - 1):
            lines.append(f"{'  ' * depth}{_scalar(leaf.path[depth])}:")
        before = leaf.path
        lines.append(f"{'  ' * (len(leaf.path) - 1)}{_scalar(leaf.path[-1])}: {_written(leaf)}{_remark(leaf)}")
    if scenario.sources:
        lines.append("sources:")
    for name, source in scenario.sources.items():
        lines.append(f"  {name}: {_flow({key: getattr(source, key) for key in type(source).model_fields})}")
    return "\n".join([*lines, ""])


_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")


def _scalar(value: Any) -> str:
    """A scalar as YAML writes it."""
    if isinstance(value, str):
        if _BARE.fullmatch(value) and scalar(value) == value:
            return value
        quoted = json.dumps(value, ensure_ascii=False)
        return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in quoted)
    return json.dumps(value) if value is None or isinstance(value, bool) else repr(value)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(key)}: {_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _written(leaf: Leaf) -> str:
    """A value as YAML, with its origin beside it where it has one."""
    if leaf.is_default:
        return _flow({"value": leaf.value, "default": True})
    origin = leaf.origin
    words: dict[str, Any] = {"value": leaf.value}
    words |= {
        word: getattr(origin, word) for word in ("source", "assumed", "confidence", "note") if getattr(origin, word)
    }
    if origin.low is not None:
        words["range"] = (origin.low, origin.high)
    return _flow(words) if len(words) > 1 else _flow(leaf.value)


def _remark(leaf: Leaf) -> str:
    if leaf.is_default or leaf.node is None:
        return ""
    return f"  # {leaf.node.place.text}"
