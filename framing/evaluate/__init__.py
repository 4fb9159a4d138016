"""Predictions and figures on gold sets."""
