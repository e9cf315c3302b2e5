"""Feature scores: how much each input says of the failures, and how much luck alone would say.

Extremely randomised trees (scikit-learn), as wide and as deep as Jaxa-Rozen and Kwakkel (2018) advise
for scenario discovery. Scores of all inputs add up to 1, so something always comes first; the same trees
on failures dealt out anew say how high luck gets.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier

from experiments.discovery.points import is_number

TREES = 100
DEALS = 20  # times that failures are dealt out anew
LEAF_FROM = 1_000  # points above which leaves grow with the root of their number
SEED = 5


def scores(inputs: pd.DataFrame, interest: np.ndarray) -> pd.DataFrame:
    """Each input's share of what the trees learn, the highest first.

    inputs: float64 or str columns; interest: bool (points,). Index: the input; columns: score (0 to 1),
    luck (the highest score that the input got when failures were dealt out anew), matters (bool: further
    above what luck gives the input than any input then was, in its own standard deviations).
    """
    x, owner = coded(inputs)
    found = _fit(x, interest, owner)
    luck = np.random.default_rng(SEED)
    dealt = pd.DataFrame([_fit(x, luck.permutation(interest), owner) for _ in range(DEALS)])
    usual, spread = dealt.mean(), dealt.std() + 1e-12
    furthest = ((dealt - usual) / spread).to_numpy().max()
    matters = (found - usual) / spread > furthest
    table = pd.DataFrame({"score": found, "luck": dealt.max(), "matters": matters})
    return table.sort_values("score", ascending=False, kind="stable")


def coded(inputs: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Inputs as float64 (points, columns), a column a name where an input is no number; and whose each is."""
    columns, owner = [], []
    for name, column in inputs.items():
        if is_number(column):
            columns.append(column.to_numpy(np.float64))
            owner.append(name)
            continue
        for value in sorted(column.unique()):
            columns.append((column == value).to_numpy(np.float64))
            owner.append(name)
    return np.column_stack(columns), owner


def _fit(x: np.ndarray, interest: np.ndarray, owner: list[str]) -> pd.Series:
    forest = ExtraTreesClassifier(
        TREES,
        max_features=max(1, round(x.shape[1] / 3)),
        min_samples_leaf=max(1, round(np.sqrt(len(x) / LEAF_FROM))),
        bootstrap=True,
        random_state=SEED,
        n_jobs=1,
    )
    forest.fit(x, interest)
    return pd.Series(forest.feature_importances_).groupby(owner, sort=False).sum()
