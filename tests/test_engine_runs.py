"""An experiment ends complete and with the same bytes, wherever it is run and whatever came in between."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest
from engine_toy import bytes_of, deadly_chunk, done_in, small_chunks, tiny

from experiments.engine import drive as driving
from experiments.engine import live as living
from experiments.engine import run as running
from experiments.engine.executors import Here, Processes
from experiments.engine.lock import locked
from experiments.engine.stopping import interruptible
from experiments.store.results import open_results
from sim import District
from sim.errors import InputError

FEW = tiny(what_if={"policy.ips.places": 0.5})  # 24 runs
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture(autouse=True)
def six_chunks(monkeypatch):
    small_chunks(monkeypatch, 4)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The outcomes of an undisturbed run in this process."""
    folder = tmp_path_factory.mktemp("expected") / "results"
    with pytest.MonkeyPatch.context() as patch:
        small_chunks(patch, 4)
        done_in(folder, FEW, engine=Here())
    return bytes_of(folder)


def complete(folder, expected, experiment=FEW):
    """Every run is there once, nothing is damaged, and the outcomes are those of an undisturbed run."""
    results = open_results(folder)
    assert results.check() == ()
    assert list(results.status["run"]) == list(range(len(experiment.runs)))
    assert results.failed == 0 and bytes_of(folder) == expected
    return True


class Hit(Processes):
    """Processes of which some are killed as soon as something was done, and again when there are new ones."""

    def __init__(self, workers, hits):
        super().__init__(workers)
        self.hits, self.opened, self.struck = list(hits), 0, 0

    def open(self):
        self.opened += 1
        return super().open()

    def hit(self, done, total, failed):
        if done and self.hits and self.struck < self.opened:
            self.struck = self.opened
            for child in self.mine[: self.hits.pop()]:
                os.kill(child.pid, signal.SIGKILL)


def test_two_processes_of_which_one_then_both_are_killed_give_the_same_bytes(tmp_path, monkeypatch):
    small_chunks(monkeypatch, 2)  # so many that all are never in hand at once
    done_in(tmp_path / "here", FEW, engine=Here())
    engine = Hit(2, [2, 1])
    found = done_in(tmp_path / "x", FEW, engine=engine, progress=engine.hit)
    assert (found.done, found.failed, found.left) == (24, 0, 0)
    assert engine.opened == 3  # it was hit, indeed
    assert complete(tmp_path / "x", bytes_of(tmp_path / "here"))


def test_another_seed_would_give_other_bytes(tmp_path, expected):
    """Negative control of every comparison of bytes in this file."""
    other = tiny(what_if={"policy.ips.places": 0.4})
    done_in(tmp_path / "x", other, engine=Here())
    assert bytes_of(tmp_path / "x") != expected


def test_a_chunk_that_kills_its_process_is_recorded_and_the_rest_goes_on(tmp_path, expected, monkeypatch):
    monkeypatch.setattr(driving, "SUSPECT", 1)
    monkeypatch.setattr(driving, "HOPELESS", 2)
    with monkeypatch.context() as patch:
        patch.setattr(running, "live", partial(deadly_chunk, (1,)))
        found = done_in(tmp_path / "x", FEW, engine=Processes(1))
    assert (found.done, found.failed, found.left) == (20, 4, 0)
    results = open_results(tmp_path / "x")
    failed = results.status[results.status["status"] == "error"]
    assert list(failed["run"]) == [4, 5, 6, 7] and set(failed["error"]) == {living.LOST}
    said = json.loads(failed["values"].iloc[0])
    assert said == {"point": 0, "arm": "baseline", "seed": 3, "policy.caseload.ordinary": 30.0}
    assert done_in(tmp_path / "x", FEW, engine=Here()).failed == 4  # not tried again unless asked to
    assert done_in(tmp_path / "x", FEW, engine=Here(), retry_failed=True).failed == 0
    assert complete(tmp_path / "x", expected)


def test_a_run_that_fails_is_recorded_with_its_values_and_the_others_go_on(tmp_path, expected, monkeypatch):
    simulate = living.simulate

    def fails(world, seed, **how):
        if seed == 2 and world["policy.ips.places"] == 0.5:
            raise FloatingPointError("a number went\nout of hand")
        return simulate(world, seed, **how)

    with monkeypatch.context() as patch:
        patch.setattr(living, "simulate", fails)
        found = done_in(tmp_path / "x", FEW, engine=Here())
    assert (found.done, found.failed, found.left) == (20, 4, 0)
    results = open_results(tmp_path / "x")
    failed = results.status[results.status["status"] == "error"]
    assert "FloatingPointError: a number went" in failed["error"].iloc[0]
    assert json.loads(failed["values"].iloc[-1]) == {
        "point": 3, "arm": "policy", "seed": 2, "policy.caseload.ordinary": 33.0
    }  # fmt: skip
    assert set(results.outcomes()["run"]) == set(range(24)) - set(failed["run"])
    assert len(results.table("job_any", 2)) == 8  # a pair of which one arm failed is absent
    assert done_in(tmp_path / "x", FEW, engine=Here(), retry_failed=True).done == 24
    assert complete(tmp_path / "x", expected)


def test_stop_file_ends_it_and_a_second_call_goes_on(tmp_path, expected):
    def halt(done, total, failed):
        if done:
            (tmp_path / "x" / "STOP").touch()

    found = done_in(tmp_path / "x", FEW, engine=Here(), progress=halt)
    assert 0 < found.left < 24 and found.done + found.left == 24
    assert open_results(tmp_path / "x").missing == found.left
    assert done_in(tmp_path / "x", FEW, engine=Here()).left == 0
    assert complete(tmp_path / "x", expected)


# -- Ctrl-C ----------------------------------------------------------------------------------------

CALL = """
import sys, time
sys.path.insert(0, {tests!r})
from functools import partial
from engine_toy import done_in, tiny
from experiments.engine import chunks, run
from experiments.engine.executors import Processes
from experiments.engine.stopping import interruptible
from slow_work import slowly
chunks.MOST_RUNS = 4
run.live = partial(slowly, {seconds})
if __name__ == "__main__":
    with interruptible() as asked:
        print("left", done_in({folder!r}, tiny(what_if={{"policy.ips.places": 0.5}}), engine=Processes(1),
              stop=asked, progress=lambda done, *_: print("done", done, flush=True)).left)
"""


def call(folder, seconds):
    text = CALL.format(tests=str(Path(__file__).parent), folder=str(folder), seconds=seconds)
    return subprocess.Popen(
        [sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def gone(session):
    """Whether all processes of a session end by themselves, soon."""
    until = time.monotonic() + 10
    while members(session) and time.monotonic() < until:
        time.sleep(0.1)
    return members(session) == []


def members(session):
    """The processes of a session."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(place.name))
    return found


@LINUX
def test_ctrl_c_ends_after_what_is_under_way_and_pressed_twice_at_once(tmp_path, expected):
    folder = tmp_path / "x"
    once = call(folder, 0.2)
    while "done 4" not in once.stdout.readline():
        assert once.poll() is None
    os.killpg(once.pid, signal.SIGINT)  # as a terminal does: to the whole group
    out, err = once.communicate(timeout=30)
    assert once.returncode == 0 and err == "" and int(out.rpartition("left ")[2]) > 0
    assert gone(once.pid)

    twice = call(folder, 60.0)
    while "done" not in twice.stdout.readline():
        assert twice.poll() is None
    time.sleep(2.0)  # workers start
    began = time.monotonic()
    os.killpg(twice.pid, signal.SIGINT)
    time.sleep(0.5)
    os.killpg(twice.pid, signal.SIGINT)
    twice.communicate(timeout=30)
    assert time.monotonic() - began < 20  # not the minute that a chunk takes
    assert twice.returncode != 0 and gone(twice.pid)

    assert done_in(folder, FEW, engine=Here()).left == 0
    assert complete(folder, expected)


@LINUX
def test_a_request_to_end_sent_to_all_processes_loses_nothing_that_is_under_way(tmp_path, expected):
    """As a queue sends it when the time is up."""
    child = call(tmp_path / "x", 1.0)
    while "done 4" not in child.stdout.readline():
        assert child.poll() is None
    os.killpg(child.pid, signal.SIGTERM)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0 and err == "" and "done 8" in out
    assert 0 < int(out.rpartition("left ")[2]) < 24 - 4 and gone(child.pid)


@LINUX
def test_ctrl_c_while_the_processes_begin_leaves_no_word_of_theirs(tmp_path):
    child = call(tmp_path / "x", 0.2)
    while "done 0" not in child.stdout.readline():
        assert child.poll() is None
    while len(members(child.pid)) < 3:  # itself, a worker, and a process of Python's
        assert child.poll() is None
        time.sleep(0.01)
    time.sleep(0.1)  # Python begins, there
    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0 and err == "" and int(out.rpartition("left ")[2]) > 0
    assert gone(child.pid)


MASK = """
import multiprocessing, os, signal
from experiments.engine.executors import LEFT_TO_PARENT, later
if __name__ == "__main__":
    with later():
        child = multiprocessing.get_context("spawn").Process(target=os.getpid)
        child.start()
        print(set(LEFT_TO_PARENT) <= signal.pthread_sigmask(signal.SIG_BLOCK, []))
    child.join()
    print(signal.pthread_sigmask(signal.SIG_BLOCK, []) & set(LEFT_TO_PARENT))
"""


@LINUX
def test_no_process_of_pythons_own_lets_ctrl_c_through_to_the_workers():
    found = subprocess.run([sys.executable, "-c", MASK], capture_output=True, text=True, timeout=60)
    assert (found.stdout.split(), found.stderr) == (["True", "set()"], "")


def test_ctrl_c_is_handed_back_as_it_was_found():
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as asked:
        assert not asked()
        signal.raise_signal(signal.SIGINT)
        assert asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


# -- what the machine refuses ----------------------------------------------------------------------


def one_sentence(refused) -> str:
    text = str(refused.value)
    assert text.endswith(".") and "\n" not in text and "Error" not in text
    return text


class Small(Processes):
    """Processes that may write files of a few bytes only, as on a disk that is full."""

    def open(self):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
        try:
            return super().open()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_worker_that_cannot_write_is_one_sentence_and_a_later_call_goes_on(tmp_path, expected):
    with pytest.raises(InputError, match="make room on the disk") as refused:
        done_in(tmp_path / "x", FEW, engine=Small(1))
    one_sentence(refused)
    assert open_results(tmp_path / "x").done == 0
    done_in(tmp_path / "x", FEW, engine=Here())
    assert complete(tmp_path / "x", expected)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 7, 10])
def test_a_disk_that_fills_at_any_moment_keeps_what_was_written(tmp_path, expected, monkeypatch, number):
    written, real = [], Path.write_bytes

    def write(path, raw):
        if len(written) == number:
            real(path, raw[: len(raw) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        return real(path, raw)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write)
        with pytest.raises(InputError, match="No space left on device; make room") as refused:
            done_in(tmp_path / "x", FEW, engine=Here())
    one_sentence(refused)
    found = done_in(tmp_path / "x", FEW, engine=Here())
    assert found.aside == () and complete(tmp_path / "x", expected)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become nobody")
def test_a_folder_that_may_not_be_written_is_one_sentence_and_can_still_be_read(expected):
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        done_in(Path(place) / "x", FEW, engine=Here())
        os.seteuid(65534)
        try:
            for where in (Path(place) / "x", Path(place) / "new"):
                with pytest.raises(InputError, match="Permission denied") as refused:
                    done_in(where, FEW, engine=Here())
                one_sentence(refused)
            assert open_results(Path(place) / "x").check() == ()
        finally:
            os.seteuid(0)
        assert complete(Path(place) / "x", expected)


def test_a_path_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("mine")
    for where in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="no folder") as refused:
            done_in(where, FEW, engine=Here())
        one_sentence(refused)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_of_somebody_else_is_refused_and_not_touched(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match=r"did not make, such as 'thesis.txt'"):
        done_in(tmp_path, FEW, engine=Here())
    assert {path.name for path in tmp_path.iterdir()} <= {"thesis.txt", "LOCK"}


def test_a_second_call_into_a_folder_is_refused_while_the_first_goes_on(tmp_path, expected):
    refusals = []

    def meanwhile(done, total, failed):
        with pytest.raises(InputError, match="Another call is writing") as refused:
            done_in(tmp_path / "x", FEW, engine=Here())
        refusals.append(one_sentence(refused))

    done_in(tmp_path / "x", FEW, engine=Here(), progress=meanwhile)
    assert len(refusals) > 5 and complete(tmp_path / "x", expected)
    with locked(tmp_path / "x"):  # free again
        pass


def test_a_folder_that_is_deleted_meanwhile_is_one_sentence_and_a_later_call_begins_anew(tmp_path, expected):
    def delete(done, total, failed):
        if done:
            shutil.rmtree(tmp_path / "x", ignore_errors=True)

    with pytest.raises(InputError) as refused:
        done_in(tmp_path / "x", FEW, engine=Here(), progress=delete)
    one_sentence(refused)
    done_in(tmp_path / "x", FEW, engine=Here())
    assert complete(tmp_path / "x", expected)


def test_another_experiment_into_an_old_folder_is_refused_with_what_differs(tmp_path, expected):
    done_in(tmp_path / "x", FEW, engine=Here())
    with pytest.raises(InputError, match=r"policy.ips.places"):
        done_in(tmp_path / "x", tiny(what_if={"policy.ips.places": 0.4}), engine=Here())
    assert complete(tmp_path / "x", expected)


def test_a_worker_with_another_version_of_the_model_refuses(tmp_path, expected, monkeypatch):
    def other(folder, experiment, model, chunk):
        return living.live(folder, experiment, "0123456789abcdef", chunk)

    with monkeypatch.context() as patch:
        patch.setattr(running, "live", other)
        with pytest.raises(InputError, match="another version of the model") as refused:
            done_in(tmp_path / "x", FEW, engine=Here())
    one_sentence(refused)
    assert open_results(tmp_path / "x").done == 0


# -- cost ------------------------------------------------------------------------------------------


def resident() -> float:
    """Megabytes that this process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@LINUX
def test_memory_does_not_grow_with_the_runs(tmp_path):
    done_in(tmp_path / "warm", tiny(15, 4), engine=Here())
    before = resident()
    done_in(tmp_path / "x", tiny(300, 4), engine=Here())
    assert resident() - before < 15  # for 1,200 runs
    before, world = resident(), tiny().world(0, "scenario")
    kept = [District(world, seed=seed) for seed in range(1, 1201)]
    assert resident() - before > 30 and kept  # it would be seen, were they kept


def test_a_point_is_put_together_once_for_all_its_seeds(tmp_path, monkeypatch):
    """What a run costs besides being lived: not a scenario of its own."""
    from experiments.designs.experiment import Experiment

    small_chunks(monkeypatch, 100)
    asked, world = [], Experiment.world
    monkeypatch.setattr(Experiment, "world", lambda self, *key: asked.append(key) or world(self, *key))
    done_in(tmp_path / "x", tiny(3, 5, what_if={"policy.ips.places": 0.5}), engine=Here())
    assert len(asked) == len(set(asked)) == 3 * 2
