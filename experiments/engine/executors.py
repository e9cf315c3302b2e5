"""Where chunks are worked on: here, in processes of this machine, or on a cluster that Dask knows."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Protocol

from experiments.compare import cores
from sim.errors import InputError
from sim.scenario import show

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PARENT_DIED = 1  # number of the request to Linux to be told of it


class Engine(Protocol):
    """Something that makes executors: ``open`` as often as one breaks."""

    workers: int

    def open(self) -> Executor:
        """A running executor."""

    def close(self) -> None:
        """Let go of it."""


class Here:
    """This process, one chunk after the other: for tests, and for what is too small to share."""

    workers = 1

    def open(self) -> Executor:
        """An executor that works as soon as it is asked."""
        return _Here()

    def close(self) -> None:
        """Nothing to let go of."""


class _Here(Executor):
    def submit(self, fn: Callable, /, *given: Any, **named: Any) -> Future:
        future: Future = Future()
        try:
            future.set_result(fn(*given, **named))
        except Exception as error:
            future.set_exception(error)
        return future


class Processes:
    """Processes of this machine, begun afresh: as many as there are cores, if not said."""

    def __init__(self, workers: int | None = None):
        self.workers = cores() if workers is None else workers
        self.pool: ProcessPoolExecutor | None = None

    def open(self) -> Executor:
        """A new pool; the one before is let go."""
        from sim.warm import warm

        self.close()
        warm()  # compiled once here, read from the disk by the workers
        with one_thread_each():
            self.pool = ProcessPoolExecutor(self.workers, get_context("spawn"), initializer=_begin)
            for future in [self.pool.submit(_ready) for _ in range(self.workers)]:
                future.result()
        return self.pool

    def close(self) -> None:
        """Leave what is under way to end by itself."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
            self.pool = None


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)


def _ready() -> None:
    import experiments.engine.live  # noqa: F401


@contextmanager
def one_thread_each():
    """Workers begun in here do linear algebra on one core each."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


class Dask:
    """Workers of a Dask cluster, by the address of its scheduler; all must see the result folder."""

    def __init__(self, address: str):
        self.address = address
        self.client = None
        self.workers = 1

    def open(self) -> Executor:
        """The cluster as an executor."""
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise InputError(
                "--dask needs the package distributed; 'pip install inroads[cluster]' installs it."
            ) from None
        self.close()
        try:
            self.client = Client(self.address, timeout=20)
        except (OSError, ValueError) as error:
            raise InputError(f"No Dask scheduler answers at {show(self.address)}: {error}.") from None
        self.workers = max(1, sum(self.client.nthreads().values()))
        return self.client.get_executor(pure=False)

    def close(self) -> None:
        """Let go of the cluster; it goes on without us."""
        if self.client is not None:
            self.client.close()
            self.client = None
