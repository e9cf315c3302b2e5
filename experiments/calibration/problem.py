"""What is to be fitted, without saying to what model: free numbers, targets and a simulator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from experiments.calibration.space import Space

LEAST = 0.002  # nearer than this to none or all a share counts as so near


def _log_odds(share: np.ndarray) -> np.ndarray:
    inside = np.clip(share, LEAST, 1.0 - LEAST)
    return np.log(inside / (1.0 - inside))


def _log(ratio: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(ratio, LEAST))


@dataclass(frozen=True)
class Target:
    """One published figure.

    study: what is left out together with it; source: the id of the figure; se: its standard error;
    discrepancy: how far off the best model of this kind may be (a standard deviation); fitted:
    whether calibration aims at it; anchor: the figure of a control arm that the model may place its
    people by: it must be reached, but predicts nothing, so it is not counted among the predictions;
    scale: on which it moves evenly with the free numbers, 'plain', 'log' or 'log_odds'.
    """

    id: str
    study: str
    label: str
    published: float
    se: float
    discrepancy: float
    fitted: bool = True
    anchor: bool = False
    source: str = ""
    scale: str = "plain"

    @property
    def noise(self) -> float:
        """Standard deviation of the published figure about what the model gives."""
        return float(np.hypot(self.se, self.discrepancy))


@dataclass(frozen=True)
class Job:
    """One parameter set to be simulated.

    values: the free numbers; draw: number of the draw of all other assumptions, None for their
    declared values; luck: the first seed; effort: times the ordinary number of seeds.
    """

    values: tuple[float, ...]
    draw: int | None
    luck: int
    effort: int = 1


@dataclass(frozen=True)
class Result:
    """What a job came to: each target's mean over seeds, and the variance that luck leaves in it."""

    mean: tuple[float, ...]
    luck: tuple[float, ...]


@dataclass(frozen=True)
class Problem:
    """simulate: a job to its result, the same whenever and wherever; it must be importable.

    version: changes when the model changes, inputs: when anything else does that results depend on
    (trial files, people, how figures are measured), so that old results are not taken for new;
    evenly: targets move evenly with the numbers, not with their normal coordinates.
    """

    space: Space
    targets: tuple[Target, ...]
    simulate: Callable[[Job], Result]
    version: str
    declared: tuple[float, ...] = ()  # the free numbers as they are declared now, where they are
    evenly: bool = True
    inputs: str = ""

    @property
    def published(self) -> np.ndarray:
        """Every target's published value."""
        return np.array([target.published for target in self.targets])

    @property
    def noise(self) -> np.ndarray:
        """Every target's standard deviation: sampling error and discrepancy."""
        return np.array([target.noise for target in self.targets])

    def straight(self, values: np.ndarray) -> np.ndarray:
        """Simulated targets (..., targets) on the scales on which they move evenly."""
        found = np.array(values, float)
        for t, target in enumerate(self.targets):
            if target.scale != "plain":
                found[..., t] = (
                    _log_odds(found[..., t]) if target.scale == "log_odds" else _log(found[..., t])
                )
        return found

    def plain(self, straight: np.ndarray) -> np.ndarray:
        """Back from ``straight``."""
        found = np.array(straight, float)
        for t, target in enumerate(self.targets):
            if target.scale == "log_odds":
                found[..., t] = expit(found[..., t])
            elif target.scale == "log":
                found[..., t] = np.exp(found[..., t])
        return found

    def stretch(self, values: np.ndarray) -> np.ndarray:
        """How many units of the straight scale one unit of a target is, at values (..., targets)."""
        found = np.ones(np.shape(values))
        for t, target in enumerate(self.targets):
            inside = np.clip(np.asarray(values, float)[..., t], LEAST, None)
            if target.scale == "log_odds":
                inside = np.minimum(inside, 1.0 - LEAST)
                found[..., t] = 1.0 / (inside * (1.0 - inside))
            elif target.scale == "log":
                found[..., t] = 1.0 / inside
        return found

    @property
    def fitted(self) -> np.ndarray:
        """Which targets calibration aims at."""
        return np.array([target.fitted for target in self.targets])
