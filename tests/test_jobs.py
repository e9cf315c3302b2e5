"""Claims about runs started from a page: processes of their own, seen by their folder, stopped, explained."""

import fcntl
import subprocess
import sys
import time

import pytest
from made_up_results import THREE, grid, made
from test_grid_page import asked, home, page, text_of  # noqa: F401

from dashboard import folders, jobs
from dashboard import words_of_folders as words
from experiments.store import layout
from sim.errors import InputError


def until(found, seconds=60):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def asleep(monkeypatch):
    """What would be started sleeps instead."""
    begun = []
    real = subprocess.Popen

    def popen(words, **options):
        child = real([sys.executable, "-c", "import time; time.sleep(60)"], **options)
        begun.append((words, options, child))
        return child

    monkeypatch.setattr(jobs.subprocess, "Popen", popen)
    yield begun
    for _, _, child in begun:
        child.kill()
        child.wait()


def test_a_run_is_a_process_in_a_session_of_its_own_that_leaves_a_core_free(asleep):
    jobs.start(jobs.command("starter", "runs/starter"), "runs/starter")
    ((words_, options, child),) = asleep
    assert words_[1:7] == ["-m", "experiments.cli", "experiment", "starter", "--out", "runs/starter"]
    assert options["start_new_session"] and "--workers" in words_
    assert jobs.is_going("runs/starter") and jobs.going() == ["runs/starter"]
    with pytest.raises(InputError, match=r"runs/starter is still being made; wait for it or stop it"):
        jobs.start(jobs.command("starter", "runs/other"), "runs/other")
    child.kill()
    child.wait()
    assert not jobs.is_going("runs/starter")


def test_a_page_offers_experiments_and_screenings_and_names_a_new_folder_for_each(home):  # noqa: F811
    assert "starter" in jobs.offered(None) and "starter" in jobs.offered(jobs.MORRIS)
    assert jobs.plan("starter", None).runs == 72
    assert jobs.plan("starter", jobs.MORRIS).runs % (2 * jobs.REPLICATES) == 0
    assert jobs.new_folder("starter") == "runs/starter"
    (home / "starter").mkdir(parents=True)
    assert jobs.new_folder("starter") == "runs/starter-2"


def test_what_a_command_said_last_is_why_it_failed():
    jobs.start(jobs.command("no-such-experiment", "runs/no"), "runs/no")
    assert until(lambda: not jobs.is_going("runs/no"))
    assert "There is no experiment" in jobs.failure("runs/no") and jobs.failure("runs/other") == ""
    assert jobs.started_with("runs/no") == ["experiment", "no-such-experiment", "--out", "runs/no"]


def test_a_start_that_the_disk_refuses_is_told_in_a_sentence(home):  # noqa: F811
    home.write_text("a file where a folder should be")
    with pytest.raises(InputError, match=r"could not be started .* can be written into"):
        jobs.start(jobs.command("starter", "runs/starter"), "runs/starter")


def test_a_run_from_a_terminal_is_seen_by_its_lock_and_counted_by_its_parts(home, monkeypatch, page):  # noqa: F811
    folder = made(home / "one", grid(THREE), monkeypatch, runs_a_chunk=4)
    (folder / "status" / "part-000002.parquet").unlink()
    assert not jobs.is_going("runs/one") and folders.progress("runs/one") == (32, 36)
    with (folder / layout.LOCK).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert jobs.is_going("runs/one") and jobs.going() == ["runs/one"]
        test = page()
        assert not test.exception and words.running("runs/one") in text_of(test)
        assert test.get("progress")[0].proto.text == words.progress(32, 36)
        assert "is missing" not in text_of(test), "what is being made is not said to be missing"
        test.button(key="job_stop_0").click().run()
        assert (folder / layout.STOP).exists() and words.STOPPING in text_of(test)
    assert not jobs.is_going("runs/one")


def test_looking_whether_a_folder_is_written_into_holds_nobody_up(home, monkeypatch):  # noqa: F811
    folder = made(home / "one", grid(THREE), monkeypatch)
    folders.is_running("runs/one")
    with (folder / layout.LOCK).open("a") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_start_on_the_page_begins_the_command_it_shows_and_shows_it_being_planned(asleep, page):  # noqa: F811
    test = page()
    shown = test.code[-1].value
    test.button(key="job_start").click().run()
    assert not test.exception and words.running("runs/starter") in text_of(test)
    assert shown.split()[1:] == asleep[0][0][3:7]
    assert asked(test, "run") == "runs/starter"
    assert test.get("progress")[0].proto.text == words.STILL_STARTING
    test.button(key="job_start").click().run()
    assert "is still being made" in test.error[0].value


def test_why_a_start_failed_stands_on_the_page_and_it_can_be_tried_again(page, asleep, home):  # noqa: F811
    jobs.start(jobs.command("starter", "runs/starter"), "runs/starter")
    asleep[0][2].kill()
    asleep[0][2].wait()
    (home / ".jobs" / "starter.log").write_text("\nThe disk is full.\nwarnings.warn('5 leaked semaphores')\n")
    test = page(run="runs/starter")
    assert test.error[0].value == "The disk is full." and not test.exception
    test.button(key="job_go_on").click().run()
    assert len(asleep) == 2 and words.running("runs/starter") in text_of(test)


def test_a_run_that_was_stopped_has_not_failed_and_can_go_on(page, home, monkeypatch, asleep):  # noqa: F811
    jobs.start(jobs.command("starter", "runs/starter"), "runs/starter")
    asleep[0][2].kill()
    asleep[0][2].wait()
    folder = made(home / "starter", grid(THREE), monkeypatch, runs_a_chunk=4)
    (folder / "status" / "part-000002.parquet").unlink()
    folders.ask_to_stop("runs/starter")
    (home / ".jobs" / "starter.log").write_text("Stopped: 32 of 36 runs are kept.\n")
    test = page()
    assert not test.error and not test.exception and "was stopped: 4 runs are missing" in test.info[0].value
    assert test.button(key="job_go_on").label == words.GO_ON


def test_an_unfinished_run_of_a_page_can_go_on_from_it(page, home, monkeypatch, asleep):  # noqa: F811
    folder = made(home / "starter", grid(THREE), monkeypatch, runs_a_chunk=4)
    (folder / "status" / "part-000002.parquet").unlink()
    assert "job_go_on" not in [button.key for button in page().button], "nobody knows its command"
    (home / ".jobs").mkdir()
    (home / ".jobs" / "starter.json").write_text('["experiment", "starter", "--out", "runs/starter"]')
    test = page()
    test.button(key="job_go_on").click().run()
    assert asleep[0][0][3:7] == ["experiment", "starter", "--out", "runs/starter"]


@pytest.mark.parametrize("written", ["", "{}", "[1]", '["rm", "x"]'])
def test_a_command_that_was_not_written_by_a_page_is_never_begun(written, home):  # noqa: F811
    (home / ".jobs").mkdir(parents=True)
    (home / ".jobs" / "x.json").write_text(written)
    assert jobs.started_with("runs/x") is None
