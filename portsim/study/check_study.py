"""Does a study make sense: names that exist, designs that fit, and the uncertainties nobody should leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from portsim.analysis.benefits import USER_BENEFIT
from portsim.model.directory import Directory
from portsim.results.carbon import SOURCES
from portsim.results.definition import split_measure
from portsim.results.measures import MEASURES
from portsim.scenario.case import near
from portsim.scenario.load import LoadedScenario
from portsim.scenario.nodes import Findings, Node, Place
from portsim.study.file import StudyFile

Keys = tuple[str | int, ...]
Options = Sequence[tuple[str, LoadedScenario]]
GROWTH_LEVER, COAST_LEVER, BARGE_LEVER = "demand.growth_path", "demand.coast.share", "costs.barge_factor"
"""What is known least: the growth of the demand, the part of the coast in it, the cost of barges."""


def check_study(file: StudyFile, root: Node, options: Options, dropped: Sequence[Keys], findings: Findings) -> None:
    """Check what is beyond the form of single values.

    Parameters
    ----------
    file
        The study.
    root
        What was written, with places.
    options
        Option and scenario of every case that could be read.
    dropped
        Paths of parts that were left out for mistakes in them.
    findings
        Takes what does not fit.
    """
    _check_names(file, root, dropped, findings)
    _check_named_inputs(file, root, dropped, findings)
    _check_sampling(file, root, dropped, findings)
    _check_investments(file, root, findings)
    if options:
        _check_targets(file, root, options, findings)
        _check_measures(file, root, options, findings)
        _check_uncertainties(file, root, options, findings)


def _place(root: Node, path: Keys) -> Place:
    node = root.nearest(path)
    return node.place if root.get(path) is not None else node.key_place or node.place


def _check_names(file: StudyFile, root: Node, dropped: Sequence[Keys], findings: Findings) -> None:
    written = root.get(("options",))
    options = list(written.value) if written is not None and isinstance(written.value, dict) else []
    if file.compare_to is not None and file.compare_to not in options:
        message = f"unknown option {file.compare_to}{near(file.compare_to, options)}"
        findings.error(_place(root, ("compare_to",)), ("compare_to",), message)
    if file.select_best is not None and file.select_best.measure == USER_BENEFIT and file.compare_to is None:
        path = ("select_best", "measure")
        findings.error(_place(root, path), path, f"{USER_BENEFIT} needs `compare_to`, the option it is a benefit over")
    if file.select_best is not None and len(options) < 2 and ("options",) not in dropped:
        findings.error(_place(root, ("select_best",)), ("select_best",), "needs at least two `options` to choose from")


def _varied(file: StudyFile) -> set[str]:
    """Paths that are drawn, crossed or listed."""
    return {*file.uncertainties, *file.factors, *(path for one in file.sampling.samples.values() for path in one)}


def _check_named_inputs(file: StudyFile, root: Node, dropped: Sequence[Keys], findings: Findings) -> None:
    if any(path[:1] in (("factors",), ("sampling",), ("uncertainties",)) for path in dropped):
        return
    known = _varied(file)
    for path in file.names:
        if path not in known:
            at = root.nearest(("names", path))
            message = f"neither an uncertain input nor a factor of the study{near(path, sorted(known))}"
            findings.error(at.key_place or at.place, ("names", path), message)


def _check_sampling(file: StudyFile, root: Node, dropped: Sequence[Keys], findings: Findings) -> None:
    method, n = file.sampling.method, file.sampling.n
    if any(path[:1] in (("sampling",), ("uncertainties",)) for path in dropped):
        return
    where = ("sampling",) if root.get(("sampling",)) is not None else ("uncertainties",)
    if method not in ("none", "list") and not file.uncertainties:
        findings.error(_place(root, ("sampling",)), ("sampling",), f"{method} needs `uncertainties` to draw")
    written = root.get(("sampling", "method"))  # the short form may leave the draws out
    if method in ("none", "list") and file.uncertainties and (written is None or written.value == method):
        findings.warning(_place(root, where), where, f"the uncertainties are not drawn: sampling is `{method}`")
    if method in ("sobol", "saltelli") and n is not None and n & (n - 1):
        findings.warning(
            _place(root, ("sampling", "n")), ("sampling", "n"), f"{n} is no power of two: the points are not balanced"
        )


def _check_investments(file: StudyFile, root: Node, findings: Findings) -> None:
    """What is built is set against what it brings, beside an option without it, at an interest that is said."""
    if any(option.investment for option in file.options.values()) and file.appraisal is None:
        findings.error(root.place, ("appraisal",), "options with an `investment` need it")
    if file.appraisal is not None and file.compare_to is None:
        findings.error(_place(root, ("appraisal",)), ("appraisal",), "needs `compare_to`, the option without the works")


def _check_targets(file: StudyFile, root: Node, options: Options, findings: Findings) -> None:
    years: set[int] = set()
    for _, loaded in options:
        clock = loaded.scenario.clock
        years.update(range(clock.year, clock.year + clock.n_years))
    for id, target in file.targets.items():
        if target.year not in years:
            told = ", ".join(map(str, sorted(years)))
            path = ("targets", id, "year")
            findings.error(_place(root, path), path, f"{target.year} is in no run; there are {told}")


def _named_measures(file: StudyFile) -> Iterator[tuple[str, Keys]]:
    for number, text in enumerate(file.measures):
        yield text, ("measures", number)
    for text in file.replications.until:
        yield text, ("replications", "until", text)
    if file.select_best is not None and file.select_best.measure != USER_BENEFIT:
        yield file.select_best.measure, ("select_best", "measure")
    for id, target in file.targets.items():
        for number, entity in enumerate(target.entities):
            path = ("targets", id, "measure") if target.measure not in MEASURES else ("targets", id, "entities", number)
            yield f"{target.measure}@{entity}", path


def _check_measures(file: StudyFile, root: Node, options: Options, findings: Findings) -> None:
    entities = _entities(loaded for _, loaded in options)
    for text, path in _named_measures(file):
        measure, entity = split_measure(text)
        if measure not in MEASURES:
            findings.error(_place(root, path), path, f"unknown measure {measure}{_closest(measure, MEASURES)}")
        else:
            for word in _unknown(entity, entities):
                findings.error(_place(root, path), path, f"unknown entity {word}{_closest(word, entities)}")


def _unknown(entity: str, entities: set[str]) -> Iterator[str]:
    """The words of an entity that nothing is called: of `a:b` the first, of `zone>gateway` or `port>mode` both."""
    place, arrow, part = entity.partition(">")
    if entity not in entities and place.split(":")[0] not in entities:
        yield place
    if arrow and part not in entities and part not in SOURCES:
        yield part


def _entities(scenarios: Iterable[LoadedScenario]) -> set[str]:
    return {entity.id for loaded in scenarios for entity in Directory(loaded.scenario).entities}


def _closest(word: str, known: Iterable[str]) -> str:
    hint = near(word, known)
    return hint if hint.startswith(",") else "; docs/reference/measures.md lists the measures"


def _check_uncertainties(file: StudyFile, root: Node, options: Options, findings: Findings) -> None:
    """Warn of a study that takes for certain what is known least."""
    scenarios = [loaded.scenario for _, loaded in options]
    demands = [(one.demand.year, one.clock.year + one.clock.n_years - 1) for one in scenarios if one.demand is not None]
    wanted = [GROWTH_LEVER] if any(last > of_tables for of_tables, last in demands) else []
    wanted += [COAST_LEVER] if any(one.demand is not None and one.demand.coast is not None for one in scenarios) else []
    wanted += [BARGE_LEVER] if differ_in_waterways([loaded for _, loaded in options]) else []
    varied = _varied(file)
    missing = [path for path in wanted if path not in varied]
    if missing:
        where = ("uncertainties",) if root.get(("uncertainties",)) is not None else ()
        message = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not among the uncertainties"
        findings.warning(
            _place(root, where), where, f"{message}: the answer may rest on one value of what is known least"
        )


def differ_in_waterways(scenarios: Sequence[LoadedScenario]) -> bool:
    """Whether scenarios differ in waterways or locks: then cargo chooses between land and water."""
    described: list[Any] = [
        (
            {id: link for id, link in loaded.scenario.links.items() if link.mode == "waterway"},
            loaded.scenario.locks,
        )
        for loaded in scenarios
    ]
    return any(one != described[0] for one in described)
