"""What an analyst writes in a study file: options to compare, what is crossed with them, what is not known."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Identifier, Name
from portsim.study.investment import Appraisal, Investment
from portsim.study.laws import Uncertainty
from portsim.study.plan import Target

FORMAT = 1
"""Version of the study files."""

Method = Literal["none", "latin_hypercube", "sobol", "morris", "saltelli", "one_at_a_time", "grid", "list"]
STUDY_ONLY = (
    "base", "options", "factors", "uncertainties", "sampling", "replications", "compare_to", "select_best", "measures",
    "quick", "question", "report", "seed", "appraisal", "names",
)  # fmt: skip
"""Root keys that no scenario has: a file with one of them is a study."""


class Option(Description):
    """One of the things compared: the base with overlays and values of its own."""

    title: Name | None = Field(default=None, description="name in tables; the id where none is given")
    base: str | None = Field(
        default=None, min_length=1, description="shipped scenario or path in place of the base of the study"
    )
    overlays: tuple[str, ...] = Field(
        default=(), strict=False, description="shipped overlays or paths, laid over the base from left to right"
    )
    set: dict[str, Any] = Field(
        default_factory=dict, description="values by path, after the overlays; `{times: 1.1}` multiplies"
    )
    investment: Investment | None = Field(default=None, description="what building it costs")


class Sampling(Description):
    """How uncertain values are drawn."""

    method: Method = Field(default="none", description="how samples are drawn; `none` runs the central case alone")
    n: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="samples of latin_hypercube and sobol, trajectories of morris, base samples of saltelli",
        json_schema_extra={"unit": "1"},
    )
    levels: int | None = Field(
        default=None,
        ge=2,
        le=1000,
        description="values of each law in a grid (3), levels of morris (4, an even number)",
        json_schema_extra={"unit": "1"},
    )
    samples: dict[Identifier, dict[str, Any]] = Field(
        default_factory=dict, description="of `list`: values by path, by the name of the sample"
    )

    @model_validator(mode="after")
    def _fits(self) -> Sampling:
        needs_n = self.method in ("latin_hypercube", "sobol", "morris", "saltelli")
        if needs_n and self.n is None:
            raise ValueError(f"sampling by {self.method} needs `n`")
        if self.n is not None and not needs_n:
            raise ValueError(f"sampling by {self.method} has no `n`")
        if self.levels is not None and self.method not in ("grid", "morris"):
            raise ValueError(f"sampling by {self.method} has no `levels`")
        if self.method == "morris" and self.levels is not None and self.levels % 2:
            raise ValueError("morris needs an even number of `levels`")
        if (self.method == "list") != bool(self.samples):
            raise ValueError("`samples` and the method `list` go together")
        return self


class Replications(Description):
    """How often the central case of every option is run."""

    at_least: int = Field(default=5, ge=1, le=10_000, description="replications in any case")
    at_most: int | None = Field(
        default=None, ge=1, le=10_000, description="replications at the most; `at_least` where nothing is said"
    )
    until: dict[str, float] = Field(
        default_factory=dict,
        description="more replications until the half width of the 95 % interval is below this share of the mean, "
        "by `measure` of the cluster or `measure@entity`",
    )

    @model_validator(mode="after")
    def _fits(self) -> Replications:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"at_most ({self.at_most}) is below at_least ({self.at_least})")
        if self.until and self.at_most is None:
            raise ValueError("`until` needs `at_most`, where it stops in any case")
        if self.at_most is not None and self.at_most > self.at_least and not self.until:
            raise ValueError("at_most above at_least needs `until`, which says when to stop")
        if self.until and self.at_least < 2:
            raise ValueError("`until` needs at_least: 2, an interval needs two runs")
        if any(not 0.0 < share < 1.0 for share in self.until.values()):
            raise ValueError("a precision in `until` is a share of the mean between 0 and 1, such as 0.03")
        return self

    @property
    def most(self) -> int:
        """Replications at the most."""
        return self.at_least if self.at_most is None else self.at_most


class SelectBest(Description):
    """By what one option is better than another."""

    measure: str = Field(
        description="`measure` of the cluster or `measure@entity`, or `user_benefit_cny`: what shippers gain a year"
    )
    direction: Literal["min", "max"] = Field(description="whether less or more is better")
    indifference: float = Field(
        gt=0, description="smallest difference that matters", json_schema_extra={"unit": "as the measure"}
    )
    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="probability of a right choice")


class QuickSampling(Description):
    """What `--quick` changes of the sampling."""

    n: int | None = Field(default=None, ge=0, description="in place of `sampling.n`; 0: no draws, whatever the method")
    levels: int | None = Field(default=None, ge=2, description="in place of `sampling.levels`")


class Quick(Description):
    """A short form of the study, to see whether it works: `--quick`."""

    sampling: QuickSampling | None = Field(default=None, description="fewer samples")
    replications: int | None = Field(default=None, ge=1, description="replications of the central case, without until")
    factors: dict[str, Any] = Field(default_factory=dict, description="fewer values of factors, by path")


Section = Literal["answer", "results", "hinterland", "cost", "sensitivity", "options", "appendix"]
"""Parts of the page of a study; failed runs are always told."""


class Report(Description):
    """How the page of the study is laid out, and in which languages tables and pages are written."""

    languages: tuple[Literal["zh", "en"], ...] = Field(
        default=(), strict=False, description="used where the command gives no `--lang`"
    )
    title: Name | None = Field(default=None, description="heading of the page; the question where none is given")
    sections: tuple[Section, ...] = Field(
        default=(),
        strict=False,
        description="parts of the page that are shown, in their order; all where none is named",
    )
    titles: dict[Section, Name] = Field(default_factory=dict, description="headings of parts, in place of their own")
    notes: dict[Section, Name] = Field(
        default_factory=dict, description="what stands below the heading of a part, before its figures"
    )

    @model_validator(mode="after")
    def _fits(self) -> Report:
        if len(set(self.sections)) < len(self.sections):
            raise ValueError("a part stands twice in `sections`")
        hidden = [one for one in (*self.titles, *self.notes) if self.sections and one not in self.sections]
        if hidden:
            raise ValueError(f"{hidden[0]} has a title or a note but is not among `sections`")
        return self


class StudyOutputs(Description):
    """What the runs write beside their measures."""

    records: Literal["none", "first", "all"] = Field(
        default="first", description="which replications of the central case keep their record tables"
    )


class StudyFile(Description):
    """A study file."""

    format: Literal[1] = Field(description="version of the file format")
    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$", description="name of the study; names the results folder"
    )
    question: Name | None = Field(default=None, description="what the study answers")
    base: str = Field(min_length=1, description="shipped scenario or path of the file all options start from")
    options: dict[Identifier, Option] = Field(
        default_factory=dict, description="what is compared; the base alone where none is given"
    )
    factors: dict[str, Any] = Field(
        default_factory=dict, description="lists of values by path, crossed with the options and with each other"
    )
    uncertainties: dict[str, Uncertainty] = Field(
        default_factory=dict, description="laws by path; every option gets the same draws"
    )
    sampling: Sampling = Field(default_factory=Sampling, description="how the uncertain values are drawn")
    replications: Replications = Field(
        default_factory=Replications, description="replications of the central case: a number, or until a precision"
    )
    seed: int = Field(default=1, ge=0, description="seed of all chance: in the runs and in the samples")
    compare_to: Identifier | None = Field(default=None, description="option the others are compared with")
    select_best: SelectBest | None = Field(default=None, description="how the best option is told")
    appraisal: Appraisal | None = Field(
        default=None, description="how the `investment` of options is set against what they bring"
    )
    names: dict[str, Name] = Field(
        default_factory=dict,
        description="what uncertain inputs and factors are called in tables and charts, by path; the path if not named",
    )
    targets: dict[Identifier, Target] = Field(
        default_factory=dict, description="figures of a plan; in which share of the draws they are met is printed"
    )
    measures: tuple[str, ...] = Field(
        default=(),
        strict=False,
        description="what is printed by option: `measure` of the cluster or `measure@entity`",
    )
    quick: Quick = Field(default_factory=Quick, description="the short form, `--quick`")
    report: Report = Field(default_factory=Report, description="how the answer is written")
    outputs: StudyOutputs = Field(default_factory=StudyOutputs, description="what the runs write")

    def shortened(self) -> StudyFile:
        """The study as `--quick` runs it."""
        short: dict[str, Any] = {}
        if self.quick.sampling is not None and self.quick.sampling.n == 0:
            short["sampling"] = Sampling()
        elif self.quick.sampling is not None:
            changes = {name: value for name, value in self.quick.sampling if value is not None}
            short["sampling"] = self.sampling.model_copy(update=changes)
        if self.quick.replications is not None:
            short["replications"] = Replications(at_least=self.quick.replications)
        if self.quick.factors:
            short["factors"] = self.factors | self.quick.factors
        return self.model_copy(update=short)
