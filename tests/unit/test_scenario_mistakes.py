"""Every kind of mistake the file format knows gets one message, word for word, at its file, line and column.

In the texts below `»` stands just before the place the message must name; it is taken out before the file is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

import pytest
from scenario_files import SMALL, child, kinds, only_problem, problems, write

from portsim.scenario.load import load_scenario
from portsim.scenario.policies import QueuePolicy

HEAD = "format: 1\nname: x\nextends: small.yaml\n"


@dataclass(frozen=True)
class Mistake:
    """A scenario with one mistake and what is said of it.

    `text` follows HEAD in `x.yaml` (or is the whole file with `whole`); `files` lie beside it. The place is that of the
    mark, or `place` for cells of tables and for what is no text, which the mark cannot show.
    """

    kind: str
    said: str
    text: str = ""
    whole: bool = False
    files: dict[str, str] = field(default_factory=dict)
    place: str = ""
    small: tuple[str, str] | None = None
    """A part of small.yaml and what stands there instead, with the mark."""


def _marked(folder, name, text):
    """Write a text without its mark; place and quoted line of the mark, if it has one."""
    write(folder, text.replace("»", ""), name)
    if "»" not in text:
        return None
    before, _ = text.split("»")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    quoted = text.replace("»", "").splitlines()[line - 1].strip()
    return f"{name}:{line}:{column}", quoted


def _expected(folder, mistake):
    """Write the files; the message as it must be printed."""
    small = SMALL.read_text(encoding="utf-8")
    if mistake.small:
        assert small.count(mistake.small[0]) == 1
        small = small.replace(*mistake.small)
    texts = {"small.yaml": small, "x.yaml": mistake.text if mistake.whole else HEAD + mistake.text, **mistake.files}
    marks = [mark for name, text in texts.items() if (mark := _marked(folder, name, text))]
    assert len(marks) == (0 if mistake.place else 1), "one place per mistake"
    if not mistake.place:
        place, quoted = marks[0]
    else:
        place = mistake.place
        name, *spot = place.split(":")
        quoted = texts[name].splitlines()[int(spot[0]) - 1] if len(spot) > 1 else ""
    return f"{place}: {mistake.said}" + (f"\n    | {quoted}" if quoted else "")


MARKED_LINE = "services: {line: {rotation: [»harbour, island_port]}}\n"
TABLE = "demand: {flows: {table: flows.csv}}"
QUEUES = get_args(QueuePolicy)
UNIT = "write the number alone, its unit is in the name of the field"

ERRORS = (
    Mistake("syntax: a tab", "not YAML: a tab; indent with spaces", "clock:\n»\tyear: 2025\n"),
    Mistake("syntax: a bracket", "not YAML: a bracket is not closed, or a comma is missing (begun in line 4)",
            "clock: {year: 2025\nports»: {}\n"),
    Mistake("syntax: a colon", "not YAML: a `:` that cannot stand here; check the indentation, or quote the text",
            "clock: year»: 2025\n"),
    Mistake("unknown field", "ports.harbour.terminals.boxes.quays.main.lenght_m: unknown field, did you mean length_m? "
            "(in m)", "ports: {harbour: {terminals: {boxes: {quays: {main: {»lenght_m: 400}}}}}}\n"),
    Mistake("unknown field with another unit", "fleets.feeder.loa_ft: unknown field, did you mean loa_m? (in m)",
            "fleets: {feeder: {»loa_ft: 525}}\n"),
    Mistake("unknown root key", "prots: unknown field, did you mean ports?", "»prots: {}\n"),
    Mistake("root key of a later version", "targets: not in this version", "»targets: {}\n"),
    Mistake("emissions of no port", "emissions.ports.harbor: unknown port harbor, did you mean harbour?",
            "emissions: {ports: {harbor: »{cap_t: 5}}}\n"),
    Mistake("emissions of no terminal", "emissions.ports.harbour.terminal_shore_power_share.boxs: unknown terminal "
            "boxs, did you mean boxes?", "emissions: {ports: {harbour: {terminal_shore_power_share: {boxs: »0.5}}}}\n"),
    Mistake("more than all of the power from the shore",
            "emissions.ports.harbour.terminal_shore_power_share.boxes: a share between 0 and 1 is expected, not 50",
            "emissions: {ports: {harbour: {terminal_shore_power_share: {boxes: »50}}}}\n"),
    Mistake("unknown column", "demand.flows: unknown column anual_teu, did you mean annual_teu?", TABLE,
            files={"flows.csv": "id,anual_teu\nout,5\n"}, place="flows.csv:1:anual_teu"),
    Mistake("unknown kind", f"services.line: kind is one of {kinds('services')}, not text 'linr', did you mean liner?",
            "services: {line: {kind: »linr}}\n"),
    Mistake("missing field", "demand.flows.more.annual_teu: missing, required: laden TEU in the year of the tables, "
            "in TEU/year", "demand: {flows: {»more: {origin: inland, destination: islands}}}\n"),
    Mistake("wrong type: a list", "clock.warmup_days: a whole number in d is expected, not a list",
            "clock: {warmup_days: »[60]}\n"),
    Mistake("wrong type: a fraction", "clock.n_years: a whole number is expected, not 1.5",
            "clock: {n_years: »1.5}\n"),
    Mistake("wrong type: not a number", "fleets.feeder.loa_m: a finite number in m is expected, not nan",
            "fleets: {feeder: {loa_m: ».nan}}\n"),
    Mistake("wrong type: quotes", "fleets.feeder.loa_m: a number in m is expected, not text '160'; write 160 without "
            "quotes", "fleets: {feeder: {loa_m: »'160'}}\n"),
    Mistake("wrong type: a number as text", "observed.o.period: text is expected, not 2025; put it in quotes",
            "observed:\n  o: {measure: wait_h, entity: cluster, period: »2025, value: 3, role: fitted}\n"),
    Mistake("wrong choice", f"ports.harbour.terminals.boxes.queue: one of {', '.join(QUEUES)} is "
            "expected, not text 'shortst', did you mean shortest?",
            "ports: {harbour: {terminals: {boxes: {queue: »shortst}}}}\n"),
    Mistake("wrong law", "services.line.work_h: a law of chance is a number or one of {exponential: mean}, {erlang: "
            "{k, mean}}, {gamma: {mean, sd}}, {lognormal: {mean, sd}}, {normal: {mean, sd}}, {uniform: {low, high}}, "
            "{triangular: {low, mode, high}}, {empirical: [values]}, not a mapping, did you mean gamma?",
            "services: {line: {work_h: »{gama: {mean: 9, sd: 3}}}}\n"),
    Mistake("out of range: below", "clock.n_years: 0 is not at least 1 (>= 1, <= 50)", "clock: {n_years: »0}\n"),
    Mistake("out of range: above", "fleets.feeder.draught_m: 95 is not at most 30 (> 0, <= 30) in m",
            "fleets: {feeder: {draught_m: »95}}\n"),
    Mistake("out of range: a negative time", "services.line.work_h: may be as low as -3; a negative value has no "
            "meaning here", "services: {line: {work_h: »-3}}\n"),
    Mistake("text with unit", f"fleets.feeder.loa_m: a number in m is expected, not text '160 m'; {UNIT}",
            "fleets: {feeder: {loa_m: »160 m}}\n"),
    Mistake("text with unit in a table", "demand.flows.out.annual_teu: a number in TEU/year is expected, not text "
            f"'20 kTEU'; {UNIT}", TABLE, files={"flows.csv": "id,annual_teu\nout,20 kTEU\n"},
            place="flows.csv:2:annual_teu"),
    Mistake("separators", "fleets.feeder.loa_m: a number in m is expected, not text '1,600'; write 1600 without "
            "separators", "fleets:\n  feeder:\n    loa_m: »1,600\n"),
    Mistake("separators between braces", "fleets.feeder.600: unknown field; is it the end of a number? A number is "
            "written without separators: 1600, not 1,600", "fleets: {feeder: {loa_m: 1,»600}}\n"),
    Mistake("separators in a law", "services.line.work_h.gamma.600: unknown field; is it the end of a number? A number "
            "is written without separators: 1600, not 1,600",
            "services: {line: {work_h: {gamma: {mean: 1,»600, sd: 3}}}}\n"),
    Mistake("boolean as number", "fleets.feeder.loa_m: a number in m is expected, not true",
            "fleets: {feeder: {loa_m: »true}}\n"),
    Mistake("number as boolean", "ports.harbour.terminals.boxes.overtaking: true or false is expected, not 1",
            "ports: {harbour: {terminals: {boxes: {overtaking: »1}}}}\n"),
    Mistake("duplicate key", "clock: given twice, first in line 4", "clock: {n_years: 1}\n»clock: {n_years: 2}\n"),
    Mistake("duplicate row", "demand.flows.out: given twice, first in line 2", TABLE,
            files={"flows.csv": "id,annual_teu\nout,5\nout,6\n"}, place="flows.csv:3:id"),
    Mistake("an id for two things", "fleets.inland: the id inland is taken: zones.inland has it too; results need one "
            "id per thing", "fleets: {»inland: {}}\n"),
    Mistake("an id that is none", "zones.Yulin: an id is lower case letters, digits and underscores and begins with a "
            "letter", "zones: {»Yulin: {}}\n"),
    Mistake("unknown ship class", "services.line.ship_class: unknown ship class feedr, did you mean feeder?",
            "services: {line: {ship_class: »feedr}}\n"),
    Mistake("unknown port in a rotation", "services.line.rotation.0: unknown port harbor, did you mean harbour?",
            "services: {line: {rotation: [»harbor, island_port]}}\n"),
    Mistake("unknown terminal", "services.line.rotation.0: unknown terminal of harbour bixes, did you mean boxes?",
            "services: {line: {rotation: [»harbour/bixes, island_port]}}\n"),
    Mistake("unknown zone", "services.train.zone: unknown zone inlnd, did you mean inland?",
            "services: {train: {zone: »inlnd}}\n"),
    Mistake("unknown end of a flow", "demand.flows.out.destination: unknown zone or market iland, did you mean inland?",
            "demand: {flows: {out: {destination: »iland}}}\n"),
    Mistake("unknown season", "demand.flows.out.season: unknown season eve, did you mean even?",
            "demand: {flows: {out: {season: »eve}}}\n"),
    Mistake("unknown port of a lane", "links.other.destination: unknown port island_prt, did you mean island_port?",
            "links: {other: {mode: sea, origin: harbour, destination: »island_prt, distance_nm: 4}}\n"),
    Mistake("unknown market", "ports.other.market: unknown market mainlnd, did you mean mainland?",
            "ports: {other: {market: »mainlnd}}\n"),
    Mistake("unknown entity", "observed.o.entity: unknown entity harbor, did you mean harbour?",
            "observed:\n  o: {measure: wait_h, entity: »harbor, period: '2025', value: 3, role: fitted}\n"),
    Mistake("unknown source", "demand.flows.out.annual_teu: unknown source yearbok, did you mean yearbook?",
            "demand: {flows: {out: {annual_teu: {value: 20000, source: »yearbok}}}}\n"),
    # 13.6 m and 0.5 m below the keel make 14.1 m, more than the 14 m of the only quay.
    Mistake("draught over depth", "services.line.rotation.0: no berth deep enough at harbour/boxes: draught 13.6 m and "
            "clearance 0.5 m need 14.1 m, the deepest quay has 14 m",
            f"fleets: {{feeder: {{draught_m: 13.6}}}}\n{MARKED_LINE}"),
    # A quay of 400 m keeps 20 m free per ship: 380 m are left.
    Mistake("LOA over quay", "services.line.rotation.0: no quay long enough at harbour/boxes: the ship has 381 m, the "
            "longest quay takes 380 m",
            f"fleets: {{feeder: {{loa_m: 381}}}}\n{MARKED_LINE}"),
    # The feeder is 160 m long and draws 9 m, 0.5 m below the keel: one quay is too shallow, the other too short.
    Mistake("no fitting berth", "services.line.rotation.0: no quay at harbour/boxes is both deep and long enough for "
            "9.5 m and 160 m", "ports: {harbour: {terminals: {boxes: {quays: {main: {depth_m: 9}, short: {length_m: "
            f"100, depth_m: 15}}}}}}}}}}}}\n{MARKED_LINE}"),
    Mistake("no fitting berth for a tramp", "services.tramp.port: no berth deep enough at harbour/boxes: draught 17 m "
            "and clearance 0.5 m need 17.5 m, the deepest quay has 14 m", "fleets: {giant: {draught_m: 17}}\nservices: "
            "{tramp: {kind: tramp, ship_class: giant, port: »harbour, interarrival_h: 90, work_h: 9}}\n"),
    Mistake("no cranes", "services.line.rotation.0: harbour/boxes has no cranes; give it cranes, or the service work_h",
            f"ports: {{harbour: {{terminals: {{boxes: {{cranes: null}}}}}}}}\n{MARKED_LINE}"),
    Mistake("cranes with a mistake are cranes", "ports.harbour.terminals.boxes.cranes.n: 0 is not at least 1 (>= 1, <= "
            "500)", "ports: {harbour: {terminals: {boxes: {cranes: {n: »0}}}}}\n"),
    Mistake("work with a mistake is work", "services.tramp.work_h.gamma.sd: missing, required: a parameter of the "
            "law, in h", "services: {tramp: {kind: tramp, ship_class: feeder, port: harbour, interarrival_h: 90, "
            "work_h: {»gamma: {mean: 9}}}}\n"),
    Mistake("a waiting room that would turn liners away", "ports.harbour.terminals.boxes.waiting_room: a liner "
            "turned away would miss her call, and here call line; leave waiting_room out, or give the "
            "tramp services a terminal of their own",
            "ports: {harbour: {terminals: {boxes: {waiting_room: »3}}}}\n"),
    Mistake("no sea link", "services.line.rotation.1: no sea link between harbour and other",
            "ports: {other: {market: islands}}\nservices: {line: {rotation: [harbour, »other, island_port]}}\n",
            small=("distance_nm: 500}", "distance_nm: 500}\n  lane2: {mode: sea, origin: other, destination: "
                   "island_port, distance_nm: 9}")),
    Mistake("no route for a flow", "demand.flows.more: no route between inland and mainland in demand.routes",
            "demand: {flows: {more: »{origin: inland, destination: mainland, annual_teu: 5}}}\n"),
    Mistake("no service on the route of a flow", "demand.routes.coast.gateway: no service between harbour and mainland",
            "demand: {routes: {coast: {zone: inland, market: mainland, gateway: »harbour, mode: road, share: 1}}}\n"),
    Mistake("no service on the route of a flow where a ferry sails as well",
            "demand.routes.coast.gateway: no service between harbour and mainland",
            "demand: {routes: {coast: {zone: inland, market: mainland, gateway: »harbour, mode: road, share: 1}}}\n"
            "fleets: {roro: {loa_m: 90, truck_slots: 20}}\n"
            "services: {strait: {kind: ferry, ship_class: roro, ships: 3, origin: {berths: 2, load_h: 1, unload_h: 1}, "
            "destination: {berths: 2, load_h: 1, unload_h: 1}, crossing_h: 1, policy: fill, "
            "trucks: {annual_out: {2025: 9000}, annual_back: {2025: 9000}}, cars: {annual_out: {2025: 9000}, "
            "annual_back: {2025: 9000}}}}\n"),
    Mistake("no road on the route of a flow", "demand.routes.more.mode: no road between upland and harbour",
            "zones: {upland: {}}\ndemand: {routes: {more: {zone: upland, market: islands, gateway: harbour, "
            "mode: »road, share: 1}}}\n"),
    # 200 000 TEU a year are 200 000 / (365 / 7) = 3 835.6 a week; one weekly ship has 1 000 slots.
    Mistake("demand above what the network carries", "demand.flows.out.annual_teu: 3,836 laden TEU a week from harbour "
            "to islands against 1,000 slots of all services: 3.84 of what they carry; check units and services, out is "
            "the largest flow", small=("annual_teu: 20000", "annual_teu: »200000")),
    Mistake("years out of order", "clock.year: 2024 is before 2025, the year of the demand tables (demand.year)",
            "clock: {year: »2024}\n"),
    Mistake("a day that is none", "locks.weir.lines.one.open_from: there is no day 2025-02-30",
            "locks:\n  weir:\n    head_m: 9\n    lines:\n      one: {length_m: 99, beam_m: 20, sill_depth_m: 4, "
            "fill_min: 8, open_from: »2025-02-30}\n"),
    Mistake("a band out of order", "observed.o.low: low 5 is above high 4", "observed:\n  o: {measure: wait_h, entity: "
            "cluster, period: '2025', value: 3, role: fitted, low: »5, high: 4}\n"),
    Mistake("a range out of order", "fleets.feeder.loa_m.range: a range is two numbers, the lower first: "
            "`[0.8, 1.0]`, in a table `0.8..1.0`",
            "fleets: {feeder: {loa_m: {value: 160, assumed: why, range: »[170, 150]}}}\n"),
    # 0.5 by road and 0.4 by rail.
    Mistake("shares that do not add up", "demand.routes.by_rail.share: the shares of the routes between inland and "
            "islands add up to 0.9, not to 1", "demand: {routes: {by_road: {share: 0.5}, by_rail: {share: »0.4}}}\n"),
    Mistake("allotments that do not add up", "services.line.allotments: the shares of the slots add up to 1.3, more "
            "than 1", "services: {line: {allotments: »{harbour: 0.7, island_port: 0.6}}}\n"),
    # (2 + 11 x 1) / 12 = 1.0833
    Mistake("a season that does not add up", "demand.seasons.even.monthly: the mean of the factors is 1.083, not 1; "
            "divide each by 1.083", "demand: {seasons: {even: {monthly: »[2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}}\n"),
    Mistake("a movable feast without dates", "demand.seasons.even.festival_share: it needs the dates of the feast: "
            "festivals", "demand: {seasons: {even: {festival_share: »0.3}}}\n"),
    Mistake("a year without its feast", "demand.seasons.even.festivals: no date of the feast in 2024",
            "demand: {seasons: {even: {festival_share: 0.3, festivals: »{this: {date: '2025-01-29'}}}}}\n"),
    Mistake("overlay conflict", "clock.n_years: two overlays differ: 3 here, 2 in a.yaml:2; if this one is meant to "
            "win, list clock.n_years under `overrides:` in it", "overlays: [./a.yaml, ./b.yaml]\n",
            files={"a.yaml": "format: 1\nclock: {n_years: 2}\n", "b.yaml": "format: 1\nclock: {»n_years: 3}\n"}),
    Mistake("extends cycle", "extends: x.yaml: a scenario cannot extend itself: x.yaml extends y.yaml extends x.yaml",
            "format: 1\nname: x\nextends: y.yaml\n", whole=True,
            files={"y.yaml": "format: 1\nname: y\nextends: »x.yaml\n"}),
    Mistake("missing parent", "extends: smal.yaml: no such scenario file, did you mean small.yaml?",
            "format: 1\nname: x\nextends: »smal.yaml\n", whole=True),
    Mistake("missing overlay", "overlays: opening_of_the_canal.yaml: no such overlay",
            "overlays: [»./opening_of_the_canal.yaml]\n"),
    Mistake("missing shipped parent", "extends: tutoral: no shipped file of this name in scenarios, did you mean "
            "tutorial?", "format: 1\nname: x\nextends: »tutoral\n", whole=True),
    Mistake("missing table", "demand.flows.table: flow.csv: no such table, did you mean flows.csv?",
            "demand: {flows: {table: »flow.csv}}\n", files={"flows.csv": "id\n"}),
    Mistake("directory instead of a parent", "extends: data: this is a directory; name a scenario file inside it",
            "format: 1\nname: x\nextends: »./data\n", whole=True, files={"data/flows.csv": "id\n"}),
    Mistake("directory instead of a table", "demand.flows.table: data: this is a directory; name a table inside it",
            "demand: {flows: {table: »data}}\n", files={"data/flows.csv": "id\n"}),
    Mistake("table outside the folder", "demand.flows.table: the table ../flows.csv lies outside the folder of its "
            "scenario, .; move it there, or use --allow-outside", "demand: {flows: {table: »../flows.csv}}\n"),
    Mistake("empty file", "this scenario file is empty", "\n", whole=True, place="x.yaml"),
    Mistake("empty table", "demand.flows.table: flows.csv: this table is empty",
            "demand: {flows: {table: »flows.csv}}\n", files={"flows.csv": ""}),
    Mistake("not a mapping", "this is not a scenario file: it must begin with keys, such as `format: 1`",
            "»- format\n- name\n", whole=True),
    Mistake("binary data", "this is binary data, not a scenario file (control character '\\x00' in line 2)",
            "format: 1\nname: \x00\x01\n", whole=True, place="x.yaml:2"),
    Mistake("binary table", "this is binary data, not a table (control character '\\x00' in line 2)", TABLE,
            files={"flows.csv": "id,annual_teu\nout,\x00\n"}, place="flows.csv:2"),
    Mistake("too new format", "format: 2 is newer than this portsim, which reads format 1; update portsim",
            "format: »2\nname: x\nextends: small.yaml\nnew_room: {}\n", whole=True),
    Mistake("too new format of a parent", "format: 7 is newer than this portsim, which reads format 1; update portsim",
            "", small=("format: 1", "format: »7")),
    Mistake("format in quotes", "format: 1 is expected, not text '1'; write it without quotes",
            "format: »'1'\nname: x\nextends: small.yaml\n", whole=True),
    Mistake("no ports", "ports: missing, required: ports modelled in full and external ones",
            "»format: 1\nname: x\nmarkets: {islands: {group: asean}}\n", whole=True),
)  # fmt: skip

WARNINGS = (
    Mistake("demand above what the network carries but not hopelessly", "demand.flows.out.annual_teu: warning: 1,534 "
            "laden TEU a week from harbour to islands against 1,000 slots of all services: 1.53 of what they carry; "
            "the rest will wait or be rolled, out is the largest flow",  # 80 000 / (365 / 7) = 1 534.2
            small=("annual_teu: 20000", "annual_teu: »80000")),
    Mistake("a value ten times the parent's", "services.train.running_h: warning: 200 is 10 times the parent's 20: "
            "check the unit, h", "services: {train: {running_h: »200}}\n"),
    Mistake("a tenth of the parent's", "services.train.running_h: warning: 2 is 0.1 times the parent's 20: "
            "check the unit, h", "services: {train: {running_h: »2}}\n"),
    Mistake("a row ten times the parent's", "demand.flows.back.annual_teu: warning: 1800 is 0.1 times the parent's "
            "18000: check the unit, TEU/year", TABLE, files={"flows.csv": "id,annual_teu\nback,1800\n"},
            place="flows.csv:2:annual_teu"),
    Mistake("outside its own range", "fleets.feeder.loa_m: warning: 160 lies outside its range 170 to 190",
            "fleets: {feeder: {loa_m: {value: »160, assumed: why, range: [170, 190]}}}\n"),
    Mistake("deletion of nothing", "demand.flows.bakc: warning: deletes nothing: there is no such thing in the parent",
            "demand: {flows: {»bakc: null}}\n"),
    Mistake("a road too fast", "links.road.time_h: warning: 100 km in 0.4 h are 250 km/h: check the units",
            small=("distance_km: 100, time_h: 4}", "distance_km: 100, time_h: »0.4}")),
    Mistake("a road too slow", "links.road.time_h: warning: 100 km in 24 h are 4.17 km/h: check the units",
            small=("distance_km: 100, time_h: 4}", "distance_km: 100, time_h: »24}")),
    # The lane of 500 nm takes 500 / 13.5 x 1.1 = 40.7 h, so the least of 56 d counts.
    Mistake("a short warm-up", "clock.warmup_days: warning: 10 days are short: the longest sea transit is 2 d, at "
            "least 56 d are needed to settle", "clock: {warmup_days: »10}\n"),
)  # fmt: skip


def _kind(mistake):
    return mistake.kind.replace(" ", "_")


@pytest.mark.parametrize("mistake", ERRORS, ids=_kind)
def test_a_mistake_is_said_once_at_its_place_in_these_words(tmp_path, monkeypatch, mistake):
    monkeypatch.chdir(tmp_path)
    expected = _expected(tmp_path, mistake)
    assert [str(problem) for problem in problems("x.yaml")] == [expected]


@pytest.mark.parametrize("oddity", WARNINGS, ids=_kind)
def test_what_is_odd_is_a_warning_at_its_place_in_these_words(tmp_path, monkeypatch, oddity):
    monkeypatch.chdir(tmp_path)
    expected = _expected(tmp_path, oddity)
    assert expected in [str(problem) for problem in load_scenario("x.yaml").warnings]


def test_a_table_in_gb18030_is_read_with_a_warning_at_the_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, SMALL.read_text(encoding="utf-8"), "small.yaml")
    write(tmp_path, HEAD + "observed: {table: o.csv}\n", "x.yaml")
    rows = "id,measure,entity,period,value,role,note\no,wait_h,harbour,2025,3,fitted,钦州港\n"
    (tmp_path / "o.csv").write_bytes(rows.encode("gb18030"))
    loaded = load_scenario("x.yaml")
    assert loaded.scenario.observed["o"].note == "钦州港"
    assert [str(problem) for problem in loaded.warnings] == [
        "o.csv: warning: read as GB18030; save it as CSV UTF-8 to be sure of its Chinese text"
    ]


def test_tramp_services_may_call_where_ships_are_turned_away(tmp_path):
    text = """format: 1
name: x
ports: {harbour: {terminals: {boxes: {quays: {main: {n_berths: 1}}, waiting_room: 0}}}}
fleets: {coaster: {}}
services: {tramp: {kind: tramp, ship_class: coaster, port: harbour, interarrival_h: 9, work_h: 5}}
"""
    loaded = load_scenario(write(tmp_path, text))
    assert loaded.scenario.ports["harbour"].terminals["boxes"].waiting_room == 0
    assert loaded.warnings == []


def test_a_misspelt_id_of_the_parent_is_told_where_something_is_missing(tmp_path):
    """Harbor is a new port as far as anybody can tell, but hardly meant as one."""
    problem = only_problem(child(tmp_path, "ports: {harbor: {terminals: {boxes: {cranes: {n: 5}}}}}"))
    assert problem.message.endswith("; harbor is new here, did you mean harbour?")


def test_a_second_thing_of_a_kind_that_lacks_something_is_not_taken_for_misspelt(tmp_path):
    found = problems(child(tmp_path, "ports: {harbour_2: {terminals: {boxes: {cranes: {n: 5}}}}}"))
    assert any("missing, required" in problem.message for problem in found)
    assert not any("is new here" in problem.message for problem in found)
