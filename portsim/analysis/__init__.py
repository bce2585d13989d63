"""Pure statistics on tables of measures: intervals over replications, validation against observed values."""
