"""Emulation: instant answers between the points that were simulated, with an error that was checked."""

from experiments.emulation.emulator import Emulator, Quality
from experiments.emulation.stored import fit, load, save

__all__ = ["Emulator", "Quality", "fit", "load", "save"]
