"""Framing differences inside aligned passages."""
