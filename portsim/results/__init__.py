"""What a run leaves behind: records, measures, run folders and the index of a results folder."""
