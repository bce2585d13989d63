"""How cargo decides: ways, their cost, and the arithmetic of choice, without a run."""
