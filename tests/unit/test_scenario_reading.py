"""YAML is read as an analyst means it: YAML 1.2 words, and every mistake at its line and column."""

from __future__ import annotations

import math

import pytest

from portsim.errors import InputError
from portsim.scenario.nodes import Findings, SourceFile
from portsim.scenario.reading import parse
from portsim.scenario.scalars import scalar


def read(text: str):
    findings = Findings()
    node = parse(text, SourceFile("x.yaml", lines=text.splitlines()), findings)
    return node, [str(problem).splitlines()[0] for problem in findings.problems]


def plain(text: str):
    node, problems = read(text)
    assert problems == []
    return node.plain()


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("12", 12), ("-3", -3), ("+4", 4), ("010", 10), ("0x1F", 31), ("0o17", 15),
        ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("1e6", 1e6), ("50.0e6", 50e6), ("1E-3", 1e-3),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("22:30", "22:30"),
        ("1_000", "1_000"), ("1,000", "1,000"), ("2025-03-01", "2025-03-01"), ("1.2.3", "1.2.3"), ("NaN", "NaN"),
    ],
)  # fmt: skip
def test_words_are_read_by_the_core_schema_of_yaml_1_2(word, value):
    read_as = scalar(word)
    assert read_as == value
    assert type(read_as) is type(value)


def test_infinity_and_not_a_number_are_floats():
    assert scalar("-.inf") == -math.inf
    assert math.isnan(scalar(".nan"))


def test_a_number_of_ten_thousand_digits_is_read_quickly_and_is_no_integer():
    assert scalar("1" * 10_000) == math.inf


def test_quoted_words_stay_text():
    assert plain("a: '12'\nb: \"true\"\nc: |\n  7\n") == {"a": "12", "b": "true", "c": "7\n"}


def test_mappings_lists_and_both_styles_are_read():
    assert plain("a: {b: [1, 2], c: {}}\nd:\n- x\n- y: 1\n") == {"a": {"b": [1, 2], "c": {}}, "d": ["x", {"y": 1}]}


def test_every_value_knows_its_line_and_column():
    node, _ = read("a:\n  b: 1\n  c: [2,  3]\n")
    assert node.get(("a", "b")).place[1:] == (2, 6)
    assert node.get(("a", "b")).key_place[1:] == (2, 3)
    assert node.get(("a", "c", 1)).place[1:] == (3, 11)


def test_keys_are_text_whatever_they_look_like():
    assert plain("2025: a\ntrue: b\n") == {"2025": "a", "true": "b"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3:1: a: given twice, first in line 1"),
        ("a: {b: 1, b: 2}\n", "x.yaml:1:11: a.b: given twice, first in line 1"),
        ("a: &x 1\n", "x.yaml:1:4: a: `&x` names a value to repeat it; anchors and aliases are not read"),
        ("a: !!str 1\n", "x.yaml:1:4: a: tag `tag:yaml.org,2002:str`: tags are not read, write the plain value"),
        ("<<: {a: 1}\n", "x.yaml:1:1: `<<` is not read, write the values out"),
        ("'': 1\n", "x.yaml:1:1: a key without a name"),
    ],
)  # fmt: skip
def test_what_yaml_allows_and_a_scenario_does_not_is_said_at_its_place(text, message):
    assert read(text)[1] == [message]


def test_an_alias_is_refused():
    found = read("a: &x {b: 1}\nc: *x\n")[1]
    assert found[1] == "x.yaml:2:4: c: `*x` repeats another value; aliases are not read, write the value out"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\n\tb: 2\n", "x.yaml:2:1", "a tab; indent with spaces"),
        ("a: b: c\n", "x.yaml:1:5", "a `:` that cannot stand here"),
        ("a: [1, 2\nb: 3\n", "x.yaml:2:2", "a bracket is not closed"),
        ("a:\n  b: 1\n c: 2\n", "x.yaml:3:2", "the indentation or the brackets do not fit"),
        ("a: 'b\n", "x.yaml:2:1", "quotes are not closed"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1", "a second document begins here"),
        ("{[a]: 1}\n", "x.yaml:1:2", "a key must be a word"),
    ],
)  # fmt: skip
def test_text_that_is_not_yaml_is_said_at_its_place_in_plain_words(text, place, message):
    with pytest.raises(InputError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.place == place
    assert message in problem.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_hundred_thousand_brackets_are_an_error_and_not_a_crash(opening):
    with pytest.raises(InputError, match="nested deeper than 40 levels"):
        read(opening * 100_000)


def test_a_million_values_are_enough(monkeypatch):
    monkeypatch.setattr("portsim.scenario.reading.MOST_VALUES", 1_000)
    with pytest.raises(InputError, match="more than 1000 values"):
        read("[" + "1, " * 2_000 + "1]")
