"""A results folder is opened, or a clear message says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portsim.errors import InputError
from portsim.results import format as format_of_results
from portsim.results import index as index_of_results
from portsim.results.format import Migration
from portsim.results.opening import Results, open_results
from portsim.scenario.load import load_scenario
from portsim.study.requests import replicate
from portsim.study.runner import run_scenarios


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Results of the tutorial: replications 0 and 1 with a stand-in for the model."""
    run_scenarios(replicate([load_scenario("tutorial")], 2), tmp_path / "out", 1, simulator="fake_model:quick")
    return tmp_path / "out"


def first_run(folder: Path) -> Path:
    return open_results(folder).runs[0].path


def change(path: Path, **more: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | more), encoding="utf-8")


def test_measures_have_a_row_for_each_run_measure_entity_and_period(folder):
    measures = open_results(folder).measures()
    assert list(measures.columns) == ["option", "run", "measure", "unit", "entity", "period", "value"]
    one = measures[
        (measures["measure"] == "wait_h") & (measures["entity"] == "cluster") & (measures["period"] == "2025")
    ]
    assert one[["option", "run", "unit", "value"]].values.tolist() == [
        ["tutorial", "1-0", "h", 100.0],  # the stand-in's wait: 100 h x seed + replication
        ["tutorial", "1-1", "h", 101.0],
    ]


def test_tables_of_the_scenario_come_once_and_records_by_run(folder):
    results = open_results(folder)
    assert "run" not in results.table("entities").columns
    assert results.table("entities")["id"].is_unique
    assert results.table("calls")[["run", "wait_h"]].values.tolist() == [["1-0", 100.0], ["1-1", 101.0]]


def test_the_scenario_can_be_read_as_it_ran(folder):
    assert "terminal_1" in open_results(folder).resolved("tutorial")
    with pytest.raises(InputError, match="no option other; there are tutorial"):
        open_results(folder).resolved("other")


def test_an_unknown_table_is_answered_with_those_that_are_known(folder):
    with pytest.raises(InputError, match="no table berths; there are calls, "):
        open_results(folder).table("berths")


def test_a_folder_that_is_not_there_a_file_and_a_folder_of_something_else(tmp_path):
    with pytest.raises(InputError, match="nowhere: there is no such folder"):
        open_results(tmp_path / "nowhere")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="file: this is a file; results are a folder"):
        open_results(tmp_path / "file")
    with pytest.raises(InputError, match=r"no results of portsim: there is no study\.json"):
        open_results(tmp_path)


@pytest.mark.parametrize("name", ["index.json", "study.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": 1, "runs": [{}]}'])
def test_a_damaged_index_is_named_with_the_way_out(folder, name, content):
    if name == "study.json" and b"runs" in content:
        content = b'"text"'
    (folder / name).write_bytes(content)
    with pytest.raises(InputError, match=f"{name}: damaged; run the same command again") as caught:
        open_results(folder)
    assert caught.value.exit_code == 3


def test_an_index_of_a_newer_portsim_is_not_guessed_at(folder):
    change(folder / "index.json", format=99)
    with pytest.raises(InputError, match=r"index\.json: written by a newer portsim \(format 99, this one reads 1\)"):
        open_results(folder)


def test_a_run_of_a_newer_portsim_is_not_guessed_at(folder):
    run = first_run(folder)
    change(run / "manifest.json", format=99)
    with pytest.raises(InputError, match=f"{run.name}: written by a newer portsim"):
        open_results(folder)


def test_a_truncated_table_makes_its_run_missing(folder):
    table = first_run(folder) / "measures.parquet"
    table.write_bytes(table.read_bytes()[:-10])
    results = open_results(folder)
    assert [run.label for run in results.runs] == ["1-1"]
    assert [entry.run.label for entry in results.missing] == ["1-0"]
    assert "1 runs of tutorial, 1 failed or missing" in repr(results)


def test_without_any_whole_run_the_message_says_what_to_do(folder):
    for run in open_results(folder).runs:
        (run.path / "measures.parquet").unlink()
    with pytest.raises(InputError, match="none of its runs is whole; run the same command again"):
        open_results(folder).measures()


def test_a_changed_byte_in_a_table_is_found_when_it_is_read(folder):
    """The length is right, so opening does not notice; the checksums of the pages do."""
    table = first_run(folder) / "measures.parquet"
    values = pq.ParquetFile(table).metadata.row_group(0).column(4)
    end = (values.dictionary_page_offset or values.data_page_offset) + values.total_compressed_size
    content = bytearray(table.read_bytes())
    content[end - 5] ^= 0xFF  # inside the last page of the values
    table.write_bytes(content)
    with pytest.raises(InputError, match=r"measures\.parquet: damaged or not readable; delete this run folder"):
        open_results(folder).measures()


def older(monkeypatch: pytest.MonkeyPatch, migrations: dict[int, Migration]) -> None:
    """Let this portsim write and read format 2; folders that are there are of format 1."""
    monkeypatch.setattr(format_of_results, "FORMAT_VERSION", 2)
    monkeypatch.setattr(format_of_results, "MIGRATIONS", migrations)


def test_folders_of_an_older_format_are_read_through_their_migration(folder, monkeypatch):
    def renamed(name: str, table: pa.Table) -> pa.Table:
        return table.rename_columns({"value": "mean"}) if name == "measures" else table

    older(monkeypatch, {1: Migration(lambda manifest: manifest | {"migrated": True}, renamed)})
    results = open_results(folder)
    assert results.study["migrated"]
    assert results.runs[0].manifest["migrated"]
    assert results.runs[0].version == 1
    assert "mean" in results.measures().columns
    assert "value" not in results.measures().columns


def test_folders_too_old_for_any_migration_are_to_be_run_again(folder, monkeypatch):
    older(monkeypatch, {})
    with pytest.raises(InputError, match="format 1 is too old for this portsim; run the scenario again"):
        Results(folder)


def test_an_index_of_which_one_file_is_of_a_later_command_is_not_read(folder, monkeypatch):
    """As a kill between the two leaves it: options of one command, runs of another."""
    before = (folder / "index.json").read_bytes()
    loaded = load_scenario("tutorial", sets=["services.ships.call_size_teu=500"])
    run_scenarios(replicate([loaded], 2), folder, 1, simulator="fake_model:quick")
    open_results(folder)
    (folder / "index.json").write_bytes(before)
    monkeypatch.setattr(index_of_results, "_PATIENCE", 2)
    with pytest.raises(InputError, match="was killed while it wrote its index; run the same command again"):
        open_results(folder)


def test_who_reads_while_the_index_is_written_waits_for_its_second_file(folder, monkeypatch):
    study, index = ((folder / name).read_bytes() for name in ("study.json", "index.json"))
    change(folder / "index.json", mark="00000000")
    waited = []

    def written_meanwhile(seconds: float) -> None:
        waited.append(seconds)
        (folder / "index.json").write_bytes(index)

    monkeypatch.setattr(index_of_results.time, "sleep", written_meanwhile)
    assert open_results(folder).runs
    assert len(waited) == 1
    assert (folder / "study.json").read_bytes() == study
