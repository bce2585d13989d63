"""One known answer and what the model says to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from portsim.verification.estimate import Interval

Kind = Literal[
    "queue", "pooling", "little", "tide_gate", "lock", "shuttle", "logit", "fuel", "erlang_b", "tide", "common_lines"
]
Found = Mapping[str, Interval]
"""Estimates by measure."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An exact or published value and how near the model must come.

    Parameters
    ----------
    measure
        What is measured; its words stand in the catalogue of the command line.
    value
        The value.
    source
        Formula or publication it comes from, by its name in the same catalogue.
    within
        For a value that chance moves: the 99.9 % interval must cover it, and its half-width be below this share of it.
        For one without chance: greatest difference.
    by_chance
        Whether chance moves it.
    """

    measure: str
    value: float
    source: str
    within: float
    by_chance: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One expected value beside what the model gave."""

    case: str
    kind: Kind
    title: str
    words: Mapping[str, object]
    expected: Expected
    found: Interval

    @property
    def is_good(self) -> bool:
        """Whether the model reproduces the value."""
        expected, found = self.expected, self.found
        if expected.by_chance:
            return found.agrees_with(expected.value, expected.within)
        return abs(found.mean - expected.value) <= expected.within

    @property
    def is_too_wide(self) -> bool:
        """Whether the run is too short to say anything."""
        return self.expected.by_chance and self.found.half_width >= self.expected.within * abs(self.expected.value)


@dataclass(frozen=True, slots=True)
class Case:
    """A case: what is expected, and the runs that show what the model gives.

    Parameters
    ----------
    id
        Name, such as ``queue/M-M-4-0.8``.
    kind
        What it is about; kinds stand together in the table.
    title, words
        Words of the catalogue that say what is looked at, and what they are filled with.
    expected
        What must come out.
    look
        Runs the model; a function of a module, so that it can be sent to another process.
    in_subset
        Whether the short form has it.
    cost
        CPU seconds it takes, roughly: the longest begin first.
    """

    id: str
    kind: Kind
    title: str
    expected: tuple[Expected, ...]
    look: Callable[[], Found]
    in_subset: bool = True
    cost: float = 1.0
    words: Mapping[str, object] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """Run it and put what is found beside what is expected."""
        found = self.look()
        return [Finding(self.id, self.kind, self.title, self.words, one, found[one.measure]) for one in self.expected]
