"""Which inputs drive an outcome, and how much of its spread is luck: designs, indices, reports.

``read(folder)`` gives the analyses that are kept in a result folder.
"""

from experiments.sensitivity.analysis import Analysis, Entry, Stage, read
from experiments.sensitivity.figure import Figure

__all__ = ["Analysis", "Entry", "Figure", "Stage", "read"]
