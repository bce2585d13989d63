"""What the options of a study change, as the page tells it."""

from __future__ import annotations

import pandas as pd

from portsim.report.changes import MOST_CHANGES, changes, changes_table


def inputs(**values: str) -> pd.DataFrame:
    return pd.DataFrame({"path": list(values), "value": list(values.values()), "unit": ["h"] * len(values)})


def test_changed_new_and_lost_inputs_are_told_and_equal_ones_not():
    found = changes(inputs(a="1", b="2", lost="3"), inputs(a="1", b="2.5", new="4"))
    rows = found[["path", "before", "after"]].to_numpy().tolist()
    assert rows == [["b", "2", "2.5"], ["lost", "3", ""], ["new", "", "4"]]
    assert found["unit"].tolist() == ["h"] * 3


def test_the_table_names_the_first_changes_and_how_many_there_are_besides():
    many = changes(inputs(), inputs(**{f"p{n:03d}": str(n) for n in range(MOST_CHANGES + 2)}))
    table = changes_table({"Five berths": many, "Two": changes(inputs(x="1"), inputs(x="2"))}, "today", "en")
    assert len(table.rows) == MOST_CHANGES + 2
    assert table.rows[0] == ("Five berths", "p000", "h", "–", "0")
    assert table.rows[MOST_CHANGES][1] == "… and 2 more: portsim diff tells all"
    assert table.rows[-1] == ("Two", "x", "h", "1", "2")
    assert table.header[3] == "today"
