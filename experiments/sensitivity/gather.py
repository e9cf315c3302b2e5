"""The values of a design's runs from a result folder, in the order of the design, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.designs.experiment import TWO_ARMS
from experiments.money import IN_MONEY
from experiments.sensitivity.analysis import DIFFERENCE, LEVEL
from experiments.sensitivity.design import Design
from experiments.store.results import Results
from sim.errors import InputError
from sim.scenario import show_path

SHOWN = 5  # runs that a sentence names


@dataclass(frozen=True)
class Gathered:
    """Values by outcome, each float64 (replicates, rows), NaN where a run is missing; and whole blocks.

    measure: 'level', or 'difference' of the two arms; blocks: the numbers of blocks with nothing missing.
    """

    values: dict[str, np.ndarray]
    measure: str
    blocks: np.ndarray


def gather(results: Results, design: Design, outcomes: Sequence[str], month: int) -> Gathered:
    """Every run's outcomes at a month. Raises InputError where the folder is of another design."""
    check_order(results, design)
    arms = len(results.arms)
    frame = results.outcomes(list(outcomes), [month])
    found = np.full((results.total, len(outcomes)), np.nan)
    runs = frame["run"].to_numpy()
    found[runs] = frame[list(outcomes)].to_numpy(float)
    there = np.zeros(results.total, bool)
    there[runs] = True
    shape = (design.blocks, design.rows_of_block, design.replicates, arms)
    blocks = np.flatnonzero(there.reshape(shape).all(axis=(1, 2, 3)))
    values = {}
    for k, name in enumerate(outcomes):
        one = found[:, k].reshape(design.rows, design.replicates, arms)
        values[name] = (one[..., 1] - one[..., 0] if arms == len(TWO_ARMS) else one[..., 0]).T
    return Gathered(values, DIFFERENCE if arms == len(TWO_ARMS) else LEVEL, blocks)


def check_order(results: Results, design: Design) -> None:
    """Raise InputError where the runs of a folder are not those of the design, each in its place."""
    runs, arms = results.runs, len(results.arms)
    count = design.rows * design.replicates * arms
    sound = len(runs) == count and results.manifest["design"] == design.as_dict()
    if sound:
        seeds = np.array([design.seeds_of(row) for row in range(design.rows)]).repeat(arms, axis=1).ravel()
        row = np.arange(count) // (design.replicates * arms)
        arm = np.tile(np.array(results.arms), count // arms)
        sound = (
            (runs["run"].to_numpy() == np.arange(count)).all()
            and (runs["point"].to_numpy() == row).all()
            and (runs["seed"].to_numpy() == seeds).all()
            and (runs["arm"].to_numpy(str) == arm).all()
        )
    sound = sound and results.design.equals(design.space.points(design.places).astype(results.design.dtypes))
    if not sound:
        raise InputError(
            f"{show_path(results.folder)} holds the runs of another design, or in another order, so there "
            "are no indices; give back the file and options as they were, or name another folder with --out."
        )


def blocks_to_use(
    results: Results, design: Design, gathered: Gathered, least: int, allow_missing: bool
) -> np.ndarray:
    """The blocks that are analysed: all of them, or those that are whole where that is allowed.

    Raises InputError, saying which runs are missing, where indices would be wrong without them.
    """
    whole = gathered.blocks
    if len(whole) == design.blocks:
        return whole
    failed = results.status[results.status["status"] != "ok"]
    there = set(results.outcomes([results.manifest["keep"]["outcomes"][0]])["run"])
    missing = [run for run in range(results.total) if run not in there]
    named = ", ".join(map(str, missing[:SHOWN])) + (" ..." if len(missing) > SHOWN else "")
    what = f"{len(missing):,} of {results.total:,} runs are missing or failed (run {named})"
    if not allow_missing:
        error, again = "", "go on with the same call"
        if len(failed):
            error = f"; the first error is {failed['error'].iloc[0][:80]!r}"
            again = "make them again with --retry-failed"
        out = f"leave out the {design.blocks - len(whole):,} blocks they are in with --allow-missing"
        raise InputError(
            f"{what}{error}, so there are no indices: one missing value would make all of them wrong; "
            f"{again}, or {out}."
        )
    if len(whole) < least:
        raise InputError(
            f"{what}, which leaves {len(whole):,} of {design.blocks:,} blocks, too few for {design.method} "
            f"(at least {least}); go on with the same call."
        )
    return whole


def analysable(outcomes: Sequence[str], currencies: set[str]) -> list[str]:
    """The outcomes that mean the same in every run: no money where there is more than one currency."""
    return [name for name in outcomes if len(currencies) < 2 or name not in IN_MONEY]


def empty(values: np.ndarray, design: Design, blocks: np.ndarray) -> bool:
    """Whether some run of these blocks has no value, because nobody was left in it."""
    used = values.reshape(design.replicates, design.blocks, design.rows_of_block)[:, blocks]
    return not np.isfinite(used).all()
