"""A simulator whose posterior is known: targets linear in normal coordinates, with normal noise."""

from __future__ import annotations

import numpy as np

from experiments.calibration.problem import Job, Problem, Result, Target
from experiments.calibration.space import Space

SPACE = Space(("a", "b", "c"), (0.0, -1.0, 10.0), (1.0, 1.0, 20.0))
# The third number moves nothing: the data cannot speak of it.
SLOPES = np.array([[1.0, 0.3, 0.0], [0.5, -0.8, 0.0], [0.0, 1.0, 0.0], [0.7, 0.2, 0.0], [-0.4, 0.6, 0.0]])
LEVELS = np.array([0.2, 1.0, -0.5, 0.0, 2.0])
NOISE = np.array([0.4, 0.6, 0.5, 0.8, 0.7])
LUCK = 0.05  # standard deviation of what luck adds at ordinary effort
TRUTH = np.array([0.8, -0.6, 1.0])


def simulate(job: Job) -> Result:
    """Linear, with a little luck."""
    z = SPACE.coordinates(job.values)
    spread = LUCK / np.sqrt(job.effort)
    luck = np.random.default_rng([job.luck]).standard_normal(len(LEVELS)) * spread
    return Result(tuple((LEVELS + SLOPES @ z + luck).tolist()), (spread**2,) * len(LEVELS))


def slow(job: Job) -> Result:
    """The same, slowly enough to be killed in between."""
    import time

    time.sleep(0.02)
    return simulate(job)


def problem(published: np.ndarray | None = None, run=simulate, noise: np.ndarray = NOISE) -> Problem:
    """The toy, held against the truth's own figures if not said."""
    published = LEVELS + SLOPES @ TRUTH if published is None else published
    targets = tuple(
        Target(f"t{n}", f"S-{n}", f"figure {n}", float(value), float(error), 0.0)
        for n, (value, error) in enumerate(zip(published, noise, strict=True))
    )
    return Problem(SPACE, targets, run, "toy", evenly=False)


def posterior(what: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the known posterior, in normal coordinates."""
    variance = what.noise**2 + LUCK**2
    precision = np.eye(3) + (SLOPES / variance[:, None]).T @ SLOPES
    covariance = np.linalg.inv(precision)
    return covariance @ (SLOPES / variance[:, None]).T @ (what.published - LEVELS), covariance


def with_others(job: Job) -> Result:
    """The same, with a shift that the draw of all other assumptions makes."""
    plain = simulate(job)
    if job.draw is None:
        return plain
    shift = 0.5 * np.random.default_rng([99, job.draw]).standard_normal(len(LEVELS))
    return Result(tuple((np.array(plain.mean) + shift).tolist()), plain.luck)
