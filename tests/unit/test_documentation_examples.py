"""The examples in docstrings do what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import portsim

MODULES = [module.name for module in pkgutil.walk_packages(portsim.__path__, "portsim.")]


def test_there_are_examples_at_all():
    finder = doctest.DocTestFinder(exclude_empty=True)
    assert sum(len(test.examples) for test in finder.find(importlib.import_module("portsim.model.kernel"))) > 10


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_do_what_they_show(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
