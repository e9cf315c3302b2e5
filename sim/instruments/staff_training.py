"""Staff training: hours in which caseworkers learn instead of meeting clients."""

from sim.arithmetic import clip
from sim.compiled import rule
from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_MONTH, PER_MONTH, RATIO, SHARE, SPREAD, assumption, lever


@rule
def trained_after(staff_training, trained, hours):
    """What a caseworker has learned in training after a month with so many hours of it, 0 to 1.

    Each hour closes a share of what is left to learn; what is not kept up fades.
    """
    learned = clip(staff_training.learned_an_hour * hours, 0.0, 1.0)
    return clip(trained + learned * (1.0 - trained) - staff_training.forgotten * trained, 0.0, 1.0)


class StaffTraining(Instrument):
    """Better caseworkers get more people into work (C-20), and experience makes them better (C-21);
    how much of that can be taught is our assumption. Ordinary caseworkers only. Who leaves takes
    along what was learned."""

    name = "staff_training"
    label = "Staff training"
    mechanism = "time for skill: fewer hours for clients now, better ones later"
    moves = ("service_hours", "help_ratio", "assessed")

    hours = lever(
        0.0, HOURS_PER_MONTH, (0.0, 16.0), "Hours a month that a full-time caseworker spends in training.",
        label="Training for caseworkers", source="policy choice; S001",
    )  # fmt: skip
    learned_an_hour = assumption(
        0.02, RATIO, (0.005, 0.05), "Share of what is left to learn that an hour of training closes.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    forgotten = assumption(
        0.02, PER_MONTH, (0.0, 0.05), "Share of what was learned in training that fades in a month.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    skill_gain = assumption(
        0.6, SPREAD, (0.1, 1.2), "Skill of somebody fully trained above the same person untrained.",
        source="signs of C-20, C-21", grade="judgement",
    )  # fmt: skip
    error_cut = assumption(
        0.4, SHARE, (0.0, 0.8), "Share of the error of a first belief that full training takes away.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    assessment_gain = assumption(
        0.5, RATIO, (0.0, 1.5), "How much sooner somebody fully trained gets to know a client.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
