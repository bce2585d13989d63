"""Fitting constants to a run whose constants are known, and what a fit says of another year."""

import numpy as np
import pytest
from calibration_files import CHOOSING, write_years

from portsim.errors import InputError
from portsim.model.world import simulate
from portsim.results.measures import compute_measures
from portsim.scenario.load import load_scenario
from portsim.scenario.volumes import Volumes
from portsim.study.calibration import calibrate, with_constants
from portsim.study.elasticities import elasticities
from portsim.study.held_out import forecast, grown


def test_a_fit_finds_the_throughput_that_known_constants_gave(tmp_path):
    start = load_scenario(write_years(tmp_path, 1.0, 1.0)).scenario
    known = {("harbour", "foreign"): -2.0, ("harbour", "domestic"): -2.0}
    made = compute_measures(simulate(with_constants(start, known, {}), 1, 0))
    teu = next(row[4] for row in made if row[0] == "throughput_teu" and row[2] == "harbour" and row[3] == "2025")
    asked = with_constants(load_scenario(write_years(tmp_path, teu, 1.0)).scenario, {}, {})
    untouched = compute_measures(simulate(asked, 1, 0))
    without = next(row[4] for row in untouched if row[:1] + row[2:4] == ("throughput_teu", "harbour", "2025"))
    assert abs(without / teu - 1.0) > 0.02  # else there is nothing to find
    fitted = calibrate(asked, seed=1)
    (port,) = [one for one in fitted.observations if one.measure == "throughput_teu"]
    assert abs(port.error) < 0.01
    assert fitted.gateways["harbour", "domestic"] < 0.0


def test_a_forecast_scales_demand_by_the_growth_of_all_ports(tmp_path):
    after = load_scenario(write_years(tmp_path, 96_000.0, 95_000.0)).scenario
    before = load_scenario(tmp_path / "rivers_2024.yaml").scenario
    # A tenth more of each flow of 2024, whatever growth the flows have of their own.
    more = grown(after, before, 1.1)
    for flow in before.demand.flows:
        assert Volumes(more).annual_teu(flow, 2025) == pytest.approx(1.1 * Volumes(before).annual_teu(flow, 2024))
    found = forecast(before, after, calibrate(before, most_rounds=1), seed=1)
    assert found.year == 2025
    assert found.same_shares == pytest.approx({"harbour": 96_000.0})
    assert found.trend == {}  # 2023 was not observed
    assert found.model["harbour"] > 0.0


def test_a_dearer_way_loses_and_more_departures_gain():
    answers = elasticities(load_scenario(CHOOSING).scenario)
    assert all(one.cost < 0.0 and one.time < 0.0 and one.frequency >= 0.0 for one in answers)
    groups = {(one.zone, one.trade) for one in answers}
    for group in groups:
        assert np.isclose(sum(one.share for one in answers if (one.zone, one.trade) == group), 1.0)


def test_elasticities_need_a_choice():
    with pytest.raises(InputError, match="choice"):
        elasticities(load_scenario("two_ports").scenario)
