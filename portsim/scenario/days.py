"""Civil days in a scenario file, written as text: ``2026-09-16``, or ``03-01`` for every year."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_LEAP_YEAR = 2000


def _is_day(text: str) -> str:
    try:
        date.fromisoformat(text if len(text) > len("06-01") else f"{_LEAP_YEAR}-{text}")
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    return text


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_is_day)]
"""A civil day, ``2026-09-16``."""
DayOfYear = Annotated[str, StringConstraints(pattern=r"^(\d{4}-)?\d{2}-\d{2}$"), AfterValidator(_is_day)]
"""A civil day, ``2026-09-16``, or a day of every year, ``03-01``."""


def is_yearly(day: str) -> bool:
    """Whether a day of every year is meant."""
    return len(day) <= len("06-01")


def days_in(day: str, years: range) -> list[date]:
    """The days meant within some years; 29 February of every year is 1 March where there is none."""
    if not is_yearly(day):
        return [date.fromisoformat(day)]
    month, number = int(day[:2]), int(day[3:])
    return [_in_year(year, month, number) for year in years]


def _in_year(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, 3, 1)
