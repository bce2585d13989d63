"""The short form of `portsim verify`, run once, and the tables its expected values must stand in."""

from __future__ import annotations

import math

import pytest
from catalogue_faults import faults

from portsim.cli.verify_words import VERIFY_WORDS
from portsim.verification.case import Expected, Finding
from portsim.verification.estimate import Interval
from portsim.verification.running import KINDS, all_cases, chosen_cases, verify

ERLANG_C_WAIT = {  # mean wait over mean work by berths, loads 0.5, 0.7, 0.8, 0.9: textbooks of queueing
    1: (1.0000, 2.3333, 4.0000, 9.0000),
    2: (0.3333, 0.9608, 1.7778, 4.2632),
    4: (0.0870, 0.3572, 0.7455, 1.9694),
    8: (0.0148, 0.1128, 0.2860, 0.8769),
    10: (0.0072, 0.0739, 0.2046, 0.6687),
}
LOADS = (0.5, 0.7, 0.8, 0.9)
PUBLISHED = {  # case, measure: value, half a unit of its last digit
    ("queue/M-M-2-0.9", "waiting_share"): (0.852632, 5e-7),
    ("queue/M-M-4-0.9", "waiting_share"): (0.787753, 5e-7),
    ("queue/M-M-10-0.8", "waiting_share"): (0.409180, 5e-7),
    ("queue/M-M-1-0.7", "longer_than_1"): (0.7 * math.exp(-1.0), 1e-12),
    ("queue/M-G-1-deterministic", "wait_over_work"): (0.7 / 0.6, 1e-12),
    ("queue/M-G-1-gamma", "wait_over_work"): (0.7 * 1.25 / 0.6, 1e-12),
    ("queue/M-G-1-erlang", "wait_over_work"): (0.7 * 1.5 / 0.6, 1e-12),
    ("queue/M-G-1-lognormal", "wait_over_work"): (0.7 * 1.64 / 0.6, 1e-12),
    # 1 - 0.3 exp(0.7), and 1 - 0.3 (exp(1.4) - 0.7 exp(0.7))
    ("queue/M-G-1-deterministic", "longer_than_1_works"): (0.395874, 5e-7),
    ("queue/M-G-1-deterministic", "longer_than_2_works"): (0.206328, 5e-7),
    ("queue/E2-E2-4-0.5", "wait_over_work"): (0.0257, 5e-5),
    ("queue/M-E2-2-0.85", "wait_over_work"): (1.9622, 5e-5),
    ("erlang_b/3", "turned_away_share"): (0.210526, 5e-7),
    ("erlang_b/10", "turned_away_share"): (0.121661, 5e-7),
    ("pooling/five", "wait_alone"): (4.0, 1e-12),
    ("pooling/five", "wait_pooled"): (0.5541, 5e-5),
    ("pooling/six", "wait_alone"): (1.7778, 5e-5),
    ("pooling/six", "wait_pooled"): (0.4315, 5e-5),
    ("tide_gate/5-in-24.84", "waiting_share"): (0.7987, 5e-5),
    ("tide_gate/5-in-24.84", "wait_tide_h"): (7.92, 5e-3),
    ("tide_gate/12-in-24", "waiting_share"): (0.5, 1e-12),
    ("tide_gate/12-in-24", "wait_tide_h"): (3.0, 1e-12),
    ("lock/both", "lockages_per_day"): (27.1, 0.05),
    ("lock/one", "lockages_per_day"): (19.0, 0.05),
    ("shuttle/2", "trips_per_h"): (0.16216, 5e-6),
    ("shuttle/5", "trips_per_h"): (0.35757, 5e-6),
    ("shuttle/10", "trips_per_h"): (0.49081, 5e-6),
}


def expected() -> dict[tuple[str, str], Expected]:
    return {(case.id, one.measure): one for case in all_cases() for one in case.expected}


def test_the_model_reproduces_every_value_of_the_short_form():
    found = verify(jobs=2)
    assert {finding.kind for finding in found.findings} == set(KINDS)
    assert found.is_good, found.misses


def test_the_values_expected_of_queues_are_those_of_the_printed_table():
    for n_berths, waits in ERLANG_C_WAIT.items():
        for load, wait in zip(LOADS, waits, strict=True):
            assert expected()[f"queue/M-M-{n_berths}-{load}", "wait_over_work"].value == pytest.approx(wait, abs=5.1e-5)


@pytest.mark.parametrize("key", PUBLISHED, ids="-".join)
def test_the_values_expected_are_those_of_the_textbooks(key):
    value, digits = PUBLISHED[key]
    assert expected()[key].value == pytest.approx(value, abs=digits)


def test_no_interval_of_a_wait_may_be_wider_than_a_twentieth_or_a_tenth_where_it_is_rare_or_the_load_high():
    for case in all_cases():
        for one in case.expected:
            if one.measure in ("wait_over_work", "waiting_share", "wait_alone", "wait_pooled", "trips_per_h"):
                is_loose = one.value < 0.05 or case.id.endswith("-0.9")
                assert one.within <= (0.10 if is_loose else 0.05), (case.id, one)


def test_the_short_form_has_a_case_of_every_kind_and_the_full_form_all_cells():
    short, full = ({case.id for case in chosen_cases(full)} for full in (False, True))
    cells = {f"queue/M-M-{c}-{rho}" for c in ERLANG_C_WAIT for rho in LOADS}
    assert short < full
    assert cells <= full
    few = {f"queue/M-M-{c}-{rho}" for c in (1, 4, 10) for rho in (0.5, 0.7, 0.8)} | {"queue/M-M-4-0.9"}
    assert short & cells == few
    assert {case.kind for case in chosen_cases(False)} == set(KINDS)
    ids = [case.id for case in all_cases()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("found", "is_good", "is_too_wide"),
    [
        (Interval(1.02, 0.03), True, False),
        (Interval(1.04, 0.03), False, False),  # does not cover the value
        (Interval(0.98, 0.06), False, True),  # says nothing
        (Interval(float("nan"), 0.03), False, False),
    ],
)
def test_a_value_moved_by_chance_must_be_covered_by_an_interval_that_is_narrow(found, is_good, is_too_wide):
    finding = Finding("a", "queue", "queue", {}, Expected("wait_over_work", 1.0, "erlang_c", 0.05), found)
    assert (finding.is_good, finding.is_too_wide) == (is_good, is_too_wide)


@pytest.mark.parametrize(("value", "is_good"), [(1.009, True), (1.011, False), (float("nan"), False)])
def test_a_value_without_chance_must_lie_as_near_as_allowed(value, is_good):
    wanted = Expected("lock_n", 1.0, "jtj_n", 0.01, by_chance=False)
    assert Finding("a", "lock", "lock.code", {}, wanted, Interval(value)).is_good is is_good


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_case_has_its_words(lang):
    assert faults(VERIFY_WORDS) == []
    for case in all_cases():
        assert VERIFY_WORDS.text(f"case.{case.title}", lang, **case.words)
        assert VERIFY_WORDS.has(f"kind.{case.kind}")
        for one in case.expected:
            name, _, place = one.measure.partition(".")
            assert VERIFY_WORDS.has(f"measure.{name}"), name
            assert VERIFY_WORDS.has(f"source.{one.source}"), one.source
            assert not place or VERIFY_WORDS.has(f"place.{place}"), place


def test_every_word_is_said_by_some_case():
    said = {f"case.{case.title}" for case in all_cases()}
    said |= {f"measure.{one.measure.partition('.')[0]}" for case in all_cases() for one in case.expected}
    said |= {f"source.{one.source}" for case in all_cases() for one in case.expected}
    of_cases = {key for key in VERIFY_WORDS.english if key.partition(".")[0] in ("case", "measure", "source")}
    assert of_cases == said
