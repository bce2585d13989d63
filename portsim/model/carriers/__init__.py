"""What carries: timetables, ships on their rounds, irregular callers."""
