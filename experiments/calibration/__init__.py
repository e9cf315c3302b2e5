"""Fitting the model to what was published: emulator, history matching, adjustment by simulation.

The numerics know nothing of the model: they take a ``Space`` of free numbers, a list of
``Target`` and a function from free numbers to simulated targets. What is free is in ``free``,
what it is fitted to in ``targets``, how it is simulated in ``simulate``; ``pipeline`` puts them
in order and ``document`` writes docs/calibration.md.
"""
