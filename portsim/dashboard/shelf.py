"""The results folder behind the application: opened anew when runs arrive, a few scenarios at hand."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from portsim.analysis.answer import Answer, answer
from portsim.analysis.comparison import OVERVIEW_KINDS
from portsim.dashboard.view import Known
from portsim.report.data import ReportData
from portsim.report.gather import data_of
from portsim.report.summary import CLUSTER
from portsim.report.texts import Language
from portsim.results.index import INDEX, STUDY
from portsim.results.opening import Results, open_results
from portsim.study.naming import case_name

MOST_AT_HAND = 4
"""Scenarios whose tables are kept: some tens of megabytes each."""
MOST_KEPT = 12
MOST_PAGES = 8
"""Pages with their figures: some megabytes each."""
LOOK_EVERY_S = 2.0
_T = TypeVar("_T")
_Stamp = tuple[tuple[str, int], ...]


class Shelf:
    """Tables of a results folder, read when they are asked for.

    Parameters
    ----------
    path
        The folder.
    lang
        Language where an address names none.

    Raises
    ------
    InputError
        It is no results folder, it is damaged, or a newer portsim wrote it.
    """

    def __init__(self, path: Path, lang: Language = "en") -> None:
        self.path, self.lang = path, lang
        self.lock = threading.RLock()
        self._looked = 0.0
        self._put(open_results(path))

    def _put(self, results: Results) -> None:
        self.results = results
        self._stamp = self._stamp_now()
        self._at_hand: OrderedDict[str, ReportData] = OrderedDict()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._pages: OrderedDict[Hashable, object] = OrderedDict()

    def look(self) -> None:
        """Open the folder anew if runs have arrived since it was opened; at most every two seconds."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY_S:
            return
        self._looked = now
        if self._stamp_now() != self._stamp:
            self._put(open_results(self.path))

    def _stamp_now(self) -> _Stamp:
        """When its lists and the folders of its runs were last changed: a run appears whole, by one renaming."""
        watched = [self.path / INDEX, self.path / STUDY]
        runs = self.path / "runs"
        if runs.is_dir():
            watched += sorted(runs.iterdir())
        return tuple((place.name, place.stat().st_mtime_ns) for place in watched if place.exists())

    @property
    def study(self) -> dict[str, Any]:
        """What was asked, as in ``study.json``."""
        return self.results.study

    @property
    def is_study(self) -> bool:
        """Whether a study file stands behind it; else scenarios were just run."""
        return "study" in self.study

    @property
    def name(self) -> str:
        """Name of the study, or of the results."""
        return str(self.study.get("study") or self.study.get("name") or self.path.name)

    @property
    def labels(self) -> list[str]:
        """Labels of the scenarios with whole runs, in order."""
        return list(dict.fromkeys(run.option for run in self.results.runs))

    @property
    def n_runs(self) -> tuple[int, int]:
        """Runs that are whole, and runs asked for; draws included."""
        whole = len(self.results.runs) + len(self.results.draws)
        return whole, whole + len(self.results.failures) + len(self.results.missing)

    @property
    def base(self) -> str:
        """Label of what the others are compared with: as the study says, else the first."""
        labels, wanted = self.labels, str(self.study.get("compare_to") or "")
        fitting = [one for one in labels if self.study["options"][one].get("option", one) == wanted]
        return (fitting or labels or [""])[0]

    def title(self, label: str, lang: Language) -> str:
        """What a scenario is called."""
        words = self.study.get("options", {}).get(label, {})
        if "option" in words:
            return case_name(self.study, label, lang)
        return str((words.get("title") or {}).get(lang) or words.get("name") or label)

    def data(self, label: str) -> ReportData:
        """The tables of one scenario.

        Raises
        ------
        InputError
            A file is damaged.
        """
        if label not in self._at_hand:
            self._at_hand[label] = data_of(self.results, label)
            while len(self._at_hand) > MOST_AT_HAND:
                self._at_hand.popitem(last=False)
        self._at_hand.move_to_end(label)
        return self._at_hand[label]

    def known(self) -> Known:
        """What an address may name."""
        return Known(self.lang, self.labels, self.base, lambda label: self.data(label).years, self.ports)

    def ports(self, label: str) -> list[str]:
        """Ids of the modelled ports of a scenario."""
        return self.data(label).names.ports

    def yearly(self) -> pd.DataFrame:
        """Measures of whole years of the cluster, ports, locks and waterways, of all runs but draws.

        Returns
        -------
        Columns option, run, measure, unit, entity, period, value; read scenario by scenario, the rest let go.
        """
        return self.keep("yearly", self._read_yearly)

    def _read_yearly(self) -> pd.DataFrame:
        entities = self.results.table("entities")
        places = {CLUSTER, *entities.loc[entities["kind"].isin(OVERVIEW_KINDS), "id"].astype(str)}
        parts = []
        for label in self.labels:
            table = self.results.measures(label)
            is_year = table["period"].astype(str).str.len() == len("2025")
            kept = table[is_year & table["entity"].astype(str).isin(places)]
            parts.append(kept.astype(dict.fromkeys(("option", "run", "measure", "unit", "entity", "period"), str)))
        table = pd.concat(parts, ignore_index=True)
        texts = ("option", "run", "measure", "unit", "entity", "period")
        return table.astype(dict.fromkeys(texts, "category"))

    def answer(self) -> Answer:
        """What the study says of its options and of what moves them."""
        return self.keep("answer", lambda: answer(self.results, with_worth=False))

    def keep(self, what: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gave for this question before, or gives now; the last few answers are kept."""
        return _kept(self._kept, MOST_KEPT, what, make)

    def keep_page(self, view: Hashable, make: Callable[[], _T]) -> _T:
        """The page of a view, made once: the numbers of its figures are asked for one by one, and readers go back."""
        return _kept(self._pages, MOST_PAGES, view, make)


def _kept(store: OrderedDict[Hashable, object], most: int, what: Hashable, make: Callable[[], _T]) -> _T:
    if what not in store:
        store[what] = make()
        while len(store) > most:
            store.popitem(last=False)
    store.move_to_end(what)
    kept: _T = store[what]  # type: ignore[assignment]
    return kept
