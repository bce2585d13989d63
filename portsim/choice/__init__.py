"""How cargo chooses gateway, mode and route, and what that choice is worth: pure arithmetic, without a run."""
