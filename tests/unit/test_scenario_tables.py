"""Tables: a row is a thing, a column a field; what is wrong is said at its line and column or its cell."""

from __future__ import annotations

import time
import zipfile

import openpyxl
import pytest
from scenario_files import SMALL, child, only_problem, problems, said, warnings, write

from portsim.scenario.load import load_scenario

FLOWS = "demand: {flows: {table: data/flows.csv}}"


def with_table(folder, text, yaml=FLOWS, name="data/flows.csv"):
    write(folder, text, name)
    return child(folder, yaml)


def loaded(folder, text, yaml=FLOWS):
    return load_scenario(with_table(folder, text, yaml))


def workbook(path, *sheets):
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for index, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet{index}")
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_rows_are_laid_over_those_of_the_parent_cell_by_cell(tmp_path):
    flows = loaded(
        tmp_path, "id,origin,destination,annual_teu\nout,,,25000\nmore,inland,islands,10\n"
    ).scenario.demand.flows
    assert (flows["out"].annual_teu, flows["out"].origin, flows["out"].season) == (25000.0, "inland", "even")
    assert flows["more"].annual_teu == 10.0
    assert flows["back"].annual_teu == 18000.0


def test_the_delete_column_removes_a_row_of_the_parent(tmp_path):
    flows = loaded(tmp_path, "id,annual_teu,delete\nback,,true\nout,5,false\n").scenario.demand.flows
    assert list(flows) == ["out"]


def test_replace_drops_the_rows_of_the_parent(tmp_path):
    yaml = "demand: {flows: {table: data/flows.csv, replace: true}}"
    flows = loaded(tmp_path, "id,origin,destination,annual_teu\nmore,inland,islands,10\n", yaml).scenario.demand.flows
    assert list(flows) == ["more"]


def test_things_may_be_written_beside_a_table(tmp_path):
    yaml = (
        "demand:\n  flows:\n    table: data/flows.csv\n    more: {origin: islands, destination: inland, annual_teu: 1}"
    )
    assert len(loaded(tmp_path, "id,annual_teu\nout,5\n", yaml).scenario.demand.flows) == 3


def test_several_tables_make_one(tmp_path):
    write(tmp_path, "id,annual_teu\nout,1\n", "a.csv")
    write(tmp_path, "id,annual_teu\nback,2\n", "b.csv")
    flows = load_scenario(child(tmp_path, "demand: {flows: {table: [a.csv, b.csv]}}")).scenario.demand.flows
    assert [flow.annual_teu for flow in flows.values()] == [1.0, 2.0]


def test_dotted_columns_rotations_laws_and_lists_are_read_from_cells(tmp_path):
    table = (
        "id,kind,ship_class,rotation,lateness_h.normal.mean,lateness_h.normal.sd,work_h,allotments.harbour\n"
        'more,liner,feeder,harbour/boxes > island_port,0.5,3,"{gamma: {mean: 9, sd: 2}}",0.5\n'
    )
    more = loaded(tmp_path, table, "services: {table: data/flows.csv}").scenario.services["more"]
    assert more.rotation == ("harbour/boxes", "island_port")
    assert (more.lateness_h.normal.mean, more.lateness_h.normal.sd, more.work_h.gamma.sd) == (0.5, 3.0, 2.0)
    assert more.allotments == {"harbour": 0.5}


def test_a_list_in_a_cell_is_read(tmp_path):
    table = 'id,monthly\neven,"[2, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"\n'
    seasons = loaded(tmp_path, table, "demand: {seasons: {table: data/flows.csv}}").scenario.demand.seasons
    assert seasons["even"].monthly[:2] == (2.0, 0.0)


def test_a_period_stays_text_in_a_table(tmp_path):
    table = "id,measure,entity,period,value,role,note\no,throughput_teu,harbour,2025,38000,fitted,what it counts\n"
    observed = loaded(tmp_path, table, "observed: {table: data/flows.csv}").scenario.observed["o"]
    assert (observed.period, observed.note) == ("2025", "what it counts")


def test_the_origin_of_a_row_goes_to_its_numbers_and_one_column_may_have_its_own(tmp_path):
    table = (
        "id,annual_teu,growth_share,source,confidence,growth_share.assumed,growth_share.range\n"
        "out,5,0.02,yearbook,high,a guess,0..0.04\n"
    )
    rows = {row.path: row for row in loaded(tmp_path, table).inputs}
    teu, growth = rows["demand.flows.out.annual_teu"], rows["demand.flows.out.growth_share"]
    assert (teu.source, teu.confidence, teu.line, teu.column) == ("yearbook", "high", 2, "annual_teu")
    assert (growth.assumed, growth.low, growth.high) == ("a guess", 0.0, 0.04)
    assert teu.file.endswith("data/flows.csv")


def test_a_cell_over_many_lines_does_not_shift_the_lines_below(tmp_path):
    problem = only_problem(with_table(tmp_path, 'id,annual_teu,note\nout,1,"a\nb"\nback,-2,\n'))
    assert (problem.line, problem.column) == (4, "annual_teu")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("id,annual_teu\nout,12 TEU\n", "2:annual_teu: demand.flows.out.annual_teu: a number in TEU/year is expected, "
         "not text '12 TEU'; write the number alone, its unit is in the name of the field"),
        ("id,annual_teu\nout,\"12,000\"\n", "2:annual_teu: demand.flows.out.annual_teu: a number in TEU/year is "
         "expected, not text '12,000'; write 12000 without separators"),
        ("id,anual_teu\nout,1\n", "1:anual_teu: demand.flows: unknown column anual_teu, did you mean annual_teu?"),
        ("name,annual_teu\nout,1\n", "1:0: demand.flows: a table needs a column `id`; this one has name, annual_teu"),
        ("id,annual_teu\nout,1\nout,2\n", "3:id: demand.flows.out: given twice, first in line 2"),
        ("id,annual_teu\n,1\n", "2:id: demand.flows: a row without an id"),
        ("id,annual_teu\nOut 1,1\n", "2:id: demand.flows.Out 1: an id is lower case letters, digits and underscores "
         "and begins with a letter"),
        ("id,annual_teu,annual_teu\nout,1,2\n", "1:annual_teu: column annual_teu is given twice"),
        ("id,annual_teu\nout,1,7\n", "2:3: '7' stands in a column without a name"),
        ("id,annual_teu,delete\nout,1,ja\n", "2:delete: demand.flows.out.delete: true or an empty cell is expected, "
         "not 'ja'"),
        ("id,annual_teu,range\nout,1,5..2\n", "2:range: demand.flows.out.range: a range is two numbers, the lower "
         "first: `[0.8, 1.0]`, in a table `0.8..1.0`"),
        ("id,annual_teu,confidence\nout,1,hgh\n", "2:confidence: demand.flows.out.confidence: one of high, medium, low "
         "is expected, not hgh"),
        ("id,annual_teu,source\nout,1,yearbok\n", "2:source: demand.flows.out.annual_teu: unknown source yearbok, "
         "did you mean yearbook?"),
        ("id;annual_teu\nout;1\n", "1:0: columns are separated by commas, not by semicolons or tabs; "
         "save as CSV (comma separated, UTF-8)"),
        ("id,annual_teu\nnew,5\n", "2:id: demand.flows.new.origin: missing, required: zone or market"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_table_is_said_at_its_line_and_column(tmp_path, table, message):
    assert message in [said(problem).replace(": : ", ": ") for problem in problems(with_table(tmp_path, table))]


def test_the_line_of_the_table_is_quoted(tmp_path):
    text = str(only_problem(with_table(tmp_path, "id,annual_teu\nout,many\n")))
    assert "data/flows.csv:2:annual_teu: demand.flows.out.annual_teu: " in text
    assert text.splitlines()[-1] == "    | out,many"


def test_a_missing_table_is_said_where_it_is_named_and_only_there(tmp_path):
    write(tmp_path, "id\n", "data/flow.csv")
    problem = only_problem(child(tmp_path, FLOWS))
    assert said(problem).startswith("4:25: demand.flows.table: ")
    assert problem.message.endswith("data/flows.csv: no such table, did you mean flow.csv?")


def test_an_empty_and_a_binary_table_are_said_where_they_are_named(tmp_path):
    assert only_problem(with_table(tmp_path, "")).message.endswith("this table is empty")
    (tmp_path / "data/flows.csv").write_bytes(b"\x00\x01\x02")
    assert "this is binary data, not a table" in only_problem(child(tmp_path, FLOWS)).message


def test_a_table_outside_the_folder_of_its_scenario_is_refused_unless_allowed(tmp_path):
    write(tmp_path, "id,annual_teu\nout,5\n", "flows.csv")
    path = child(tmp_path / "inside", "demand: {flows: {table: ../flows.csv}}")
    problem = only_problem(path)
    assert "lies outside the folder of its scenario" in problem.message
    assert said(problem).startswith("4:25: demand.flows.table")
    assert load_scenario(path, allow_outside=True).scenario.demand.flows["out"].annual_teu == 5.0


def test_a_link_out_of_the_folder_does_not_help(tmp_path):
    write(tmp_path, "id,annual_teu\nout,5\n", "flows.csv")
    path = child(tmp_path / "inside", "demand: {flows: {table: flows.csv}}")
    (tmp_path / "inside" / "flows.csv").symlink_to(tmp_path / "flows.csv")
    assert "lies outside" in only_problem(path).message


def test_a_table_in_the_folder_of_the_last_ancestor_is_read(tmp_path):
    root = write(tmp_path / "base", SMALL.read_text(encoding="utf-8"), "root.yaml")
    middle = write(tmp_path / "middle", f"format: 1\nname: m\nextends: {root.as_posix()}\n", "m.yaml")
    write(tmp_path / "base", "id,annual_teu\nout,5\n", "data/flows.csv")
    write(tmp_path / "middle", "id,annual_teu\nout,5\n", "flows.csv")
    text = f"format: 1\nname: y\nextends: {middle.as_posix()}\ndemand: {{flows: {{table: TABLE}}}}\n"
    own = write(tmp_path / "own", text.replace("TABLE", "../base/data/flows.csv"))
    assert load_scenario(own).scenario.demand.flows["out"].annual_teu == 5.0
    assert "lies outside" in only_problem(write(tmp_path / "own", text.replace("TABLE", "../middle/flows.csv"))).message


def test_gb18030_is_read_with_a_warning(tmp_path):
    table = "id,measure,entity,period,value,role,note\no,throughput_teu,harbour,2025,38000,fitted,钦州港\n"
    path = child(tmp_path, "observed: {table: o.csv}")
    (tmp_path / "o.csv").write_bytes(table.encode("gb18030"))
    result = load_scenario(path)
    assert result.scenario.observed["o"].note == "钦州港"
    (warning,) = result.warnings
    assert "GB18030" in warning.message


def test_the_byte_order_mark_of_excel_does_no_harm(tmp_path):
    path = child(tmp_path, FLOWS)
    write(tmp_path, "\ufeffid,annual_teu\r\nout,5\r\n", "data/flows.csv")
    assert load_scenario(path).scenario.demand.flows["out"].annual_teu == 5.0


def test_a_workbook_gives_the_same_scenario_as_its_csv(tmp_path):
    rows = [["id", "origin", "destination", "annual_teu", "season"], ["more", "inland", "islands", 1200, ""]]
    workbook(tmp_path / "data/flows.xlsx", rows)
    write(tmp_path, "\n".join(",".join(map(str, row)) for row in rows), "data/flows.csv")
    csv = load_scenario(child(tmp_path, FLOWS))
    xlsx = load_scenario(child(tmp_path, FLOWS.replace(".csv", ".xlsx")))
    assert csv.identity == xlsx.identity


def test_a_mistake_in_a_workbook_is_said_at_its_cell(tmp_path):
    workbook(tmp_path / "data/flows.xlsx", [["id", "season", "annual_teu"], ["out", "", "many"]])
    problem = only_problem(child(tmp_path, FLOWS.replace(".csv", ".xlsx")))
    assert problem.place.endswith("data/flows.xlsx:Sheet1!C2")


def test_only_the_first_sheet_is_read_and_that_is_said(tmp_path):
    workbook(tmp_path / "data/flows.xlsx", [["id", "annual_teu"], ["out", 5]], [["x"]])
    assert "only the first sheet, Sheet1, is read" in warnings(child(tmp_path, FLOWS.replace(".csv", ".xlsx")))[0]


def test_a_formula_without_a_stored_value_is_an_error_and_not_an_empty_cell(tmp_path):
    workbook(tmp_path / "data/flows.xlsx", [["id", "annual_teu"], ["out", "=1+1"]])
    problem = only_problem(child(tmp_path, FLOWS.replace(".csv", ".xlsx")))
    assert "a formula without a stored value" in problem.message
    assert problem.place.endswith("Sheet1!B2")


def test_a_file_that_is_no_workbook_is_said(tmp_path):
    path = child(tmp_path, FLOWS.replace(".csv", ".xlsx"))
    write(tmp_path, "id,annual_teu\n", "data/flows.xlsx")
    assert "this is not an Excel workbook" in only_problem(path).message


def parts_of(path):
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def test_a_workbook_that_unpacks_to_far_more_than_a_table_is_refused_unread(tmp_path):
    path = tmp_path / "data/flows.xlsx"
    workbook(path, [["id", "annual_teu"], ["out", 5]])
    pack(path, parts_of(path) | {"xl/media/image1.bmp": bytes(101_000_000)})
    assert path.stat().st_size < 1_000_000
    assert (
        "unpacks to 101 MB; the limit is 100 MB"
        in only_problem(child(tmp_path, FLOWS.replace(".csv", ".xlsx"))).message
    )


def test_a_workbook_whose_text_grows_when_read_is_refused(tmp_path):
    path = tmp_path / "data/flows.xlsx"
    workbook(path, [["id", "annual_teu"], ["out", 5]])
    parts, sheet = parts_of(path), "xl/worksheets/sheet1.xml"
    tenfold = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))
    text = parts[sheet].decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    grown = f"<!DOCTYPE worksheet [{tenfold}]>{text}".replace("<v>5</v>", "<v>&e8;</v>")
    assert "&e8;" in grown
    pack(path, parts | {sheet: grown})
    assert "this is not an Excel workbook" in only_problem(child(tmp_path, FLOWS.replace(".csv", ".xlsx"))).message


def test_an_old_workbook_is_said(tmp_path):
    path = child(tmp_path, FLOWS.replace(".csv", ".xls"))
    assert "tables are .csv or .xlsx files" in only_problem(path).message


def test_an_id_in_two_tables_is_said(tmp_path):
    write(tmp_path, "id,annual_teu\nout,1\n", "a.csv")
    write(tmp_path, "id,annual_teu\nout,2\n", "b.csv")
    problem = only_problem(child(tmp_path, "demand: {flows: {table: [a.csv, b.csv]}}"))
    assert "given twice, first in" in problem.message
    assert problem.file.endswith("b.csv")


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/workbook.xml", 'sheetId="1"', 'sheetId="one"'),
        ("xl/workbook.xml", "<sheet ", "<definedName/><sheet "),
        (SHEET, 't="n"', 't="s"'),
        (SHEET, 'r="2"', 'r="99999999"'),
        ("xl/styles.xml", "<fonts", "<fonts><"),
    ],
)
def test_a_damaged_workbook_is_said_whatever_its_reader_stumbles_over(tmp_path, part, before, after):
    path = tmp_path / "data/flows.xlsx"
    workbook(path, [["id", "annual_teu"], ["out", 5]])
    parts = parts_of(path)
    text = parts[part].decode()
    assert before in text
    pack(path, parts | {part: text.replace(before, after)})
    message = only_problem(child(tmp_path, FLOWS.replace(".csv", ".xlsx"))).message
    assert "this is not an Excel workbook (.xlsx)" in message or "no sheet with cells" in message


def test_a_workbook_whose_packed_bytes_are_damaged_is_said(tmp_path):
    path = tmp_path / "data/flows.xlsx"
    workbook(path, [["id", "annual_teu"], *([f"x{n}", n] for n in range(500))])
    data = bytearray(path.read_bytes())
    start = data.find(SHEET.encode()) + len(SHEET)
    data[start : start + 200] = bytes(200)
    path.write_bytes(bytes(data))
    assert "or a damaged one" in only_problem(child(tmp_path, FLOWS.replace(".csv", ".xlsx"))).message


def test_a_cell_far_to_the_right_is_refused_and_one_far_below_is_read(tmp_path):
    """Each row of a sheet is as long as its last cell: in column XFD of 16 384, a small file fills the memory."""
    book = openpyxl.Workbook()
    for column, cell in enumerate(["id", "annual_teu"], 1):
        book.active.cell(1, column, cell)
    book.active.cell(1_000_000, 1, "out")
    book.active.cell(1_000_000, 2, 5)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data/flows.xlsx")
    path = child(tmp_path, FLOWS.replace(".csv", ".xlsx"))
    assert load_scenario(path).scenario.demand.flows["out"].annual_teu == 5.0
    book.active.cell(7, 16_384, "x")
    book.save(tmp_path / "data/flows.xlsx")
    assert "row 7 has 16384 columns; the limit is 1000" in only_problem(path).message


def test_a_size_that_the_file_claims_and_does_not_have_is_not_believed(tmp_path):
    path = tmp_path / "data/flows.xlsx"
    workbook(path, [["id", "annual_teu"], ["out", 5]])
    parts = parts_of(path)
    text = parts[SHEET].decode()
    assert 'ref="A1:B2"' in text
    pack(path, parts | {SHEET: text.replace('ref="A1:B2"', 'ref="A1:XFD1048576"')})
    begun = time.process_time()
    flows = load_scenario(child(tmp_path, FLOWS.replace(".csv", ".xlsx"))).scenario.demand.flows
    assert flows["out"].annual_teu == 5.0
    assert time.process_time() - begun < 5.0
