"""What one folder can hold together: one experiment, one model, one generator, one posterior, one place."""

import os
import shutil
from dataclasses import replace
from functools import partial

import pytest
from commandline import refused
from engine_toy import done_in, small_chunks, tiny

from experiments import manifest, posterior
from experiments.designs.experiment import Experiment
from experiments.engine import arrivals, live
from experiments.engine import run as running
from experiments.engine.differences import check_same
from experiments.engine.executors import Here
from experiments.engine.run import chunked
from experiments.manifest import hashed
from experiments.store import failures, layout
from experiments.store.parts import Problem
from experiments.store.results import open_results
from sim.errors import InputError

ONE = tiny(points=3, seeds=1)


@pytest.fixture(autouse=True)
def three_chunks(monkeypatch):
    small_chunks(monkeypatch, 1)


@pytest.fixture
def folder(tmp_path):
    done_in(tmp_path / "x", ONE, engine=Here())
    return tmp_path / "x"


def held(folder):
    return layout.read_manifest(folder)


# -- the generator of luck --------------------------------------------------------------------------


def test_runs_of_one_generator_of_luck_are_not_mixed_with_those_of_another(folder, monkeypatch):
    monkeypatch.setattr(manifest, "GENERATOR", "threefry")
    with pytest.raises(InputError, match="another generator"):
        check_same(chunked(replace(ONE)), folder, held(folder))
    with pytest.raises(InputError, match="another generator"):
        done_in(folder, replace(ONE), engine=Here())
    assert manifest.manifest({}, [1])["model"].endswith("-threefry")


def test_the_usual_generator_is_the_one_that_the_model_takes_by_itself():
    """Or folders of today and of a plain environment would be told apart."""
    assert "INROADS_GENERATOR" in os.environ or manifest.GENERATOR == manifest.USUAL_GENERATOR
    assert "-" not in manifest.model_version() or manifest.GENERATOR != manifest.USUAL_GENERATOR


def test_a_worker_with_another_generator_refuses(folder):
    model = held(folder)["model"]
    assert live.live(folder, held(folder)["experiment"], model, 0) == (0, 1, 0)
    with pytest.raises(InputError, match="INROADS_GENERATOR"):
        live.live(folder, held(folder)["experiment"], f"{model}-threefry", 0)


# -- the posterior ----------------------------------------------------------------------------------


def with_other_sets(monkeypatch):
    """The posterior as another calibration would have left it."""
    (*first, last) = posterior.tables()
    other = replace(last, rows=last.rows[::-1], fingerprint="another")
    monkeypatch.setattr(posterior, "tables", lambda: (*first, other))
    return last.name


def test_parameter_sets_that_changed_are_named_as_the_reason(tmp_path, monkeypatch):
    drawn = tiny(points=2, seeds=2, parameters="posterior")
    done_in(tmp_path, drawn, engine=Here())
    assert held(tmp_path)["parameters"]["files"] == {t.name: t.fingerprint for t in posterior.tables()}
    name = with_other_sets(monkeypatch)
    with pytest.raises(InputError, match=rf"the parameter sets have changed since \({name}\)\."):
        done_in(tmp_path, replace(drawn), engine=Here())


def test_what_uses_no_parameter_set_does_not_mind_that_they_changed(folder, monkeypatch):
    assert held(folder)["parameters"] == {"used": "best"}
    with_other_sets(monkeypatch)
    assert done_in(folder, replace(ONE), engine=Here()).done == 3


# -- the place --------------------------------------------------------------------------------------


def test_a_worker_that_sees_another_folder_under_the_path_refuses(folder, tmp_path):
    other = tiny(points=3, seeds=2)
    done_in(tmp_path / "other", other, engine=Here())
    mine, model = held(folder)["experiment"], held(folder)["model"]
    with pytest.raises(InputError, match="sees another folder"):
        live.live(tmp_path / "other", mine, model, 0)
    assert open_results(tmp_path / "other").check() == ()
    with pytest.raises(InputError, match="finds no experiment"):
        live.live(tmp_path / "nothing", mine, model, 0)


def elsewhere(there, folder, experiment, model, chunk):
    """A worker on a machine that has a folder of its own under the same path."""
    if not there.exists():
        shutil.copytree(folder, there)
    return live.live(there, experiment, model, chunk)


def test_a_part_that_only_a_worker_has_seen_is_not_counted_as_done(tmp_path, monkeypatch):
    monkeypatch.setattr(arrivals, "PATIENCE", 0.0)
    monkeypatch.setattr(running, "live", partial(elsewhere, tmp_path / "elsewhere"))
    with pytest.raises(InputError, match=r"says that it wrote part [012], but .* does not have it"):
        done_in(tmp_path / "x", ONE, engine=Here())
    assert open_results(tmp_path / "x").missing == 3


def test_a_part_that_a_slow_file_system_shows_late_is_waited_for(tmp_path, monkeypatch):
    (tmp_path / layout.STATUS).mkdir()
    found = arrivals.Arrivals(tmp_path)
    found.told(7)
    assert list(found.unseen) == [7]
    path = layout.part(tmp_path, layout.STATUS, 7)
    monkeypatch.setattr(arrivals.time, "sleep", lambda _: path.touch())
    found.wait()
    assert not found.unseen


# -- before anything takes long ---------------------------------------------------------------------

FILE = "[experiment]\npeople = 20\nmonths = 2\nseeds = 1\n[factors]\npolicy.caseload.ordinary = [40, 70]\n"


@pytest.fixture
def called(tmp_path, monkeypatch):
    """A file of an experiment; whoever estimates it fails the test."""
    from experiments.engine import command

    monkeypatch.setattr(command.measured, "estimate", lambda *_: pytest.fail("it was estimated first"))
    monkeypatch.setattr(command, "engine_of", lambda workers, dask: Here())
    (tmp_path / "mine.toml").write_text(FILE)
    return tmp_path / "mine.toml"


def test_a_folder_is_tried_before_anything_is_measured(called, tmp_path):
    from experiments.engine.lock import locked

    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "thesis.txt").write_text("")
    assert "thesis.txt" in refused("experiment", called, "--out", tmp_path / "theirs")
    assert "no folder" in refused("experiment", called, "--out", called)
    (tmp_path / "busy").mkdir()
    with locked(tmp_path / "busy"):
        assert "Another call" in refused("experiment", called, "--out", tmp_path / "busy")


def test_an_old_stop_file_is_gone_before_the_estimate_and_one_made_during_it_counts(
    called, tmp_path, monkeypatch
):
    from commandline import inroads

    from experiments.engine import command
    from experiments.engine.estimate import Estimate

    (tmp_path / "x").mkdir()
    stop = tmp_path / "x" / "STOP"
    seen = []

    def estimate(*_):
        seen.append(stop.exists())
        if len(seen) == 1:
            stop.touch()
        return Estimate(1.0, 1.0, 1, 1, 1)

    monkeypatch.setattr(command.measured, "estimate", estimate)
    stop.touch()
    first = inroads("experiment", called, "--out", tmp_path / "x")
    assert first.exit_code == 130 and "0 of 2 runs are kept" in first.stderr
    assert inroads("experiment", called, "--out", tmp_path / "x").exit_code == 0
    assert seen == [False, False] and open_results(tmp_path / "x").done == 2


@pytest.mark.parametrize("name", ["LOCK", "STOP"])
def test_a_folder_in_place_of_a_file_of_ours_is_named(folder, name):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    with pytest.raises(InputError, match=rf"x/{name}' is a folder"):
        done_in(folder, ONE, engine=Here())


@pytest.mark.parametrize("name", ["status", "outcomes"])
def test_a_file_in_place_of_a_folder_of_ours_is_named(folder, name):
    shutil.rmtree(folder / name)
    (folder / name).write_text("mine")
    with pytest.raises(InputError, match=rf"x/{name}' is no folder"):
        done_in(folder, ONE, engine=Here())
    assert (folder / name).read_text() == "mine"


# -- what is said of files that cannot be used ------------------------------------------------------


def test_what_was_done_about_a_file_is_what_is_said(folder):
    first, second, third = (layout.part(folder, "outcomes", k) for k in range(3))
    first.unlink()
    second.write_bytes(b"x")
    (folder / "status" / "notes.txt").write_text("mine")
    (folder / "outcomes" / "notes.txt").write_text("mine")
    said = {one.file: one.then for one in done_in(folder, ONE, engine=Here()).aside}
    assert said == {
        f"outcomes/{first.name}": "its runs are made again",
        f"outcomes/{second.name}": "it was moved to set-aside and its runs are made again",
        "status/notes.txt": "it was moved to set-aside",
        "outcomes/notes.txt": "it was moved to set-aside",
    }
    assert third.exists() and open_results(folder).check() == ()
    assert Problem("a", "b") == Problem("a", "b", "c")


def test_a_lost_manifest_is_not_said_to_have_been_moved(folder):
    (folder / "manifest.json").unlink()
    (one,) = done_in(folder, ONE, engine=Here()).aside
    assert (one.file, one.wrong, one.then) == ("manifest.json", "is missing", "it was written anew")


def test_parts_of_another_version_of_the_model_may_be_why_a_lost_manifest_is_not_written(folder, monkeypatch):
    (folder / "manifest.json").unlink()
    monkeypatch.setattr(manifest, "GENERATOR", "threefry")
    with pytest.raises(InputError, match="or of another version of the model"):
        done_in(folder, replace(ONE), engine=Here())


def test_whoever_goes_on_with_a_spoiled_folder_is_told_of_the_file_in_it(tmp_path):
    done_in(tmp_path, replace(ONE, text=FILE), engine=Here())
    (tmp_path / "manifest.json").write_text("{")
    assert "kept there as experiment.toml" in refused("experiment", "--resume", "--out", tmp_path)


def test_an_error_is_shown_on_one_line_that_a_person_can_read():
    found = {"run": 1, "point": 0, "values": {}, "arm": "scenario", "seed": 1}
    told, _ = failures.sentences([{**found, "error": "Bad:\n  \x1b[31m" + "much " * 1000}], 1)
    assert "\n" not in told and "\x1b" not in told and len(told) < 300
    assert "Bad: [31mmuch much" in told


# -- many runs --------------------------------------------------------------------------------------


def test_who_runs_are_is_worked_out_once_in_a_whole_call(tmp_path, monkeypatch):
    asked, worked_out = [], Experiment.__dict__["_ids"].func
    counting = type(Experiment.__dict__["_ids"])(lambda self: asked.append(1) or worked_out(self))
    counting.__set_name__(Experiment, "_ids")
    monkeypatch.setattr(Experiment, "_ids", counting)
    planned = chunked(replace(ONE))
    done_in(tmp_path / "x", planned, engine=Here())
    check_same(planned, tmp_path / "x", held(tmp_path / "x"))
    done_in(tmp_path / "x", planned, engine=Here())
    assert len(asked) == 1


def test_a_worker_holds_of_the_runs_what_it_lives_and_no_more(folder):
    live._opened.cache_clear()
    opened = live._opened(folder, held(folder)["experiment"])
    assert list(opened.runs.columns) == [*live.COLUMNS, "chunk"]
    whole = layout.read(folder)
    for chunk in range(3):
        wanted = whole.runs[whole.runs["chunk"] == chunk]
        assert [row[:4] for row in live._rows(opened, chunk)] == list(
            wanted[live.COLUMNS[:4]].itertuples(index=False, name=None)
        )


def test_the_values_of_a_point_are_those_of_the_table_in_plain_types():
    for point, wanted in enumerate(ONE.points.to_dict("records")):
        assert ONE.row(point) == wanted and all(type(one) is float for one in ONE.row(point).values())


def test_all_hashes_of_a_folder_are_of_one_kind(folder):
    raw = (folder / "design.parquet").read_bytes()
    assert held(folder)["files"]["design.parquet"] == hashed(raw)
