"""Whether the posterior can be trusted: coverage of known truths, chains beside it, predictions."""

from __future__ import annotations

import numpy as np

from experiments.calibration.adjust import adjust
from experiments.calibration.chain import effective, walk
from experiments.calibration.emulator import FOLDS, Emulator
from experiments.calibration.matching import implausibility

LOW, HIGH = 5.0, 95.0
NOT_MOVED = 0.9  # posterior over prior spread from which the data say nothing
DRAWS = 80  # of the posterior of each truth


def coverage(
    design_z: np.ndarray, design_y: np.ndarray, emulator: Emulator, published_noise: np.ndarray,
    used: np.ndarray, truths: int, seed: int,
) -> dict:  # fmt: skip
    """Simulated truths: how often the 90% interval holds the number with which data were simulated.

    Truths are points of the first wave, which lie as the prior does: their free numbers, their own
    draw of everything else and the real simulator made the data. Each is judged by an emulator that
    was not shown it. What the emulator does not explain is taken from other points' errors.
    """
    luck = np.random.default_rng([seed, 11])
    inside, rank, shrink = [], [], []
    fold = np.arange(len(design_z)) % FOLDS
    for number in range(FOLDS):
        mine = np.flatnonzero(fold == number)[: -(-truths // FOLDS)]
        other = emulator.refit(design_z[fold != number], design_y[fold != number])
        error = np.nan_to_num(design_y - other.mean(design_z))
        blind = np.flatnonzero(fold == number)
        for truth in mine:
            y = np.where(np.isfinite(design_y[truth]), design_y[truth], other.mean(design_z[truth][None])[0])
            data = y + published_noise * luck.standard_normal(len(y))
            donors = luck.choice(blind[blind != truth], DRAWS)
            prior = luck.standard_normal((DRAWS, design_z.shape[1]))
            noisy = data + published_noise * luck.standard_normal((DRAWS, len(y)))
            draws = adjust(other, 0.0 * prior, prior, noisy, published_noise, error[donors], used)
            low, high = np.percentile(draws, (LOW, HIGH), axis=0)
            inside.append((low <= design_z[truth]) & (design_z[truth] <= high))
            rank.append(np.mean(draws < design_z[truth], axis=0))
            shrink.append(draws.std(axis=0))
    inside = np.array(inside)
    return {
        "truths": len(inside),
        "by_parameter": inside.mean(axis=0).tolist(),
        "all": float(inside.mean()),
        "mean_rank": np.mean(rank, axis=0).tolist(),
    }


def log_posterior(emulator: Emulator, published: np.ndarray, variance: np.ndarray, used: np.ndarray):
    """Logarithm of prior times likelihood of points, through the emulator."""
    precision = np.where(used, 1.0 / variance, 0.0)

    def density(z: np.ndarray) -> np.ndarray:
        return -0.5 * (np.sum(z**2, axis=1) + np.sum(precision * (emulator.mean(z) - published) ** 2, axis=1))

    return density


def chains_beside(
    emulator: Emulator, published: np.ndarray, variance: np.ndarray, used: np.ndarray, seed: int,
    walkers: int = 64, steps: int = 1500, sets: int = 400,
) -> dict:  # fmt: skip
    """The same likelihood by chains and by adjustment: they must agree."""
    luck = np.random.default_rng([seed, 13])
    free, noise = emulator.processes[0].points.shape[1], np.sqrt(variance)
    prior = luck.standard_normal((sets, free))
    data = published + noise * luck.standard_normal((sets, len(published)))
    adjusted = adjust(emulator, 0.0 * prior, prior, data, noise, used=used)
    start = adjusted[luck.choice(sets, walkers, replace=False)]
    chain, accepted = walk(log_posterior(emulator, published, variance, used), start, steps, seed)
    chain = chain[steps // 3 :]
    flat = chain.reshape(-1, free)
    return {
        "accepted": float(accepted),
        "effective": effective(chain).tolist(),
        "mean_difference": ((adjusted.mean(axis=0) - flat.mean(axis=0)) / flat.std(axis=0)).tolist(),
        "sd_ratio": (adjusted.std(axis=0) / flat.std(axis=0)).tolist(),
    }


def moved(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Posterior over prior standard deviation of each free number; the prior is uniform."""
    return values.std(axis=0, ddof=1) / ((high - low) / np.sqrt(12.0))


def predictive(
    simulated: np.ndarray, published: np.ndarray, se: np.ndarray, discrepancy: np.ndarray, seed: int
) -> list[dict]:
    """Each target: what the sets give, and whether the published figure lies in the 90% prediction.

    A prediction is of what a study of that size would have found: sampling error is added, and how
    far off the best model may be.
    """
    luck = np.random.default_rng([seed, 17])
    found = []
    for t in range(simulated.shape[1]):
        values = simulated[np.isfinite(simulated[:, t]), t]
        noisy = values + np.hypot(se[t], discrepancy[t]) * luck.standard_normal(len(values))
        mean, (low, high) = float(np.mean(values)), np.percentile(noisy, (LOW, HIGH))
        own_low, own_high = np.percentile(values, (LOW, HIGH))
        found.append({
            "mean": mean, "model_lo": float(own_low), "model_hi": float(own_high), "lo": float(low),
            "hi": float(high), "inside": bool(low <= published[t] <= high),
        })  # fmt: skip
    return found


def leave_out(
    study_of: list[str], emulator: Emulator, sets: dict[str, np.ndarray], published: np.ndarray,
    se: np.ndarray, discrepancy: np.ndarray, fitted: np.ndarray, counted: np.ndarray,
    luck_variance: np.ndarray, seed: int,
) -> list[dict]:  # fmt: skip
    """Each study left out in turn: every set fitted anew without it, then asked for its figures.

    A set is fitted through the emulator plus what its own simulation said beyond it. Its prediction
    gets the study's sampling error and the discrepancy, as what the study might have found.
    sets: z, simulated, prior and data, a row each; counted: the figures whose prediction counts.
    """
    luck = np.random.default_rng([seed, 19])
    noise = np.hypot(se, discrepancy)
    allowed = np.sqrt(noise**2 + luck_variance)
    shift = np.nan_to_num(sets["simulated"] - emulator.mean(sets["z"]))
    found = []
    for study in sorted({one for one, f in zip(study_of, fitted, strict=True) if f}):
        mine = np.array([one == study for one in study_of])
        used = fitted & ~mine
        z = adjust(emulator, sets["z"], sets["prior"], sets["data"], allowed, shift, used)
        predicted = emulator.mean(z) + shift
        for t in np.flatnonzero(mine & fitted & counted):
            noisy = predicted[:, t] + noise[t] * luck.standard_normal(len(z))
            low, high = np.percentile(noisy, (LOW, HIGH))
            found.append({
                "study": study, "target": int(t), "mean": float(np.mean(predicted[:, t])), "lo": float(low),
                "hi": float(high), "inside": bool(low <= published[t] <= high),
            })  # fmt: skip
    return found


def effective_sets(kept: np.ndarray) -> float:
    """Equal weights: as many effective sets as there are."""
    return float(np.sum(kept))


def worst_targets(simulated: np.ndarray, published: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Median implausibility of each target over the sets."""
    return np.median(implausibility(simulated, published, variance), axis=0)
