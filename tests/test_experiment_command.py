"""Claims about `inroads experiment`: it says what it will do, goes on by itself, and refuses what differs."""

import json
import signal
import time
from dataclasses import replace

import pandas as pd
import pytest
from commandline import good, inroads, process, refused
from engine_toy import tiny

from experiments.designs.experiment import Keep
from experiments.engine import command, live
from experiments.engine.chunks import with_chunks
from experiments.engine.differences import check_same, differences
from experiments.engine.estimate import estimate
from experiments.engine.executors import Here
from experiments.engine.run import run
from experiments.engine.watch import Lines, duration, line, size, watching
from experiments.store.results import open_results
from sim.errors import InputError

TEXT = """
[about]
title = "Caseload and demand"

[experiment]
people = 30
months = 3
seeds = 2

[keep]
outcomes = ["job_any", "public_cost"]
months = [0, 3]

[what_if]
policy.ips.places = 0.5

[factors]
policy.caseload.ordinary = [40, 70]
world.economy.demand = [0.8, 1.2]
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Runs are made in this process; processes of their own are for other tests."""
    monkeypatch.setattr(command, "engine_of", lambda workers, dask: Here())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TEXT)
    return path


def test_a_call_says_the_plan_first_and_what_came_of_it_last(file, tmp_path):
    lines = good("experiment", file, "--out", tmp_path / "runs").splitlines()
    assert lines[0] == "Caseload and demand"
    assert lines[1] == ("4 points x 2 arms (baseline, policy) x 2 seeds: 16 runs of 30 people over 3 months.")
    assert "1 worker should take about" in lines[2] and "kB on the disk" in lines[2]
    assert lines[3].startswith("16 runs done, 0 failed, 0 left, in ")
    assert open_results(tmp_path / "runs").done == 16
    assert (tmp_path / "runs" / "experiment.toml").read_text() == TEXT


def test_a_second_call_makes_nothing_again(file, tmp_path, monkeypatch):
    good("experiment", file, "--out", tmp_path / "runs")
    monkeypatch.setattr(live, "simulate", lambda *_, **__: pytest.fail("a run was made again"))
    assert "All of them are there already." in good("experiment", file, "--out", tmp_path / "runs")
    assert "16 runs done" in good("experiment", "--resume", "--out", tmp_path / "runs", "-q")


def test_a_damaged_plan_is_written_anew_by_the_same_call(file, tmp_path):
    folder = tmp_path / "runs"
    good("experiment", file, "--out", folder, "-q")
    (folder / "manifest.json").write_text("{")
    result = inroads("experiment", file, "--out", folder)
    assert result.exit_code == 0 and "16 runs done" in result.stdout
    assert result.stderr.startswith("manifest.json ") and len(result.stderr.splitlines()) == 1
    assert good("results", folder, "--check")


def test_a_dry_run_writes_nothing_and_shows_the_first_points(file, tmp_path):
    said = good("experiment", file, "--out", tmp_path / "runs", "--dry-run")
    assert not (tmp_path / "runs").exists()
    assert "policy.caseload.ordinary" in said and "world.economy.demand" in said
    plan = json.loads(good("experiment", file, "--dry-run", "--json"))
    assert plan["points"] == 4 and plan["runs"] == 16 and plan["seeds"] == [1, 2]
    assert plan["first_points"][3] == {"policy.caseload.ordinary": 70.0, "world.economy.demand": 1.2}
    assert 0 < plan["estimate"]["run_seconds"] < plan["estimate"]["seconds"] and plan["estimate"]["size"] > 0


def test_json_is_one_object_with_what_came_of_it(file, tmp_path):
    found = json.loads(good("experiment", file, "--out", tmp_path / "runs", "--json"))
    assert (found["done"], found["failed"], found["left"], found["failures"]) == (16, 0, 0, [])


CHANGES = {
    "seeds = 2": ("seeds = [1, 2, 3]", "seeds were 1, 2 and are 1 to 3"),
    "people = 30": ("people = 31", "district.people was 30 and is 31"),
    "places = 0.5": ("places = 0.6", "policy.ips.places under [what_if] was 0.5 and is 0.6"),
    "[40, 70]": ("[40, 71]", "policy.caseload.ordinary was 40, 70 and is 40, 71"),
    "world.economy.demand": ("world.hiring.scar", "world.economy.demand was varied and is not"),
    '"job_any", "public_cost"': ('"job_any"', "keep.outcomes was job_any, public_cost and is job_any"),
    "months = [0, 3]": ("months = [3]", "keep.months was 0, 3 and is 3"),
    "seeds = 2\n": ('seeds = 2\nscenario = "norway"\n', "it started from denmark and starts from norway"),
    "[what_if]": ("[set]\npolicy.plans.reserve = true\n[what_if]", "policy.plans.reserve"),
    "months = 3\n": ('months = 3\nparameters = "posterior"\n', "parameters was 'best' and is 'posterior'"),
}


@pytest.mark.parametrize("old", CHANGES)
def test_a_changed_file_is_refused_in_words_and_the_folder_stays_as_it_is(old, file, tmp_path):
    good("experiment", file, "--out", tmp_path / "runs", "-q")
    before = {path: path.read_bytes() for path in (tmp_path / "runs").rglob("*") if path.is_file()}
    new, words = CHANGES[old]
    assert old in TEXT
    file.write_text(TEXT.replace(old, new))
    assert words in refused("experiment", file, "--out", tmp_path / "runs")
    assert words in refused("experiment", file, "--out", tmp_path / "runs", "--dry-run")
    after = {path: path.read_bytes() for path in (tmp_path / "runs").rglob("*") if path.is_file()}
    assert before == after


def test_words_and_comments_of_a_file_may_change(file, tmp_path):
    good("experiment", file, "--out", tmp_path / "runs", "-q")
    file.write_text(TEXT.replace("Caseload and demand", "Another title") + "# a comment\n")
    assert "All of them are there" in good("experiment", file, "--out", tmp_path / "runs")


def test_another_version_of_the_model_is_said_and_refused(file, tmp_path, monkeypatch):
    from experiments.designs import experiment
    from experiments.store import layout

    good("experiment", file, "--out", tmp_path / "runs", "-q")
    for module in (experiment, layout):
        monkeypatch.setattr(module, "model_version", lambda: "another")
    assert "another version of the model" in refused("experiment", "--resume", "--out", tmp_path / "runs")


def test_what_differs_is_nothing_for_the_same_experiment(tmp_path):
    one = tiny(points=2, seeds=1)
    run(one, tmp_path, engine=Here())
    results = open_results(tmp_path)
    one = replace(one, runs=with_chunks(one))
    assert list(differences(one, results.manifest, results.design, results.runs)) == []
    check_same(one, tmp_path, results.manifest)
    with pytest.raises(InputError, match=r"keep\.groups"):
        check_same(replace(one, keep=Keep(one.keep.outcomes, one.keep.months)), tmp_path, results.manifest)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["starter"], "--out"), ([], "--out"), (["--out", "x"], "Name an experiment"),
        (["starter", "--out", "new", "--resume"], "no experiment to resume"),
        (["startr", "--out", "x"], "starter"),
        (["--resume", "--out", "new"], "no folder of results"), (["starter", "--out", ""], "--out"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_one_sentence(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in refused("experiment", *words)
    assert not list(tmp_path.iterdir())


def test_a_folder_of_other_files_is_refused(file, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("")
    result = inroads("experiment", file, "--out", tmp_path / "mine")
    assert result.exit_code == 1 and "thesis.docx" in result.stderr


def fails_for_some(simulate):
    """The model with a fault: runs of demand 0.8 and seed 2 end in an error."""

    def one(world, seed, **options):
        if world["world.economy.demand"] == 0.8 and seed == 2:
            raise ZeroDivisionError("no vacancies")
        return simulate(world, seed, **options)

    return one


def test_failures_are_told_with_their_values_and_made_again_only_when_asked(file, tmp_path, monkeypatch):
    sound = live.simulate
    monkeypatch.setattr(live, "simulate", fails_for_some(sound))
    result = inroads("experiment", file, "--out", tmp_path / "runs")
    assert result.exit_code == 1
    assert "12 runs done, 4 failed, 0 left" in result.stdout
    first, *_, last = result.stderr.splitlines()
    for word in ("policy.caseload.ordinary = 40", "world.economy.demand = 0.8", "seed 2", "no vacancies"):
        assert word in first
    assert len(result.stderr.splitlines()) == 4 and "--retry-failed" in last
    monkeypatch.setattr(live, "simulate", sound)
    again = inroads("experiment", file, "--out", tmp_path / "runs", "--json")
    assert again.exit_code == 1 and json.loads(again.stdout)["failures"][0]["seed"] == 2
    assert "16 runs done, 0 failed" in good("experiment", file, "--out", tmp_path / "runs", "--retry-failed")


def test_the_list_and_the_example_are_experiments(tmp_path):
    listed = json.loads(good("experiment", "--list", "--json"))
    assert {"starter", "countries-and-recommendations"} <= set(listed)
    path = tmp_path / "example.toml"
    path.write_text(good("experiment", "--example"))
    assert good("check", path).strip().endswith("fine")


def test_a_stop_file_ends_a_call_and_the_same_call_goes_on(file, tmp_path, monkeypatch):
    sound, folder = live.simulate, tmp_path / "runs"
    monkeypatch.setattr("experiments.engine.chunks.MOST_RUNS", 4)

    def stops(*given, **named):
        (folder / "STOP").touch()
        return sound(*given, **named)

    monkeypatch.setattr(live, "simulate", stops)
    result = inroads("experiment", file, "--out", folder, "--json")
    assert result.exit_code == 130
    found = json.loads(result.stdout)
    assert 0 < found["done"] < 16 and found["done"] + found["left"] == 16
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith(f"Stopped: {found['done']} of 16 runs are kept in ")
    assert f"'inroads experiment --resume --out {folder}'" in sentence
    monkeypatch.setattr(live, "simulate", sound)
    said = good("experiment", "--resume", "--out", folder)
    assert f"{found['done']} of them are there already; {found['left']} are left." in said
    assert "16 runs done, 0 failed, 0 left" in said


def test_ctrl_c_ends_cleanly_and_says_what_is_kept_in_one_sentence(tmp_path):
    """In processes of their own, as a person would have it."""
    path = tmp_path / "long.toml"
    path.write_text(TEXT.replace("people = 30", "people = 300").replace("seeds = 2", "seeds = 2000"))
    folder = tmp_path / "runs"
    with process("experiment", path, "--out", folder, "--workers", "1", "-q") as child:
        _wait_for_parts(folder, 1, child)
        child.send_signal(signal.SIGINT)
        _, complaint = child.communicate(timeout=60)
    assert child.returncode == 130
    (sentence,) = complaint.decode().splitlines()
    assert sentence.startswith("Stopped: ") and "of 16,000 runs are kept" in sentence
    found = open_results(folder)
    assert 0 < found.done < found.total and not found.problems


def _wait_for_parts(folder, wanted, child):
    end = time.monotonic() + 90
    while time.monotonic() < end and child.poll() is None:
        if (folder / "status").is_dir() and len(list((folder / "status").glob("part-*"))) >= wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f"no {wanted} parts came: {child.poll()}")


# -- what is said on the way --------------------------------------------------------------------


def test_the_estimate_grows_with_what_is_left_and_shrinks_with_workers():
    one = tiny(points=6, seeds=30, people=300, months=3)
    one = replace(one, runs=with_chunks(one))
    whole = estimate(one, 1)
    half = estimate(one, 1, pd.Series(one.runs.index < 90))
    nothing = estimate(one, 1, pd.Series(False, index=one.runs.index))
    assert nothing.seconds == 0 < half.seconds
    assert whole.measured_months == 3 and whole.run_seconds > 0
    more = replace(one, runs=with_chunks(replace(one, runs=pd.concat([one.runs] * 4, ignore_index=True))))
    assert estimate(more, 1).size > 2 * whole.size


def test_of_a_long_run_only_some_months_are_lived(monkeypatch):
    from experiments.engine import estimate as module

    monkeypatch.setattr(module, "LONG_RUN", 0.0)
    one = tiny(points=2, seeds=1, people=200, months=40)
    one = replace(one, runs=with_chunks(one))
    found = estimate(one, 2)
    assert found.measured_months == module.FEW_MONTHS < 40
    assert found.size > 0


def test_the_estimated_size_is_near_what_is_written(tmp_path):
    one = tiny(points=10, seeds=20, people=60, months=12)
    guessed = estimate(replace(one, runs=with_chunks(one)), 1).size
    run(one, tmp_path, engine=Here())
    written = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert 0.5 < guessed / written < 2, (guessed, written)


def test_where_nobody_watches_there_is_a_line_now_and_then(capsys):
    times = iter([0.0, 10.0, 31.0, 40.0, 62.0, 99.0])
    told = Lines(clock=lambda: next(times))
    for done in (100, 120, 162, 180, 224, 400):
        told(done, 400, 3)
    lines = capsys.readouterr().err.splitlines()
    # What an earlier call made is no speed of this one: 62 runs in 31 seconds.
    assert lines == [
        "162 of 400 runs, 2 a second, 3 failed, about 2 min left.",
        "224 of 400 runs, 2 a second, 3 failed, about 88 s left.",
    ]
    assert "time left unknown" in line(0, 9, 0, 0.0) and "none failed" in line(0, 9, 0, 0.0)


def test_at_a_terminal_there_is_a_bar_with_failures(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with watching(True) as told:
        told(5, 20, 0)
        told(10, 20, 2)
    with watching(False) as told:
        told(1, 2, 0)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.25, "0.2 s"), (4.4, "4 s"), (99, "99 s"), (120, "2 min"), (9000, "2.5 hours"), (864000, "10 days")],
)
def test_times_are_said_in_the_unit_that_fits(seconds, said):
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0.0 kB"), (9_960, "10 kB"), (305_000, "305 kB"), (2.4e6, "2.4 MB"), (7e10, "70 GB")],
)
def test_sizes_are_said_in_the_unit_that_fits(number, said):
    assert size(number) == said
