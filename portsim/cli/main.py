"""The commands of portsim; each imports what it needs when it is called, so that help comes at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portsim.cli.common_options import Address, Debug, Jobs, Json, Lang, Outside, Quiet, Sets, Where
from portsim.cli.console import end_like_ctrl_c, guarded, language, languages, speak_utf8

app = typer.Typer(
    name="portsim",
    help="Discrete-event models of port clusters, their hinterland and their sea lanes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("portsim"))
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Discrete-event models of port clusters, their hinterland and their sea lanes."""


@app.command()
@guarded
def run(
    scenarios: Annotated[list[str], typer.Argument(help="Files, patterns or names of shipped scenarios.")],
    output: Annotated[Path | None, typer.Option(help="Results folder; default results/<name>.")] = None,
    replications: Annotated[int, typer.Option(min=1, max=10_000, help="Replications of each scenario.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all streams of chance.")] = 1,
    jobs: Jobs = None,
    executor: Where = "processes",
    address: Address = "",
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    quiet: Quiet = False,
    no_images: Annotated[bool, typer.Option("--no-images", help="Draw no PNG images.")] = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Run scenarios: check, replicate, print the tables, write results and the page."""
    from portsim.cli.run import Options, run_all
    from portsim.cli.workers import Workers

    chosen, workers = languages(lang), Workers(jobs, executor, address)
    run_all(
        scenarios,
        Options(output, replications, seed, workers, sets or [], chosen, json, quiet, not no_images, allow_outside),
    )


@app.command()
@guarded
def study(
    study: Annotated[str, typer.Argument(help="File or name of a shipped study.")],
    output: Annotated[Path | None, typer.Option(help="Results folder; default results/<name>.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="The short form of the study.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count the runs and estimate the time.")] = False,
    replications: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="Replications of the central case, in place of the study's.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed, in place of the study's.")] = None,
    jobs: Jobs = None,
    executor: Where = "processes",
    address: Address = "",
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    quiet: Quiet = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Run a study: options compared under the same chance and the same draws of what is not known; resumes."""
    from portsim.cli.study import Options, run_file
    from portsim.cli.workers import Workers

    chosen, workers = languages(lang), Workers(jobs, executor, address)
    options = Options(
        output, quick, dry_run, workers, sets or [], chosen, json, quiet, allow_outside, replications, seed
    )
    run_file(study, options, languages_given=bool(lang))


@app.command()
@guarded
def report(
    results: Annotated[Path, typer.Argument(help="Results folder.")],
    output: Annotated[Path | None, typer.Option(help="Where to write; default the results folder.")] = None,
    option: Annotated[str | None, typer.Option(help="Only this scenario of a study, with all its charts.")] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="png,svg,pdf", help="Formats of the figures; with pdf the page too.")
    ] = "png,svg,pdf",
    no_images: Annotated[bool, typer.Option("--no-images", help="Draw no images and print no page.")] = False,
    lang: Lang = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write the report of results: a page per language, figures, their numbers, an Excel workbook."""
    from portsim.cli.report import Options, formats_of, write

    chosen = Options(output, option, languages(lang), () if no_images else formats_of(formats), quiet)
    write(results, chosen, languages_given=bool(lang))


@app.command()
@guarded
def dashboard(
    results: Annotated[Path, typer.Argument(help="Results folder, of scenarios or of a study.")],
    host: Annotated[str, typer.Option(help="Address to listen on; the default is this computer alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any free one.")] = 8050,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    lang: Lang = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Look at results in the browser: figures, comparisons, map, animation, inputs; read-only, on this computer."""
    from portsim.cli.dashboard import Options, show

    show(results, Options(host, port, open_browser, language(lang), quiet))


@app.command()
@guarded
def check(
    files: Annotated[list[str], typer.Argument(help="Files, patterns or names of shipped scenarios or studies.")],
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Check scenarios and studies and print all problems at once."""
    from portsim.cli.files import check_all

    check_all(files, sets or [], json, allow_outside, language(lang))


@app.command()
@guarded
def preview(
    scenario: Annotated[str, typer.Argument(help="File or name of a shipped scenario.")],
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Put demand against capacity by stage, by arithmetic and before any run."""
    from portsim.cli.preview import print_preview

    print_preview(scenario, sets or [], json, allow_outside, languages(lang))


@app.command()
@guarded
def calibrate(
    scenario: Annotated[str, typer.Argument(help="File or name of a shipped scenario.")],
    other: Annotated[
        str, typer.Option("--held-out", help="Scenario of the year held out; default SCENARIO_YEAR beside it.")
    ] = "",
    output: Annotated[Path | None, typer.Option(help="Folder of the tables of constants; default none.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all streams of chance.")] = 1,
    rounds: Annotated[int, typer.Option(min=1, max=20, help="Runs of each fit at most.")] = 5,
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    quiet: Quiet = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Fit the constants of the choice to both years, and print what each fit says of the other year."""
    from portsim.cli.calibrate import Options, calibrate_both

    chosen = languages(lang)
    calibrate_both(scenario, Options(other, output, seed, rounds, sets or [], chosen, json, quiet, allow_outside))


@app.command()
@guarded
def elasticity(
    scenario: Annotated[str, typer.Argument(help="File or name of a shipped scenario.")],
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Print how cargo answers to cost, time and frequency of its ways, before any run."""
    from portsim.cli.elasticity import print_elasticity

    print_elasticity(scenario, sets or [], json, allow_outside, languages(lang))


@app.command()
@guarded
def explain(
    results: Annotated[Path, typer.Argument(help="Results folder.")],
    port: Annotated[str | None, typer.Option(help="Calls at this port only.")] = None,
    month: Annotated[int | None, typer.Option(min=1, max=12, help="Calls that ended in this month only.")] = None,
    ship_class: Annotated[str | None, typer.Option(help="Calls of this ship class only.")] = None,
    late_hours: Annotated[
        float, typer.Option(min=0.0, help="Hours from the pro forma time beyond which a call is early or late.")
    ] = 6.0,
    lang: Lang = "",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell why ships waited and lost time, and what followed when they came late."""
    chosen = languages(lang)
    from portsim.analysis.explain import Where
    from portsim.cli.explain import print_explanation

    print_explanation(results, Where(port, month, ship_class), late_hours, json, chosen)


@app.command()
@guarded
def compare(
    first: Annotated[str, typer.Argument(help="Scenario, or results folder (FOLDER@OPTION of several options).")],
    second: Annotated[str | None, typer.Argument(help="What is compared with it, of the same sorts.")] = None,
    to: Annotated[str | None, typer.Option(help="Of one folder: the option that the others are compared with.")] = None,
    measures: Annotated[
        str, typer.Option(help="measure or measure@place, with * and ?, commas between; default an overview.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option(help="Folder of the tables, and of the runs; default results/<first>-vs-<second>.")
    ] = None,
    replications: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="Replications of each scenario; default 5.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all streams of chance; default 1.")] = None,
    jobs: Jobs = None,
    executor: Where = "processes",
    address: Address = "",
    sets: Sets = None,
    lang: Lang = "",
    json: Json = False,
    quiet: Quiet = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Compare two scenarios or results run by run: differences with intervals, by measure and place."""
    from portsim.cli.compare import compare as compare_both
    from portsim.cli.compare_sides import Wanted
    from portsim.cli.workers import Workers

    patterns = [pattern.strip() for pattern in measures.split(",") if pattern.strip()]
    chosen, workers = languages(lang), Workers(jobs, executor, address)
    compare_both(
        first,
        second,
        Wanted(to, patterns, output, replications, seed, workers, sets or [], chosen, json, quiet, allow_outside),
    )


@app.command()
@guarded
def diff(
    first: Annotated[str, typer.Argument(help="File or name of a shipped scenario.")],
    second: Annotated[str, typer.Argument(help="File or name of a shipped scenario.")],
    lang: Lang = "",
    json: Json = False,
    allow_outside: Outside = False,
    debug: Debug = False,
) -> None:
    """Print what differs between two scenarios, value by value."""
    from portsim.cli.files import print_diff

    print_diff(first, second, json, allow_outside, language(lang))


@app.command()
@guarded
def schema(
    fields: Annotated[bool, typer.Option("--fields", help="Print the field reference instead.")] = False,
    study: Annotated[bool, typer.Option("--study", help="Print the JSON Schema of study files instead.")] = False,
    debug: Debug = False,
) -> None:
    """Print the JSON Schema of scenario files."""
    from portsim.cli.files import print_schema

    print_schema(fields, study)


@app.command()
@guarded
def verify(
    full: Annotated[bool, typer.Option("--full", help="All cells of the tables, some minutes.")] = False,
    only: Annotated[str, typer.Option(help="Kinds or names of cases, with * and ?, commas between; default all.")] = "",
    jobs: Jobs = None,
    lang: Lang = "",
    json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the table as a page of Markdown.")] = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run known answers of textbooks and codes through the model; exit code 1 where it does not reproduce them."""
    from portsim.cli.verify import Options, print_verification

    patterns = tuple(pattern.strip() for pattern in only.split(",") if pattern.strip())
    print_verification(Options(full, patterns, jobs, languages(lang), json, markdown, quiet))


@app.command()
@guarded
def new(
    folder: Annotated[Path, typer.Argument(help="Folder of the project; made where it is not there.")],
    lang: Lang = "",
    debug: Debug = False,
) -> None:
    """Lay out a starter project: a commented scenario, a study, schemas and editor settings."""
    from portsim.cli.new import lay_out

    lay_out(folder, language(lang))


@app.command()
@guarded
def doctor(lang: Lang = "", json: Json = False, debug: Debug = False) -> None:
    """Look for what portsim needs: browser, fonts, cores, write access."""
    from portsim.cli.doctor import print_doctor

    print_doctor(json, language(lang))


def main() -> None:
    """Entry point of the command ``portsim``."""
    speak_utf8()
    end_like_ctrl_c()
    app()
