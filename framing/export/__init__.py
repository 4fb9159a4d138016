"""Comparisons and decisions for other tools."""
