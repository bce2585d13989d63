"""portsim: discrete-event models of port clusters, their hinterland and their sea lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portsim.api import (
        LoadedScenario,
        Results,
        compare,
        load_scenario,
        open_results,
        run,
        run_study,
        study_answer,
        verify,
        warm_up,
    )

__all__ = [
    "LoadedScenario",
    "Results",
    "compare",
    "load_scenario",
    "open_results",
    "run",
    "run_study",
    "study_answer",
    "verify",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    """Load public names when they are first used, so that `import portsim` is quick."""
    if name not in __all__:
        raise AttributeError(f"module 'portsim' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("portsim.api"), name)
