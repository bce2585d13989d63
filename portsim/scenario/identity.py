"""What makes two scenarios the same: a hash of all that can change a result, and of nothing else.

Titles, names, notes, sources, origins, file names and the order of things are left out. The order of quays and lock
lines stays, since the first that takes a ship is taken, and that of a mix, since chance is laid out along it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from portsim.scenario.base import Description
from portsim.scenario.scenario import Scenario

_WORDS_ONLY = ("name", "title", "note", "sources")
IN_ORDER = ("quays", "lines", "mix")
"""Mappings whose order counts."""


def canonical(thing: Any) -> Any:
    """A description as plain data, without words for readers; whole numbers of float fields are floats already."""
    if isinstance(thing, Description):
        fields = {name: getattr(thing, name) for name in type(thing).model_fields if name not in _WORDS_ONLY}
        return {name: canonical(list(item.items()) if name in IN_ORDER else item) for name, item in fields.items()}
    if isinstance(thing, dict):
        return {key: canonical(item) for key, item in thing.items()}
    if isinstance(thing, tuple | list):
        return [canonical(item) for item in thing]
    return 0.0 if type(thing) is float and thing == 0.0 else thing  # -0.0 is 0.0


def identity(scenario: Scenario) -> str:
    """SHA-256 of the canonical JSON of a scenario, as 64 hexadecimal digits."""
    text = json.dumps(canonical(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
