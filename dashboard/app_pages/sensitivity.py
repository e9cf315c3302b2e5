"""Sensitivity: which inputs drive the answer, and which do not matter."""
