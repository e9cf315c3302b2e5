"""Workers of a Dask cluster: one that is there already, or one of our own on this machine."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress

from experiments.compare import cores
from experiments.engine.executors import one_thread_each
from sim.errors import InputError
from sim.scenario import show

LOCAL = "local"
ADDRESS = "DASK_SCHEDULER_ADDRESS"  # where Dask itself looks, too
TIMEOUT = 20  # seconds to wait for a scheduler
LOOK = 5.0  # seconds between two counts of the workers


class Dask:
    """Workers of a Dask cluster, by the address of its scheduler; all must see the result folder.

    address: of a scheduler, or 'local' for a cluster of our own on this machine's loopback; the
    environment's DASK_SCHEDULER_ADDRESS where it is empty. workers: of a cluster of our own.
    """

    def __init__(self, address: str = "", workers: int | None = None):
        self.address = address or os.environ.get(ADDRESS, "")
        if not self.address:
            raise InputError(
                f"--dask needs the address of a scheduler, as in tcp://10.0.0.1:8786, or {LOCAL}."
            )
        self.wanted = cores() if workers is None else workers
        self.client = self.cluster = None
        self.mine: list[multiprocessing.Process] = []
        self._workers, self._looked = 1, float("-inf")

    @property
    def workers(self) -> int:
        """How many chunks the cluster works on at once; clusters grow and shrink."""
        if self.client is not None and time.monotonic() - self._looked > LOOK:
            self._workers, self._looked = max(1, self._threads()), time.monotonic()
        return self._workers

    def _threads(self) -> int:
        try:
            return sum(self.client.nthreads().values())
        except Exception:  # however a scheduler is lost, the futures show it; here it has no workers
            return 0

    def open(self) -> Executor:
        """The cluster as an executor."""
        try:
            import dask
            from distributed import Client
        except ModuleNotFoundError:
            raise InputError(
                "--dask needs the package distributed; 'pip install inroads[cluster]' installs it."
            ) from None
        self.close()
        _hush()
        # Dask gives up a task after a few deaths; how often it is tried is for whoever drives to say.
        dask.config.set({"distributed.scheduler.allowed-failures": 10})
        try:
            self.client = Client(self._begin() if self.address == LOCAL else self.address, timeout=TIMEOUT)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            if self.address == LOCAL:
                raise BrokenExecutor(str(error)) from None
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(f"No Dask scheduler answers at {show(self.address)}: {reason}.") from None
        self._looked = float("-inf")
        return self.client.get_executor(pure=False)

    def _begin(self):
        from distributed import LocalCluster

        before = set(multiprocessing.active_children())
        with one_thread_each():
            self.cluster = LocalCluster(
                n_workers=self.wanted,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
        self.mine = [child for child in multiprocessing.active_children() if child not in before]
        return self.cluster

    def alive(self) -> bool:
        """Whether our own cluster has a worker; another's scheduler answers, and workers may yet come."""
        if self.cluster is not None:
            return self._threads() > 0
        return self.client.status == "running"

    def died(self, error: BaseException) -> bool:
        """Whether workers died under a chunk until Dask gave it up."""
        from distributed.scheduler import KilledWorker

        return isinstance(error, KilledWorker)

    def blame(self, error: BaseException) -> BaseException:
        """Workers elsewhere may have anything installed, or nothing: a sentence instead of what they say."""
        if isinstance(error, InputError):
            return error
        said = (str(error).splitlines() or [""])[0]
        return InputError(
            f"A worker of the Dask cluster could not work ({type(error).__name__}: {show(said, 120)}); "
            "install the same version of Inroads on every worker, and begin the workers anew."
        )

    def close(self) -> None:
        """Let go of the cluster; one that is not ours goes on without us."""
        for one in (self.client, self.cluster):
            if one is not None:
                with suppress(Exception):  # whose workers were killed may not answer
                    one.close(timeout=5)
        self.client = self.cluster = None
        for child in self.mine:
            child.kill()
        self.mine = []


def _hush() -> None:
    """Dask tells of every connection that it loses; what matters of it, we say."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
