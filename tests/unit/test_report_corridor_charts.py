"""The charts of corridors: modes, gateways, the Sankey and its difference, and the flow map."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from chart_words import CAPTION, owes_nothing

from portsim.report.chart_corridors import LESS, MORE, OTHERS, corridor_change, corridors, staged
from portsim.report.chart_map import (
    EAST,
    NO_CAPACITY,
    NORTH,
    SHADES,
    SOUTH,
    WEST,
    clipped,
    flow_map,
    on_the_map,
    shade,
)
from portsim.report.chart_modes import gateway_share, modal_split
from portsim.report.coast import BOX, coast
from portsim.report.colours import MODES, port_colours, transparent
from portsim.report.summary import Names
from portsim.report.texts import LANGUAGES

NAMES = Names(
    pd.DataFrame(
        [("qinzhou", "port", "", "Qinzhou", "钦州"), ("haikou", "port", "", "Haikou", "海口"),
         ("hill", "zone", "", "Hill <i>", "山区"), ("plain", "zone", "", "Plain (north)", "平原（北）")],
        columns=["id", "kind", "parent", "name_en", "name_zh"],
    )
)  # fmt: skip
JOURNEYS = pd.DataFrame(
    [("2025", "hill", "rail", "qinzhou", "sea", 30_000.0), ("2025", "hill", "road", "qinzhou", "coast", 10_000.0),
     ("2025", "plain", "road", "haikou", "coast", 60_000.0), ("2024", "plain", "rail", "haikou", "coast", 9e9)],
    columns=["period", "zone", "mode", "gateway", "market", "value"],
)  # fmt: skip
GROUPS = {"sea": "asean", "coast": "domestic"}


def bars(figure):
    return {trace.marker.color: list(trace.x) for trace in figure.data if trace.type == "bar"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_modes_of_a_port_and_of_the_cluster_add_up_to_the_whole(lang):
    """Rows: Qinzhou 10 of 40 by road, Haikou all, the cluster 70 of 100."""
    figure = modal_split(JOURNEYS, NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    assert bars(figure) == {MODES["road"]: [25.0, 100.0, 70.0], MODES["rail"]: [75.0, 0.0, 30.0]}
    totals = next(trace.text for trace in figure.data if trace.type == "scatter" and trace.mode == "text")
    assert totals == (("4.0", "6.0", "10.0") if lang == "zh" else ("40.0", "60.0", "100.0"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_largest_zone_stands_first_and_its_ports_have_their_colours(lang):
    figure = gateway_share(JOURNEYS, NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    colours = port_colours(["qinzhou", "haikou"])
    assert bars(figure) == {colours["qinzhou"]: [0.0, 100.0], colours["haikou"]: [100.0, 0.0]}
    assert figure.layout.yaxis.ticktext[0].startswith("平原" if lang == "zh" else "Plain")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_comes_into_a_stage_leaves_it(lang):
    """Zone to mode 30 + 10 + 60, mode to gateway 30 + 10 + 60, gateway to market 30 + 10 + 60 thousand."""
    figure = corridors(JOURNEYS, GROUPS, NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    (sankey,) = figure.data
    labels, link = sankey.node.label, sankey.link
    flows = {(labels[a], labels[b]): v for a, b, v in zip(link.source, link.target, link.value, strict=True)}
    assert sum(flows.values()) == pytest.approx(300_000.0)
    hill, rail, qinzhou, asean = (
        ("山区", "铁路", "钦州", "东盟") if lang == "zh" else ("Hill &lt;i&gt;", "rail", "Qinzhou", "ASEAN")
    )
    assert [flows[pair] for pair in ((hill, rail), (rail, qinzhou), (qinzhou, asean))] == [30_000.0] * 3


def test_zones_beyond_the_largest_ten_are_one():
    """Twelve zones of 1 to 12 TEU: 1 and 2 are together 3."""
    many = pd.DataFrame({"period": "2025", "zone": [f"z{n}" for n in range(12)], "mode": "road", "gateway": "qinzhou",
                         "market": "sea", "value": [float(n + 1) for n in range(12)]})  # fmt: skip
    found = staged(many, GROUPS, "2025", NAMES).set_index("zone")["value"]
    assert found[OTHERS] == 3.0
    assert len(found) == 11


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_passes_the_cluster_by_is_a_part_of_a_zone_and_a_row_of_its_own(lang):
    """Of the hill's 50 thousand 10 leave by a gateway that is no port of the cluster, which has 100 itself."""
    past = pd.DataFrame([("2025", "hill", "barge", "nansha", "sea", 10_000.0)], columns=JOURNEYS.columns)
    both = pd.concat([JOURNEYS, past], ignore_index=True)
    shares = bars(gateway_share(both, NAMES, "2025", CAPTION, lang))
    assert [round(row[1]) for row in shares.values()] == [80, 0, 20]  # Qinzhou, Haikou, elsewhere
    modes = modal_split(both, NAMES, "2025", CAPTION, lang)
    assert bars(modes)[MODES["barge"]] == [0.0, 0.0, 0.0, 100.0]  # two ports, the cluster, elsewhere
    totals = next(trace.text for trace in modes.data if trace.type == "scatter" and trace.mode == "text")
    assert totals[2:] == (("10.0", "1.0") if lang == "zh" else ("100.0", "10.0"))


def test_small_gateways_elsewhere_are_one_and_ports_never():
    """Of 200 TEU Qinzhou has 1, a gateway 1 and another 2: below 3 (1.5 %) only what is no port is put together."""
    way = ("2025", "hill", "road")
    many = pd.DataFrame([(*way, "haikou", "sea", 196.0), (*way, "qinzhou", "sea", 1.0), (*way, "far", "sea", 1.0),
                         (*way, "near", "sea", 2.0)], columns=JOURNEYS.columns)  # fmt: skip
    found = staged(many, GROUPS, "2025", NAMES).set_index("gateway")["value"].to_dict()
    assert found == {"haikou": 196.0, "qinzhou": 1.0, OTHERS: 3.0}


def test_the_difference_shows_what_moved_to_rail_and_from_the_road():
    option = JOURNEYS.assign(value=[35_000.0, 5_000.0, 60_000.0, 1.0])
    figure = corridor_change(JOURNEYS, option, GROUPS, NAMES, "2025", CAPTION, "en")
    owes_nothing(figure, "en")
    sankey = figure.data[0]
    ends = {(sankey.node.label[a], sankey.node.label[b]): (v, colour) for a, b, v, colour in
            zip(sankey.link.source, sankey.link.target, sankey.link.value, sankey.link.color, strict=True)}  # fmt: skip
    assert ends["Hill &lt;i&gt;", "rail"] == (5_000.0, transparent(MORE, 0.55))
    assert ends["Hill &lt;i&gt;", "road"] == (5_000.0, transparent(LESS, 0.55))
    assert "Haikou" not in sankey.node.label  # nothing changed there


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_of_the_map_are_as_wide_as_their_boxes_and_coloured_by_their_load(lang):
    flows = pd.DataFrame(
        [("hill", 106.0, 24.0, "qinzhou", 108.6, 21.7, "road", 100.0, math.nan),
         ("hill", 106.0, 24.0, "qinzhou", 108.6, 21.7, "rail", 50.0, 0.9)],
        columns=["zone", "zone_lon", "zone_lat", "gateway", "gateway_lon", "gateway_lat", "mode", "value", "share"],
    )  # fmt: skip
    figure = flow_map(flows, {"qinzhou": 1e6}, NAMES, "2025", CAPTION, lang)
    owes_nothing(figure, lang)
    road, rail = (trace for trace in figure.data if trace.mode == "lines" and trace.customdata is not None)
    assert (road.line.color, rail.line.color) == (NO_CAPACITY, SHADES[3])
    assert road.line.width == 2 * rail.line.width
    assert (rail.x[0], rail.x[2]) == (106.0, 108.6)
    assert ("示意图" if lang == "zh" else "schematic") in [note.text for note in figure.layout.annotations]


def test_ports_of_other_waters_are_not_on_the_map():
    """Both ends of the line beyond the same edge would divide by nothing."""
    flows = pd.DataFrame(
        [("hill", 5.0, 51.0, "qinzhou", 5.0, 52.0, "road", 100.0, math.nan)],
        columns=["zone", "zone_lon", "zone_lat", "gateway", "gateway_lon", "gateway_lat", "mode", "value", "share"],
    )
    assert not len(on_the_map(flows))
    figure = flow_map(flows, {"qinzhou": 1e6}, NAMES, "2025", CAPTION, "en")
    assert [trace for trace in figure.data if trace.customdata is not None] == []


def test_shades_change_at_their_limits():
    assert [shade(share) for share in (0.0, 0.49, 0.5, 0.84, 0.85)] == [SHADES[n] for n in (0, 0, 1, 2, 3)]


def test_a_line_from_beyond_the_map_starts_on_its_edge():
    """From 4 degrees north of the edge to 1 south of it: it enters after four fifths, at x = 108 + 2 x 0.2."""
    assert clipped(110.0, NORTH + 4.0, 108.0, NORTH - 1.0) == pytest.approx((108.4, NORTH))
    assert clipped(110.0, 22.0, 108.0, 21.0) == (110.0, 22.0)
    assert clipped(WEST - 2.0, 22.0, WEST + 2.0, 21.0) == pytest.approx((WEST, 21.5))


def test_the_coast_covers_the_map_and_holds_hainan():
    west, east, south, north = BOX
    assert west <= WEST < EAST <= east
    assert south <= SOUTH < NORTH <= north
    assert all(west <= x <= east and south <= y <= north for xs, ys in coast() for x, y in zip(xs, ys, strict=True))
    islands = [(min(xs), max(xs), min(ys), max(ys)) for xs, ys in coast()]
    # Hainan reaches from 108.6 to 111.1 E and from 18.1 to 20.2 N
    assert any(a == pytest.approx(108.6, abs=0.1) and b == pytest.approx(111.0, abs=0.1)
               and c == pytest.approx(18.15, abs=0.1) and d == pytest.approx(20.15, abs=0.1)
               for a, b, c, d in islands)  # fmt: skip
