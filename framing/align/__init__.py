"""Which passages of two articles state the same fact."""
