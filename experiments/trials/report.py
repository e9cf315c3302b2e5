"""What `inroads trial` prints, and its JSON: published against simulated, arm by arm."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from experiments import reports, spread
from experiments.compare import Estimate
from experiments.sentences import number
from experiments.terminal import paragraph, say, show
from experiments.trials.measure import UNITS
from experiments.trials.run import EVERYBODY, TrialResult
from experiments.trials.sample import Repeated, repeated
from experiments.trials.trial import CONTROL, RELATIVE, Figure, Outcome, Trial, effect_figure

WIDTH = 100
ONE_SIDED = 1.645  # standard errors that a sign must be away from zero
PER = 100


@dataclass(frozen=True)
class SignTest:
    """Whether an effect has the published sign, beyond the noise of the simulation."""

    asked: str
    within: float
    mean: float
    mcse: float | None

    @property
    def passes(self) -> bool | None:
        """Whether the sign is as published; None where it cannot be told, as from one run.

        '+' and '-': away from zero by 1.645 Monte Carlo errors. '0': the whole 90% interval of the
        mean is within what counts as none; it fails where the whole interval is outside.
        """
        if self.mcse is None or not math.isfinite(self.mean):
            return None
        low, high = self.mean - ONE_SIDED * self.mcse, self.mean + ONE_SIDED * self.mcse
        if self.asked == "0":
            if low > self.within or high < -self.within:
                return False
            return True if -self.within <= low and high <= self.within else None
        return low > 0.0 if self.asked == "+" else high < 0.0

    @property
    def verdict(self) -> str:
        """The same in words."""
        return {True: "as published", False: "NOT as published", None: "it cannot be told from these runs"}[
            self.passes
        ]


@dataclass(frozen=True)
class Reading:
    """A result with everything that is said of it."""

    found: TrialResult

    @property
    def trial(self) -> Trial:
        """The trial that was simulated."""
        return self.found.trial

    def arm(self, arm: str, outcome: str, month: int | None = None) -> Estimate:
        """An arm's figure: mean and 90% range over seeds."""
        return Estimate.of(self.found.level(arm, outcome, month), self.found.sets)

    def effect(self, outcome: str, month: int | None = None, arm: str | None = None) -> Estimate:
        """An effect at large n: mean and 90% range over seeds, from pairs of the same people."""
        return Estimate.of(self.found.effect(outcome, month, arm), self.found.sets)

    def published(self, outcome: str) -> Figure | None:
        """The published effect."""
        return effect_figure(self.trial, outcome)

    @cached_property
    def repeats(self) -> dict[str, Repeated | None]:
        """What repeats of the trial at its published size would find, by outcome."""
        return {name: repeated(self.found, name) for name in self.trial.outcomes}

    def sign(self, outcome: str) -> SignTest | None:
        """The sign test of an outcome, where it has one."""
        one = self.trial.outcomes[outcome]
        if not one.sign:
            return None
        e = self.effect(outcome)
        return SignTest(one.sign, one.within, e.mean, e.mcse)

    def split(self, outcome: str) -> spread.Split:
        """How much of the spread of an effect at large n is luck."""
        return spread.split(self.found.effect(outcome), self.found.sets)

    def everybody(self, arm: str, name: str, month: int) -> Estimate:
        """What an arm changes in the district at large, per jobseeker of ours."""
        column = EVERYBODY.index(name)
        pair = self.found.everybody[arm] - self.found.everybody[self.trial.arms[arm].against]
        return Estimate.of(pair[:, month, column], self.found.sets)


def print_reading(read: Reading, quiet: bool) -> None:
    """Arms, effects and what everybody gains, and a sentence on each outcome."""
    trial, found = read.trial, read.found
    if not quiet:
        say(trial.about["title"])
        source = ", ".join(t for t in (trial.about["source"], trial.about.get("study", "")) if t)
        runs = reports.size_of(found.scenarios[CONTROL], found.seeds)
        say(f"{source}; {trial.about['country']}; in each arm {runs}.")
        if "reads" in trial.about:
            say(paragraph(f"Our reading: {trial.about['reads']}", WIDTH))
        say()
        show(_level_table(read))
        say()
        show(_effect_table(read))
        say()
    for line in conclusions(read):
        say(paragraph(line, WIDTH))


def _scale(one: Outcome, effect: bool = False) -> tuple[float, int, str]:
    """Factor, decimals and unit in which a figure is shown."""
    if effect and one.effect_as == RELATIVE:
        return 100.0, 0, "% of control"
    if one.is_share:
        return 100.0, 1, "points" if effect else "of 100"
    return 1.0, 2, UNITS.get(one.measure, "") if one.state else one.column


def _cell(value: float | None, scale: tuple[float, int, str], sign: bool = False) -> str:
    return "" if value is None else number(value * scale[0], scale[1], sign=sign)


def _range(low: float | None, high: float | None, scale, sign: bool = False) -> str:
    return "" if low is None else f"{_cell(low, scale, sign)} to {_cell(high, scale, sign)}"


def _level_table(read: Reading):
    table = reports.columns("by arm", "month", "published", "simulated", "9 in 10 runs")
    table.add_column("unit", overflow="fold")
    for name, one in read.trial.outcomes.items():
        table.add_row(one.label, style="bold")
        scale = _scale(one)
        for arm in read.trial.arms.values():
            e, level = read.arm(arm.name, name), one.levels.get(arm.name)
            anchor = read.found.anchor
            mark = " (anchor)" if anchor and (anchor.arm, anchor.outcome) == (arm.name, name) else ""
            table.add_row(
                f"  {arm.label}{mark}", str(one.month), _cell(level and level.value, scale),
                _cell(e.mean, scale), _range(e.lo, e.hi, scale), scale[2],
            )  # fmt: skip
    return table


def _effect_table(read: Reading):
    table = reports.columns(
        "effect", "month", "published", "95% interval", "simulated", "9 in 10 runs", "noise (MCSE)",
        "same size again (95%)", "meet",
    )  # fmt: skip
    table.add_column("unit", overflow="fold")
    for name, one in read.trial.outcomes.items():
        scale, e = _scale(one, effect=True), read.effect(name)
        figure, again = read.published(name), read.repeats[name]
        low, high = (figure.interval or (None, None)) if figure else (None, None)
        meets = again.meets(figure.interval) if again and figure else None
        published = _cell(figure.value, scale, True) if figure else (one.sign and f"sign {one.sign}")
        table.add_row(
            one.label, str(one.month), published, _range(low, high, scale, True),
            _cell(e.mean, scale, True), _range(e.lo, e.hi, scale, True), _cell(e.mcse, scale),
            _range(again.lo, again.hi, scale, True) if again else "",
            "" if meets is None else ("yes" if meets else "no"), scale[2],
        )  # fmt: skip
    return table


def conclusions(read: Reading) -> list[str]:
    """Sentences: the anchor, each outcome against its published effect, and who else is touched."""
    trial, lines = read.trial, []
    anchor = read.found.anchor
    if anchor is not None:
        scale = _scale(trial.outcomes[anchor.outcome])
        known = "recalled, not read" if is_recalled(trial, anchor.outcome) else "published"
        if anchor.reached:
            lines.append(
                f"The anchor holds: a shift of distance of {number(anchor.shift, 2, sign=True)} makes the "
                f"control arm's figure {_cell(anchor.simulated, scale)} {scale[2]}, as {known}."
            )
        else:
            sets = len(set(read.found.sets))
            where = f" in {anchor.missed} of {sets} parameter sets" if sets > 1 else ""
            came, asked = (_cell(value, scale) for value in (anchor.simulated, anchor.published))
            shift = number(anchor.shift, 2, sign=True)
            lines.append(
                f"The anchor is out of reach{where}: the control arm comes to {came} {scale[2]} and not to "
                f"{asked}, as {known}, within the range of the shift (taken: {shift}), so the other arm "
                "starts elsewhere."
            )
    for name, one in trial.outcomes.items():
        lines += _about_outcome(read, name, one)
    first = next(iter(trial.outcomes))
    scale, e = _scale(trial.outcomes[first], effect=True), read.effect(first)
    said = "unknown with one run" if e.mcse is None else f"{_cell(e.mcse, scale)} {scale[2]}"
    lines.append(f"{trial.outcomes[first].label}, at large n: {spread.sentence(read.split(first), said)}")
    month = trial.months
    for arm in trial.arms.values():
        if arm.name == CONTROL:
            continue
        gained, lost, all_of_them = (
            number(PER * read.everybody(arm.name, name, month).mean, 1, sign=True) for name in EVERYBODY
        )
        lines.append(
            f"Displacement at month {month}, per {PER} people in the arm {arm.label}: {gained} of them in "
            f"work, {lost} others in work, {all_of_them} in work altogether."
        )
    return lines


def is_recalled(trial: Trial, outcome: str) -> bool:
    """Whether an outcome's figures are from memory."""
    return "from memory" in (trial.about["status"], trial.outcomes[outcome].status)


def _about_outcome(read: Reading, name: str, one: Outcome) -> list[str]:
    scale, e, figure = _scale(one, effect=True), read.effect(name), read.published(name)
    again, test = read.repeats[name], read.sign(name)
    said = f"{one.label}, month {one.month}: simulated {_cell(e.mean, scale, True)} {scale[2]}"
    lines = []
    if figure is not None and again is not None and figure.interval:
        word = "meets" if again.meets(figure.interval) else "does not meet"
        inside = "within" if again.holds(figure.value) else "outside"
        lines.append(
            f"{said}, published {_cell(figure.value, scale, True)}. What repeats of this size would find "
            f"(95%) {word} the published interval; the published value is {inside} the 90% prediction."
        )
    elif figure is not None:
        low, high = figure.interval or (None, None)
        near = ""
        if low is not None:
            near = f", {'inside' if low <= e.mean <= high else 'outside'} the published interval"
        lines.append(f"{said}, published {_cell(figure.value, scale, True)}{near}.")
    if test is not None:
        asked = {"+": "above zero", "-": "below zero", "0": "about zero"}[test.asked]
        lines.append(f"{said}; the published sign is {asked}: {test.verdict}.")
    if not lines:
        lines.append(f"{said}; nothing is published to hold it against.")
    return lines


def list_trials(trials: Mapping[str, Trial]) -> None:
    """A line for each shipped trial."""
    table = reports.columns("trial")
    for title in ("source", "use", "country", "title"):
        table.add_column(title, overflow="fold")
    for name, one in trials.items():
        table.add_row(name, one.about["source"], one.use, one.about["country"], one.about["title"])
    show(table)
