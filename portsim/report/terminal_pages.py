"""Terminals in groups that fit a page: those of containers, then all others port by port."""

from __future__ import annotations

from dataclasses import dataclass

from portsim.report.data import ReportData
from portsim.report.tables import bulk_terminals
from portsim.report.texts import TEXTS, Language

MOST_ROWS = 22
"""Rows of a chart that is no higher than a page of A4, names in two lines each."""


@dataclass(frozen=True)
class TerminalPage:
    """Terminals drawn in one figure.

    Parameters
    ----------
    part
        For the names of its files; empty where one figure holds all terminals.
    terminals
        Their ids.
    number, of
        Which of how many figures of terminals without containers; 0 for those with.
    """

    part: str
    terminals: tuple[str, ...]
    number: int = 0
    of: int = 0

    def title(self, lang: Language) -> str:
        """What stands behind the title of a chart; empty where one figure holds all terminals."""
        if not self.part:
            return ""
        key = "terminals.others" if self.number else "terminals.containers"
        return TEXTS.text("terminals.part", lang, part=TEXTS.text(key, lang, n=self.number, of=self.of))


def terminal_pages(data: ReportData, year: str) -> list[TerminalPage]:
    """The terminals that have an occupancy in a year, in as many groups as pages are needed."""
    terminals = [one for one in data.names.of_kind("terminal") if data.summary.get("berth_occupancy_share", one, year)]
    if len(terminals) <= MOST_ROWS:
        return [TerminalPage("", tuple(terminals))] if terminals else []
    bulk = set(bulk_terminals(data, year))
    boxes = [one for one in terminals if data.summary.largest("throughput_teu", [one], year) > 0.0 or one not in bulk]
    pages: list[list[str]] = [[]]
    for port in data.names.ports:
        mine = [one for one in terminals if one not in boxes and data.names.port_of(one) == port]
        if pages[-1] and len(pages[-1]) + len(mine) > MOST_ROWS:
            pages.append([])
        pages[-1] += mine
    whole = [page for page in pages if page]
    others = [TerminalPage(f"others_{n}", tuple(page), n, len(whole)) for n, page in enumerate(whole, 1)]
    return [*([TerminalPage("containers", tuple(boxes))] if boxes else []), *others]
