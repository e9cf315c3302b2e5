"""A country as districts that differ: drawn, lived as one experiment, added up and held against each other.

``district("denmark", 17)`` is any one of them, as an ordinary Mesa model.
"""

from experiments.nation.person import district

__all__ = ["district"]
