"""What a comparison says, in the numbers that the page shows. No Streamlit, no words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.link import GROUPS, WhatIf
from experiments.compare import Arm, Comparison, Estimate
from experiments.spread import Split, split
from sim.ledger import ACCOUNTS, accounts
from sim.outcomes import BY_NAME, NAMES, Outcome
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS, STATUSES

MAIN = "job_any"
BESIDES = (
    "job_fulltime",
    "few_hours",
    "months_in_work",
    "benefit_cuts",
    "out_of_contact",
    "mental_health",
    "income",
    "public_cost",
)
# Shown beside those where the what-if changes them at all.
FURTHER = (
    "in_programme", "practice", "subsidised", "flex_job", "waited", "drop_outs", "crowded_hours",
    "barriers_left", "employers_with_ours",
)  # fmt: skip
# Counted for the whole district, whoever is asked about.
DISTRICT_WIDE = ("others_in_work", "jobs_all", "employers_with_ours")
PAYERS = tuple(account for account in ACCOUNTS if account not in ("staff", "provider"))
JOBS = (FIRST_JOB_STATUS, LAST_JOB_STATUS)


@dataclass(frozen=True)
class Rounded:
    """The headline in numbers that add up: today's level plus the difference is the level.

    ``before``, ``after`` and ``more`` count people in ``per``; where the difference is less than
    one in a hundred it is counted in a thousand, and the level stays today's.
    """

    before: int
    after: int
    more: int
    per: int


def whole(number: float) -> int:
    """The nearest whole number, halves away from zero."""
    return int(math.copysign(math.floor(abs(number) + 0.5), number))


def rounded(before: float, difference: float) -> Rounded:
    """Round a level and a difference (shares) so that what is shown adds up.

    Today's level is rounded on its own: it must not move when only the what-if does.
    """
    level = whole(100 * before)
    if abs(difference) * 100 >= 0.95:
        more = max(whole(100 * difference), -level)
        return Rounded(level, level + more, more, 100)
    return Rounded(level, level, whole(1000 * difference), 1000)


@dataclass(frozen=True)
class Hundred:
    """A hundred people under both worlds: in work in both, only in one, in neither."""

    both: int
    extra: int
    lost: int
    neither: int


@dataclass(frozen=True)
class Answer:
    """The answer to a what-if."""

    what_if: WhatIf
    comparison: Comparison

    @property
    def group(self) -> int | None:
        """The distance group as the comparison counts it; None for everybody."""
        place = GROUPS.index(self.what_if.group)
        return place - 1 if place else None

    @property
    def months(self) -> int:
        """The month that the answer is about."""
        return self.what_if.months

    @property
    def runs(self) -> int:
        """Runs of each world."""
        return len(self.comparison.seeds)

    @staticmethod
    def level(arm: Arm, group: int | None) -> np.ndarray:
        """Outcomes of one distance group or of everybody, (seeds, months+1, outcomes)."""
        return arm.values if group is None else arm.group_values(group)

    def _series(self, arm: Arm) -> np.ndarray:
        return self.level(arm, self.group)[:, :, NAMES.index(MAIN)]

    @cached_property
    def before(self) -> float:
        """Share in paid work under today's policy."""
        return float(self._series(self.comparison.baseline)[:, self.months].mean())

    @cached_property
    def today(self) -> Estimate:
        """The share in paid work under today's policy at the end."""
        baseline = self.comparison.baseline
        return Estimate.of(self._series(baseline)[:, self.months], baseline.sets)

    def difference_at(self, month: int) -> Estimate:
        """What the what-if adds to the share in paid work at one month."""
        return self.comparison.difference(MAIN, month, self.group)

    @cached_property
    def difference(self) -> Estimate:
        """What the what-if adds to the share in paid work at the end."""
        return self.difference_at(self.months)

    @cached_property
    def rounded(self) -> Rounded:
        """The headline's numbers."""
        return rounded(self.before, self.difference.mean)

    @cached_property
    def runs_with_more(self) -> int:
        """Runs in which more people are in work than under today's policy with the same luck."""
        pair = self._series(self.comparison.policy) - self._series(self.comparison.baseline)
        return int((pair[:, self.months] > 0).sum())

    @cached_property
    def split(self) -> Split:
        """How much of the range is luck, and how much is not knowing: of the difference, or of today."""
        if self.what_if.is_today:
            baseline = self.comparison.baseline
            values = self._series(baseline)[:, self.months]
            return split(values, baseline.sets, same=baseline.all_alike)
        return self.comparison.split(MAIN, self.months, self.group)

    @property
    def is_noise(self) -> bool:
        """Whether the difference is smaller than twice its Monte Carlo error."""
        error = self.difference.mcse or 0.0
        return abs(self.difference.mean) < 2 * error

    def paths(self) -> dict[str, np.ndarray]:
        """People in work out of 100 by month: the what-if's mean and bands, today's mean."""
        runs = 100 * self._series(self.comparison.policy)
        low, lower, upper, high = np.percentile(runs, (5, 25, 75, 95), axis=0)
        return {
            "month": np.arange(self.months + 1),
            "low": low,
            "lower": lower,
            "mean": runs.mean(axis=0),
            "upper": upper,
            "high": high,
            "today": 100 * self._series(self.comparison.baseline).mean(axis=0),
        }

    @cached_property
    def hundred(self) -> Hundred:
        """A hundred people, in numbers that agree with the headline."""
        now = self.rounded
        more = now.more if now.per == 100 else 0
        policy, baseline = (
            np.stack([self._in_work(run) for run in arm.runs])
            for arm in (self.comparison.policy, self.comparison.baseline)
        )
        people = ~np.isnan(baseline)
        lost = whole(100 * float(((baseline == 1) & (policy == 0)).sum() / people.sum()))
        lost = min(max(lost, -more, 0), now.before)
        extra = min(lost + more, 100 - now.before)
        return Hundred(now.before - lost, extra, lost, 100 - now.before - extra)

    def _in_work(self, run) -> np.ndarray:
        """1 in paid work, 0 not, NaN outside the group, one number a person."""
        last = run.lives[-1]
        found = ((last >= JOBS[0]) & (last <= JOBS[1])).astype(float)
        if self.group is not None:
            found[run.group_of != self.group] = np.nan
        return found

    def besides(self) -> list[tuple[Outcome, Estimate]]:
        """What else changes, in the same group of people."""
        found = [(BY_NAME[name], self._end_of(name)) for name in BESIDES]
        further = [(BY_NAME[name], self._end_of(name)) for name in FURTHER]
        return found + [(outcome, e) for outcome, e in further if e.lo or e.hi or e.mean]

    def _end_of(self, name: str) -> Estimate:
        group = None if name in DISTRICT_WIDE else self.group
        return self.comparison.difference(name, self.months, group)

    def where(self) -> list[tuple[int, float, float]]:
        """The share of people in each status at the end: today's and the what-if's."""
        shares = []
        for arm in (self.comparison.baseline, self.comparison.policy):
            last = [
                run.lives[-1] if self.group is None else run.lives[-1][run.group_of == self.group]
                for run in arm.runs
            ]
            counts = np.bincount(np.concatenate(last), minlength=len(STATUSES))
            shares.append(counts / max(counts.sum(), 1))
        return [(status, *both) for status, both in enumerate(zip(*shares, strict=True)) if any(both)]

    def others(self) -> Estimate:
        """Change in other workers' jobs, for each jobseeker of ours; never split by group."""
        return self.comparison.difference("others_in_work", self.months)

    def everybody(self) -> Estimate:
        """Change in jobs among our jobseekers, whatever group is shown."""
        return self.comparison.difference(MAIN, self.months)

    def payers(self) -> dict[str, Estimate]:
        """What each account gains (above 0) or loses against today, in kroner for the district."""
        policy, baseline = self.comparison.policy, self.comparison.baseline
        totals = [
            accounts((after.amounts - before.amounts).sum(axis=0), world["world.money.municipal_share"])
            for after, before, world in zip(policy.runs, baseline.runs, policy.lived, strict=True)
        ]
        sets = self.comparison.sets
        return {
            account: Estimate.of(np.array([total[account] for total in totals]), sets) for account in PAYERS
        }
