"""Which option of a study is best, in sentences: at the central case, and over the draws of what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portsim.analysis.answer import Best
from portsim.report.texts import TEXTS, Language

FEWEST_RUNS = 5
"""With fewer it is not told how many more would decide."""


def best_lines(best: Best, label: str, cell: str, name: Callable[[str], str], lang: Language) -> Iterator[str]:
    """One sentence or more of one cell of the factors.

    Parameters
    ----------
    best
        What was found.
    label
        Heading of the measure that decides.
    cell
        Values of the factors in print, ``year=2035``; empty where none is varied.
    name
        Title of an option by its id.
    lang
        Language.
    """
    words = {"measure": label, "where": f" ({cell})" if cell else "", "period": best.period}
    if best.selected is not None:
        yield TEXTS.text(f"study.best.{best.direction}", lang, option=name(best.selected), **words)
    else:
        leading = name(best.leading)
        if best.n_runs < FEWEST_RUNS:  # by the variance of a few runs KN may ask for millions more
            yield TEXTS.text("study.best.few", lang, option=leading, n=best.n_runs, **words)
        else:
            yield TEXTS.text("study.best.open", lang, option=leading, n=best.n_runs, most=best.n_at_most, **words)
    if best.shares:
        often = best.most_often
        shares = "; ".join(
            TEXTS.text("study.best.share", lang, option=name(option), share=f"{100 * one['best_share']:.0f}")
            for option, one in best.shares.items()
        )
        yield TEXTS.text("study.best.draws", lang, shares=shares)
        share_of = {option: one["best_share"] for option, one in best.shares.items()}
        if best.selected is not None and share_of[often] > share_of.get(best.selected, 0.0):  # a tie is no quarrel
            yield TEXTS.text("study.best.disagree", lang, option=name(often))
