"""What an analyst looks at, as the address of the browser says it: whoever opens the address sees the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from portsim.report.texts import LANGUAGES, Language

PAGES = ("overview", "compare", "ports", "corridors", "series", "sensitivity", "animation", "data")
"""Pages in the order of the navigation; the first is that of the bare address."""
MOST_PICKED = 12
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class View:
    """What is shown.

    Parameters
    ----------
    page
        One of `PAGES`.
    lang
        Language of the words.
    option, base
        Label of the scenario looked at, and of the one it is compared with.
    year, month
        Period; the month is ``01`` to ``12``.
    measures, places
        Ids of measures and of ports and other things, in the order of the analyst; empty: what the page shows unasked.
    port
        The one port looked at; empty for all.
    direction
        Whether a small (``min``) or a large (``max``) value is good; empty: as the study says.
    find
        Words searched for among the inputs.
    """

    page: str = PAGES[0]
    lang: Language = "en"
    option: str = ""
    base: str = ""
    year: str = ""
    month: str = ""
    measures: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    port: str = ""
    direction: str = ""
    find: str = ""

    @property
    def path(self) -> str:
        """Path of the address."""
        return "/" if self.page == PAGES[0] else f"/{self.page}"

    @property
    def search(self) -> str:
        """Query of the address, with its question mark: all that differs from nothing."""
        told = {name: getattr(self, name) for name in _SINGLE} | {name: ",".join(getattr(self, name)) for name in _MANY}
        return f"?{urlencode({name: value for name, value in told.items() if value})}"

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}{self.search}"

    def turned(self, page: str) -> View:
        """The same on another page; what only makes sense on one page is dropped."""
        return replace(self, page=page, find="", measures=(), places=())

    def told(self, name: str, value: object) -> View:
        """The view after an analyst set one control.

        Parameters
        ----------
        name
            Name of a field.
        value
            A text, a list of texts (one text is a list of one), or None where the control was emptied.
        """
        if name in _MANY:
            parts = [str(part) for part in value] if isinstance(value, list) else [str(value)] if value else []
            return replace(self, **{name: tuple(dict.fromkeys(parts))[:MOST_PICKED]})  # type: ignore[arg-type]
        if name not in _SINGLE:
            return self
        return replace(self, **{name: str(value or "").strip()[:LONGEST_SEARCH]})  # type: ignore[arg-type]


_SINGLE = ("lang", "option", "base", "year", "month", "port", "direction", "find")
_MANY = ("measures", "places")


@dataclass(frozen=True)
class Known:
    """What there is to look at; an address that names something else is answered with what is nearest to it.

    Parameters
    ----------
    lang
        Language where the address names none.
    options
        Labels of the scenarios with whole runs.
    base
        What options are compared with unless the address says otherwise.
    years, ports
        By label: the reported years, and the ids of the ports.
    """

    lang: Language
    options: Sequence[str]
    base: str
    years: Callable[[str], Sequence[str]]
    ports: Callable[[str], Sequence[str]]


def view_of(path: str, search: str, known: Known) -> View:
    """The view an address asks for, with all gaps filled; whatever it says, the result is a view that can be shown."""
    asked = {name: values[-1] for name, values in _query(search).items()}
    page = path.strip("/")
    option = _one_of(asked.get("option", ""), known.options)
    base = _one_of(asked.get("base", ""), known.options) if "base" in asked else known.base
    years = known.years(option) if option else ()
    year = asked.get("year", "")
    month = asked.get("month", "")
    port = asked.get("port", "")
    return View(
        page=page if page in PAGES else PAGES[0],
        lang="zh" if asked.get("lang") == "zh" else "en" if asked.get("lang") in LANGUAGES else known.lang,
        option=option,
        base=base,
        year=year if year in years else (years[-1] if years else ""),
        month=month if month in MONTHS else "",
        measures=_parts(asked.get("measures", "")),
        places=_parts(asked.get("places", "")),
        port=port if option and port in known.ports(option) else "",
        direction=direction if (direction := asked.get("direction", "")) in ("min", "max") else "",
        find=asked.get("find", "")[:LONGEST_SEARCH],
    )


MONTHS = tuple(f"{number:02}" for number in range(1, 13))


def _query(search: str) -> Mapping[str, Sequence[str]]:
    try:
        return parse_qs(search.removeprefix("?")[:4000], max_num_fields=40)
    except ValueError:  # more fields than any view has
        return {}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(",") if part))[:MOST_PICKED]


def _one_of(asked: str, there: Sequence[str]) -> str:
    return asked if asked in there else (there[0] if there else "")
