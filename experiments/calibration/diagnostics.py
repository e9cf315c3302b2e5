"""Whether the posterior can be trusted: coverage of known truths, chains beside it, predictions."""

from __future__ import annotations

import numpy as np

from experiments.calibration.adjust import adjust
from experiments.calibration.chain import effective, walk
from experiments.calibration.emulator import FOLDS, Emulator
from experiments.calibration.matching import LIMIT, implausibility, ranked
from experiments.calibration.problem import Problem

LOW, HIGH = 5.0, 95.0
DRAWS = 80  # of the posterior of each truth


def coverage(
    z: np.ndarray, y: np.ndarray, of_draw: np.ndarray, first: int, emulator: Emulator, noise: np.ndarray,
    used: np.ndarray, truths: int, seed: int,
) -> dict:  # fmt: skip
    """Simulated truths: how often the 90% interval holds the number with which data were simulated.

    Truths are points of the first wave (the first of z), which lie as the prior does: their free
    numbers, their own draw of everything else and the real simulator made the data. Each is judged
    by an emulator that was shown neither the point nor its draw; what the draw does is not known
    either, and is taken from other such points. y and noise are on the straight scales.
    """
    luck = np.random.default_rng([seed, 11])
    inside, rank = [], []
    fold = of_draw % FOLDS
    for number in range(FOLDS):
        blind = np.flatnonzero(fold == number)
        mine = blind[blind < first][: -(-truths // FOLDS)]
        other = emulator.refit(z[fold != number], y[fold != number], of_draw[fold != number])
        error = np.nan_to_num(y[blind] - other.mean(z[blind]))
        for truth in mine:
            seen = np.where(np.isfinite(y[truth]), y[truth], other.mean(z[truth][None])[0])
            data = seen + noise * luck.standard_normal(len(seen))
            donors = luck.choice(np.flatnonzero(of_draw[blind] != of_draw[truth]), DRAWS)
            prior = luck.standard_normal((DRAWS, z.shape[1]))
            noisy = data + noise * luck.standard_normal((DRAWS, len(seen)))
            draws = adjust(other, 0.0 * prior, prior, noisy, noise, error[donors], used)
            low, high = np.percentile(draws, (LOW, HIGH), axis=0)
            inside.append((low <= z[truth]) & (z[truth] <= high))
            rank.append(np.mean(draws < z[truth], axis=0))
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
    free, noise = len(emulator.processes[0].lengths), np.sqrt(variance)
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
    problem: Problem, emulator: Emulator, sets: dict[str, np.ndarray], allowed: np.ndarray, seed: int,
    rank: int,
) -> list[dict]:  # fmt: skip
    """Each study left out in turn: every set fitted anew without it, then asked for its figures.

    A set is fitted through the emulator plus what its own simulation said beyond it; it is not
    simulated again. Then those sets are kept whose rank-largest implausibility is small enough, the
    study itself not looked at. A prediction gets the study's sampling error and the discrepancy, as
    what the study might have found.
    sets: z, simulated, prior and data, a row for every set, kept or not; allowed: as sets were fitted with.
    """
    luck, p = np.random.default_rng([seed, 19]), problem
    level = np.nan_to_num(p.straight(sets["simulated"]) - emulator.mean(sets["z"]))
    found = []
    for study in sorted({one.study for one in p.targets if one.fitted and not one.anchor}):
        mine = np.array([one.study == study for one in p.targets])
        z = adjust(emulator, sets["z"], sets["prior"], sets["data"], allowed, level, p.fitted & ~mine)
        there = emulator.mean(z) + level
        distance = implausibility(there, p.straight(p.published), allowed**2)[:, p.fitted & ~mine]
        kept = ranked(distance, rank) < LIMIT
        predicted = p.plain(there[kept] if kept.any() else there)
        for t in np.flatnonzero(mine):
            one = p.targets[t]
            if one.fitted and not one.anchor:
                noisy = predicted[:, t] + one.noise * luck.standard_normal(len(predicted))
                low, high = np.percentile(noisy, (LOW, HIGH))
                found.append({
                    "study": study, "target": int(t), "mean": float(np.mean(predicted[:, t])),
                    "lo": float(low), "hi": float(high), "sets": len(predicted),
                    "inside": bool(low <= one.published <= high),
                })  # fmt: skip
    return found
