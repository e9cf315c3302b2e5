"""Functions whose Sobol' indices are known on paper, and lucks to add to them."""

import numpy as np

from experiments.sensitivity.assemble import Measured
from experiments.sensitivity.design import Design
from experiments.sensitivity.inputs import Input, Space

MEASURED = Measured("job_any", 60, "In paid work", "share", "level", "known")


def space(count: int, groups=None) -> Space:
    """So many inputs x0, x1 ... from 0 to 1."""
    return Space(tuple(Input(f"x{k}") for k in range(count)), groups or {})


def ishigami(places: np.ndarray, a: float = 7.0, b: float = 0.1) -> np.ndarray:
    """Ishigami's function of the first three columns; x2 acts through x0 only."""
    x = (2.0 * places - 1.0) * np.pi
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices(a=7.0, b=0.1):
    """S1, ST and the variance, by integration."""
    first = np.array([0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2, a**2 / 8.0, 0.0])
    both = b**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    total = first + np.array([both, 0.0, both])
    variance = first.sum() + both
    return first / variance, total / variance, variance


WEIGHTS = np.array([0.0, 0.5, 3.0, 99.0])


def g_function(places: np.ndarray) -> np.ndarray:
    """Sobol' g of the first four columns, the first mattering most."""
    return np.prod((np.abs(4.0 * places[:, :4] - 2.0) + WEIGHTS) / (1.0 + WEIGHTS), axis=1)


def g_indices() -> tuple[np.ndarray, np.ndarray, float]:
    """S1, ST and the variance of g, on paper."""
    own = 1.0 / 3.0 / (1.0 + WEIGHTS) ** 2
    variance = np.prod(1.0 + own) - 1.0
    return own / variance, own * np.prod(1.0 + own) / (1.0 + own) / variance, variance


def shared(design: Design, sd: float, seed: int = 5) -> np.ndarray:
    """Luck that adds the same to every row of a block: as synchronised as luck can be."""
    drawn = np.random.default_rng(seed).normal(0.0, sd, (design.replicates, design.blocks))
    return drawn.repeat(design.rows_of_block, axis=1)


def keyed(design: Design, sd: float, column: int = 0, seed: int = 5) -> np.ndarray:
    """Luck that follows from a block's seed and the value of one input: partly the same within a block."""
    phase = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi, (design.replicates, design.blocks))
    at = 4.0 * design.places[:, column]
    return sd * np.sqrt(2.0) * np.cos(phase.repeat(design.rows_of_block, axis=1) + at)


def apart(design: Design, sd: float, seed: int = 5) -> np.ndarray:
    """Luck that knows nothing of blocks: every run has its own, as in tools without keyed luck."""
    return np.random.default_rng(seed).normal(0.0, sd, (design.replicates, design.rows))


def stirred(design: Design, sd: float, seed: int = 5) -> np.ndarray:
    """Luck that every input stirs up anew: the same only where all inputs are (the dummy stirs nothing)."""
    rows = design.places[:, :-1].reshape(design.blocks, design.rows_of_block, -1)
    drawn = np.random.default_rng(seed).normal(0.0, sd, (design.replicates, design.blocks, rows.shape[1]))
    alike = (rows[:, :, None, :] == rows[:, None, :, :]).all(axis=-1)  # (blocks, rows, rows)
    first = alike.argmax(axis=2)
    return np.take_along_axis(drawn, np.broadcast_to(first, drawn.shape), axis=2).reshape(
        design.replicates, -1
    )
