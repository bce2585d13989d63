"""What makes a chart of a report: a figure with its numbers, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from portsim.report.data import ReportData
from portsim.report.texts import Language


@dataclass(frozen=True)
class Made:
    """A figure and the tidy numbers it shows, with a column ``unit``.

    Parameters
    ----------
    figure, table
        Both.
    part
        What it is of, for the name of its files, where a chart has several figures: ``xijin``.
    """

    figure: go.Figure
    table: pd.DataFrame
    part: str = ""


@dataclass(frozen=True)
class Maker:
    """One chart of the page.

    Parameters
    ----------
    key
        Name of its files; its title is the text ``chart.<key>.title``.
    section
        Section of the page it stands in.
    make
        Makes it from the tables of a report, for a year and a language; nothing where there is nothing to draw.
    """

    key: str
    section: str
    make: Callable[[ReportData, str, Language], list[Made]]
