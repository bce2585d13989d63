"""Twenty mistakes of different kinds in one scenario are said all at once, each at its place, in the order of the file.

`»` stands before each mistake and is taken out; a mistake is said of every mark and of nothing else.
"""

from __future__ import annotations

from scenario_files import SMALL, kinds, problems, write

TEXT = """\
format: 1
name: x
extends: small.yaml
»prots: {}
clock: {year: »2024, »warmup_day: 60}
zones:
  upland: {}
  »Lowland: {}
ports:
  harbour:
    terminals:
      boxes: {waiting_room: »5, overtaking: »yes}
  other: {market: »mainlnd}
  empty: »{}
»clock: {n_years: 2}
fleets:
  feeder: {loa_m: »160 m, speed_kn: 13}
  giant: {draught_m: 17, capacity_teu: »true}
  long: {loa_m: 381, payload_t_per_slot: »95}
services:
  deep: {kind: liner, ship_class: giant, rotation: [»harbour, island_port]}
  far: {kind: liner, ship_class: long, rotation: [»harbour, island_port]}
  lost: {kind: liner, ship_class: »feedr, rotation: [harbour, island_port]}
  odd: {kind: »linr}
  train: {capacity_teu: »1_040}
demand:
  flows: {table: flows.csv}
  seasons:
    short: {monthly: »[1, 1, 1]}
  routes:
    by_rail: {share: »0.5}
observed: {table: »../observed.csv}
"""
SAID = (
    "prots: unknown field, did you mean ports?",
    "clock.year: 2024 is before 2025, the year of the demand tables (demand.year)",
    "clock.warmup_day: unknown field, did you mean warmup_days? (in d)",
    "zones.Lowland: an id is lower case letters, digits and underscores and begins with a letter",
    "ports.harbour.terminals.boxes.waiting_room: a liner turned away would miss her call, and here call line, deep, "
    "far, lost; leave waiting_room out, or give the tramp services a terminal of their own",
    "ports.harbour.terminals.boxes.overtaking: true or false is expected, not text 'yes'",
    "ports.other.market: unknown market mainlnd, did you mean mainland?",
    "ports.empty: give one of terminals (a port modelled in full), market (an external port) or zone (an inland port)",
    "clock: given twice, first in line 5",
    "fleets.feeder.loa_m: a number in m is expected, not text '160 m'; write the number alone, its unit is in the name "
    "of the field",
    "fleets.giant.capacity_teu: a whole number in TEU is expected, not true",
    "fleets.long.payload_t_per_slot: 95 is not at most 40 (> 0, <= 40) in t/TEU",
    "services.deep.rotation.0: no berth deep enough at harbour/boxes: draught 17 m and clearance 0.5 m need 17.5 m, "
    "the deepest quay has 14 m",
    "services.far.rotation.0: no quay long enough at harbour/boxes: the ship has 381 m, the longest quay takes 380 m",
    "services.lost.ship_class: unknown ship class feedr, did you mean feeder?",
    f"services.odd: kind is one of {kinds('services')}, not text 'linr', did you mean liner?",
    "services.train.capacity_teu: a whole number in TEU is expected, not text '1_040'; write 1040 without separators",
    "demand.seasons.short.monthly: at least 12 expected, 3 given",
    "demand.routes.by_rail.share: the shares of the routes between inland and islands add up to 1.1, not to 1",
    "observed.table: the table ../observed.csv lies outside the folder of its scenario, .; move it there, or use "
    "--allow-outside",
)
TABLE = "id,origin,destination,annual_teu\nout,,,20000 TEU\nmore,inland,iland,5\nlater,upland,islands,7\n"
SAID_OF_THE_TABLE = (
    "flows.csv:2:annual_teu: demand.flows.out.annual_teu: a number in TEU/year is expected, not text '20000 TEU'; "
    "write the number alone, its unit is in the name of the field\n    | out,,,20000 TEU",
    "flows.csv:3:destination: demand.flows.more.destination: unknown zone or market iland, did you mean inland?\n"
    "    | more,inland,iland,5",
    "flows.csv:4:id: demand.flows.later: no route between upland and islands in demand.routes\n"
    "    | later,upland,islands,7",
)


def marks(text):
    """Line, column and quoted line of every mark."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.replace("»", "")
        pieces = line.split("»")
        found += [(number, sum(map(len, pieces[:n])) + 1, plain.strip()) for n in range(1, len(pieces))]
    return found


def test_all_mistakes_are_said_at_once_in_the_order_of_files_and_lines(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, SMALL.read_text(encoding="utf-8"), "small.yaml")
    write(tmp_path, TABLE, "flows.csv")
    write(tmp_path, TEXT.replace("»", ""))
    of_the_file = [
        f"x.yaml:{line}:{column}: {said}\n    | {quoted}"
        for (line, column, quoted), said in zip(marks(TEXT), SAID, strict=True)
    ]
    assert len(SAID) == 20
    assert [str(problem) for problem in problems("x.yaml")] == [*SAID_OF_THE_TABLE, *of_the_file]
