"""Whatever happens to the files of a result folder, it is named, never read, and made again."""

import json
import os
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from engine_toy import bytes_of, done_in, small_chunks, tiny
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.engine.executors import Here
from experiments.store import layout, parts
from experiments.store.results import open_results
from sim.errors import InputError

FEW = tiny()  # 12 runs
PART, OTHER = "part-000001.parquet", "part-000002.parquet"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A complete folder of three chunks."""
    folder = tmp_path_factory.mktemp("whole") / "results"
    with pytest.MonkeyPatch.context() as patch:
        small_chunks(patch, 4)
        done_in(folder, FEW, engine=Here())
    return folder


@pytest.fixture
def folder(whole, tmp_path, monkeypatch):
    """A copy of it to damage."""
    small_chunks(monkeypatch, 4)
    return shutil.copytree(whole, tmp_path / "results")


def again(folder, experiment=FEW, **how):
    return done_in(folder, experiment, engine=Here(), **how)


def everything(folder):
    results = open_results(folder)
    return results.outcomes(), results.outcomes(group="far"), results.table("job_any", 2)


def test_a_whole_folder_has_no_problem_and_nothing_left_to_do(folder, whole):
    results = open_results(folder)
    assert (results.total, results.done, results.failed, results.missing) == (12, 12, 0, 0)
    assert results.check() == () and len(bytes_of(folder)) == 3
    assert len(results.outcomes()) == 12 * 3
    found = again(folder)
    assert (found.done, found.left, found.aside) == (12, 0, ())
    assert not (folder / layout.ASIDE).exists()


def put(text):
    return lambda path: path.write_bytes(text)


def cut(share):
    return lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


def grown(path):
    path.write_bytes(path.read_bytes() + bytes(1))


def replaced_by_a_folder(path):
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")


def replaced_by_a_link(path):
    kept = path.rename(path.parent.parent / f"elsewhere-{path.parent.name}")
    path.symlink_to(kept)


def of_another_experiment(path):
    other = tiny(points=5, name="another")
    done_in(path.parent.parent / "analysis" / "other", other, engine=Here())
    shutil.copy(path.parent.parent / "analysis" / "other" / path.parent.name / PART, path)


def renamed(path):
    shutil.copy(path.with_name(OTHER), path)


DAMAGE = {
    "zero length": put(b""), "random bytes": put(bytes(range(256)) * 40), "text": put(b"run,month\n1,2\n"),
    "cut in half": cut(0.5), "cut at the end": cut(0.999), "grown": grown,
    "a folder": replaced_by_a_folder, "a link": replaced_by_a_link,
    "of another experiment": of_another_experiment,
    "another part": renamed, "gone": lambda path: path.unlink(),
}  # fmt: skip


@pytest.mark.parametrize("kind", [layout.STATUS, layout.OUTCOMES])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_part_is_named_not_read_set_aside_and_made_again(folder, whole, kind, damage):
    path = folder / kind / PART
    DAMAGE[damage](path)
    results = open_results(folder)
    results.check()
    named = {problem.file for problem in results.problems}
    if not (kind == layout.STATUS and damage == "gone"):  # a chunk that was never done looks like this
        assert named == {f"{kind}/{PART}"}
    assert results.done == 8 and results.missing == 4
    assert set(results.outcomes()["run"]) == set(results.status["run"])
    assert not {4, 5, 6, 7} & set(results.outcomes()["run"])
    found = again(folder)
    assert (found.done, found.left) == (12, 0)
    assert {problem.file for problem in found.aside} == named
    assert bytes_of(folder) == bytes_of(whole)
    assert open_results(folder).check() == ()
    if damage != "gone":
        assert os.path.lexists(folder / layout.ASIDE / kind / PART)


@pytest.mark.parametrize("kind", [layout.STATUS, layout.OUTCOMES])
@pytest.mark.parametrize(
    "name", ["notes.txt", "part-000007.parquet", "part-1.parquet", "part-000001.parquet~"]
)
def test_a_stray_file_is_named_and_set_aside_and_nothing_is_made_again(folder, whole, kind, name):
    shutil.copy(folder / kind / PART, folder / kind / name)
    results = open_results(folder)
    assert [problem.file for problem in results.check()] == [f"{kind}/{name}"]
    assert results.done == 12 and everything(folder)[0].equals(everything(whole)[0])
    found = again(folder)
    assert [problem.file for problem in found.aside] == [f"{kind}/{name}"]
    assert (folder / layout.ASIDE / kind / name).is_file()


def test_what_is_set_aside_twice_is_there_twice(folder):
    for _ in range(2):
        (folder / "status" / PART).write_bytes(b"x")
        again(folder)
    assert sorted(path.name for path in (folder / "set-aside" / "status").iterdir()) == [PART, f"{PART}-2"]


def test_outcomes_without_a_status_are_what_a_kill_leaves_and_are_made_again(folder, whole):
    (folder / "status" / PART).unlink()
    (folder / "outcomes" / ".inroads-unfinished-1-ab-part-000001.parquet").write_bytes(b"half a fi")
    assert open_results(folder).check() == ()
    found = again(folder)
    assert found.aside == () and bytes_of(folder) == bytes_of(whole)


# -- any byte --------------------------------------------------------------------------------------

EASY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


def unread_or_equal(folder, whole, kind, changed):
    """Whether a part with other bytes is named and its runs are not read; if not, all must be as before."""
    path = folder / kind / PART
    path.write_bytes(changed)
    try:
        results = open_results(folder)
        problems, read = results.check(), results.outcomes()
        if not problems:
            assert all(
                one.equals(other) for one, other in zip(everything(whole), everything(folder), strict=True)
            )
            assert list(results.status["status"]) == ["ok"] * 12
            return False
        assert f"{kind}/{PART}" in {problem.file for problem in problems}
        return set(read["run"]) == set(range(12)) - {4, 5, 6, 7}
    finally:
        shutil.copy(whole / kind / PART, path)


@pytest.fixture(scope="module")
def scratch(whole, tmp_path_factory):
    return shutil.copytree(whole, tmp_path_factory.mktemp("scratch") / "results")


@pytest.mark.parametrize("kind", [layout.STATUS, layout.OUTCOMES])
@EASY
@given(data=st.data())
def test_any_byte_of_a_part_may_flip_and_nothing_false_is_read(scratch, whole, kind, data):
    raw = (scratch / kind / PART).read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = raw[:place] + bytes([raw[place] ^ flip]) + raw[place + 1 :]
    assert unread_or_equal(scratch, whole, kind, changed)


@pytest.mark.parametrize("kind", [layout.STATUS, layout.OUTCOMES])
@EASY
@given(data=st.data())
def test_a_part_may_be_cut_anywhere(scratch, whole, kind, data):
    raw = (scratch / kind / PART).read_bytes()
    assert unread_or_equal(scratch, whole, kind, raw[: data.draw(st.integers(0, len(raw) - 1))])


def test_without_the_seal_a_false_status_would_be_read(folder):
    """Negative control: a well-formed status that says something else."""
    path = folder / "status" / PART
    from pyarrow import parquet

    table = parquet.read_table(path)
    frame = table.to_pandas()
    frame["error"] = "invented"
    import pyarrow as pa

    false = pa.Table.from_pandas(frame, parts.SAID, preserve_index=False)
    parquet.write_table(false.replace_schema_metadata(table.schema.metadata), path)
    assert [problem.file for problem in open_results(folder).problems] == [f"status/{PART}"]
    with pytest.MonkeyPatch.context() as patch:
        seal = parquet.read_table(path).schema.metadata[parts.SEAL]
        patch.setattr(parts, "_hash", lambda raw: seal)
        assert "invented" in parts.read_status(path, open_results_id(folder)).said["error"].to_pylist()


def open_results_id(folder):
    return json.loads((folder / "manifest.json").read_text())["experiment"]


# -- the files that every result needs -------------------------------------------------------------


@pytest.mark.parametrize("name", [layout.MANIFEST, layout.DESIGN, layout.RUNS])
@pytest.mark.parametrize("damage", ["zero length", "random bytes", "cut in half", "a folder", "gone"])
def test_a_damaged_head_is_one_sentence_and_is_written_again_from_the_experiment(folder, whole, name, damage):
    DAMAGE[damage](folder / name)
    with pytest.raises(InputError, match=name) as refused:
        open_results(folder)
    assert str(refused.value).count(".\n") == 0 and str(refused.value).endswith(".")
    with pytest.raises(InputError, match="another experiment"):
        again(folder, tiny(points=5))
    assert not (folder / layout.ASIDE).exists()  # not touched by what is refused
    found = again(folder)
    assert [problem.file for problem in found.aside] == [name]
    assert (found.done, found.left) == (12, 0)
    assert bytes_of(folder) == bytes_of(whole)
    pd.testing.assert_frame_equal(everything(folder)[2], everything(whole)[2])


@pytest.mark.parametrize("name", [None, layout.MANIFEST])
def test_an_experiment_that_keeps_something_else_is_another_one(folder, name):
    """Its runs are the same, its parts are not; not even a damaged manifest lets the two be mixed."""
    if name:
        (folder / name).write_bytes(b"")
    other = replace(FEW, keep=replace(FEW.keep, months=(0, 2)))
    with pytest.raises(InputError, match="another experiment"):
        again(folder, other)


@EASY
@given(data=st.data())
def test_any_byte_of_the_manifest_may_flip_and_nothing_false_is_read(scratch, data):
    path = scratch / layout.MANIFEST
    raw = path.read_bytes()
    before = json.loads(raw)
    place, flip = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 255))
    path.write_bytes(raw[:place] + bytes([raw[place] ^ flip]) + raw[place + 1 :])
    try:
        assert open_results(scratch).manifest == before
    except InputError:
        pass
    finally:
        path.write_bytes(raw)


@pytest.mark.parametrize("status", [layout.STATUS, layout.OUTCOMES])
def test_a_folder_of_parts_that_is_gone_or_is_a_file_is_no_traceback(folder, whole, status):
    shutil.rmtree(folder / status)
    results = open_results(folder)
    assert results.done == 0 and results.problems
    (folder / status).write_text("no folder")
    assert open_results(folder).done == 0
    with pytest.raises(InputError, match="no folder"):
        again(folder)
    (folder / status).unlink()
    again(folder)
    assert bytes_of(folder) == bytes_of(whole)


@pytest.mark.parametrize("place", ["missing", "file", "empty", "npm"])
def test_what_holds_no_results_is_one_sentence(tmp_path, place):
    path = tmp_path / "x"
    if place == "file":
        path.write_text("x")
    elif place != "missing":
        path.mkdir()
    if place == "npm":
        (path / "manifest.json").write_text('{"name": "app"}')
    with pytest.raises(InputError) as refused:
        open_results(path)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
