"""The same experiment on a Dask cluster: the same bytes, whoever is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from engine_toy import bytes_of, done_in, small_chunks, tiny

from experiments.engine.cluster import ADDRESS, Dask
from experiments.engine.executors import Here
from experiments.store.results import open_results
from sim.errors import InputError

pytest.importorskip("distributed")

ROOT = Path(__file__).parent.parent
FEW = tiny(6, 4)  # 24 runs


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two workers on the loopback: its address, and the workers."""
    begun = []

    def begin(*given):
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", *given],
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
            )
        )
        return begun[-1]

    scheduler = begin(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
        "--dashboard-address", "127.0.0.1:0", "--no-dashboard",
    )  # fmt: skip
    address = None
    while address is None:
        line = scheduler.stderr.readline()
        assert line, "the scheduler did not start"
        address = re.search(r"tcp://127\.0\.0\.1:\d+", line)
    workers = [
        begin("distributed.cli.dask_worker", address[0], "--host", "127.0.0.1", "--nthreads", "1",
              "--no-dashboard", "--no-nanny")
        for _ in range(2)
    ]  # fmt: skip
    yield address[0], workers
    for process in begun:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stderr.close()


def test_one_of_two_workers_killed_in_the_middle_and_the_bytes_are_those_of_one_process(
    tmp_path, cluster, monkeypatch
):
    small_chunks(monkeypatch, 2)
    done_in(tmp_path / "here", FEW, engine=Here())
    address, workers = cluster
    engine, began = Dask(address), time.monotonic()
    engine.open()
    while engine._threads() < 2:  # both are to have begun
        assert time.monotonic() - began < 60
        time.sleep(0.1)

    def kill(done, total, failed):
        if done and workers[0].poll() is None:
            workers[0].kill()
            workers[0].wait()

    found = done_in(tmp_path / "x", FEW, engine=engine, progress=kill)
    assert (found.done, found.failed, found.left) == (24, 0, 0)
    assert workers[0].poll() is not None and workers[1].poll() is None
    results = open_results(tmp_path / "x")
    assert results.check() == () and list(results.status["run"]) == list(range(24))
    assert bytes_of(tmp_path / "x") == bytes_of(tmp_path / "here")


def test_the_environment_names_the_scheduler_as_dask_itself_has_it(monkeypatch):
    monkeypatch.setenv(ADDRESS, "tcp://127.0.0.1:1")
    assert Dask().address == "tcp://127.0.0.1:1"
    monkeypatch.delenv(ADDRESS)
    with pytest.raises(InputError, match="needs the address"):
        Dask()


def test_no_scheduler_is_one_sentence(monkeypatch):
    monkeypatch.setattr("experiments.engine.cluster.TIMEOUT", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense", "tcp://", "http://127.0.0.1:x"):
        with pytest.raises(InputError, match="No Dask scheduler answers") as refused:
            Dask(address).open()
        assert "\n" not in str(refused.value) and str(refused.value).endswith(".")


def test_without_the_package_it_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install inroads\[cluster\]"):
        Dask("local").open()
