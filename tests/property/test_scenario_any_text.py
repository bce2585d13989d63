"""Whatever stands in a file or on the command line: a scenario or an input error, never another exception."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenario_files import SMALL, write

from portsim.errors import InputError
from portsim.scenario.load import load_scenario

TEXT = SMALL.read_text(encoding="utf-8")
PLAIN = load_scenario(SMALL).root.plain()
CHILD = f"format: 1\nname: x\nextends: {SMALL.as_posix()}\n"
SETTINGS = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

WRITABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MARKS = st.text(alphabet="{}[]:,-?|>&*!%@`'\"#\n\t ~.=<x01e_", max_size=25)
KEYS = sorted({key for path, _ in load_scenario(SMALL).root.leaves() for key in path if isinstance(key, str)})
WORDS = st.sampled_from([*KEYS, "table", "replace", "value", "source", "range", "times", "extends", "overlays", "lohn"])
SINGLES = (
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.sampled_from(["", "1e999", "0x1f"])
    | st.sampled_from(["2025-02-30", "gamma", "harbour", "harbour/boxes", "a > b", "/", "..", "1,600", "𠀀"]) | WRITABLE
)  # fmt: skip
THINGS = st.recursive(
    SINGLES, lambda below: st.lists(below, max_size=4) | st.dictionaries(WORDS | WRITABLE, below, max_size=4),
    max_leaves=12,
)  # fmt: skip


def loads_or_refuses(path, **options):
    """Load; what is refused has a message, and each of its problems prints."""
    refused = None
    try:
        load_scenario(path, **options)
    except InputError as error:
        refused = error
    if refused is not None:
        assert refused.problems
        assert all(problem.message and str(problem) in str(refused) for problem in refused.problems)


def paths_of(plain, path=()):
    """Paths of all that stands in a plain scenario."""
    items = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths_of(item, (*path, key))


def with_other(plain, path, thing):
    """A copy with something else at a path."""
    copy = json.loads(json.dumps(plain))
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = thing
    return copy


@SETTINGS
@given(data=st.binary(max_size=300))
def test_any_bytes(tmp_path, data):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    loads_or_refuses(path)


@SETTINGS
@given(start=st.integers(0, len(TEXT)), n_gone=st.integers(0, 30), put=MARKS | WRITABLE)
def test_a_scenario_with_a_piece_of_its_text_replaced(tmp_path, start, n_gone, put):
    loads_or_refuses(write(tmp_path, TEXT[:start] + put + TEXT[start + n_gone :]))


@SETTINGS
@given(path=st.sampled_from(sorted(paths_of(PLAIN), key=str)), thing=THINGS)
def test_a_scenario_with_anything_in_the_place_of_a_value(tmp_path, path, thing):
    text = json.dumps(with_other(PLAIN, path, thing), ensure_ascii=False)
    loads_or_refuses(write(tmp_path, text))


@SETTINGS
@given(root=st.dictionaries(WORDS, THINGS, max_size=6))
def test_any_things_laid_over_a_scenario(tmp_path, root):
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in root.items()]
    loads_or_refuses(write(tmp_path, CHILD + "".join(lines)))


@SETTINGS
@given(header=st.lists(WORDS | WRITABLE, max_size=5), cells=st.lists(SINGLES, max_size=15), marks=MARKS)
def test_any_table(tmp_path, header, cells, marks):
    rows = [header, *(cells[start : start + 5] for start in range(0, len(cells), 5))]
    write(tmp_path, "id," + "\n".join(",".join(map(str, row)) for row in rows) + marks, "any.csv")
    loads_or_refuses(write(tmp_path, CHILD + "demand: {flows: {table: any.csv}}\nservices: {table: any.csv}\n"))


@SETTINGS
@given(data=st.binary(max_size=200), suffix=st.sampled_from(["csv", "xlsx", "ods", "txt"]))
def test_any_bytes_in_the_place_of_a_table(tmp_path, data, suffix):
    (tmp_path / f"any.{suffix}").write_bytes(data)
    loads_or_refuses(write(tmp_path, CHILD + f"demand: {{flows: {{table: any.{suffix}}}}}\n"))


SPOTS = st.sampled_from([".".join(map(str, path)) for path in sorted(paths_of(PLAIN), key=str)])


@SETTINGS
@given(
    item=st.builds(lambda path, value: f"{path}={value}", SPOTS | MARKS | WRITABLE, MARKS | WRITABLE)
    | st.tuples(SPOTS | WRITABLE, THINGS)
)
def test_any_value_set_anywhere(item):
    loads_or_refuses(SMALL, sets=[item])


@SETTINGS
@given(name=WRITABLE | MARKS, place=st.sampled_from(["extends: ", "overlays: "]))
def test_any_name_of_a_file(tmp_path, name, place):
    loads_or_refuses(write(tmp_path, f"format: 1\nname: x\n{place}{json.dumps(name, ensure_ascii=False)}\n"))
    loads_or_refuses(name)
    loads_or_refuses(SMALL, overlays=[name])
