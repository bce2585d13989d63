"""What is run, made ready for a worker: the key of its runs, and the words that go into their folders.

The scenario of a draw is made when its run is handed out and forgotten at once: memory does not grow with their number.
The keys of the last command are remembered (``made_of`` in ``index.json``), so that a study that resumes need not make
a thousand scenarios to find that their runs are there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portsim.results.format import FORMAT_VERSION
from portsim.scenario.load import LoadedScenario
from portsim.study.description import Description, describe, describe_draw
from portsim.study.key import run_key, source_digest
from portsim.study.requests import RunRequest


@dataclass(frozen=True)
class Subject:
    """A scenario ready to be run.

    Parameters
    ----------
    key
        Key of its runs.
    loaded
        The scenario.
    description
        Words and origins for the run folders.
    """

    key: str
    loaded: LoadedScenario
    description: Description

    @property
    def about(self) -> dict[str, Any]:
        """Name, title and identity, for manifests and ``study.json``."""
        return about(self.loaded)


def about(loaded: LoadedScenario) -> dict[str, Any]:
    """Name, title and identity of a scenario."""
    scenario = loaded.scenario
    title = {"en": scenario.title.en, "zh": scenario.title.zh} if scenario.title else None
    return {"name": scenario.name, "title": title, "identity": loaded.identity}


class Subjects:
    """The scenarios of a study by option, ready, and those of its draws when they are asked for.

    Parameters
    ----------
    known
        Keys of the last command by ``made_of``.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._central: dict[str, Subject] = {}
        self._roots: dict[str, str] = {}

    def central(self, request: RunRequest) -> Subject:
        """The scenario of an option as it is."""
        if request.option not in self._central:
            loaded = request.loaded
            self._central[request.option] = Subject(run_key(loaded.identity), loaded, describe(loaded))
        return self._central[request.option]

    def of(self, request: RunRequest) -> Subject:
        """The scenario of a request.

        Raises
        ------
        InputError
            A value of a draw cannot be, or does not fit the others.
        """
        central = self.central(request)
        if not request.draw:
            return central
        loaded = request.scenario()
        return Subject(run_key(loaded.identity), loaded, self.description(request))

    def description(self, request: RunRequest) -> Description:
        """The words of a request; those of a draw follow from its option's and need no scenario."""
        central = self.central(request).description
        return describe_draw(central, request.changes) if request.draw else central

    def known_key(self, request: RunRequest) -> str:
        """The key of a request, where it can be told without making its scenario; else empty."""
        return self._known.get(self.made_of(request), "") if request.draw else self.central(request).key

    def made_of(self, request: RunRequest) -> str:
        """What a scenario is made of and by: the same gives the same key. 24 hexadecimal digits."""
        if request.option not in self._roots:
            plain = json.dumps(request.loaded.root.plain(), ensure_ascii=True, default=str)
            self._roots[request.option] = f"{FORMAT_VERSION}:{source_digest()}:{plain}"
            self._roots[request.option] = hashlib.sha256(self._roots[request.option].encode()).hexdigest()
        changes = json.dumps(dict(request.changes), sort_keys=True, default=str)
        return hashlib.sha256(f"{self._roots[request.option]}:{changes}".encode()).hexdigest()[:24]
