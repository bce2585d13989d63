"""A scenario is what it says, not how it is written: its identity, its resolved file, and the order of its things."""

from __future__ import annotations

import json
import math
import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scenario_files import DATA, write

from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario

EVERYTHING = DATA / "everything.yaml"
LOADED = load_scenario(EVERYTHING)
PLAIN = LOADED.root.plain()
SETTINGS = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

SHARES = (
    "demand.factor", "demand.flows.back.growth_share", "services.line.buffer_share", "services.train.phase_h",
    "cargo.common_line_share", "ports.harbour.terminals.boxes.mooring_h", "locks.weir.rate_factor",
    "cargo.depot_weeks", "ports.harbour.channels.main.separation_h", "links.road.spread_share",
    "ports.harbour.weather.wind.duration_h", "services.line.lateness_h.normal.sd", "services.barges.load_back_share",
)  # fmt: skip
"""Numbers that may be anything between 0 and 1 without making the scenario senseless."""
COUNTS = (
    "ports.harbour.pilots.n",
    "ports.harbour.terminals.boxes.cranes.n",
    "ports.harbour.tugs.n",
    "locks.weir.priority_m",
)
NUMBERS = {**dict.fromkeys(SHARES, st.floats(1e-9, 1, exclude_max=True)), **dict.fromkeys(COUNTS, st.integers(2, 20))}
PRINTABLE = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def values_at(paths):
    """Values for some of the paths."""
    return st.fixed_dictionaries({}, optional={path: NUMBERS[path] for path in paths})


def at(plain, path):
    """The value at a dotted path; None where none is given."""
    for key in path.split("."):
        plain = plain.get(key)
    return plain


# --- the resolved file


@SETTINGS
@given(sets=values_at(NUMBERS), title=WORDS, note=WORDS, publisher=WORDS)
def test_the_resolved_file_is_the_same_scenario(tmp_path, sets, title, note, publisher):
    assume(note.strip())
    words = {
        "title": {"en": title, "zh": "题目"},
        "observed.calls.note": json.dumps(note),
        "sources.yearbook.publisher": json.dumps(publisher),
    }
    first = load_scenario(EVERYTHING, sets={**sets, **words})
    again = load_scenario(write(tmp_path, first.resolved_yaml))
    assert again.scenario == first.scenario
    assert again.identity == first.identity


def test_the_resolved_file_keeps_origins_and_marks_defaults(tmp_path):
    """The resolved file of the resolved file tells the same of every value but where it stands."""
    again = load_scenario(write(tmp_path, LOADED.resolved_yaml))
    told = [
        {row.path: (row.value, row.unit, row.source, row.assumed, row.low, row.high, row.status) for row in one.inputs}
        for one in (LOADED, again)
    ]
    assert told[1] == told[0]


# --- what changes the identity


@SETTINGS
@given(path=st.sampled_from(sorted(NUMBERS)), data=st.data())
def test_another_value_is_another_scenario_and_the_same_value_the_same(path, data):
    value = data.draw(NUMBERS[path])
    identity = load_scenario(EVERYTHING, sets={path: value}).identity
    assert (identity == LOADED.identity) == (value == at(PLAIN, path))


FLOWS = ("out", "back", "down", "up", "across")


def with_table(folder, annual_teu):
    """The identity with the yearly flows in a table beside the scenario."""
    rows = [f"{name},{teu!r}\n" for name, teu in zip(FLOWS, annual_teu, strict=True)]
    write(folder, "id,annual_teu\n" + "".join(rows), "flows.csv")
    text = f"format: 1\nname: x\nextends: {EVERYTHING.as_posix()}\ndemand: {{flows: {{table: flows.csv}}}}\n"
    return load_scenario(write(folder, text)).identity


@SETTINGS
@given(
    teu=st.lists(st.floats(1, 9_000), min_size=5, max_size=5),
    row=st.integers(0, 4),
    changed=st.floats(1, 9_000),
)
def test_another_cell_of_a_table_is_another_scenario(tmp_path, teu, row, changed):
    before = with_table(tmp_path, teu)
    assume(changed != teu[row])
    assert with_table(tmp_path, [*teu[:row], changed, *teu[row + 1 :]]) != before
    assert with_table(tmp_path, teu) == before


def test_the_smallest_change_of_a_number_is_another_scenario():
    value = at(PLAIN, "links.road.spread_share")
    sets = {"links.road.spread_share": math.nextafter(value, 1)}
    assert load_scenario(EVERYTHING, sets=sets).identity != LOADED.identity


# --- what does not


def rewritten(plain, chance, kept=()):
    """The same things in another order, but for what stands in one of the `kept`."""
    if isinstance(plain, list):
        return [rewritten(item, chance, kept) for item in plain]
    if not isinstance(plain, dict):
        return plain
    keys = list(plain)
    chance.shuffle(keys)
    return {
        key: {id: rewritten(thing, chance, kept) for id, thing in plain[key].items()}
        if key in kept
        else rewritten(plain[key], chance, kept)
        for key in keys
    }


def yaml_text(plain, chance, indent=0):
    """Block YAML with comments and empty lines strewn in; single values and lists as JSON, which YAML holds too."""
    lines = []
    for key, value in plain.items():
        if chance.random() < 0.2:
            lines.append(chance.choice(["", f"{' ' * chance.randrange(9)}# a remark: {{not a value}}"]))
        head = f"{' ' * indent}{json.dumps(key) if chance.random() < 0.2 else key}:"
        if isinstance(value, dict) and value and chance.random() < 0.7:
            lines += [head, *yaml_text(value, chance, indent + chance.randrange(1, 4))]
        else:
            lines.append(f"{head} {json.dumps(value, ensure_ascii=False)}{chance.choice(['', '  # seen'])}")
    return lines


IN_ORDER = ("quays", "lines", "mix")


@SETTINGS
@given(seed=st.integers(0, 10**9), words=PRINTABLE, folder=st.sampled_from(["a", "b/港口", "c d"]))
def test_order_comments_words_and_place_of_the_file_make_no_other_scenario(tmp_path, seed, words, folder):
    chance = random.Random(seed)
    plain = rewritten(PLAIN, chance, kept=IN_ORDER)
    plain["name"] = "another"
    plain["title"] = {"en": words, "zh": words}
    plain["ports"]["harbour"]["name"] = {"en": words, "zh": words}
    plain["services"]["line"].pop("name")
    plain["observed"]["calls"]["note"] = words
    plain["sources"] = {}
    path = write(tmp_path / folder, "\n".join(yaml_text(plain, chance)) + "\n", f"{chance.randrange(9)}.yaml")
    assert load_scenario(path).identity == LOADED.identity


@pytest.mark.parametrize(
    "path",
    ["ports.harbour.terminals.boxes.quays", "locks.weir.lines", "services.barges.mix"],
)
def test_the_order_of_what_is_used_in_order_makes_another_scenario(tmp_path, path):
    plain = json.loads(json.dumps(PLAIN))
    *above, last = path.split(".")
    holder = at(plain, ".".join(above))
    assert len(holder[last]) == 2
    holder[last] = dict(reversed(holder[last].items()))
    assert load_scenario(write(tmp_path, json.dumps(plain))).identity != LOADED.identity


def measures(scenario):
    """All measures of a short run by measure, thing and period."""
    columns = compute_measures(simulate(scenario, 1, 0)).columns()
    keys = zip(columns["measure"], columns["entity"], columns["period"], strict=True)
    return dict(zip(keys, columns["value"], strict=True))


def test_scenarios_of_one_identity_give_the_same_results(tmp_path):
    """Else results kept under an identity would be those of another scenario."""
    chance = random.Random(7)
    text = "\n".join(yaml_text(rewritten(PLAIN, chance, kept=IN_ORDER), chance)) + "\n"
    again = load_scenario(write(tmp_path, text))
    assert again.identity == LOADED.identity
    assert list(again.scenario.services) != list(LOADED.scenario.services)
    # Sums over things are taken in another order: the last bits of a float may differ.
    assert measures(again.scenario) == pytest.approx(measures(LOADED.scenario), rel=1e-9, nan_ok=True)
