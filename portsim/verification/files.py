"""The scenario files of the cases; nothing in them describes a real port."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from portsim.scenario.scenario import Scenario
from portsim.study.loading import load_scenario

SCENARIOS = Path(__file__).parent / "scenarios"
SEED = 2025
"""Fixed once, for all cases; a miss is explained, never re-seeded."""


def scenario(file: str, sets: Mapping[str, object]) -> Scenario:
    """Read and check a file of this folder as a user's, with some values set."""
    return load_scenario(SCENARIOS / f"{file}.yaml", sets=dict(sets)).scenario


def shipped(name: str) -> Scenario:
    """A scenario that comes with portsim."""
    return load_scenario(name).scenario
