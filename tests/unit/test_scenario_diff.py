"""What `portsim diff` compares: values, things that come and go, and the order of quays."""

from __future__ import annotations

from pathlib import Path

from scenario_files import write

from portsim.scenario.diff import compare_scenarios
from portsim.scenario.load import load_scenario

PORT = """format: 1
name: quays
ports:
  harbour:
    terminals:
      t:
        quays:
{quays}
fleets:
  ship: {{loa_m: 160}}
services:
  ships: {{kind: tramp, ship_class: ship, port: harbour, interarrival_h: 9.0, work_h: 8.0}}
"""
LINES = {"a": "          a: {length_m: 300}", "b": "          b: {length_m: 400}", "c": "          c: {n_berths: 1}"}


def compared(folder: Path, before: str, after: str) -> list[tuple[str, object, object]]:
    """Path and both values of all differences between two terminals with these quays."""
    one, other = (
        load_scenario(write(folder, PORT.format(quays="\n".join(LINES[id] for id in ids)), f"{ids}.yaml"))
        for ids in (before, after)
    )
    return [(one.path, one.before.value, one.after.value) for one in compare_scenarios(one, other)]


def test_a_changed_order_of_quays_is_a_difference(tmp_path: Path) -> None:
    assert compared(tmp_path, "ab", "ba") == [("ports.harbour.terminals.t.quays", "a, b", "b, a")]
    assert compared(tmp_path, "ab", "ab") == []


def test_the_place_of_a_new_quay_among_the_others_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, "ab", "cab")
    assert ("ports.harbour.terminals.t.quays.c.n_berths", None, 1) in found
    assert found[-1] == ("ports.harbour.terminals.t.quays", "a, b", "c, a, b")


def test_the_order_of_ports_is_none(tmp_path: Path) -> None:
    text = PORT.format(quays=LINES["a"]) + "markets: {m: {group: asean}}\n"
    sea = "  sea: {market: m}\n"
    one, other = (
        load_scenario(write(tmp_path, text.replace(here, there), name))
        for here, there, name in (("  harbour:", f"{sea}  harbour:", "1.yaml"), ("fleets:", f"{sea}fleets:", "2.yaml"))
    )
    assert list(one.scenario.ports) == ["sea", "harbour"] == list(other.scenario.ports)[::-1]
    assert compare_scenarios(one, other) == []
