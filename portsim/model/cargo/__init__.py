"""What moves: consignments, the demand that makes them, and the empties they leave behind."""
