"""Facts, omissions and conflicts."""
