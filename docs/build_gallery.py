"""Draws the figures of docs/gallery.md from results, and writes the page.

    portsim run baseline --replications 5
    portsim study pinglu_canal_effect
    portsim study canal_toll
    python docs/build_gallery.py results/baseline results/pinglu_canal_effect results/canal_toll

The first folder is of a scenario, the others are of studies; of these only what the page does not show yet is drawn.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portsim.cli.report_study import figures_of_study
from portsim.report.charts import Chart, charts_of
from portsim.report.gather import data_of
from portsim.report.images import Image, write_images
from portsim.report.sizes import at_size
from portsim.report.texts import LANGUAGES, TEXTS, Language
from portsim.results.opening import Results, open_results

HERE = Path(__file__).parent
FOLDER = HERE / "gallery"
MEASURES_OF_A_STUDY = 2
"""Charts of the mean of a measure by option: all look alike."""
KINDS = ("throughput_stack", "outlook", "options", "difference", "corridor_change", "toll", "cost", "co2", "tornado",
         "convergence")  # fmt: skip
"""Other charts of studies: one of each is shown."""
PLACES: dict[str, str] = {"answer": "study.answer", "results": "study.results", "validation": "page.validation"}


@dataclass(frozen=True)
class Shown:
    """A figure in both languages and the results it is drawn from."""

    source: str
    charts: dict[Language, Chart]

    @property
    def key(self) -> str:
        """Name of its files."""
        return re.sub(r"[^a-z0-9_]+", "_", f"{self.source}_{self.charts['en'].key}".lower())


def main() -> None:
    """Draw and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("scenario", type=Path, help="results folder of a scenario")
    parser.add_argument("studies", nargs="*", type=Path, help="results folders of studies")
    given = parser.parse_args()
    results = open_results(given.scenario)
    shown = list(of_scenario(results))
    told, seen = [provenance(results)], dict[str, int]()
    for folder in given.studies:
        study = open_results(folder)
        told.append(provenance(study))
        shown += of_study(study, seen)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    images = [
        Image(at_size(chart.figure, "half_page"), FOLDER / f"{one.key}.{lang}.png", scale=1)
        for one in shown
        for lang, chart in one.charts.items()
    ]
    drawn = write_images(images, "en", chinese=True)
    if drawn.message or len(drawn.written) < len(images):
        raise SystemExit(drawn.message or "not all figures were drawn")
    (HERE / "gallery.md").write_text(page(shown, told), encoding="utf-8")
    size = sum(path.stat().st_size for path in drawn.written) / 1e6
    print(f"{len(shown)} figures in {len(LANGUAGES)} languages, {size:.1f} MB")


def of_scenario(results: Results) -> Iterator[Shown]:
    """The figures of a scenario; of terminals that are drawn by the page the first page."""
    option = results.runs[0].option
    data = data_of(results, option)
    by_language = {lang: charts_of(data, lang) for lang in LANGUAGES}
    for number, chart in enumerate(by_language["en"]):
        if not re.search(r"_others_\d", chart.key):
            yield Shown(option, {lang: charts[number] for lang, charts in by_language.items()})


def of_study(results: Results, seen: dict[str, int]) -> Iterator[Shown]:
    """The figures of a study, of those that look alike the first ones; `seen` counts them over all studies."""
    by_language = figures_of_study(results, LANGUAGES)
    for number, chart in enumerate(by_language["en"]):
        kind = next((kind for kind in KINDS if chart.key.startswith(kind)), "mean")
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= (MEASURES_OF_A_STUDY if kind == "mean" else 1):
            yield Shown(str(results.study["study"]), {lang: charts[number] for lang, charts in by_language.items()})


def provenance(results: Results) -> str:
    """What was run: scenario or study, hash, replications and draws, version."""
    first = results.runs[0]
    name = str(results.study.get("study") or results.scenarios[first.option]["name"])
    identity, version = str(results.scenarios[first.option]["identity"])[:12], first.manifest["versions"]["portsim"]
    per_option = len([run for run in results.runs if run.option == first.option])
    n_draws = len({run.draw for run in results.draws})
    short = " --quick" if results.study.get("quick") else ""
    word = f"study {name}" if results.study.get("study") else f"run {name}"
    drawn = f", {n_draws} draw{'s' if n_draws > 1 else ''} of the uncertain inputs" if n_draws else ""
    runs = f"{per_option} replication{'s' if per_option > 1 else ''}"
    return f"- `portsim {word}{short}`: {runs}{drawn}; scenario {identity}, portsim {version}"


def page(shown: list[Shown], told: list[str]) -> str:
    """The page in Markdown."""
    lines = [
        "# Gallery", "",
        "Figures of the baseline and of studies of the Pinglu Canal as `portsim report` draws them, in English and in",
        "Chinese, as wide as half a page of A4. Drawn by `docs/build_gallery.py` from these results:", "", *told, "",
        "Each says its unit, what it is of, how many replications or draws are behind it, and whether whiskers and",
        "bands are chance (run noise) or what is not known of the inputs (uncertainty). In a report each has its",
        "numbers as CSV beside it.", "",
    ]  # fmt: skip
    heading = ""
    for one in shown:
        section = one.charts["en"].section
        title = TEXTS.text(PLACES.get(section, f"page.{section}"), "en")
        where = f"## {one.source}: {title}"
        if where != heading:
            heading = where
            lines += [where, ""]
        lines += [f"### {one.charts['en'].title}", ""]
        lines += [f"![{chart.title}](gallery/{one.key}.{lang}.png)" for lang, chart in reversed(one.charts.items())]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    main()
