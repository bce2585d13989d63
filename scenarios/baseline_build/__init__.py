"""How the tables of the baseline are made from the sourced inputs; run by ``scenarios/build_baseline.py``."""
