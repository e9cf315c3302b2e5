"""Claims about result folders, Ctrl-C, pipes and the terminal."""

import csv
import errno
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import pytest
from commandline import MORE_PLACES, ROOT, SMALL, good, inroads, process, refused

from experiments import answers, files
from experiments.compare import compare
from sim import load
from sim.outcomes import NAMES

# Files


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_out_writes_tidy_tables_and_a_manifest(tmp_path):
    folder = tmp_path / "deep" / "result"
    good("compare", "denmark", *MORE_PLACES, *SMALL, "--out", folder, "--json")
    names = {f"{table}.{kind}" for table in ("outcomes", "differences", "money")
             for kind in ("csv", "parquet")}  # fmt: skip
    assert {path.name for path in folder.iterdir()} == {*names, "manifest.json"}
    table = parquet.read_table(folder / "outcomes.parquet")
    assert table.column_names == ["arm", "seed", "set", "month", "group", "outcome", "value"]
    assert table.num_rows == 2 * 3 * 15 * 4 * len(NAMES)
    small = load("denmark").set({"district.people": 80, "district.months": 14})
    made = compare(small, small.set({"policy.ips.places": 0.9}), range(1, 4), parameters="posterior")
    assert {(row["seed"], row["set"]) for row in table.to_pylist()} == set(
        zip((1, 2, 3), made.sets, strict=True)
    )
    rows = table.to_pylist()
    for group, values in enumerate([made.policy.values, *map(made.policy.group_values, range(3))]):
        found = [
            row["value"] for row in rows
            if (row["arm"], row["outcome"]) == ("policy", "hours")
            and row["group"] == ("all", "near", "mid", "far")[group]
        ]  # fmt: skip
        wanted = values[:, :, NAMES.index("hours")].ravel()
        assert np.array_equal(np.array(found, float), wanted, equal_nan=True)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["made_by"] == "inroads" and set(manifest["files"]) == names
    assert manifest["changes"]["policy.ips.places"]["to"] == 0.9
    assert set(manifest["columns"]) >= set(table.column_names)


def test_csv_and_parquet_hold_the_same_rows(tmp_path):
    good("compare", "denmark", *MORE_PLACES, *SMALL, "--out", tmp_path, "--quiet")
    for name in ("outcomes", "differences", "money"):
        table = parquet.read_table(tmp_path / f"{name}.parquet").to_pylist()
        rows = rows_of(tmp_path / f"{name}.csv")
        assert len(table) == len(rows) > 100
        for left, right in zip(table[:: len(table) // 50], rows[:: len(table) // 50], strict=True):
            for key, value in left.items():
                if isinstance(value, float):
                    assert float(right[key]) == value
                else:
                    assert right[key] == ("" if value is None else str(value))


def test_money_in_the_files_balances_every_month(tmp_path):
    good("run", "denmark", *SMALL, "--out", tmp_path, "--quiet")
    sums = {}
    for row in parquet.read_table(tmp_path / "money.parquet").to_pylist():
        key = (row["seed"], row["month"])
        total, size = sums.get(key, (0.0, 0.0))
        sums[key] = (total + row["kroner"], size + abs(row["kroner"]))
    assert len(sums) == 3 * 15
    assert all(abs(total) <= 1e-9 * size for total, size in sums.values())
    assert sums[1, 14][1] > 100_000
    assert not (tmp_path / "differences.csv").exists()


def test_a_result_may_be_written_over_an_older_one_and_nothing_of_that_is_left(tmp_path):
    good("compare", "denmark", *SMALL, "--out", tmp_path, "--quiet")
    good("run", "norway", *SMALL, "--out", tmp_path, "--quiet")
    assert not (tmp_path / "differences.csv").exists()
    assert "norway" in (tmp_path / "manifest.json").read_text()


def test_a_folder_with_somebody_elses_files_is_refused_and_left_alone(tmp_path):
    theirs = tmp_path / "outcomes.csv"
    theirs.write_text("mine\n")
    sentence = refused("run", "denmark", *SMALL, "--out", tmp_path)
    assert "'outcomes.csv'" in sentence and "--out" in sentence
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine\n"]


def test_a_manifest_of_another_program_does_not_make_a_folder_ours(tmp_path):
    (tmp_path / "manifest.json").write_text('{"made_by": "another"}')
    refused("run", "denmark", *SMALL, "--out", tmp_path)
    (tmp_path / "manifest.json").write_text("[1]")
    refused("run", "denmark", *SMALL, "--out", tmp_path)


@pytest.mark.parametrize("name", ["", "file", "file/inside", "x" * 300, "a\0b"])
def test_an_impossible_folder_is_refused_before_anything_is_run(tmp_path, monkeypatch, name):
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(answers, "live", lambda *_: pytest.fail("the work was started"))
    refused("run", "denmark", *SMALL, "--out", name)


def test_a_read_only_folder_gets_one_sentence_before_anything_is_run(tmp_path, monkeypatch):
    def refuse(*_):  # what the system does, except to root
        raise PermissionError(errno.EACCES, "in another language")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr(answers, "live", lambda *_: pytest.fail("the work was started"))
    sentence = refused("run", "denmark", *SMALL, "--out", tmp_path)
    assert "Permission denied; give --out a folder that you may write to." in sentence


def test_a_full_disk_gets_one_sentence_and_leaves_no_partial_file(tmp_path):
    # No file of this process may grow beyond 40 kB, which the first table needs.
    told = (
        "import resource, sys\n"
        "from experiments import cli, files\n"
        "import sim.model\n"
        "from sim import load, simulate\n"
        f"sys.argv = {['inroads', 'run', 'denmark', *SMALL, '--out', str(tmp_path)]!r}\n"
        "simulate(load('denmark').set({'district.people': 80, 'district.months': 14}), 1)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    (sentence,) = done.stderr.splitlines()
    assert "make room on the disk" in sentence
    assert [path.name for path in tmp_path.iterdir()] == [files.UNFINISHED]


def test_a_file_that_cannot_be_finished_leaves_the_older_one_as_it_was(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("whole")

    def fail(path):
        path.write_text("ha")
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        files.whole(target, fail)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole"]


def test_ctrl_c_while_writing_leaves_whole_files_and_the_folder_can_be_used_again(tmp_path, monkeypatch):
    def stopped(schema, batches, path):
        path.write_text("ha")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_csv", stopped)
        result = inroads("run", "denmark", *SMALL, "--out", tmp_path)
    assert result.exit_code == 130
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("Stopped: ") and "manifest.json" in sentence
    assert {path.name for path in tmp_path.iterdir()} == {"outcomes.parquet", files.UNFINISHED}
    assert parquet.read_table(tmp_path / "outcomes.parquet").num_rows > 0
    good("run", "denmark", *SMALL, "--out", tmp_path, "--quiet")
    assert (tmp_path / "manifest.json").exists()


def interrupted(folder, wait):
    """(exit code, stderr) of a long comparison that gets Ctrl-C so many seconds after it began."""
    words = ("compare", "denmark", *MORE_PLACES, "--people", 100, "--months", 6)
    with process(*words, "--seeds", 100_000, "--out", folder) as child:
        while not folder.exists():
            assert child.poll() is None, child.stderr.read()
            time.sleep(0.05)
        time.sleep(wait)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=60)
    return child.returncode, told.decode()


def test_ctrl_c_in_the_middle_keeps_the_finished_seeds_in_whole_files(tmp_path):
    good("run", "denmark", *SMALL)  # so that the model is compiled
    for wait in (3, 10, 40):  # seconds; a busy machine may not finish a seed in three
        folder = tmp_path / f"after-{wait}"
        code, told = interrupted(folder, wait)
        assert code == 130, told
        (sentence,) = told.splitlines()
        assert sentence.startswith("Stopped: ")
        if "nothing was written" not in sentence:
            break
    manifest = json.loads((folder / "manifest.json").read_text())
    done = manifest["seeds"]
    assert 0 < len(done) < 100_000
    assert manifest["stopped"] == f"after {len(done)} of 100000 seeds"
    assert f"{len(done)} of 100000 seeds" in sentence
    table = parquet.read_table(folder / "outcomes.parquet", columns=["arm", "seed"])
    assert set(table["seed"].to_pylist()) == set(done)
    assert table.num_rows == 2 * len(done) * 7 * 4 * len(NAMES)
    names = {*manifest["files"], "manifest.json"}
    assert {path.name for path in folder.iterdir()} == names
    assert (folder / "outcomes.csv").read_bytes().count(b"\n") == table.num_rows + 1


# The terminal


@pytest.mark.parametrize("words", [("levers", "--all", "--json"), ("scenarios",), ("--help",)])
def test_a_pipe_that_is_closed_early_gives_no_traceback(words):
    with process(*words) as child:
        child.stdout.close()  # long before there is anything to read
        told = child.stderr.read()
        assert child.wait(60) == 0
    assert told == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("levers",), ("--help",)])
def test_output_that_cannot_be_written_gets_one_sentence(words):
    with open("/dev/full", "wb") as full, process(*words, stdout=full) as child:
        told = child.stderr.read().decode()
        assert child.wait(60) == 1
    (sentence,) = told.splitlines()
    assert sentence.endswith("No space left on device.")


@pytest.mark.parametrize("extra, bar", [((), True), (("--quiet",), False), (("--json",), False)])
def test_a_bar_is_shown_on_a_terminal_only_and_not_with_quiet_or_json(extra, bar):
    ours, theirs = pty.openpty()
    words = ("run", "denmark", *SMALL, *extra)
    with process(*words, stderr=theirs, env={"TERM": "xterm"}) as child:
        os.close(theirs)
        printed = child.stdout.read()
        assert child.wait(120) == 0
    os.set_blocking(ours, False)
    try:
        drawn = os.read(ours, 100_000)
    except OSError:
        drawn = b""
    os.close(ours)
    assert (b"iving the months" in drawn) == bar
    assert b"\x1b[" not in printed


def test_a_district_where_nobody_is_left_prints_no_warning():
    words = ("run", "denmark", *SMALL, "--set", "world.people.move_away=1.0")
    with process(*words) as child:
        printed, told = child.communicate(timeout=120)
    assert told == b"" and b"nobody is left" in printed


def test_our_own_mistake_says_so_and_leaves_with_exit_code_70(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(answers, "live", broken)
    monkeypatch.delenv("INROADS_DEBUG", raising=False)
    sentence = refused("run", "denmark", *SMALL, code=70)
    assert "mistake of its own" in sentence and "INROADS_DEBUG=1" in sentence
    shown = inroads("run", "denmark", *SMALL, env={"INROADS_DEBUG": "1"}).stderr
    assert "Traceback" in shown and "ZeroDivisionError: oh" in shown


def test_too_little_memory_is_said_in_one_sentence(monkeypatch):
    def too_large(*_):
        raise MemoryError

    monkeypatch.setattr(answers, "live", too_large)
    assert "--people" in refused("run", "denmark", *SMALL)
