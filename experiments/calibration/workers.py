"""Processes that simulate sets and fit emulators; results do not depend on how many there are."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from experiments.compare import cores

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
MOST_REBUILDS = 5
PARENT_DIED = 1  # number of the request to Linux to be told of it


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)


class Workers:
    """Runs a function on many arguments; with one worker, in this process."""

    def __init__(self, count: int | None = None):
        self.count = cores() if count is None else count
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        if self.pool is None:
            before = {name: os.environ.get(name) for name in ONE_THREAD}
            os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
            self.pool = ProcessPoolExecutor(
                self.count, mp_context=get_context("spawn"), initializer=_begin
            )  # fmt: skip
            self.pool.submit(int).result()
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name)
                else:
                    os.environ[name] = value
        return self.pool

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
                futures = {self._open().submit(work, task): number for number, task in left.items()}
                for future in as_completed(futures):
                    each(futures[future], future.result())
                    del left[futures[future]]
                return
            except BrokenProcessPool:
                self.pool = None
                if rebuilds == MOST_REBUILDS:
                    raise
