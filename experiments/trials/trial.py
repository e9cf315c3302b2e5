"""A trial as its file describes it: people, arms, outcomes, published figures, and an anchor.

``read`` takes a file's name, ``targets`` says what calibration may aim at. The border, where every
mistake in a file becomes one sentence, is ``experiments.trials.file``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.scenario import nearest, show_path

STARTER = "starter"  # a made-up trial to start from
CONTROL = "control"  # every other arm is compared with this one
NORMAL_95 = 1.959963984540054  # half a 95% interval, in standard errors
USES = ("calibrate", "sign", "context")
# Who got what: drawn by lot; by a reform, a cut-off or distance; or chosen by people themselves.
BY_LOT = "trial"
DESIGNS = (BY_LOT, "quasi-experiment", "observational")
SIGNS = ("+", "-", "0")
DIFFERENCE, RELATIVE = "difference", "relative"


@dataclass(frozen=True)
class Figure:
    """One published figure: its value, how many people stand behind it, and its standard error.

    n and se are None where nothing is published from which they could be had.
    """

    value: float
    n: int | None = None
    se: float | None = None
    lo: float | None = None
    hi: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval: as published, or from the standard error."""
        if self.lo is not None:
            return self.lo, self.hi
        return (
            None if self.se is None else (self.value - NORMAL_95 * self.se, self.value + NORMAL_95 * self.se)
        )


@dataclass(frozen=True)
class Outcome:
    """What is counted of each person, and what was published of it.

    state or column: what it is about; measure: how it is counted by a month; since: the month from
    which it counts; among: a mark of people at the start; of: a column that has been above
    0 for whoever counts; arm: whose effect it is; minus: the outcome
    whose effect is taken off (for gradients); sign and within: what a sign test asks.
    """

    name: str
    label: str
    measure: str
    month: int
    state: str = ""
    column: str = ""
    at_least: float | None = None
    below: float | None = None
    since: int = 0
    among: str = "everyone"
    of: str = ""
    arm: str = ""
    minus: str = ""
    effect_as: str = DIFFERENCE
    sign: str = ""
    within: float = 0.0
    source: str = ""
    status: str = "confirmed"
    use: str = ""
    levels: Mapping[str, Figure] = field(default_factory=dict)
    effect: Figure | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is yes or no of each person."""
        yes_no = bool(self.state) or self.at_least is not None or self.below is not None
        return yes_no and self.measure in ("ever", "at_month", "entered")


@dataclass(frozen=True)
class Arm:
    """What one part of the people gets: changes to policy (and, where needed, to the world).

    against: the arm with which it is compared.
    """

    name: str
    label: str
    changes: Mapping[str, Any]
    n: int | None = None
    against: str = CONTROL


@dataclass(frozen=True)
class Anchor:
    """The published figure of the control arm that sets how far these people are from work."""

    arm: str
    outcome: str


@dataclass(frozen=True)
class Follow:
    """People are followed from the month in which something first happens to them in one arm.

    never: those to whom it never happens are followed instead, from the start.
    """

    arm: str
    column: str
    at_least: float
    never: bool = False


@dataclass(frozen=True)
class Trial:
    """A published trial or quasi-experiment, ready to be simulated."""

    name: str
    about: Mapping[str, str]
    people: Mapping[str, Any]
    context: Mapping[str, Any]
    arms: Mapping[str, Arm]
    outcomes: Mapping[str, Outcome]
    months: int
    cluster: bool
    share_of_market: float
    share_treated: float
    offered_to_everybody: bool
    anchor: Anchor | None = None
    follow: Follow | None = None

    @property
    def use(self) -> str:
        """calibrate, sign or context."""
        return self.about["use"]

    @property
    def treated(self) -> str:
        """The first arm that is not the control."""
        return next(name for name in self.arms if name != CONTROL)

    @property
    def treated_of_participants(self) -> float:
        """Of the people in a treated arm, the share who are treated: all, unless districts are allocated."""
        return self.share_treated if self.cluster else 1.0

    def arm_of(self, outcome: str) -> str:
        """The arm whose effect an outcome is about."""
        return self.outcomes[outcome].arm or self.treated

    def pair_of(self, outcome: str) -> tuple[str, str]:
        """The two arms of an outcome's effect: the one compared with, and the one it is about."""
        arm = self.arm_of(outcome)
        return self.arms[arm].against, arm

    def use_of(self, outcome: str) -> str:
        """What an outcome is used for: its own word, or else the trial's."""
        return self.outcomes[outcome].use or self.use


@dataclass(frozen=True)
class Target:
    """One figure at which calibration may aim: an arm's level, or an effect (arm_or_effect)."""

    id: str
    arm_or_effect: str
    outcome: str
    month: int
    value: float
    se: float


def folder() -> Path:
    """Where the trials that come with Inroads are."""
    return Path(str(resources.files("scenarios"))) / "trials"


def shipped() -> dict[str, Path]:
    """The trial files that come with Inroads, by name."""
    return {path.stem: path for path in sorted(folder().glob("*.toml")) if path.stem != STARTER}


def find(name: str | Path) -> Path:
    """The file that a name stands for: a shipped trial, or a path.

    Raises InputError where there is none.
    """
    known = shipped()
    if str(name) in known:
        return known[str(name)]
    try:
        path = Path(name)
        if path.exists():
            return path
    except (OSError, ValueError):  # too long, or no path at all
        pass
    near = nearest(Path(str(name)).stem, known)
    raise InputError(
        f"There is no trial {show_path(name)}: give a TOML file, or a shipped one; "
        f"'inroads trial --list' lists them.{near}"
    )


def read(name: str | Path) -> Trial:
    """The trial in a file, or a shipped one by name.

    Raises InputError with one sentence for anything that is not a sound trial.
    """
    from experiments.trials.file import read_file

    return read_file(find(name))


def effect_figure(trial: Trial, name: str) -> Figure | None:
    """The published effect of an outcome: as printed, or from the published levels of two arms."""
    outcome = trial.outcomes[name]
    if outcome.effect is not None or outcome.minus:
        return outcome.effect
    control, treated = (outcome.levels.get(arm) for arm in trial.pair_of(name))
    if treated is None or control is None:
        return None
    relative = outcome.effect_as == RELATIVE
    if relative and control.value == 0.0:
        return None
    value = treated.value / control.value - 1.0 if relative else treated.value - control.value
    if treated.se is None or control.se is None:
        return Figure(value)
    if relative:
        spread = math.hypot(treated.se / control.value, treated.value * control.se / control.value**2)
    else:
        spread = math.hypot(treated.se, control.se)
    return Figure(value, None, spread)


def targets(trial: Trial) -> list[Target]:
    """What calibration may aim at: effects with a standard error, and levels that are no anchor.

    Only outcomes to calibrate with. Of an effect and two levels one is redundant, so the level of
    a treated arm is a target only where no effect is.
    """
    found = []
    for name, outcome in trial.outcomes.items():
        if trial.use_of(name) != "calibrate":
            continue
        effect = effect_figure(trial, name)
        ident = outcome.source or trial.about["source"]
        if effect is not None and effect.se:
            found.append(Target(ident, "effect", name, outcome.month, effect.value, effect.se))
        anchored = trial.anchor is not None and trial.anchor.outcome == name
        for arm, level in outcome.levels.items():
            known = level.se and not (anchored and arm == trial.anchor.arm)
            if known and (arm == CONTROL or effect is None):
                found.append(Target(ident, arm, name, outcome.month, level.value, level.se))
    return found
