"""A scenario under examination: what was read, where each value stands, and how to say that something does not fit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from portsim.scenario.nodes import Findings, Node, Place
from portsim.scenario.scenario import Scenario
from portsim.scenario.validation import Validated

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Case:
    """What the checks of sense look at.

    Attributes
    ----------
    scenario
        The description, without what is wrong in form.
    root
        The merged scenario with places.
    validated
        Tells what was left out.
    findings
        Takes what does not fit.
    """

    scenario: Scenario
    root: Node
    validated: Validated
    findings: Findings

    def place(self, path: Keys) -> Place:
        """Where a value stands; for one that is not written, where the thing it belongs to stands."""
        node = self.root.get(path)
        if node is not None:
            return node.place
        nearest = self.root.nearest(path)
        return nearest.key_place or nearest.place

    def error(self, path: Keys, message: str) -> None:
        """Note something that does not fit."""
        if path[:1] in self.validated.dropped:
            return  # what stands there only stands in for a part that could not be read
        self.findings.error(self.place(path), path, message)

    def warning(self, path: Keys, message: str) -> None:
        """Note something odd."""
        self.findings.warning(self.place(path), path, message)

    def given(self, *path: str) -> set[str]:
        """Ids written under a path, those of things with mistakes included."""
        node = self.root.get(path)
        return set(node.value) if node is not None and type(node.value) is dict else set()

    def is_whole(self, *path: str) -> bool:
        """Whether all written under a path could be read."""
        return self.validated.is_whole(path)

    def lacks(self, *path: str) -> bool:
        """Whether things by id may be missing because their file, or all of them, could not be read."""
        return self.findings.may_lack(path) or any(path[:end] in self.validated.dropped for end in (1, 2))

    def lost(self, *path: str, kind: tuple[str, str] | None = None) -> bool:
        """Whether a thing, of a kind such as ``("mode", "road")``, may be missing for a mistake in it."""
        things = [one for one in self.validated.dropped if one[:-1] == path]
        words = [self.root.get((*one, kind[0])) if kind else None for one in things]
        return self.lacks(*path) or any(word is None or not kind or word.value == kind[1] for word in words)

    def knows(self, name: str, path: Keys, what: str, known: Iterable[str], *kinds: tuple[str, ...]) -> bool:
        """Whether an id is known; one that is not written anywhere is an error.

        Parameters
        ----------
        name
            The id.
        path
            Where it is used.
        what
            What it should name, such as ``port``.
        known
            Ids of things that could be read.
        kinds
            Paths under which such things are written; one that is written there but has mistakes of its own is no
            error here, and neither is any where a path as a whole or its file could not be read.
        """
        known = set(known)
        if name in known:
            return True
        if not any(name in self.given(*kind) or self.lacks(*kind) for kind in kinds):
            self.error(path, f"unknown {what} {name}{near(name, known)}")
        return False


def near(name: str, known: Iterable[str]) -> str:
    """A hint at the nearest of the known ids."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f", did you mean {close[0]}?"
    return f"; there are {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}" if names else "; there are none"
