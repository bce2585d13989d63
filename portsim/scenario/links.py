"""All links of the map: roads, sea lanes, waterways, rail lines, and the legs past the cluster."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portsim.scenario.geography import Road, SeaLane
from portsim.scenario.outside import OutsideLand, OutsideSea
from portsim.scenario.rail import RailLine
from portsim.scenario.waterway import Waterway

Link = Annotated[Road | SeaLane | Waterway | RailLine | OutsideLand | OutsideSea, Field(discriminator="mode")]
"""What joins two places."""
