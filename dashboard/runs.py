"""Runs for the page: cached, in portions, and never more than two simulations at a time.

Results live in Streamlit's cache alone, which is bounded; a session keeps its settings only, or
the memory of closed tabs would grow without end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

import streamlit as st

from dashboard.answers import Answer
from dashboard.link import MANY, QUICK, WhatIf, model_version
from experiments.compare import Arm, Comparison, run_arm

PORTION = (MANY - QUICK) // 8  # seeds added at a time when somebody asks for more runs
PATIENCE = 10.0  # seconds before a portion is given up


class Line:
    """People waiting for a simulation: two are served at a time, the others know their place."""

    def __init__(self, places: int):
        self.places = places
        self.inside = 0
        self._free = threading.Semaphore(places)
        self._lock = threading.Lock()

    @property
    def ahead(self) -> int:
        """How many would be served before somebody who came now; 0 when a place is free."""
        return self.inside if self.inside >= self.places else 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a place and hold it."""
        with self._lock:
            self.inside += 1
        try:
            with self._free:
                yield
        finally:
            with self._lock:
                self.inside -= 1


LINE = Line(2)


def portions(runs: int) -> list[range]:
    """The seeds of a number of runs, in portions that are simulated and cached one by one."""
    starts = [*range(QUICK + 1, runs + 1, PORTION)]
    return [range(1, QUICK + 1), *(range(s, min(s + PORTION, runs + 1)) for s in starts)]


@st.cache_resource(show_spinner=False)
def ready() -> bool:
    """Compile the model, once for the server, so that no answer has to wait for it."""
    from sim.warm import warm

    warm()
    return True


def question(country: str, values: tuple, months: int) -> WhatIf:
    """A what-if from what answers are cached by."""
    return WhatIf(country, values, years=months // 12)


@st.cache_data(max_entries=512, show_spinner=False)
def _portion(
    country: str, values: tuple, months: int, parameters: str, first: int, last: int, version: str
) -> Arm:
    """One portion of a world's runs; of its lives only the last month is kept."""
    what_if = question(country, values, months)
    with LINE.turn():
        until = time.monotonic() + PATIENCE
        arm = run_arm(
            what_if.scenario(),
            range(first, last + 1),
            parameters=parameters,
            keep_lives=True,
            stop=lambda: time.monotonic() > until,
        )
    return replace(arm, runs=tuple(replace(run, lives=run.lives[-1:].copy()) for run in arm.runs))


def _arm(what_if: WhatIf, seeds: list[range]) -> Arm:
    ready()
    parts = [
        _portion(
            what_if.country, what_if.values, what_if.months, what_if.parameters, part[0], part[-1],
            model_version(),
        )
        for part in seeds
    ]  # fmt: skip
    joined = (tuple(chain.from_iterable(part)) for part in zip(*map(_pieces, parts), strict=True))
    return Arm(parts[0].scenario, *joined)


def _pieces(arm: Arm) -> tuple:
    return arm.runs, arm.worlds, arm.sets


def answer(what_if: WhatIf, parts: int = 1) -> Answer:
    """The answer from the first so many portions of seeds.

    Raises Stopped when a portion takes longer than the page's patience.
    """
    seeds = portions(what_if.runs)[:parts]
    today = WhatIf.today(what_if.country, years=what_if.years, parameters=what_if.parameters)
    baseline = _arm(today, seeds)
    policy = baseline if what_if.is_today else _arm(what_if, seeds)
    numbers = tuple(seed for part in seeds for seed in part)
    return Answer(what_if, Comparison(baseline, policy, numbers))
