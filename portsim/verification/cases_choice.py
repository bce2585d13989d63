"""Cargo that chooses its way: the shares of the logit, common lines, and an alternative that is added."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from portsim.model.world import simulate
from portsim.results.records import Records
from portsim.verification.case import Case, Expected, Found
from portsim.verification.estimate import Interval, interval
from portsim.verification.files import SEED, scenario

N_REPLICATIONS = 24
GATEWAYS = ("first", "second", "third")
WORKED = {"two": (0.5, (100.0, 102.0)), "three": (0.1, (2000.0, 2010.0, 2050.0))}
"""Weight of a yuan and costs of the gateways, CNY/TEU."""
SHARES = {"two": (0.731059, 0.268941), "three": (0.727475, 0.267623, 0.004902)}
LOGSUM_COST_CNY = {"two": 99.37348, "three": 1996.81825}
TABLED = 5e-7
"""Half a unit of the last digit tabled."""


def cases() -> Iterator[Case]:
    """All cases of choice."""
    for name, (theta, costs) in WORKED.items():
        expected = [
            Expected(f"share_of_{gateway}", share, "logit", 2 * TABLED, by_chance=False)
            for gateway, share in zip(GATEWAYS, SHARES[name], strict=False)
        ]
        expected += [
            Expected(f"taken_of_{gateway}", share, "logit", 0.05 if share >= 0.05 else 0.10)
            for gateway, share in zip(GATEWAYS, SHARES[name], strict=False)
        ]
        expected.append(Expected("logsum_cost_cny", LOGSUM_COST_CNY[name], "logsum", 1e-5, by_chance=False))
        words = {"theta": f"{theta:g}", "costs": " / ".join(f"{cost:g}" for cost in costs)}
        look = partial(look_at_logit, name)
        yield Case(f"logit/{name}", "logit", "logit", tuple(expected), look, True, 6.0, words)
    split = (Expected("largest_change_of_share", 0.0, "common_lines", 1e-9, by_chance=False),)
    yield Case("common_lines/split", "common_lines", "common_lines.split", split, look_at_split_line, True, 2.0)
    added = (
        Expected("moved_between_others_share", 0.0, "added", 0.0, by_chance=False),
        Expected("odds_of_others", math.e, "independence", 1e-9, by_chance=False),
        Expected("share_of_third", 1.0 / (1.0 + math.exp(0.5) + math.exp(-0.5)), "logit", 1e-9, by_chance=False),
    )
    yield Case("common_lines/added", "common_lines", "common_lines.added", added, look_at_added, True, 2.0)


def look_at_logit(name: str) -> Found:
    """Shares expected by the choice of the model, those its consignments take, and what the choice is worth."""
    theta, costs = WORKED[name]
    sets: dict[str, object] = {f"links.to_{gateway}.cost_cny_per_teu": cost for gateway, cost in _priced(costs)}
    sets["choice.mu_per_cny"] = theta
    if len(costs) < len(GATEWAYS):
        sets["links.from_third"] = None
    described = scenario("logit", sets)
    runs = [simulate(described, SEED, replication) for replication in range(N_REPLICATIONS)]
    found = {f"share_of_{gateway}": Interval(share) for gateway, share in _shares(runs[0]).items()}
    for gateway, _ in _priced(costs):
        found[f"taken_of_{gateway}"] = interval([_taken(run, gateway) for run in runs])
    logsum = runs[0].tables["choices"].columns()["logsum"]
    found["logsum_cost_cny"] = Interval(float(-logsum[0] / theta))
    return found


def _priced(costs: tuple[float, ...]) -> list[tuple[str, float]]:
    return list(zip(GATEWAYS, costs, strict=False))


def _shares(records: Records) -> Mapping[str, float]:
    """Share of each gateway as the choice of the model has it, the mean of all weeks."""
    choices = records.tables["choices"].columns()
    names = [records.entities[number].id for number in choices["gateway"].tolist()]
    return dict(zip(names, choices["share"].tolist(), strict=True))


def _taken(records: Records, gateway: str) -> float:
    """Part of the consignments that took a gateway."""
    number = next(n for n, entity in enumerate(records.entities) if entity.id == gateway)
    return float((records.tables["consignments"].columns()["gateway"] == number).mean())


def look_at_split_line() -> Found:
    """A line of two sailings a week, and two lines of one."""
    whole = scenario("lines", {"services.half": None})
    split = scenario("lines", {"services.whole.sailings_per_week": 1})
    before, after = (simulate(one, SEED, 0).tables["choices"].columns()["share"] for one in (whole, split))
    return {"largest_change_of_share": Interval(float(np.abs(after - before).max()))}


def look_at_added() -> Found:
    """Two gateways at 100 and 102 CNY, and a third between them."""
    without = simulate(scenario("logit", {"links.from_third": None}), SEED, 0)
    added = simulate(scenario("logit", {"links.to_third.cost_cny_per_teu": 101.0}), SEED, 0)
    before, after = _gateways(without), _gateways(added)
    assert before.keys() == after.keys()  # the same cargo in both, known by the hour it is ready
    moved = sum(after[hour] not in ("third", gateway) for hour, gateway in before.items())
    shares = _shares(added)
    return {
        "moved_between_others_share": Interval(moved / len(before)),
        "odds_of_others": Interval(shares["first"] / shares["second"]),
        "share_of_third": Interval(shares["third"]),
    }


def _gateways(records: Records) -> dict[float, str]:
    """Gateway of each consignment by the hour it is ready."""
    table = records.tables["consignments"].columns()
    names = [entity.id for entity in records.entities]
    return {hour: names[n] for hour, n in zip(table["ready_h"].tolist(), table["gateway"].tolist(), strict=True)}
