"""Scalar equations, one topic a file. They read numbers and return numbers; nothing changes.

Each takes the record of the assumptions it uses, then plain numbers. Units stand in the
docstrings; severities and feelings run from 0 to 1.
"""
