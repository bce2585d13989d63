"""`portsim report`: pages, numbers and workbooks of a results folder, of a scenario and of a study."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from commands import portsim
from scenario_files import write

QUAY = "ports.harbour.terminals.terminal_1.quays.quay_1.length_m"
STUDY = f"""format: 1
name: quays
question: {{en: What does a longer quay bring?, zh: 更长的码头带来什么？}}
base: tutorial
options:
  today: {{title: {{en: As today, zh: 现状}}}}
  longer: {{title: {{en: Five berths, zh: 五个泊位}}, set: {{{QUAY}: 900}}}}
uncertainties: {{services.ships.work_h.exponential: {{uniform: [9.5, 10.5], assumed: for the test}}}}
sampling: {{method: one_at_a_time}}
replications: 2
compare_to: today
select_best: {{measure: wait_h, direction: min, indifference: 0.5}}
measures: [throughput_teu, wait_h@harbour]
report: {{languages: [zh, en]}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with the results of the tutorial and of a small study."""
    here = tmp_path_factory.mktemp("report")
    write(here, STUDY, "quays.yaml")
    assert portsim("run", "tutorial", "--replications", "2", "--no-images", folder=here).returncode == 0
    assert portsim("study", "quays.yaml", folder=here).returncode == 0
    return here


@pytest.fixture(scope="module")
def of_study(folder: Path) -> list[str]:
    done = portsim("report", "results/quays", "--no-images", folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_of_a_scenario_it_writes_a_page_and_a_workbook_for_each_language(folder: Path) -> None:
    done = portsim("report", "results/tutorial", "--no-images", "--lang", "both", "--output", "to/here", folder=folder)
    assert done.returncode == 0, done.stderr
    names = [f"report.{lang}.{kind}" for kind in ("html", "xlsx") for lang in ("zh", "en")]
    assert [Path(line).name for line in done.stdout.splitlines()] == names
    here = folder / "to" / "here"
    page = (here / "report.zh.html").read_text(encoding="utf-8")
    for name in ("report.en.html", "report.zh.xlsx"):  # the other language, and the numbers
        assert f'href="{name}"' in page
        assert (here / name).exists()
    assert (here / "figures" / "throughput.zh.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # Excel in China needs it
    assert list(here.rglob("*.png")) == []


def test_the_page_of_a_study_answers_its_question_and_leads_to_its_options(folder: Path, of_study: list[str]) -> None:
    assert [Path(line).name for line in of_study][:2] == ["report.zh.html", "report.en.html"]  # as the study asks
    page = (folder / "results" / "quays" / "report.en.html").read_text(encoding="utf-8")
    assert "<h1>What does a longer quay bring?</h1>" in page
    assert "Five berths leads; 2 replications are too few to choose" in page
    figures = re.findall(r'<figure id="figure-([^"]+)"', page)
    assert figures == ["options", "throughput_teu_cluster_2025", "wait_h_harbour_2025", "wait_h_cluster_2025",
                       "difference_longer", "tornado"]  # fmt: skip
    for label in ("today", "longer"):
        assert f'href="options/{label}/report.en.html"' in page
        assert (folder / "results" / "quays" / "options" / label / "report.en.html").stat().st_size < 4e6


def test_the_workbook_of_a_study_has_all_options_and_their_differences(folder: Path, of_study: list[str]) -> None:
    assert of_study[2:] == [str(Path("results", "quays", f"report.{lang}.xlsx")) for lang in ("zh", "en")]
    book = openpyxl.load_workbook(folder / of_study[3])
    rows = list(book["Overview"].iter_rows(values_only=True))
    heading = next(row for row in rows if row[0] == "Measure")
    wait = next(row for row in rows if row[0] == "Waiting time")
    at = {name: n for n, name in reversed(list(enumerate(heading)))}
    change = wait[at["Mean: Five berths"]] - wait[at["Mean: As today"]]
    assert wait[at["Five berths less As today"]] == pytest.approx(change)
    assert change < 0  # one berth more takes most of the wait away


def test_one_option_of_a_study_can_be_reported_alone(folder: Path, of_study: list[str]) -> None:
    done = portsim("report", "results/quays", "--option", "longer", "--no-images", "--lang", "en", "--output", "alone",
                   folder=folder)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "figure-berth_plan" in (folder / "alone" / "report.en.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere",), 3, "there is no such folder"),
        (("results/quays", "--option", "other"), 3, "there are today, longer"),
        (("results/tutorial", "--format", "png,eps"), 2, "png, svg, pdf"),
        (("quays.yaml",), 3, "this is a file"),
        (("results/tutorial", "--output", "quays.yaml"), 1, "it is a file, not a folder"),
    ],
)
def test_what_it_cannot_do_is_one_message_and_an_exit_code(
    folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = portsim("report", *arguments, folder=folder)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_kaleido_all_but_the_images_comes_and_one_line_says_how_to_get_it(folder: Path) -> None:
    hidden = folder / "hidden"
    hidden.mkdir()
    # sitecustomize is read by every Python that starts: for it the package is not there
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['kaleido'] = None\n")
    done = portsim("report", "results/tutorial", "--lang", "both", "--output", "bare", folder=folder,
                   PYTHONPATH=str(hidden), PORTSIM_BROWSER="/nowhere")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert 'pip install "portsim[images]"' in done.stderr
    assert len(done.stderr.splitlines()) == 1
    here = folder / "bare"
    for lang in ("zh", "en"):
        assert (here / f"report.{lang}.html").exists()
        assert openpyxl.load_workbook(here / f"report.{lang}.xlsx").sheetnames
        assert len(list((here / "figures").glob(f"*.{lang}.csv"))) >= 4
    assert not [path for kind in ("png", "svg", "pdf") for path in here.rglob(f"*.{kind}")]


def test_without_a_browser_all_but_the_images_comes_and_one_line_says_so(folder: Path) -> None:
    done = portsim("report", "results/tutorial", "--lang", "en", "--output", "plain", folder=folder,
                   PORTSIM_BROWSER="/nowhere")  # fmt: skip
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "apt install chromium" in done.stderr or "kaleido" in done.stderr
    assert (folder / "plain" / "report.en.xlsx").exists()
