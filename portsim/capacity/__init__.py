"""What channels, tides and locks can do, by arithmetic and without a run."""
