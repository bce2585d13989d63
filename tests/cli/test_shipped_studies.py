"""The shipped studies: each passes its checks and is short enough by the count of its runs; one runs in short form."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import portsim

from portsim.scenario.shipped import names
from portsim.study.design import n_samples
from portsim.study.file import StudyFile

ROOT = Path(__file__).parents[2]
STUDIES = {
    "pinglu_canal_effect", "canal_toll", "new_routes", "specialization_options", "targets_2030_2035",
    "berth_investments", "typhoon_resilience", "demand_uncertainty", "capacity_curve",
}  # fmt: skip
YEAR_S = {"baseline": 12, "outlook_2027": 13, "outlook_2030": 15, "outlook_2035": 18}
"""Seconds of a core that a year of a base takes at the most; `portsim study NAME --dry-run` tells those of here."""
CORES = 2
LIMIT_S = {"targets_2030_2035": 30 * 60}
DRAWS_OF_TARGETS = 100


def written(name: str) -> StudyFile:
    """A study as it stands, without its scenarios."""
    raw: dict[str, Any] = yaml.safe_load((ROOT / "experiments" / f"{name}.yaml").read_text(encoding="utf-8"))
    if isinstance(raw["replications"], int):
        raw["replications"] = {"at_least": raw["replications"]}
    raw["options"] = {id: option or {} for id, option in raw["options"].items()}
    return StudyFile.model_validate(raw)


def seconds(file: StudyFile) -> float:
    """Time of the runs of a study on two cores, if every run takes its year's seconds."""
    factors = math.prod(len(values) for values in file.factors.values())
    each = factors * (file.replications.most + n_samples(file))
    return sum(each * YEAR_S[option.base or file.base] for option in file.options.values()) / CORES


def test_the_nine_studies_of_the_product_are_shipped_and_listed() -> None:
    assert set(names("experiments")) == STUDIES
    readme = (ROOT / "experiments/README.md").read_text(encoding="utf-8")
    assert [name for name in STUDIES if f"| `{name}` |" not in readme] == []


@pytest.mark.parametrize("name", sorted(STUDIES))
def test_a_study_lasts_ten_minutes_on_two_cores_and_its_short_form_two(name: str) -> None:
    file = written(name)
    assert seconds(file) <= LIMIT_S.get(name, 10 * 60)
    assert seconds(file.shortened()) <= 2 * 60


@pytest.mark.parametrize("name", sorted(STUDIES))
def test_a_dry_run_counts_a_study_that_has_no_faults(name: str, tmp_path: Path) -> None:
    done = portsim("study", name, "--dry-run", "--json", "--lang", "en", folder=tmp_path)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    file = written(name)
    n_cases = len(file.options) * math.prod(len(values) for values in file.factors.values())
    assert told["n_runs"] == n_cases * (file.replications.at_least + n_samples(file))
    assert told["n_there"] == 0
    assert "not among the uncertainties" not in done.stderr
    assert not any(tmp_path.iterdir())


def test_the_targets_have_draws_enough_for_the_word_probability() -> None:
    file = written("targets_2030_2035")
    assert n_samples(file) >= DRAWS_OF_TARGETS
    assert {target.year for target in file.targets.values()} == {2030, 2035}


def test_the_divisions_of_labour_are_those_of_today_and_the_plan_and_six_more_at_the_least() -> None:
    options = written("specialization_options").options
    assert {"today", "plan"} <= set(options)
    assert len(options) >= 8


def test_every_work_has_a_cost_with_a_range_and_a_reason() -> None:
    options = written("berth_investments").options
    works = [option.investment for id, option in options.items() if id != "outlook"]
    assert all(one and one.range and (one.assumed or one.source) for one in works)


def test_the_short_form_of_a_study_runs_to_its_end_and_answers_in_both_languages(tmp_path: Path) -> None:
    """A storm like Yagi holds up the boxes of Qinzhou and Fangchenggang, and a slower recovery lasts longer."""
    done = portsim(
        "study", "typhoon_resilience", "--quick", "--jobs", "2", "--json", "--output", "out", folder=tmp_path,
        timeout_s=900,
    )  # fmt: skip
    assert done.returncode == 0
    told = json.loads(done.stdout)
    means = {(row["option"], row["measure"], row["entity"]): row["mean"] for row in told["measures"]}
    assert means["yagi", "delayed_teu", "qinzhou:yagi"] > 0
    quick, slow = (means[option, "recovery_h", "fangchenggang:yagi"] for option in ("quick", "slow"))
    assert quick <= slow
    assert means["yagi", "throughput_teu", "cluster"] <= means["calm", "throughput_teu", "cluster"]
    again = portsim(
        "study", "typhoon_resilience", "--quick", "--lang", "both", "--output", "out", folder=tmp_path
    )  # fmt: skip
    assert "沿用已有结果 5 次" in again.stderr
    assert "无台风" in again.stdout
    assert "No typhoon" in again.stdout
    assert (tmp_path / "out/study.csv").is_file()
