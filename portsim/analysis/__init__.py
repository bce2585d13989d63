"""Pure statistics on tables of measures: intervals, comparison, selection, sensitivity, specialization, validation."""
