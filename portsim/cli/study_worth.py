"""What options are worth, works against what they bring, and targets against draws, as the terminal shows them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from portsim.analysis.answer import Answer
from portsim.analysis.attainment import DRAWS_FOR_PROBABILITY
from portsim.analysis.benefits import SHOWN
from portsim.analysis.worth import Worth
from portsim.cli.study_words import STUDY_WORDS
from portsim.cli.texts import WORDS
from portsim.report.printed import PrintedTable
from portsim.report.texts import Language
from portsim.report.units import DASH, Unit, measure_unit
from portsim.report.units import unit as plain_unit
from portsim.study import naming

BENEFIT, WORKS, TARGETS = "benefit", "works", "targets"
"""Keys of the tables."""
_RATIO_DECIMALS = 2
Row = dict[str, Any]


def worth_tables(found: Answer, lang: Language) -> Iterator[PrintedTable]:
    """Benefit to shippers, works and targets, as far as the study has them."""
    if found.worth is not None:
        yield _benefit_table(found, found.worth, lang)
        if len(found.worth.works):
            yield _works_table(found, found.worth, lang)
    if found.targets is not None and len(found.targets):
        yield _targets_table(found, found.targets, lang)


def worth_lines(found: Answer, lang: Language) -> Iterator[str]:
    """What stands below the tables: what the words mean, and which works are worth their cost."""
    if found.worth is not None:
        yield STUDY_WORDS.text("benefit.note", lang)
    if found.worth is not None and len(found.worth.works):
        rule = found.study["appraisal"]
        words = {"discount": f"{100 * rule['discount_share']:g}", "upkeep": f"{100 * rule['upkeep_share']:g}"}
        yield STUDY_WORDS.text("works.note", lang, **words)
        yield from verdicts(found, found.worth.works, lang)
    if found.targets is not None and len(found.targets):
        n = int(found.targets["n"].min())
        kind = _kind(found, found.targets)
        yield STUDY_WORDS.text(
            f"targets.note.{kind}",
            lang,
            **({} if kind == "runs" else {"n": n if kind == "probability" else DRAWS_FOR_PROBABILITY}),
        )


def _money(rows: pd.DataFrame, columns: list[str], lang: Language) -> Unit:
    """A unit in which the largest amount has few digits: CNY million below a billion, else billion; 亿元 in Chinese."""
    largest = float(rows[columns].abs().max().max()) if len(rows) else 0.0
    if lang == "zh":
        return Unit("亿元", 1e8, 2, "")
    return Unit("CNY bn", 1e9, 2) if largest >= 2e9 else Unit("CNY million", 1e6, 0)


def _plus_minus(mean: float, half: float, unit: Unit) -> str:
    return unit.number(mean) + (f" ± {unit.number(half)}" if math.isfinite(half) else "")


def _heads(prefix: str, keys: list[str], unit: Unit, lang: Language) -> list[str]:
    return [STUDY_WORDS.text(f"{prefix}.{key}", lang, unit=unit.label) for key in keys]


def _benefit_table(found: Answer, worth: Worth, lang: Language) -> PrintedTable:
    unit = _money(worth.benefit, ["mean"], lang)
    to = naming.title_of(found.study, str(found.study["compare_to"]), lang)
    header = [WORDS.text("study.option", lang), WORDS.text("study.n", lang)]
    header += _heads("benefit", ["headline", "at_base_shares", "of_switchers", "of_variety"], unit, lang)
    drawn = worth.over_draws.set_index("option") if len(worth.over_draws) else None
    header += _heads("benefit", ["draws_mean", "draws_range"], unit, lang) if drawn is not None else []
    cells = []
    for label in dict.fromkeys(worth.benefit["option"]):
        headline, *others = (worth.part(label, part) for part in SHOWN)
        line = [naming.case_name(found.study, label, lang), str(int(headline["n"]))]
        line.append(_plus_minus(headline["mean"], headline["half_width"], unit))
        line += [unit.number(other["mean"]) for other in others]
        if drawn is not None:
            row = drawn.loc[label] if label in drawn.index else None
            line += [DASH, DASH] if row is None else [
                unit.number(row["mean"]), f"{unit.number(row['low'])} … {unit.number(row['high'])}"
            ]  # fmt: skip
        cells.append(tuple(line))
    title = STUDY_WORDS.text("benefit.title", lang, to=to, period=worth.period)
    return PrintedTable(BENEFIT, title, tuple(header), tuple(cells), frozenset({0}))


def _works_table(found: Answer, worth: Worth, lang: Language) -> PrintedTable:
    works = worth.works
    unit = _money(works, ["cny_high", "break_even_cny"], lang)
    yearly = _money(works, ["yearly_cny"], lang)
    teu = plain_unit("teu_thousand" if lang == "en" else "teu_large", lang)
    header = [WORDS.text("study.option", lang)]
    header += _heads("works", ["cost", "range"], unit, lang) + _heads("works", ["yearly"], yearly, lang)
    header.append(STUDY_WORDS.text("works.teu", lang, unit=f" ({teu.label})" if lang == "en" else f"（{teu.label}）"))
    header += [STUDY_WORDS.text(f"works.{key}", lang) for key in ("cny_per_teu", "ratio", "ratio_range")]
    header += _heads("works", ["break_even"], unit, lang)
    cells = []
    for row in works.to_dict("records"):
        cells.append(
            (
                naming.case_name(found.study, str(row["option"]), lang),
                unit.number(row["cny"]),
                f"{unit.number(row['cny_low'])} … {unit.number(row['cny_high'])}",
                yearly.number(row["yearly_cny"]),
                _plus_minus(row["teu"], row["teu_half_width"], teu),
                _number(row["cny_per_teu"], 0),
                _number(row["ratio"], _RATIO_DECIMALS),
                f"{_number(row['ratio_low'], _RATIO_DECIMALS)} … {_number(row['ratio_high'], _RATIO_DECIMALS)}",
                unit.number(row["break_even_cny"]),
            )
        )
    title = STUDY_WORDS.text("works.title", lang, period=worth.period)
    return PrintedTable(WORKS, title, tuple(header), tuple(cells), frozenset({0}))


def _number(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}" if math.isfinite(value) else DASH


def verdicts(found: Answer, works: pd.DataFrame, lang: Language) -> Iterator[str]:
    """Which works bring most boxes, most benefit, and which are worth their cost at the low end of the benefit."""

    def name(label: object) -> str:
        return naming.case_name(found.study, str(label), lang)

    yield STUDY_WORDS.text("works.most_teu", lang, option=name(works["option"].iloc[int(works["teu"].argmax())]))
    gained = works.dropna(subset=["benefit_cny"])
    if len(gained):
        best = gained["option"].iloc[int(gained["benefit_cny"].argmax())]
        yield STUDY_WORDS.text("works.most_benefit", lang, option=name(best))
        if not gained["benefit_half_width_cny"].notna().all():
            yield STUDY_WORDS.text("works.one_run", lang)
            return
        least = gained["benefit_cny"] - gained["benefit_half_width_cny"]
        paid = [name(label) for label in gained.loc[least >= gained["yearly_cny"], "option"]]
        joint = "、" if lang == "zh" else ", "
        words = {"options": joint.join(paid)}
        yield STUDY_WORDS.text("works.worth", lang, **words) if paid else STUDY_WORDS.text("works.none", lang)


def _kind(found: Answer, targets: pd.DataFrame) -> str:
    """What the share of a target is: a probability, a share of draws, or of runs that differ by chance alone."""
    if not found.results.draws:
        return "runs"
    return "probability" if bool(targets["probability"].notna().all()) else "share"


def _targets_table(found: Answer, targets: pd.DataFrame, lang: Language) -> PrintedTable:
    asked = found.study["targets"]
    options = list(dict.fromkeys(targets["option"]))
    has_options = len(options) > len(set(targets["period"]))
    header = [STUDY_WORDS.text("targets.target", lang)] + ([WORDS.text("study.option", lang)] if has_options else [])
    header += [WORDS.text("study.n", lang)]
    keys = ("value", "mean", _kind(found, targets), "gap", "gap_range")
    header += [STUDY_WORDS.text(f"targets.{key}", lang) for key in keys]
    cells = []
    for row in targets.to_dict("records"):
        unit = measure_unit(row["measure"], row["unit"], abs(float(row["target"])), lang)
        title = asked[row["id"]].get("title")
        line = [str(title[lang]) if title else str(row["id"])]
        line += [naming.case_name(found.study, str(row["option"]), lang)] if has_options else []
        share = f"{100 * row['met_share']:.0f} % ({100 * row['met_low']:.0f}–{100 * row['met_high']:.0f} %)"
        line += [
            str(int(row["n"])),
            STUDY_WORDS.text(f"targets.{row['direction']}", lang, value=unit.with_label(row["target"])),
            unit.with_label(row["target"] + row["gap_mean"]),
            share if lang == "en" else share.replace(" %", "%"),
            unit.number(row["gap_mean"]),
            f"{unit.number(row['gap_p5'])} … {unit.number(row['gap_p95'])}",
        ]
        cells.append(tuple(line))
    texts = frozenset({0, 1} if has_options else {0})
    return PrintedTable(TARGETS, STUDY_WORDS.text("targets.title", lang), tuple(header), tuple(cells), texts)
