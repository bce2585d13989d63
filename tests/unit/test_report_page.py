"""What the page says and how: findings, warnings, sections, charts, names that mean harm."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from report_tables import report

from portsim.report.charts import charts_of
from portsim.report.csv_files import csv_text, seven_digits
from portsim.report.findings import cards, points, warnings
from portsim.report.page import render_page
from portsim.report.page_parts import PLOT_CONFIG
from portsim.report.summary import Observed, Summary
from portsim.report.texts import LANGUAGES, Language

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a" * 200,
    "港🚢🚢",
    "مرفأ الخليج",
    "&lt;b&gt; {{ 7*7 }} %{x}",
]
EVERY_CHART = ["throughput", "monthly", "wait", "occupancy", "occupancy_months", "load", "calibration"]


def page(lang: Language = "en", **changes: object) -> str:
    data = report(**changes)
    return render_page(data, charts_of(data, lang), lang)


def figures_of(text: str) -> dict[str, Any]:
    """What is packed into a page: the descriptions and numbers of its figures."""
    packed = re.search(r'id="figures-packed">([A-Za-z0-9+/=]+)</script>', text)
    assert packed is not None
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chart_has_title_unit_source_and_numbers(lang: Language) -> None:
    charts = charts_of(report(), lang)
    assert [chart.key for chart in charts] == EVERY_CHART
    for chart in charts:
        layout = chart.figure.layout
        assert chart.title in layout.title.text
        assert ("三港" if lang == "zh" else "Three ports") in layout.title.subtitle.text
        notes = " ".join(note.text or "" for note in layout.annotations).replace("<br>", " ")
        assert "portsim 0.0" in notes, chart.key
        assert len(chart.table), chart.key


def test_an_estimate_is_a_hollow_bar_and_a_published_figure_a_solid_one() -> None:
    chart = charts_of(report(), "en")[0]
    colours = chart.figure.data[0].marker.color
    assert colours[2] == "white"  # the token port, of which nothing is published
    assert "white" not in colours[:2]
    assert [trace.name for trace in chart.figure.data if trace.name] == ["observed", "estimate", "simulated"]


def test_only_publishers_of_what_is_drawn_are_named() -> None:
    shown = charts_of(report(), "en")[0].figure.layout.annotations
    notes = " ".join(note.text for note in shown).replace("<br>", " ")
    assert "Observed: Port authority." in notes
    assert "The press" not in notes


def test_findings_leave_out_token_ports_and_estimates() -> None:
    """The token port waits longest and is furthest off, but has 0.1 % of the throughput and an estimate to compare."""
    assert points(report(), "en") == [
        "Busiest terminal: Big · Big one, 66.0 ± 2.0 % of its quay in use.",
        "Longest mean wait (ports with at least 1 % of the throughput): Big, 2.50 ± 0.50 h per call.",
        "Fullest sailings: Big · ASEAN · out, 72.0 ± 3.0 % of the slots taken.",
        "Largest difference from published throughput: Big, +4.0 % (of 2 ports with a published figure).",
    ]
    assert len(set(points(report(), "zh"))) == 4


def test_cards_say_what_stands_beside_the_value() -> None:
    shown = {card.label: card for card in cards(report(), "en")}
    assert shown["Throughput"].value == "8.838"
    assert shown["Throughput"].lines == ("95 %: 8.748 to 8.928",)  # nothing observed of the cluster
    assert shown["Waiting time"].lines == ("95 %: 1.00 to 1.50", "published reference 2.00: within the band")
    assert "Empty share" not in shown  # nothing but zeros


def test_warnings_count_years_and_months_that_are_missed() -> None:
    """Years: of 4 values only the token port's is off (10 000 for 5 000). Months: Big is 14.8 % off, Small 0.9 %."""
    text = " ".join(warnings(report(), "en"))
    assert "1 of 4 observed values of a whole year, 1 of 2 of a month" in text
    assert "Few replications (2)" in text
    assert "1 of 1 given values are assumptions" in text
    assert "Failed runs, missing here (1): 1-1: no" in " ".join(warnings(report(failures=("1-1: no",)), "en"))
    assert "20 days" in " ".join(warnings(report(warmup_days=20.0), "en"))
    assert "没有2025年的实际值" in " ".join(warnings(report(validation=pd.DataFrame()), "zh"))


def test_without_observed_values_no_empty_columns_and_no_section_stand_there() -> None:
    nothing = report().observed.table[:0]
    validation = report().validation[:0]
    text = page(observed=Observed(nothing), validation=validation)
    assert 'id="validation"' not in text
    assert "Observed</th>" not in text


def test_one_replication_has_no_interval_and_says_so() -> None:
    data = report()
    single = data.summary.table.assign(half_width=float("nan"), n=1)
    checked = data.validation.assign(half_width=float("nan"))
    alone = replace(data, replications=1, summary=Summary(single), validation=checked)
    text = render_page(alone, charts_of(alone, "en"), "en")
    assert "one replication, no interval" in json.dumps(figures_of(text))
    assert "±" not in re.sub(r"[A-Za-z0-9+/=]{200,}", "", text)
    assert re.findall(r">[^<]*\bnan\b[^<]*<", text) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_refers_to_nothing_outside_and_uploads_nothing(lang: Language) -> None:
    text = page(lang)
    own = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    targets = re.findall(r'(?:src|href|action|url)\s*[=(]\s*["\']([^"\']*)', own)
    assert len(targets) > 6  # contents, data of the figures
    assert [target[:40] for target in targets if not target.startswith(("#", "data:", "figures/"))] == []
    assert "default-src 'none'" in text
    assert PLOT_CONFIG["showSendToCloud"] is False
    assert '"showSendToCloud": false' in text
    assert len(text.encode()) < 4e6


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(name: str) -> None:
    changed = {"names": {"big": name, "big/t": name}, "title_en": name}
    harmless = page()
    hostile = page(**changed)
    for tag in ("<script", "</script", "<img", "<b>"):
        assert hostile.count(tag) == harmless.count(tag), tag
    assert "{{ 7*7 }}" in hostile if "7*7" in name else "49" not in name
    for chart in charts_of(report(**changed), "en"):
        drawn = json.loads(chart.figure.to_json())
        assert "<img" not in json.dumps(drawn)
        assert "<script" not in json.dumps(drawn)


def test_figures_and_numbers_are_packed_into_letters_that_end_no_script() -> None:
    name = "</script><!-- & -->"
    text = page(names={"big": name, "big/t": name})
    figures = figures_of(text)
    assert list(figures) == EVERY_CHART
    assert name in figures["throughput"]["csv"]
    assert figures["throughput"]["spec"]["layout"]["height"] == 540


def test_text_like_a_formula_gets_an_apostrophe_and_numbers_do_not() -> None:
    cells = ["=1+1", "+49 30", "-x", "@SUM(A1)", "\tx", "\r\nx", "\n=x", "＝x", "plain", "-0.5", "-1e5", "+3", "港"]
    expected = ["'=1+1", "'+49 30", "'-x", "'@SUM(A1)", "'\tx", "'\r\nx", "'\n=x", "'＝x", "plain", "-0.5", "-1e5",
                "+3", "港"]  # fmt: skip
    text = csv_text(pd.DataFrame({"name": cells, "value": -1.5}))
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in read] == expected
    assert {row["value"] for row in read} == {"-1.5"}


def test_the_numbers_of_a_chart_are_in_the_units_of_the_data() -> None:
    table = charts_of(report(), "zh")[0].table
    big = table[table["entity"] == "big"].iloc[0]
    assert (big["unit"], big["mean"], big["low"], big["high"]) == ("TEU", 7_488_000.0, 7_404_000.0, 7_572_000.0)
    assert big["observed"] == 7_200_000.0
    assert big["name"] == "大港"


def test_numbers_beside_charts_have_seven_digits_and_words_stay() -> None:
    table = pd.DataFrame({"entity": ["a", "b"], "mean": [7_488_123.456, 1 / 3], "n": [2, 3]})
    assert seven_digits(table).to_dict("list") == {"entity": ["a", "b"], "mean": [7_488_123.0, 0.3333333], "n": [2, 3]}
