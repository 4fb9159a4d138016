"""Data shipped with the package: cues, codebooks, coefficients and weights, each with a datasheet."""
