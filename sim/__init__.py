"""Inroads, the model: people far from work, their caseworkers and the employers near them.

``load`` reads a scenario, ``simulate`` lives it through, ``District`` is the Mesa model.
"""

from sim.errors import InputError
from sim.scenario import Scenario, load

__all__ = ["District", "InputError", "Run", "Scenario", "load", "simulate"]


def __getattr__(name: str):
    """Mesa and the kernels are loaded when a district is first asked for, not to read a scenario."""
    if name in ("District", "Run", "simulate"):
        from sim import model

        return getattr(model, name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
