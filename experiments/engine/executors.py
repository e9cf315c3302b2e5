"""Where chunks are worked on: here, in processes of this machine, or on a cluster that Dask knows."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, Protocol

from experiments.compare import cores

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
LEFT_TO_PARENT = (signal.SIGINT, signal.SIGTERM)  # who sends them, often sends them to a whole group
PARENT_DIED = 1  # number of the request to Linux to be told of it
MOST_ON_WINDOWS = 61  # processes that one pool can wait for there


class Engine(Protocol):
    """Something that makes executors: ``open`` as often as one breaks."""

    workers: int

    def open(self) -> Executor:
        """A running executor. Raises BrokenExecutor where workers died while they began."""

    def alive(self) -> bool:
        """Whether anybody is there to work, or may yet come."""

    def died(self, error: BaseException) -> bool:
        """Whether an error says that the worker died under a chunk, and the others live on."""

    def blame(self, error: BaseException) -> BaseException:
        """What to raise for an error of the work itself."""

    def close(self) -> None:
        """Let go of it; what is still under way is lost."""


class Here:
    """This process, one chunk after the other: for tests, and for what is too small to share."""

    workers = 1

    def open(self) -> Executor:
        """An executor that works as soon as it is asked."""
        return _Here()

    def alive(self) -> bool:
        """We are."""
        return True

    def died(self, error: BaseException) -> bool:
        """Nobody would be there to ask."""
        return False

    def blame(self, error: BaseException) -> BaseException:
        """The error."""
        return error

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
        if sys.platform == "win32":
            self.workers = min(self.workers, MOST_ON_WINDOWS)
        self.pool: ProcessPoolExecutor | None = None
        self.mine: list[multiprocessing.Process] = []
        self.warm = False

    def open(self) -> Executor:
        """A new pool; the one before is let go."""
        self.close()
        if not self.warm:
            from sim.warm import warm

            warm()  # compiled once here, read from the disk by the workers
            self.warm = True
        before = set(multiprocessing.active_children())
        with one_thread_each(), later():
            self.pool = ProcessPoolExecutor(
                self.workers,
                multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(os.getpid(),),
            )
            ready = [self.pool.submit(_ready) for _ in range(self.workers)]
            self.mine = [child for child in multiprocessing.active_children() if child not in before]
        for future in ready:
            future.result()
        return self.pool

    def alive(self) -> bool:
        """Whether any process is; the pool itself notices when one dies."""
        return any(child.is_alive() for child in self.mine)

    def died(self, error: BaseException) -> bool:
        """The death of one breaks the whole pool."""
        return False

    def blame(self, error: BaseException) -> BaseException:
        """The error: the processes are as we are."""
        return error

    def close(self) -> None:
        """End the processes; every file that is there is whole."""
        if self.pool is not None:
            for child in self.mine:
                child.kill()
            # Waited for, or Python complains of semaphores that are left.
            self.pool.shutdown(wait=True, cancel_futures=True)
            self.pool, self.mine = None, []


def _begin(parent: int) -> None:
    """A worker leaves Ctrl-C and requests to end to its parent, and does not outlive it."""
    for number in LEFT_TO_PARENT:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked to be told
            os._exit(1)


def _follow() -> None:
    """Die when the parent does, where the system does not see to it."""
    multiprocessing.parent_process().join()
    os._exit(1)


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


@contextmanager
def later():
    """Ctrl-C and requests to end wait until the end of this, and never reach processes begun in here."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Python begins this one by itself with the first process, and lets Ctrl-C through from then on.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, LEFT_TO_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
