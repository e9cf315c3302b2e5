"""Claims about `inroads results`: the numbers are those of the runs, and what is wrong is found and named."""

import csv
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from commandline import good, inroads, refused

from experiments import spread
from experiments.compare import compare
from experiments.designs.file import read
from experiments.designs.points import experiment_of
from experiments.engine.executors import Here
from experiments.engine.run import run
from experiments.results.points import ByPoint
from experiments.store.results import open_results
from sim.outcomes import BY_NAME, NAMES

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "experiments.md"
TEXT = """
[about]
title = "Countries and places"
question = "Does it matter?"

[experiment]
people = 60
months = 4
seeds = 3

[keep]
outcomes = ["job_any", "service_hours", "public_cost"]
months = [0, 2, 4]
groups = true

[what_if]
policy.ips.places = 0.9
world.economy.demand = 1.6

[factors]
scenario = ["denmark", "norway"]
policy.caseload.ordinary = [30, 90]
"""


def made(folder, text):
    """A result folder from the text of an experiment."""
    path = folder / "mine.toml"
    path.write_text(text)
    found = run(experiment_of(read(path)), folder / "runs", engine=Here())
    assert found.left == found.failed == 0
    return folder / "runs"


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    return made(tmp_path_factory.mktemp("pairs"), TEXT)


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """One arm, and points that differ in nothing: all that they show is luck."""
    text = TEXT.partition("[what_if]")[0].replace("seeds = 3", "seeds = 8")
    levels = "[factors]\npolicy.caseload.ordinary = [70.0, 70.000001, 70.000002]\n"
    return made(tmp_path_factory.mktemp("single"), text + levels)


@pytest.fixture
def copy(pairs, tmp_path):
    return Path(shutil.copytree(pairs, tmp_path / "copy"))


def test_a_point_says_what_comparing_its_two_worlds_says(pairs):
    """The paired difference and its error are those of `inroads compare` on the same seeds."""
    results = open_results(pairs)
    experiment = experiment_of(read(pairs.parent / "mine.toml"))
    one = ByPoint.of(results, "service_hours", 4, "all")
    for point in (0, 3):
        pair = compare(experiment.world(point, "baseline"), experiment.world(point, "policy"), [1, 2, 3])
        expected = pair.difference("service_hours", 4)
        found = one.estimates[point]
        assert (found.mean, found.lo, found.hi, found.mcse) == pytest.approx(
            (expected.mean, expected.lo, expected.hi, expected.mcse), rel=1e-12, abs=1e-15
        )
        assert one.estimates_of("baseline")[point].mean == pytest.approx(
            pair.baseline.at("service_hours", 4).mean
        )


def test_groups_are_those_of_the_runs(pairs):
    results = open_results(pairs)
    experiment = experiment_of(read(pairs.parent / "mine.toml"))
    pair = compare(experiment.world(1, "baseline"), experiment.world(1, "policy"), [1, 2, 3])
    far = ByPoint.of(results, "service_hours", 2, "far").estimates[1]
    assert far.mean == pytest.approx(pair.difference("service_hours", 2, 2).mean)


def test_the_summary_says_what_it_is_how_far_it_is_and_what_made_it(pairs):
    said = " ".join(good("results", pairs).split())
    for words in ("Countries and places (grid, 4 points).", "Does it matter?",
                  "24 of 24 runs are done, 0 failed, 0 are missing",
                  "arms baseline and policy", "seeds 1 to 3", "policy.caseload.ordinary (People per "
                  "caseworker)",
                  "inroads", "numpy"):  # fmt: skip
        assert words in said, words
    assert "changed since" not in said


def test_another_model_is_said(pairs, monkeypatch):
    monkeypatch.setattr("experiments.results.report.model_version", lambda: "another")
    assert "The model has changed since" in good("results", pairs)


def test_money_of_different_currencies_is_not_compared(pairs):
    said = good("results", pairs, "--outcome", "public_cost")
    assert "different currencies" in said and "highest" not in said
    said = good("results", pairs, "--outcome", "job_any")
    assert "highest at point" in said


def test_the_highest_and_the_lowest_point_are_that(pairs):
    table = json.loads(good("results", pairs, "--outcome", "service_hours", "--json"))["tables"][0]
    means = {row["point"]: row["difference"] for row in table["points"]}
    assert table["highest"] == max(means, key=means.get) and table["lowest"] == min(means, key=means.get)
    assert table["month"] == 4 and table["unit"] == BY_NAME["service_hours"].unit
    assert len(table["points"]) == 4 and {row["seeds"] for row in table["points"]} == {3}


def test_points_that_differ_in_nothing_differ_by_luck_alone(single):
    """A known answer: the share of luck is all, and its interval says so."""
    results = open_results(single)
    rows = results.table("job_any", 4)
    rows["value"] = np.random.default_rng(1).normal(size=len(rows))
    one = ByPoint(results, "job_any", 4, "all", rows)
    assert one.split.luck > 0.6 and one.split.hi > 0.99
    rows = rows.assign(value=rows["value"] + 100.0 * rows["point"])  # and the control: points that do differ
    assert ByPoint(results, "job_any", 4, "all", rows).split.luck < 0.01


def test_the_share_of_luck_is_that_of_a_known_layout():
    """200 points with spread 1 and luck of spread 2 between runs: luck is four fifths."""
    luck = np.random.default_rng(2)
    point = np.repeat(np.arange(200), 10)
    values = luck.normal(size=200)[point] + 2.0 * luck.normal(size=2000)
    assert spread.split(values, point.tolist()).luck == pytest.approx(0.8, abs=0.03)


def test_points_with_the_same_people_are_said_to_be_surer_than_their_errors(single, pairs):
    assert "surer than these errors" in " ".join(good("results", single).split())
    assert "surer than these errors" not in " ".join(good("results", pairs).split())


def test_the_csv_of_runs_has_every_run_and_month_with_what_was_varied(pairs, tmp_path):
    path = tmp_path / "runs.csv"
    assert f"72 rows were written to {path}." in good("results", pairs, "--csv", path)
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["run", "point", "arm", "seed", "set", "scenario", "policy.caseload.ordinary",
                             "month", "job_any", "service_hours", "public_cost"]  # fmt: skip
    outcomes = open_results(pairs).outcomes(["service_hours"], [4]).set_index("run")["service_hours"]
    for row in rows:
        if row["month"] == "4":
            assert float(row["service_hours"]) == outcomes[int(row["run"])]
    assert {(row["scenario"], row["arm"]) for row in rows} == {
        (country, arm) for country in ("denmark", "norway") for arm in ("baseline", "policy")
    }
    few = tmp_path / "few.csv"
    good("results", pairs, "--csv", few, "--month", "2", "--outcome", "job_any", "--group", "far")
    assert len(few.read_text().splitlines()) == 25


def test_the_csv_of_points_has_the_means_of_the_tables(pairs, tmp_path):
    path = tmp_path / "points.csv"
    both = ("--outcome", "job_any", "--outcome", "service_hours")
    good("results", pairs, "--csv", path, "--by-point", *both)
    found = pd.read_csv(path)
    one = ByPoint.of(open_results(pairs), "service_hours", 4, "all")
    rows = found[found["outcome"] == "service_hours"].set_index("point")
    assert rows["difference"].tolist() == pytest.approx([one.estimates[p].mean for p in rows.index])
    assert rows["mcse"].tolist() == pytest.approx([one.estimates[p].mcse for p in rows.index])
    assert len(found) == 8


def test_a_whole_folder_passes_the_check(pairs):
    assert "Every part was read" in good("results", pairs, "--check")
    found = json.loads(good("results", pairs, "--check", "--json"))
    assert found["problems"] == [] and found["checked"] and (found["done"], found["missing"]) == (24, 0)


def change_a_byte(path):
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def another_number(path):
    """A part that is sound Parquet with the right marks, and lies: 1 more on one outcome."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path)
    place = table.column_names.index("job_any")
    column = pa.array(table["job_any"].to_numpy() + 1.0)
    parquet.write_table(table.set_column(place, "job_any", column), path)


DAMAGE = {
    "a byte of an outcome": ("outcomes/part-000000.parquet", change_a_byte),
    "half a file": ("outcomes/part-000000.parquet", lambda path: path.write_bytes(path.read_bytes()[:99])),
    "a number": ("outcomes/part-000000.parquet", another_number),
    "half a status": ("status/part-000000.parquet", lambda path: path.write_bytes(path.read_bytes()[:-20])),
    "a file that is gone": ("outcomes/part-000000.parquet", lambda path: path.unlink()),
    "a stranger": ("outcomes/part-000007.parquet", lambda path: path.write_bytes(b"PAR1")),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found_named_and_the_exit_code_says_so(what, copy):
    name, damage = DAMAGE[what]
    damage(copy / name)
    result = inroads("results", copy, "--check")
    assert result.exit_code == 1
    assert any(line.startswith(name) for line in result.stderr.splitlines()), result.stderr
    assert "Every part was read" not in result.stdout


@pytest.mark.parametrize("name", ["manifest.json", "design.parquet", "runs.parquet"])
def test_a_plan_that_was_changed_is_refused(name, copy):
    change_a_byte(copy / name)
    assert name in refused("results", copy, "--check")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--outcome", "jobs"], "'jobs' is no outcome"), (["--outcome", "trust"], "'trust' was not kept"),
        (["--month", "3"], "nearest that was is"), (["--group", "rich"], "all, near, mid, far"),
        (["--by-point"], "--csv FILE"), (["--csv", ""], "--csv"), (["--csv", "."], "folder"),
        (["--csv", "no/such/file.csv"], "make it first"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_one_sentence(words, said, pairs, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in refused("results", pairs, *words)


def test_what_holds_no_results_is_one_sentence(tmp_path):
    assert "no folder of results" in refused("results", tmp_path)
    assert "no folder of results" in refused("results", tmp_path / "nothing")


def test_a_folder_in_which_nothing_is_done_is_told_of(copy, tmp_path):
    for kind in ("outcomes", "status"):
        for path in (copy / kind).iterdir():
            path.unlink()
    said = " ".join(good("results", copy).split())
    assert "0 of 24 runs are done" in said and "--resume" in said
    assert "nothing to write" in refused("results", copy, "--csv", tmp_path / "x.csv")


# -- other programs -------------------------------------------------------------------------------


def test_the_manifest_says_what_every_column_is(pairs):
    manifest = json.loads((pairs / "manifest.json").read_text())
    assert set(manifest["outcomes"]) == {"job_any", "service_hours", "public_cost"} < set(NAMES)
    assert manifest["outcomes"]["job_any"] == {"label": "In paid work", "unit": "share"}
    assert manifest["factors"]["policy.caseload.ordinary"]["unit"] == "people"
    columns = set(manifest["columns"])
    for table in ("outcomes", "status"):
        path = next((pairs / table).iterdir())
        columns_there = set(pd.read_parquet(path).columns) - set(NAMES)
        assert columns_there <= columns
    assert set(pd.read_parquet(pairs / "runs.parquet").columns) <= columns


def lines_of(language):
    """The code that the document shows for a language, about the folder runs/starter."""
    found = re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(), re.S)
    code = [one for one in found if "runs/starter" in one]
    assert code, f"the document shows no {language}"
    return code


def test_pandas_reads_a_folder_as_the_document_says(pairs, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(pairs, tmp_path / "runs" / "starter")
    names = {}
    for code in lines_of("python"):
        exec(code.replace("24", "4"), names)  # the month of the document
    one = ByPoint.of(open_results(pairs), "job_any", 4, "all")
    expected = {point: found.mean for point, found in one.estimates.items()}
    assert any(expected.values())
    assert names["effect"].to_dict() == pytest.approx(expected)
    paired = names["results"].table("job_any", 4).groupby("point")["difference"].mean()
    assert paired.to_dict() == pytest.approx(expected)


def test_duckdb_reads_a_folder_as_the_document_says(pairs, tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(pairs, tmp_path / "runs" / "starter")
    (code,) = lines_of("sql")
    found = duckdb.sql(code.replace("24", "4")).fetchall()
    one = ByPoint.of(open_results(pairs), "job_any", 4, "all")
    assert {row[0]: row[1] for row in found} == pytest.approx({p: e.mean for p, e in one.estimates.items()})
