"""All cases, or the short form of them, run on processes of this computer and judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from typing import TYPE_CHECKING

from portsim.errors import InputError, RunError
from portsim.study.executors import in_order_of_finish, own_processes
from portsim.study.runner import available_cores
from portsim.verification import cases_choice, cases_lock, cases_queues, cases_ships, cases_water
from portsim.verification.case import Case, Finding, Kind

if TYPE_CHECKING:
    import pandas as pd

KINDS: tuple[Kind, ...] = (
    "queue", "pooling", "little", "tide_gate", "lock", "shuttle", "logit", "fuel", "erlang_b", "tide", "common_lines",
)  # fmt: skip
"""In the order of the table."""
OnCase = Callable[[str, int], None]
"""Called after each case with its id and the number of all."""


@dataclass(frozen=True)
class Verification:
    """What the cases gave.

    Parameters
    ----------
    findings
        A line of the table each, in the order of the kinds.
    is_full
        Whether all cells were asked for.
    """

    findings: tuple[Finding, ...]
    is_full: bool

    @property
    def is_good(self) -> bool:
        """Whether every value is reproduced."""
        return all(finding.is_good for finding in self.findings)

    def table(self) -> pd.DataFrame:
        """A row for each value: case, kind, measure, expected, found, half_width, within, by_chance, is_good."""
        import pandas as pd

        return pd.DataFrame(
            {
                "case": one.case, "kind": one.kind, "measure": one.expected.measure, "expected": one.expected.value,
                "found": one.found.mean, "half_width": one.found.half_width, "within": one.expected.within,
                "by_chance": one.expected.by_chance, "is_good": one.is_good,
            }
            for one in self.findings
        )  # fmt: skip

    @property
    def misses(self) -> tuple[Finding, ...]:
        """Values that are not."""
        return tuple(finding for finding in self.findings if not finding.is_good)


def all_cases() -> tuple[Case, ...]:
    """Every case there is, in the order of the table."""
    rooms = (cases_queues, cases_water, cases_lock, cases_ships, cases_choice)
    found = chain.from_iterable(room.cases() for room in rooms)
    return tuple(sorted(found, key=lambda case: KINDS.index(case.kind)))


def chosen_cases(full: bool = False, only: Sequence[str] = ()) -> tuple[Case, ...]:
    """The short form, or all; of these the ones whose kind or id is named, with ``*`` and ``?``.

    Raises
    ------
    InputError
        A name that no case has.
    """
    cases = tuple(case for case in all_cases() if full or case.in_subset)
    for pattern in only:
        if not any(_is_meant(case, pattern) for case in cases):
            raise InputError(f"no case is called {pattern}; kinds are {', '.join(KINDS)}")
    return tuple(case for case in cases if not only or any(_is_meant(case, pattern) for pattern in only))


def _is_meant(case: Case, pattern: str) -> bool:
    return fnmatchcase(case.kind, pattern) or fnmatchcase(case.id, pattern)


def verify(
    full: bool = False, jobs: int | None = None, only: Sequence[str] = (), on_case: OnCase | None = None
) -> Verification:
    """Run known answers through the model and say whether it reproduces them.

    Parameters
    ----------
    full
        All cells of the tables; else the short form, of less than a minute on two cores.
    jobs
        Processes; None: the number of cores.
    only
        Kinds or ids of cases, with ``*`` and ``?``; all if empty.
    on_case
        Called after each case.

    Raises
    ------
    portsim.errors.InputError
        A name in `only` that no case has.
    portsim.errors.RunError
        A process died.

    Examples
    --------
    >>> verify(only=["fuel"], jobs=1).is_good
    True
    """
    cases = chosen_cases(full, only)
    found: dict[str, list[Finding]] = {}
    # The longest first, so that no process is left with one at the end.
    tasks = ((case.id, case) for case in sorted(cases, key=lambda case: -case.cost))
    n_processes = min(jobs or available_cores(), len(cases))
    try:
        with own_processes(n_processes) as executor:
            for id, outcome in in_order_of_finish(Case.findings, tasks, executor, n_processes, cancels=False):
                if isinstance(outcome, Exception):
                    raise outcome
                found[id] = outcome
                if on_case:
                    on_case(id, len(cases))
    except BrokenExecutor:
        raise RunError("a process that ran a case died: killed, or out of memory") from None
    return Verification(tuple(chain.from_iterable(found[case.id] for case in cases)), full)
