"""Typhoon Yagi at the ports of the Gulf: the baseline and the overlay at the same seed, their loss, and the picture.

Run: ``python benchmarks/yagi.py [replications] [folder of the pictures]``; figures and pictures of
docs/explanation/weather.md come from here.
"""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

from portsim.analysis.recovery import paired_loss, paired_recovery_h
from portsim.model.world import simulate
from portsim.report.caption import Caption
from portsim.report.chart_event import EventSeries, event_by_day
from portsim.report.images import Image, write_images
from portsim.report.texts import LANGUAGES
from portsim.results.daily import daily_level, daily_teu, day_starts_h
from portsim.results.measures import MeasureTable, compute_measures
from portsim.results.records import Records
from portsim.scenario.load import LoadedScenario, load_scenario

PORTS = ("qinzhou", "fangchenggang", "beihai", "yangpu", "haikou", "zhanjiang")
DRAWN = ("qinzhou", "fangchenggang")
SEED = 1
FIRST_DAY, N_DAYS = date(2025, 8, 25), 35
PUBLISHED = {  # September 2024 over the mean of August and October: boxes, all cargo by weight (port authority)
    "qinzhou": (-0.04, None), "fangchenggang": (-0.34, -0.17), "beihai": (0.07, None),
}  # fmt: skip
KINDS = (np.array([1.0, 0.0]), np.array([10.4, 1.0]))
"""Boxes in TEU; all cargo in t, a TEU with its share of empties at 10.4 t (Yangpu 2021)."""
Pair = tuple[Records, Records]


def main() -> None:
    """Simulate, print, draw."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    loaded = [load_scenario(name) for name in ("baseline", "yagi_2025")]
    pairs: list[Pair] = [
        (simulate(loaded[0].scenario, SEED, r), simulate(loaded[1].scenario, SEED, r)) for r in range(n)
    ]
    table(pairs)
    if len(sys.argv) > 2:
        draw(pairs, loaded[1], Path(sys.argv[2]))


def table(pairs: list[Pair]) -> None:
    """Month, loss and recovery by port, means over the replications."""
    print(
        "                boxes: Sep      Sep over mean of Aug and Oct     all cargo, t             TEU   made   queue"
    )
    print("port            with/without   without    with  published   without    with  published   lost  up d  back d")
    tables = [(compute_measures(without), compute_measures(with_event)) for without, with_event in pairs]
    for port in PORTS:
        rows = np.array([_row(port, *pair, measures) for pair, measures in zip(pairs, tables, strict=True)])
        change, usual, stormy, usual_t, stormy_t, lost, made_up, queue = np.nanmean(rows, axis=0)
        boxes, cargo = (f"{share:+11.0%}" if share else " " * 11 for share in PUBLISHED.get(port, (None, None)))
        print(
            f"{port:15} {change:+12.1%} {usual:+9.1%} {stormy:+7.1%}{boxes} {usual_t:+9.1%} {stormy_t:+7.1%}{cargo}"
            f" {lost:6.0f} {made_up:5.1f} {queue:7.1f}"
        )


def _row(port: str, without: Records, with_event: Records, tables: tuple[MeasureTable, MeasureTable]) -> list[float]:
    months = [np.array([_month(table, port, month) for month in (8, 9, 10)]) for table in tables]
    against = [2.0 * sep / (aug + octo) - 1.0 for kind in KINDS for aug, sep, octo in (of @ kind for of in months)]
    days = day_starts_h(with_event).tolist()
    start_h, end_h = _closed(with_event, port)
    teu = [daily_teu(records, port).tolist() for records in (with_event, without)]
    queue = [daily_level(records, port, "ships_waiting").tolist() for records in (with_event, without)]
    loss = paired_loss(days, *teu, event_h=start_h, over_h=end_h, within=0.5 * float(np.mean(teu[1])))
    back_h = paired_recovery_h(days, *queue, over_h=end_h, within=1.0)
    change = months[1][1, 0] / months[0][1, 0] - 1.0
    return [change, *against, loss.lost, loss.made_up_h / 24.0, back_h / 24.0]


def _month(measures: MeasureTable, port: str, month: int) -> list[float]:
    """TEU and tonnes in no box of a month."""
    return [measures.value(measure, port, f"2025-{month:02d}") for measure in ("throughput_teu", "throughput_t")]


def _closed(records: Records, port: str) -> tuple[float, float]:
    """First hour at which nobody is let in, and the reopening."""
    rows = records.tables["closures"].columns()
    number = next(n for n, entity in enumerate(records.entities) if entity.id == f"{port}:yagi")
    row = int(np.flatnonzero(rows["closure"] == number)[0])
    return float(rows["from_h"][row]), float(rows["end_h"][row])


def draw(pairs: list[Pair], loaded: LoadedScenario, folder: Path) -> None:
    """Write the chart of the first replication in both languages."""
    without, with_event = pairs[0]
    first = round(without.clock.hours_at(FIRST_DAY) / 24.0)
    window = slice(first, first + N_DAYS)
    images = []
    for lang in LANGUAGES:
        series = []
        for port in DRAWN:
            named = loaded.scenario.ports[port].name
            name = (named.zh if lang == "zh" else named.en) if named else port
            closed = [without.clock.civil(hour) for hour in _closed(with_event, port)]
            series.append(EventSeries(
                port, name, (closed[0], closed[1]),
                daily_teu(with_event, port)[window].tolist(), daily_teu(without, port)[window].tolist(),
                daily_level(with_event, port, "ships_waiting")[window].tolist(),
                daily_level(without, port, "ships_waiting")[window].tolist(),
            ))  # fmt: skip
        title = "台风“摩羯”期间的港口" if lang == "zh" else "Ports in typhoon Yagi"
        titled = loaded.scenario.title
        scenario = (titled.zh if lang == "zh" else titled.en) if titled else loaded.scenario.name
        caption = Caption(scenario, loaded.identity, version("portsim"), 1)
        images.append(Image(event_by_day(series, FIRST_DAY, title, caption, lang), folder / f"yagi_{lang}.png"))
    folder.mkdir(parents=True, exist_ok=True)
    print(write_images(images, "en", chinese=True).message or f"pictures written to {folder}")


if __name__ == "__main__":
    main()
