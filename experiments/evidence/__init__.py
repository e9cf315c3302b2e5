"""What was published against what the model does: rows, verdicts, forest and document."""
