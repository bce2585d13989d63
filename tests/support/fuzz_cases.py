"""Spoilt inputs of each kind, made from a seed and a number, and what portsim must do with them: read or refuse."""

from __future__ import annotations

import copy
import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from fuzz_mutations import (
    NUMBERS,
    WORDS,
    replanted,
    spoilt_bytes,
    spoilt_rows,
    spoilt_workbook,
    spots_of,
    torn,
    workbook,
    written,
)

from portsim.capacity.preview import preview
from portsim.errors import InputError, PortsimError
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import LoadedScenario
from portsim.scenario.shipped import find
from portsim.study.loading import load_scenario
from portsim.study.reading import read_study

DATA = Path(__file__).parents[1] / "data" / "scenario"
STUDIES = (
    """\
format: 1
name: s
base: tutorial
options:
  today:
  longer: {set: {ports.*.terminals.*.quays.*.length_m: 900}}
factors: {services.ships.call_size_teu: [500, 600]}
uncertainties: {services.ships.work_h.exponential: {triangular: [9, 10, 12]}}
sampling: {method: latin_hypercube, n: 3}
replications: {at_least: 2, at_most: 4}
compare_to: today
measures: [wait_h@harbour]
quick: {replications: 1}
""",
    """\
format: 1
name: t
question: {en: "why?", zh: "为什么？"}
base: two_ports
options:
  today: {title: {en: Today, zh: 现状}}
  more: {set: {demand.factor: {times: 1.1}}}
uncertainties:
  demand.factor: {normal: [1, 0.05], assumed: to try}
  clock.n_years: {choice: [1, 2]}
sampling: {method: sobol, n: 8}
replications: 2
compare_to: today
select_best: {measure: throughput_teu, direction: max, indifference: 10}
seed: 7
""",
)
UGLY = ("object at 0x", "<class", "Traceback", "Node(", "pydantic", "NoneType")
"""What no message to an analyst may hold."""


@dataclass
class Corpus:
    """What is spoilt: whole scenarios with all they need, tables, studies."""

    @cached_property
    def texts(self) -> dict[str, str]:
        """Scenario files by name."""
        files = [*sorted(DATA.glob("*.yaml")), *(find(name) for name in ("tutorial", "two_ports", "invented_cluster"))]
        return {file.stem: file.read_text(encoding="utf-8") for file in files}

    @cached_property
    def overlays(self) -> dict[str, str]:
        """Shipped overlays by name."""
        names = ("typhoon_yagi", "pinglu_canal", "outlook_2035", "qinzhou_12_13", "growth_plan", "yangpu_hub", "rcep")
        return {name: find(name).read_text(encoding="utf-8") for name in names}

    @cached_property
    def words(self) -> list[str]:
        """All files, to take pieces from."""
        return [*self.texts.values(), *self.overlays.values(), *STUDIES]

    @cached_property
    def trees(self) -> dict[str, Any]:
        """Scenario files as plain lists and mappings; their tables stay tables."""
        return {name: plain(text) for name, text in self.texts.items()}

    @cached_property
    def branches(self) -> list[Any]:
        """All trees, to take branches from."""
        return [*self.trees.values(), *map(plain, [*self.overlays.values(), *STUDIES])]

    @cached_property
    def tables(self) -> dict[str, list[list[Any]]]:
        """The tables of two_ports by path."""
        shipped = find("two_ports").parent
        found = sorted((shipped / "data" / "two_ports").glob("*.csv"))
        return {
            file.relative_to(shipped).as_posix(): list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
            for file in found
        }


def plain(text: str) -> Any:
    """A YAML file as plain lists and mappings; dates stay text."""
    return yaml.load(text, Loader=yaml.BaseLoader) if "2025-02-30" in text else _numbers(yaml.safe_load(text))


def _numbers(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {str(key): _numbers(item) for key, item in thing.items()}
    if isinstance(thing, list):
        return [_numbers(item) for item in thing]
    return thing if isinstance(thing, int | float | str | None) else str(thing)


class Spoiler:
    """Makes the case of a number and gives it to portsim.

    Parameters
    ----------
    folder
        An empty folder for the files of the case.
    chance
        All that is random about it.
    corpus
        What is spoilt.
    """

    def __init__(self, folder: Path, chance: random.Random, corpus: Corpus) -> None:
        self.folder = folder
        self.chance = chance
        self.corpus = corpus

    def _write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        path.write_bytes(data)
        return path

    def _note(self, content: str) -> None:
        """Keep what is no file of its own: how the case is called."""
        self._write("call.txt", content)

    def _with_tables(self) -> None:
        for name, rows in self.corpus.tables.items():
            self._write(name, _csv(rows))

    def _torn(self, text: str) -> str:
        for _ in range(self.chance.choice((1, 1, 2, 5))):
            text = torn(self.chance, text, self.corpus.words)
        return text

    def _replanted(self, tree: Any) -> str:
        tree = copy.deepcopy(tree)
        for _ in range(self.chance.choice((1, 1, 2, 4))):
            tree = replanted(self.chance, tree, self.corpus.branches)
        return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)

    def scenario_text(self) -> None:
        """A scenario file with pieces of its text lost, doubled, moved."""
        self._with_tables()
        name = self.chance.choice(list(self.corpus.texts))
        see(load_scenario(self._write("x.yaml", self._torn(self.corpus.texts[name]))))

    def scenario_bytes(self) -> None:
        """A scenario file with bytes changed."""
        self._with_tables()
        name = self.chance.choice(list(self.corpus.texts))
        see(load_scenario(self._write("x.yaml", spoilt_bytes(self.chance, self.corpus.texts[name].encode()))))

    def scenario_tree(self) -> None:
        """A scenario with something else in some of its places."""
        self._with_tables()
        name = self.chance.choice(list(self.corpus.trees))
        see(load_scenario(self._write("x.yaml", self._replanted(self.corpus.trees[name]))))

    def overlay(self) -> None:
        """Overlays and values set, over a sound scenario."""
        base = self.chance.choice(("tutorial", "two_ports", "invented_cluster", "canal_2027"))
        if base == "canal_2027" and self.chance.random() < 0.9:  # it takes a second to read
            base = "two_ports"
        tree = {"format": 1, "name": "o"} | copy.deepcopy(self.chance.choice(self.corpus.branches))
        for key in list(tree):
            if key not in ("format", "name") and self.chance.random() < 0.8:
                del tree[key]
        path = self._write("o.yaml", self._replanted(tree))
        sets = [self._set() for _ in range(self.chance.randrange(4))]
        self._note(f"portsim check {base} --overlay o.yaml {sets}\n")
        see(load_scenario(base, [path], sets))

    def _set(self) -> str:
        key = ".".join(map(str, self.chance.choice(self._spots)))
        if self.chance.random() < 0.3:
            key = torn(self.chance, key, self.corpus.words)
        value = written(self.chance.choice(NUMBERS if self.chance.random() < 0.6 else WORDS))
        return f"{key}={value}" if self.chance.random() < 0.95 else key

    @cached_property
    def _spots(self) -> list[tuple[str | int, ...]]:
        return [spot for name in ("tutorial", "two_ports") for spot in spots_of(self.corpus.trees[name])]

    def study(self) -> None:
        """A study file."""
        text = self.chance.choice(STUDIES)
        text = self._torn(text) if self.chance.random() < 0.5 else self._replanted(plain(text))
        study = read_study(self._write("x.yaml", text), quick=self.chance.random() < 0.3)
        assert study.cases

    def table_csv(self) -> None:
        """A table of a sound scenario, as CSV."""
        name, rows = self._spoilt_table()
        text = _csv(rows)
        if self.chance.random() < 0.4:
            text = self._torn(text)
        data = text.encode("utf-8", "surrogatepass")
        self._write(name, spoilt_bytes(self.chance, data) if self.chance.random() < 0.1 else data)
        see(load_scenario(self._write("x.yaml", self.corpus.texts["two_ports"])))

    def table_xlsx(self) -> None:
        """The same as a workbook."""
        name, rows = self._spoilt_table()
        if self.chance.random() < 0.6:
            rows = copy.deepcopy(self.corpus.tables[name])
        data = workbook(rows)
        spoilt = spoilt_workbook(self.chance, data) if self.chance.random() < 0.7 else data
        self._write(name.replace(".csv", ".xlsx"), spoilt)
        text = self.corpus.texts["two_ports"]
        assert name in text
        see(load_scenario(self._write("x.yaml", text.replace(name, name.replace(".csv", ".xlsx")))))

    def _spoilt_table(self) -> tuple[str, list[list[Any]]]:
        self._with_tables()
        name = self.chance.choice(list(self.corpus.tables))
        return name, spoilt_rows(self.chance, copy.deepcopy(self.corpus.tables[name]), self.corpus.words)

    def run(self) -> None:
        """A run of a scenario with absurd numbers in it, where it is taken for sound."""
        base = self.chance.choice(("tutorial", "tutorial", "two_ports"))
        numbers = [spot for spot in self._numbers[base] if spot[0] not in ("observed", "format")]
        sets: list[tuple[str, Any]] = []
        for spot in self.chance.sample(numbers, self.chance.choice((1, 1, 2, 3))):
            sets.append((".".join(map(str, spot)), self.chance.choice(NUMBERS)))
        self._note(f"portsim run {base} {' '.join(f'--set {path}={written(value)}' for path, value in sets)}\n")
        loaded = load_scenario(base, sets=sets)
        see(loaded)
        records = simulate(loaded.scenario, 1, 0)
        compute_measures(records).columns()

    @cached_property
    def _numbers(self) -> dict[str, list[tuple[str | int, ...]]]:
        return {
            base: [path for path, node in load_scenario(base).root.leaves() if isinstance(node.value, int | float)]
            for base in ("tutorial", "two_ports")
        }


KINDS: dict[str, tuple[Callable[[Spoiler], None], int]] = {
    "scenario_text": (Spoiler.scenario_text, 5),
    "scenario_bytes": (Spoiler.scenario_bytes, 1),
    "scenario_tree": (Spoiler.scenario_tree, 6),
    "overlay": (Spoiler.overlay, 4),
    "study": (Spoiler.study, 4),
    "table_csv": (Spoiler.table_csv, 4),
    "table_xlsx": (Spoiler.table_xlsx, 4),
    "run": (Spoiler.run, 1),
}
"""Maker of each kind, and how often it comes."""


def see(loaded: LoadedScenario) -> None:
    """Ask a scenario that was taken for sound all that commands ask before a run."""
    assert loaded.inputs
    again = load_scenario(_written_out(loaded))
    assert again.identity == loaded.identity, "the scenario written out in whole is another one"
    preview(loaded.scenario, loaded.scenario.clock.year)


def _written_out(loaded: LoadedScenario) -> Path:
    import tempfile

    path = Path(tempfile.gettempdir()) / "portsim-fuzz-resolved.yaml"
    path.write_text(loaded.resolved_yaml, encoding="utf-8")
    return path


def refused_well(error: PortsimError) -> None:
    """What is refused has messages for analysts."""
    said = error.problems if isinstance(error, InputError) else ()
    assert said or not isinstance(error, InputError), "refused without a message"
    for text in [*(problem.message for problem in said), str(error)]:
        assert text, "refused without a message"
        assert not any(word in text for word in UGLY), f"no message for an analyst: {text}"


def _csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
