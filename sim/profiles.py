"""Groups of people by marks that a service can see: who a typed plan is for, whom results show apart."""

from __future__ import annotations

import numpy as np

# The most special group first: a person gets the typed plan of the first group that fits.
PROFILES = (
    "language", "everyday", "young", "immigrants", "seniors", "health", "far", "mid", "near", "everyone",
)  # fmt: skip
NEAR_TO, MID_TO = 1, 3  # most barriers at the start of people near work, and of those neither near nor far
WHO = {
    "language": "people short of the local language",
    "everyday": "people with trouble in everyday life",
    "young": "people below 30",
    "immigrants": "people born abroad",
    "seniors": "people from 55",
    "health": "people limited by health",
    "far": "people far from work (four or more barriers)",
    "mid": "people with two or three barriers",
    "near": "people near work (at most one barrier)",
    "everyone": "everybody",
}


def members(people: dict[str, np.ndarray], severity_low: float, profile: str) -> np.ndarray:
    """Who belongs to a profile, as booleans over the rows of the jobseekers' columns."""
    barriers = people["barriers_at_start"]
    marks = {
        "language": lambda: people["language"] >= severity_low,
        "everyday": lambda: people["everyday_skills"] >= severity_low,
        "young": lambda: people["young"] == 1,
        "immigrants": lambda: people["immigrant"] == 1,
        "seniors": lambda: people["senior"] == 1,
        "health": lambda: people["limited"] == 1,
        "far": lambda: barriers > MID_TO,
        "mid": lambda: (barriers > NEAR_TO) & (barriers <= MID_TO),
        "near": lambda: barriers <= NEAR_TO,
        "everyone": lambda: np.ones(len(barriers), bool),
    }
    return marks[profile]()
