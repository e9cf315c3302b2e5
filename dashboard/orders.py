"""What somebody asks about the order of measures, its link, and the ranking. No Streamlit, no words.

The ranking itself is that of ``experiments.sequence``; here a question is kept, read from a link,
and answered for a what-if.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dashboard.link import NO, YES, WhatIf, written
from dashboard.link import THEN as THEN_SIGN
from dashboard.link import WITH as WITH_SIGN
from experiments.compare import Arm, Stopped
from experiments.sequence import Ranking, rank, without_interactions
from sim.plan import canonical, read
from sim.profiles import PROFILES

FEW, MANY = 12, 60  # runs of each plan: at once, and when asked for more
LEAST, MOST = 2, 4  # plans to compare
MOST_MEASURES = 4  # in one plan
LETTERS = "ABCD"
COUNTS = ("job_any", "job_ordinary", "months_in_work")  # what plans can be ranked by
BETWEEN = "~"  # between plans in a link
PATIENCE = 90.0  # seconds before a ranking is given up

# Ready-made questions: whom they are about, and the orders they compare.
READY_MADE = {
    "language": ("language", ("language > ips", "ips > language", "language + ips")),
    "everyday": (
        "everyday",
        ("everyday_goals > training", "training > everyday_goals", "everyday_goals + training"),
    ),
    "subsidy": (
        "far",
        (
            "wage_subsidy > training + mentor",
            "training + mentor > wage_subsidy",
            "wage_subsidy + training + mentor",
        ),
    ),
    "treatment": ("health", ("treatment > ips", "ips > treatment", "treatment + ips")),
}


@dataclass(frozen=True)
class Order:
    """Which plans are compared, for whom, by what, in how many runs.

    interactions: whether one measure may depend on what comes before and beside it.
    """

    group: str = READY_MADE["language"][0]
    plans: tuple[str, ...] = READY_MADE["language"][1]
    count: str = COUNTS[0]
    runs: int = FEW
    interactions: bool = True

    @classmethod
    def ready_made(cls, name: str) -> Order:
        """One of the ready-made questions."""
        return cls(*READY_MADE[name])

    @property
    def name(self) -> str | None:
        """The ready-made question that this is, if it is one."""
        return next((n for n, asked in READY_MADE.items() if asked == (self.group, self.plans)), None)

    @property
    def question(self) -> tuple:
        """What somebody guesses about: the same whatever is looked at afterwards."""
        return self.group, self.plans

    @property
    def problem(self) -> tuple[str, str]:
        """Why this cannot be ranked: a kind and the plans it is about; ('', '') where it can."""
        for letter, plan in zip(LETTERS, self.plans, strict=False):
            if not plan:
                return "empty", letter
        alike = {}
        for letter, plan in zip(LETTERS, self.plans, strict=False):
            same = tuple(frozenset(step) for step in read(plan))
            if same in alike:
                return "same", alike[same] + letter
            alike[same] = letter
        return "", ""

    def letter(self, plan: str) -> str:
        """The letter that a plan goes by on the page."""
        return LETTERS[self.plans.index(plan)]

    def with_plan(self, place: int, plan: str) -> Order:
        """The same question with another plan at a place; one place further adds it."""
        plans = (*self.plans[:place], plan, *self.plans[place + 1 :])
        return replace(self, plans=plans, runs=FEW)

    def without_plan(self, place: int) -> Order:
        """The same question without the plan at a place."""
        return replace(self, plans=self.plans[:place] + self.plans[place + 1 :], runs=FEW)


def plan_of(measures: list[str], beside: list[str]) -> str:
    """The plan of some measures in order, some at the same time as the one before."""
    text = ""
    for measure in measures:
        text += ("" if not text else " + " if measure in beside else " > ") + measure
    return text


def parts_of(plan: str) -> tuple[list[str], list[str]]:
    """The measures of a plan in order, and those at the same time as the one before."""
    steps = read(plan)
    return [word for step in steps for word in step], [word for step in steps for word in step[1:]]


def dump(order: Order, shown: bool) -> dict[str, str]:
    """The parameters of the link that are about the order; shown: whether it opens with the result."""
    return {
        "g": order.group,
        "o": BETWEEN.join(map(written, order.plans)),
        "by": order.count,
        "k": str(order.runs),
        "i": YES if order.interactions else NO,
        "r": YES if shown else NO,
    }


def parse(parameters: Mapping[str, str]) -> tuple[Order, bool, list[str]]:
    """The question of a link, whether it opens with the result, and the values that did not fit."""
    wrong: list[str] = []

    def one_of(name: str, allowed: tuple[str, ...]) -> str:
        given = parameters.get(name, allowed[0])
        if given in allowed:
            return given
        wrong.append(f"{name}={given}"[:60])
        return allowed[0]

    start = Order()
    group = one_of("g", (start.group, *PROFILES))
    plans: list[str] = []
    given = parameters.get("o", "")
    for text in given.split(BETWEEN) if given else ():
        try:
            plan = canonical(text[:400].replace(THEN_SIGN, " > ").replace(WITH_SIGN, " + "))
            fits = plan == "" or len(parts_of(plan)[0]) <= MOST_MEASURES
        except ValueError:
            fits = False
        if fits and len(plans) < MOST:
            plans.append(plan)
        else:
            wrong.append(text[:60])
    plans += [""] * (LEAST - len(plans)) if plans else list(start.plans)
    found = Order(
        group, tuple(plans), one_of("by", COUNTS), int(one_of("k", (str(FEW), str(MANY)))),
        one_of("i", (YES, NO)) == YES,
    )  # fmt: skip
    return found, one_of("r", (NO, YES)) == YES, wrong


def live_through(
    what_if: WhatIf, order: Order, progress: Callable[[int, int], None] | None = None
) -> Ranking:
    """Every plan of the question lived through under the what-if, and ranked.

    Raises InputError where it cannot be, Stopped when it takes too long.
    """
    until = time.monotonic() + PATIENCE

    def going_on(done: int, total: int) -> None:
        if time.monotonic() > until:
            raise Stopped
        if progress is not None:
            progress(done, total)

    scenario = what_if.scenario()
    if not order.interactions:
        scenario = without_interactions(scenario)
    found, _ = rank(
        scenario, order.group, order.plans, range(1, order.runs + 1), outcome=order.count,
        parameters=what_if.parameters, progress=going_on,
    )  # fmt: skip
    if found is None:
        raise Stopped
    # Runs are far larger than what is shown of them, and nobody looks at them again.
    return replace(found, ranked=[replace(one, arm=Arm(one.arm.scenario, ())) for one in found.ranked])
