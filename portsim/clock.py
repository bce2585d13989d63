"""The calendar of a run: hours since a local start, civil dates in Asia/Shanghai, reported months and years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

HOURS_PER_DAY = 24.0
HOURS_PER_WEEK = 168.0


@dataclass(frozen=True)
class Clock:
    """Hours of a run; hour 0 is `warmup_days` before 1 January 00:00 (Asia/Shanghai, no daylight saving) of `year`.

    Parameters
    ----------
    year
        First reported year.
    n_years
        Number of reported years.
    warmup_days
        Days simulated before them and not reported.
    """

    year: int
    n_years: int = 1
    warmup_days: int = 84

    @property
    def start(self) -> datetime:
        """Civil time of hour 0 (naive, local)."""
        return datetime(self.year, 1, 1) - timedelta(days=self.warmup_days)

    @property
    def warmup_h(self) -> float:
        """Hour at which the reported years begin."""
        return self.warmup_days * HOURS_PER_DAY

    @property
    def end_h(self) -> float:
        """Hour at which the run ends."""
        return self.hours_at(date(self.year + self.n_years, 1, 1))

    @property
    def first_monday_h(self) -> float:
        """Hour of the last Monday 00:00 at or before hour 0; never positive."""
        return -self.start.weekday() * HOURS_PER_DAY

    def hours_at(self, day: date) -> float:
        """Hours from the start to 00:00 of a civil day."""
        return (datetime(day.year, day.month, day.day) - self.start) / timedelta(hours=1)

    def hours_to(self, moment: datetime) -> float:
        """Hours from the start to a civil time."""
        return (moment - self.start) / timedelta(hours=1)

    def civil(self, hour: float) -> datetime:
        """Civil time of an hour of the run."""
        return self.start + timedelta(hours=hour)

    def years(self) -> list[tuple[str, float, float]]:
        """Reported years as (period, first hour, end hour)."""
        return [
            (str(year), self.hours_at(date(year, 1, 1)), self.hours_at(date(year + 1, 1, 1)))
            for year in range(self.year, self.year + self.n_years)
        ]

    def months(self) -> list[tuple[str, float, float]]:
        """Reported months as (period, first hour, end hour)."""
        firsts = [date(year, month, 1) for year in range(self.year, self.year + self.n_years) for month in range(1, 13)]
        ends = [*firsts[1:], date(self.year + self.n_years, 1, 1)]
        return [
            (f"{first:%Y-%m}", self.hours_at(first), self.hours_at(end))
            for first, end in zip(firsts, ends, strict=True)
        ]
