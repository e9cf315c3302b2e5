"""Inroads, the model: people far from work, their caseworkers and the employers near them.

``load`` reads a scenario, ``simulate`` lives it through, ``District`` is the Mesa model.
"""

from sim.errors import InputError
from sim.model import District, Run, simulate
from sim.scenario import Scenario, load

__all__ = ["District", "InputError", "Run", "Scenario", "load", "simulate"]
