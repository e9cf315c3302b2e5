"""Processes that simulate sets and fit emulators; results do not depend on how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from typing import Any

from experiments.engine.executors import Processes

MOST_REBUILDS = 5


class Workers:
    """Runs a function on many arguments; with one worker, in this process."""

    def __init__(self, count: int | None = None):
        self.engine = Processes(count)
        self.count = self.engine.workers
        self.pool: Executor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_) -> None:
        self.engine.close()

    def run(self, work: Callable[[Any], Any], tasks: Sequence[Any], each: Callable[[int, Any], None]) -> None:
        """``each`` is called with (number of the task, result) as results come, in any order.

        A worker that is killed is replaced, and what was not done is done again.
        """
        if self.count == 1:
            for number, task in enumerate(tasks):
                each(number, work(task))
            return
        left = dict(enumerate(tasks))
        for rebuilds in range(MOST_REBUILDS + 1):
            try:
                self.pool = self.pool or self.engine.open()
                futures = {self.pool.submit(work, task): number for number, task in left.items()}
                for future in as_completed(futures):
                    each(futures[future], future.result())
                    del left[futures[future]]
                return
            except BrokenExecutor:
                self.pool = None
                if rebuilds == MOST_REBUILDS:
                    raise
