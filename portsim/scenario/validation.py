"""From nodes to the validated description: every mistake of form at its file, line and column, all of them at once.

After a mistake the smallest part around it is left out and the rest is read again, so that the checks of sense
(`portsim.scenario.check`) still see all that is whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from portsim.scenario.base import Description
from portsim.scenario.mistakes import describe
from portsim.scenario.nodes import Findings, Node, related
from portsim.scenario.scenario import Scenario
from portsim.scenario.shape import KindsShape, MappingShape, RecordShape, Shape, below, fields_of, record_shape

Keys = tuple[str | int, ...]
D = TypeVar("D", bound=Description)
_STAND_INS: dict[str, Any] = {"format": 1, "name": "x", "ports": {"x": {"market": "x"}}}
_MOST_ROUNDS = 12
_ABSENCES = ("missing", "too_short", "union_tag_not_found")


@dataclass
class Validated:
    """What validation gives.

    Attributes
    ----------
    scenario
        The description, without what is wrong in form; None where nothing could be read.
    dropped
        Paths of the parts that were left out.
    """

    scenario: Scenario | None
    dropped: list[Keys] = field(default_factory=list)

    def is_whole(self, path: Keys) -> bool:
        """Whether nothing at or below a path was left out."""
        return not any(related(one, path) for one in self.dropped)


def validate(root: Node, findings: Findings) -> Validated:
    """Validate a merged scenario.

    Parameters
    ----------
    root
        The merged scenario.
    findings
        Takes the mistakes.
    """
    result = Validated(None, list(findings.unread))
    result.scenario = read_as(Scenario, root, findings, _STAND_INS, result.dropped)
    return result


def read_as(model: type[D], root: Node, findings: Findings, stand_ins: dict[str, Any], dropped: list[Keys]) -> D | None:
    """Read a root node as a description; None where nothing of it can be read.

    Parameters
    ----------
    model
        The description.
    root
        What was written.
    findings
        Takes the mistakes.
    stand_ins
        Values that pass, for required keys of the root that are missing or wrong.
    dropped
        Takes the paths of the parts that were left out.
    """
    plain: dict[str, Any] = root.plain()
    plan = record_shape(model)
    n_unread = len(dropped)
    for _ in range(_MOST_ROUNDS):
        try:
            return model.model_validate(plain)
        except ValidationError as error:
            mistakes = error.errors(include_url=False, include_input=False)
        before = len(dropped)
        places = [mistake["loc"] for mistake in mistakes]
        for mistake in mistakes:
            path, absent = locate(mistake["loc"], root, mistake["type"], plan)
            where = path if mistake["type"] != "missing" else path[:-1]
            loc, kind = mistake["loc"], mistake["type"]
            after_effect = any(one[: len(where)] == where for one in dropped[n_unread:before])
            if kind == "too_short":  # a list of which an item is wrong counts as short
                after_effect |= any(len(one) > len(loc) and one[: len(loc)] == loc for one in places)
            if kind in _ABSENCES:
                after_effect |= findings.may_lack(path)
            if not after_effect:
                describe(mistake, path, root, findings, plan)
            dropped.append(_drop(plain, path, absent, plan, stand_ins))
        if () in dropped[before:]:
            return None
    return None


def locate(loc: tuple[str | int, ...], root: Node, kind: str, plan: Shape) -> tuple[Keys, bool]:
    """The path of a mistake in the file from pydantic's location, which also names kinds of things and laws.

    Returns
    -------
    path
        Keys as in the file.
    absent
        Whether the last key is not in the file (a required field that is missing).
    """
    path: list[str | int] = []
    node: Node | None = root
    shape: Shape | None = plan
    last = len(loc) - 1
    for index, key in enumerate(loc):
        if key == "[key]":
            break
        following = node.get((key,)) if node is not None else None
        if following is not None:
            shape = below(shape, key, node.value if node else None)
            path.append(key)
            node = following
        elif index == last and kind == "missing":
            return (*path, key), True
    return tuple(path), False


def _drop(plain: dict[str, Any], path: Keys, absent: bool, plan: Shape, stand_ins: dict[str, Any]) -> Keys:
    """Leave out of a plain scenario the smallest part around a mistake that can be left out; its path."""
    cut = path[:-1] if absent else path
    shape_path = _shapes(plain, cut, plan)
    while cut:
        holder = _at(plain, cut[:-1])
        if (
            isinstance(holder, dict)
            and cut[-1] in holder
            and _may_be_left_out(shape_path[len(cut) - 1], cut[-1], holder)
        ):
            del holder[cut[-1]]
            return cut
        if isinstance(holder, dict) and cut[-1] not in holder:
            return cut  # gone already with an earlier mistake
        cut = cut[:-1]
    if not path:
        return ()
    return _replace_root_field(plain, path, stand_ins)


def _replace_root_field(plain: dict[str, Any], path: Keys, stand_ins: dict[str, Any]) -> Keys:
    """Give a required key of the root a value that passes, so that the rest can be read; () where there is none."""
    key = str(path[0])
    if key not in stand_ins or plain.get(key) == stand_ins[key]:
        return ()
    plain[key] = stand_ins[key]
    return (key,)


def _shapes(plain: Any, path: Keys, plan: Shape) -> list[Shape | None]:
    """The plans of the holders along a path: that of the root, of what stands under the first key, and so on."""
    shape: Shape | None = plan
    shapes = [shape]
    value = plain
    for key in path:
        shape = below(shape, key, value)
        value = value.get(key) if isinstance(value, dict) else None
        shapes.append(shape)
    return shapes


def _at(plain: Any, path: Keys) -> Any:
    for key in path:
        if isinstance(plain, dict):
            plain = plain.get(key)
        elif isinstance(plain, list) and isinstance(key, int) and key < len(plain):
            plain = plain[key]
        else:
            return None
    return plain


def _may_be_left_out(holder: Shape | None, key: str | int, value: Any) -> bool:
    """Whether a key can go without making its holder wrong: a thing by id, an unknown field, a field with a default."""
    if isinstance(holder, MappingShape):
        return True
    if isinstance(holder, RecordShape | KindsShape):
        found = fields_of(holder, value).get(str(key))
        is_kind = isinstance(holder, KindsShape) and key == holder.key
        return not is_kind and (found is None or not found.required)
    return False
