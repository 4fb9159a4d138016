"""Names, places, dates and parses of passages."""
