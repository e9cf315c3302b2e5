"""Claims about the files of `inroads life --out`: everybody's months, as TraMineR reads them."""

import csv
import json
from itertools import pairwise

import pytest
from commandline import good, inroads, refused

from experiments import biography, story
from experiments.life import record
from experiments.sequences import COLOURS, alphabet, spells, wide
from sim import load, simulate
from sim.statuses import STATUSES
from tests.districts import busy

SMALL = ("--people", 60, "--months", 18)
POLICY = ("--set", "policy.ips.places=0.9", "--set", "policy.ips.from_severity=0.0")


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with the lives of two worlds, some of whose people move away."""
    folder = tmp_path_factory.mktemp("lives")
    own = folder / "own.toml"
    own.write_text('extends = "denmark"\nworld.people.move_away = 0.02\n')
    out = folder / "out"
    good("life", own, "--person", 2, *SMALL, *POLICY, "--out", out)
    return load(own).set({"district.people": 60, "district.months": 18}), out


def test_both_worlds_get_sequences_spells_and_the_persons_months(written):
    _, out = written
    names = {f"{kind}-{world}.csv" for kind in ("sequences", "spells", "person")
             for world in ("baseline", "policy")}  # fmt: skip
    assert {path.name for path in out.iterdir()} == {*names, "alphabet.csv", "README.txt", "manifest.json"}
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["made_by"] == "inroads" and manifest["person"] == 2
    assert set(manifest["files"]) == names | {"alphabet.csv", "README.txt"}


def test_a_sequence_is_a_persons_statuses_and_na_after_moving_away(written):
    scenario, out = written
    rows = rows_of(out / "sequences-baseline.csv")
    lives = simulate(scenario, seed=1).lives
    assert [row["id"] for row in rows] == [str(number) for number in range(60)]
    gone = 0
    for person, row in enumerate(rows):
        states = [row[f"m{month}"] for month in range(19)]
        stay = states.index("NA") if "NA" in states else 19
        assert states[:stay] == [STATUSES[code] for code in lives[:stay, person]]
        assert set(states[stay:]) <= {"NA"}
        gone += stay < 19
    assert gone > 3
    assert {row["group"] for row in rows} <= {"near", "mid", "far"}
    assert {float(row["weight"]) for row in rows} == {1.0}
    assert {"age", "woman", "young", "immigrant", "senior", "limited", "barriers_at_start"} <= set(rows[0])


@pytest.mark.parametrize("world", ["baseline", "policy"])
def test_spells_spread_out_again_are_the_sequences(written, world):
    """Begin and end count from 1 and are inside: as TraMineR turns SPELL into STS."""
    _, out = written
    spread = {}
    for row in rows_of(out / f"spells-{world}.csv"):
        for position in range(int(row["begin"]), int(row["end"]) + 1):
            key = (row["id"], position)
            assert key not in spread, "spells overlap"
            spread[key] = row["status"]
    wanted = {
        (row["id"], month + 1): row[f"m{month}"]
        for row in rows_of(out / f"sequences-{world}.csv") for month in range(19)
        if row[f"m{month}"] != "NA"
    }  # fmt: skip
    assert spread == wanted


def test_two_spells_in_a_row_are_never_the_same_status(written):
    _, out = written
    rows = rows_of(out / "spells-policy.csv")
    for one, after in pairwise(rows):
        if one["id"] == after["id"]:
            assert one["status"] != after["status"] and int(after["begin"]) == int(one["end"]) + 1


def test_the_alphabet_has_every_status_once_with_a_label_and_a_colour_of_its_own(written):
    _, out = written
    rows = rows_of(out / "alphabet.csv")
    assert [row["state"] for row in rows] == list(STATUSES)
    assert all(row["label"].lower() == row["state"] for row in rows)
    assert len(set(COLOURS)) == len(COLOURS) == len(STATUSES)
    assert alphabet().num_rows == len(STATUSES)


def test_the_readme_is_six_lines_with_the_call_that_reads_the_files(written):
    _, out = written
    text = (out / "README.txt").read_text()
    assert len(text.splitlines()) == 6
    assert "seqdef(" in text and 'paste0("m", 0:18)' in text and "sequences-baseline.csv" in text


def test_the_persons_months_are_those_of_the_story(written):
    scenario, out = written
    rows = rows_of(out / "person-baseline.csv")
    wanted = story.as_plain(record(scenario, 2, seed=1))
    assert [row["date"] for row in rows] == [row["date"] for row in wanted]
    assert [float(row["income"]) for row in rows] == [row["income"] for row in wanted]
    assert {row["person"] for row in rows} == {"2"}
    told = " ".join(row["events"] for row in rows)
    assert all(event["text"] in told for row in wanted for event in row["events"])


def test_lives_may_be_written_over_another_result_and_the_other_way_round(tmp_path):
    good("run", "denmark", *SMALL, "--seeds", 2, "--out", tmp_path, "--quiet")
    good("life", "denmark", "--person", 1, *SMALL, "--out", tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert "outcomes.csv" not in names and "sequences-scenario.csv" in names
    good("run", "denmark", *SMALL, "--seeds", 2, "--out", tmp_path, "--quiet")
    assert not {path.name for path in tmp_path.iterdir()} & {"sequences-scenario.csv", "README.txt"}


def test_a_folder_with_somebody_elses_files_is_refused_before_anything_is_run(tmp_path, monkeypatch):
    (tmp_path / "README.txt").write_text("mine\n")
    monkeypatch.setattr(biography, "record", lambda *_: pytest.fail("the work was started"))
    assert "--out" in refused("life", "denmark", "--person", 1, *SMALL, "--out", tmp_path)
    assert (tmp_path / "README.txt").read_text() == "mine\n"


def test_ctrl_c_while_lives_are_written_leaves_no_partial_file(tmp_path, monkeypatch):
    from experiments import files

    def stopped(schema, batches, path, quoting="none"):
        path.write_text("ha")
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "write_csv", stopped)
    result = inroads("life", "denmark", "--person", 1, *SMALL, "--out", tmp_path)
    assert result.exit_code == 130
    assert [path.name for path in tmp_path.iterdir()] == [files.UNFINISHED]


def test_spells_and_sequences_cover_every_month_of_everybody():
    life = record(busy(people=60, months=18), 0, seed=1)
    assert wide(life).num_rows == 60 and "m18" in wide(life).column_names
    table = spells(life).to_pydict()
    months = sum(end - begin + 1 for begin, end in zip(table["begin"], table["end"], strict=True))
    assert months == int((life.cohort.statuses >= 0).sum())
