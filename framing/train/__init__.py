"""Fitting scorers and calibration."""
