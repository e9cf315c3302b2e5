"""Profiling: a statistical tool that puts each newcomer at one of three levels."""

from sim.instruments.base import Instrument
from sim.parameters import SHARE, YES_NO, lever


class Profiling(Instrument):
    """A tool sees less than it seems to: it is right for four in five (E-32), and whom it puts at a
    wrong level stays there. What the level does is up to those who use it: the rules ``by_profile``
    for sharing time and for handing out places."""

    name = "profiling"
    label = "Profiling tool"
    mechanism = "information: who is taken to be near work or far from it"
    moves = ("profile",)

    use = lever(
        False, YES_NO, None, "A profiling tool sets the level; otherwise it is what the barriers say.",
        label="Use a profiling tool", source="S001",
    )  # fmt: skip
    accuracy = lever(
        0.8, SHARE, (0.4, 1.0), "Chance that the tool puts a person at the right of its three levels.",
        label="Accuracy of the profiling tool", source="E-32",
    )  # fmt: skip
