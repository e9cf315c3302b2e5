"""One file for each line of the month: it gathers, calls rules and changes columns."""
