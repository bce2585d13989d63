"""Civil days and hours in a scenario file, as text: ``2026-09-16``, ``03-01`` for every year, ``2026-09-16 06:30``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_LEAP_YEAR = 2000
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Beyond the years that can be simulated, and within those the calendar can count on both sides of."""


def _is_day(text: str) -> str:
    try:
        day = date.fromisoformat(text if len(text) > len("06-01") else f"{_LEAP_YEAR}-{text}")
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    return _in_our_age(day, text)


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_is_day)]
"""A civil day, ``2026-09-16``."""


def _is_moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no such time: {text}") from None
    return _in_our_age(moment, text)


def _in_our_age(day: date, text: str) -> str:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"{text} is of another age; days are those of the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return text


Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?$"), AfterValidator(_is_moment)]
"""A civil time, local, ``2026-09-16 06:30``; a day alone means its midnight."""
DayOfYear = Annotated[str, StringConstraints(pattern=r"^(\d{4}-)?\d{2}-\d{2}$"), AfterValidator(_is_day)]
"""A civil day, ``2026-09-16``, or a day of every year, ``03-01``."""


def civil(moment: str) -> datetime:
    """The civil time a text means."""
    return datetime.fromisoformat(moment)


def precedes(first: str, last: str) -> bool:
    """Whether one civil time is before another."""
    return civil(first) < civil(last)


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
