"""A field enters the file format only when it has an effect: a run of a scenario that gives all of them reads each.

Reading is watched, class by class, while the cluster is built and run; to find the name somewhere in the code would not
do, since `depth_m` of a quay would stand for `depth_m` of a canal.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenario_files import DATA, SMALL

import portsim
from portsim.model.world import simulate
from portsim.scenario import laws, shape
from portsim.scenario.base import Description
from portsim.scenario.load import load_scenario
from portsim.scenario.mistakes import LATER_FIELDS, LATER_KINDS, LATER_ROOMS
from portsim.scenario.shape import scenario_shape
from portsim.study.requests import RunRequest

EVERYTHING = DATA / "everything.yaml"
CHOOSING = DATA / "choosing.yaml"

TOLD_BY_CLASS = "tells which class describes the thing; the run asks for the class"
PRINTED = "printed beside simulated values; no run depends on what was observed"
WORDS = "words for readers"
FITTED = "what constants are fitted to; a run takes the constants"
CHECKED = "decides whether barges of this draught are let onto the waterway; looked at once, by the checks"
CHECKED_JOINS = "decides whether the lines of a route join; looked at once, by the checks"

NOT_READ_BY_A_RUN = {
    "Scenario.format": "decides whether this portsim reads the file",
    "Scenario.name": WORDS,
    "Scenario.title": WORDS,
    "Channel.name": WORDS,
    "Scenario.observed": PRINTED,
    "Observed.measure": PRINTED,
    "Observed.entity": PRINTED,
    "Observed.period": PRINTED,
    "Observed.value": PRINTED,
    "Observed.role": PRINTED,
    "Observed.low": PRINTED,
    "Observed.high": PRINTED,
    "Observed.note": PRINTED,
    "Scenario.sources": PRINTED,
    "Source.publisher": PRINTED,
    "Source.title": PRINTED,
    "Source.publisher_zh": PRINTED,
    "Source.title_zh": PRINTED,
    "Source.date": PRINTED,
    "Road.mode": TOLD_BY_CLASS,
    "OutsideLand.mode": TOLD_BY_CLASS,
    "OutsideSea.mode": TOLD_BY_CLASS,
    "CargoClass.name": WORDS,
    "Scenario.calibration": FITTED,
    "Calibration.year": FITTED,
    "Calibration.held_out": FITTED,
    "Calibration.near_rail_share": FITTED,
    "Calibration.barge_laden_teu": FITTED,
    "Calibration.near_barge_share": FITTED,
    "Calibration.barge_zones": FITTED,
    "SeaLane.mode": TOLD_BY_CLASS,
    "Waterway.mode": TOLD_BY_CLASS,
    "RailLine.mode": TOLD_BY_CLASS,
    "RailLine.origin": CHECKED_JOINS,
    "RailLine.destination": CHECKED_JOINS,
    "Liner.kind": TOLD_BY_CLASS,
    "Tramp.kind": TOLD_BY_CLASS,
    "Train.kind": TOLD_BY_CLASS,
    "BargeTraffic.kind": TOLD_BY_CLASS,
    "Ferry.kind": TOLD_BY_CLASS,
    "BargeLine.kind": TOLD_BY_CLASS,
    "Waterway.depth_m": CHECKED,
    "Waterway.keel_clearance_m": CHECKED,
}


def all_models() -> Iterator[type[Description]]:
    """All descriptions a scenario is made of, each once."""
    seen: set[type[Description]] = set()

    def walk(one: shape.Shape) -> Iterator[type[Description]]:
        if isinstance(one, shape.RecordShape) and one.model not in seen:
            seen.add(one.model)
            yield one.model
            for item in one.fields.values():
                yield from walk(item.shape)
        elif isinstance(one, shape.KindsShape):
            for record in one.kinds.values():
                yield from walk(record)
        elif isinstance(one, shape.MappingShape):
            yield from walk(one.item)

    yield from walk(scenario_shape())


def fields_read(monkeypatch, act):
    """`Class.field` of everything `act` reads of a scenario."""
    read = set()
    usual = Description.__getattribute__

    def watched(self, name):
        read.add(f"{type(self).__name__}.{name}")
        return usual(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(Description, "__getattribute__", watched)
        act()
    return read


def all_fields(models):
    return {f"{model.__name__}.{name}" for model in models for name in model.model_fields}


def test_a_run_reads_every_field_that_is_not_explained_above(monkeypatch):
    read = set()
    for path in (EVERYTHING, CHOOSING):
        loaded = load_scenario(path)
        request = RunRequest("everything", loaded, 1, 0)
        read |= fields_read(monkeypatch, lambda: (request.keeps_records, simulate(loaded.scenario, 1, 0)))  # noqa: B023
    without_effect = all_fields(all_models()) - read - set(NOT_READ_BY_A_RUN)
    assert without_effect == set(), f"no effect, or not given in {EVERYTHING.name}"
    assert set(NOT_READ_BY_A_RUN) & read == set(), "read after all: no explanation is needed"
    assert set(NOT_READ_BY_A_RUN) <= all_fields(all_models()), "explains a field that is gone"


def test_the_run_above_gives_every_field_itself():
    """Not one field of that scenario rests on its default, so that a new field is missed here before anything else."""
    root = load_scenario(CHOOSING).root  # has all of the other
    given = {(*(key for key in path if isinstance(key, str)),)[-1] for path, _ in root.leaves()}
    given |= {key for path, _ in root.leaves() for key in path}
    missing = {name for name in all_fields(all_models()) if name.split(".")[1] not in given}
    assert missing == set()


LAWS = (
    {"exponential": 5}, {"erlang": {"k": 2, "mean": 5}}, {"gamma": {"mean": 5, "sd": 2}},
    {"lognormal": {"mean": 5, "sd": 2}}, {"normal": {"mean": 5, "sd": 2}}, {"uniform": {"low": 4, "high": 6}},
    {"triangular": {"low": 4, "mode": 5, "high": 6}}, {"empirical": [4, 5]},
)  # fmt: skip


@pytest.mark.parametrize("law", LAWS, ids=lambda law: next(iter(law)))
def test_a_run_reads_every_parameter_of_a_law(monkeypatch, law):
    kind, parameters = next(iter(law.items()))
    loaded = load_scenario(SMALL, sets={"services.line.lateness_h": law})
    described = loaded.scenario.services["line"].lateness_h
    read = fields_read(monkeypatch, lambda: simulate(loaded.scenario, 1, 0))
    expected = {f"{type(described).__name__}.{kind}"}
    if isinstance(parameters, dict):
        expected |= {f"{type(getattr(described, kind)).__name__}.{name}" for name in parameters}
    assert expected <= read


def test_all_laws_are_tried():
    assert [next(iter(law)) for law in LAWS] == list(laws.LAW_NAMES)


def test_what_is_said_to_come_later_is_not_there_yet():
    """Else a field in the wrong place would be said to be of a later version."""
    assert set(LATER_ROOMS) & set(scenario_shape().fields) == set()
    assert set(LATER_FIELDS) & {name for model in all_models() for name in model.model_fields} == set()
    kinds = {
        word
        for field in scenario_shape().fields.values()
        if isinstance(field.shape, shape.MappingShape) and isinstance(field.shape.item, shape.KindsShape)
        for word in field.shape.item.kinds
    }
    assert kinds >= {"liner", "road", "waterway"}
    assert set(LATER_KINDS) & kinds == set()


def test_observed_values_and_sources_are_printed():
    """What a run does not read is read where results are described or drawn: their columns are named there."""
    words = set()
    for folder in ("study", "report"):
        for path in (Path(portsim.__file__).parent / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words.add(node.value)
    printed = {name.split(".")[1] for name, reason in NOT_READ_BY_A_RUN.items() if reason == PRINTED}
    assert printed <= words
