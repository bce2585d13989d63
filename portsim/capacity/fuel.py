"""Fuel a ship burns at sea: the cube of her speed against her design speed."""

from __future__ import annotations

from dataclasses import dataclass

HOURS_PER_DAY = 24.0
LEAST_SPEED_SHARE = 0.5
"""Share of the design speed below which no ship sails: she waits for the rest of the time with her engine stopped.

Assumed: engines are not run for long below an eighth of their power.
"""


@dataclass(frozen=True, slots=True)
class FuelLaw:
    """The cubic law of a ship class: fuel a day = design fuel x (speed / design speed)^3.

    The usual law of liner network studies: B. D. Brouer, J. F. Alvarez, C. E. M. Plum, D. Pisinger, M. M. Sigurd, "A
    base integer programming model and benchmark suite for liner-shipping network design", Transportation Science 48(2),
    2014.

    Attributes
    ----------
    design_speed_kn
        Design speed, kn.
    t_per_day
        Fuel a day at that speed, t.
    """

    design_speed_kn: float
    t_per_day: float

    def burnt_t(self, distance_nm: float, hours: float) -> float:
        """Fuel for a distance in nautical miles within some hours, t.

        She sails evenly, but no slower than `LEAST_SPEED_SHARE` of her design speed.
        """
        if hours <= 0.0:
            return 0.0
        speed_kn = max(distance_nm / hours, LEAST_SPEED_SHARE * self.design_speed_kn)
        return self.t_per_day * (speed_kn / self.design_speed_kn) ** 3 * (distance_nm / speed_kn) / HOURS_PER_DAY
