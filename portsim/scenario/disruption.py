"""Disruptions as an analyst describes them: something closed, slowed or short of hands between two times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from portsim.scenario.base import Description, Name, quantity
from portsim.scenario.days import Moment, precedes

if TYPE_CHECKING:
    from portsim.scenario.port import Port
    from portsim.scenario.scenario import Scenario

Effect = Literal["closed", "rate_share", "n"]
EFFECTS: tuple[Effect, ...] = ("closed", "rate_share", "n")
SHUT: tuple[Effect, ...] = ("closed",)
SHUT_OR_SLOW: tuple[Effect, ...] = ("closed", "rate_share")


class Disruption(Description):
    """Between two times one thing is closed, works slower, or has fewer cranes, unloaders, pilots or tugs."""

    name: Name | None = Field(default=None, description="name; the id where none is given")
    resource: str = Field(
        min_length=1,
        description="path of what is disrupted: `ports.p`, `ports.p.terminals.t`, `ports.p.terminals.t.cranes`, "
        "`ports.p.terminals.t.unloaders`, `ports.p.terminals.t.quays.q`, `ports.p.channels.c`, "
        "`ports.p.pilots`, `ports.p.tugs`, `links.l`, `locks.j`, "
        "`locks.j.lines.l`, `services.s`",
    )
    starts: Moment = Field(description="civil time at which it begins, local", json_schema_extra={"unit": "time"})
    ends: Moment = Field(description="civil time at which it ends, local", json_schema_extra={"unit": "time"})
    closed: bool = quantity("whether it is closed", "", False, "give one of closed, rate_share and n")
    rate_share: float | None = quantity(
        "share of its rate (cranes, unloaders, locks), speed (links) or train paths at which it works", "share", None,
        "give one of closed, rate_share and n", gt=0, le=1,
    )  # fmt: skip
    n: int | None = quantity(
        "cranes, unloaders, pilots or tugs at work", "1", None, "give one of closed, rate_share and n", ge=0, le=1_000
    )

    @model_validator(mode="after")
    def _does_one_thing(self) -> Disruption:
        if self.closed + (self.rate_share is not None) + (self.n is not None) != 1:
            raise ValueError("give one of closed: true, rate_share and n")
        if not precedes(self.starts, self.ends):
            raise ValueError(f"starts {self.starts} must be before ends {self.ends}")
        return self

    @property
    def effect(self) -> Effect:
        """Which of the three it does."""
        if self.closed:
            return "closed"
        return "rate_share" if self.rate_share is not None else "n"


def resources(scenario: Scenario) -> dict[str, tuple[Effect, ...]]:
    """Every path a disruption may name, with what may be done to it; nothing where it cannot be disrupted."""
    found: dict[str, tuple[Effect, ...]] = {}
    for id, port in scenario.ports.items():
        found |= _of_port(f"ports.{id}", port)
    found |= {f"links.{id}": SHUT_OR_SLOW for id in scenario.links}
    for id, lock in scenario.locks.items():
        effects = SHUT_OR_SLOW if lock.passage == "ship_by_ship" else ()
        found[f"locks.{id}"] = effects
        found |= {f"locks.{id}.lines.{line}": effects for line in lock.lines}
    found |= {f"services.{id}": SHUT for id in scenario.services}
    return found


def _of_port(path: str, port: Port) -> dict[str, tuple[Effect, ...]]:
    if not port.terminals:
        return {path: ()}
    found: dict[str, tuple[Effect, ...]] = {path: SHUT_OR_SLOW}
    found |= {f"{path}.channels.{id}": SHUT for id in port.channels}
    for kind in ("pilots", "tugs"):
        if getattr(port, kind) is not None:
            found[f"{path}.{kind}"] = ("closed", "n")
    for id, terminal in port.terminals.items():
        found[f"{path}.terminals.{id}"] = SHUT_OR_SLOW if terminal.cranes or terminal.unloaders else SHUT
        found |= {f"{path}.terminals.{id}.quays.{quay}": SHUT for quay in terminal.quays}
        for kind in ("cranes", "unloaders"):
            if getattr(terminal, kind) is not None:
                found[f"{path}.terminals.{id}.{kind}"] = EFFECTS
    return found


def disruptions_of(scenario: Scenario, *paths: str) -> Iterator[Disruption]:
    """Disruptions of any of some resources."""
    for disruption in scenario.disruptions.values():
        if disruption.resource in paths:
            yield disruption
