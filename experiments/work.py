"""Living seeds through in batches, so that Ctrl-C keeps every seed that was finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from experiments.compare import Arm, arm_of, cores, jobs_of, run_many
from sim.model import Run
from sim.scenario import Scenario

A_BATCH = 2.0  # seconds after which a batch is long enough


def live(
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    progress: Callable[[int, int], None] | None = None,
    parameters: str = "best",
) -> tuple[list[Arm], list[int], bool]:
    """Every scenario with every seed; with one seed all of them have the same parameter set.

    Returns an arm for each scenario, the seeds that were finished, and whether Ctrl-C cut it
    short. A seed is finished when all scenarios have lived it.
    """
    jobs = jobs_of(scenarios, seeds, parameters)
    arms: list[list[Run]] = [[] for _ in scenarios]
    total, done, size = len(scenarios) * len(seeds), 0, cores()
    stopped = False
    try:
        while done < len(seeds):
            batch = range(done, min(done + size, len(seeds)))
            before = done * len(scenarios)
            started = time.monotonic()
            runs = run_many(
                [of_one[place] for place in batch for of_one in jobs],
                progress=progress and (lambda now, _, before=before: progress(before + now, total)),
            )
            for number, arm in enumerate(arms):
                arm += runs[number :: len(scenarios)]
            done += len(batch)
            if time.monotonic() - started < A_BATCH:
                size *= 2
    except KeyboardInterrupt:
        stopped = True
    finished = [
        arm_of(scenario, of_one[:done], runs[:done], parameters)
        for scenario, of_one, runs in zip(scenarios, jobs, arms, strict=True)
    ]
    return finished, list(seeds[:done]), stopped
