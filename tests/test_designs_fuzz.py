"""Claims about any experiment file at all: it is an experiment, or one sentence says why not.

INROADS_FUZZ=20 tries twenty times as many inputs, and other ones every time.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_fuzz import PIECES, ends_well, plain, tables, toml

from experiments.designs import file, points
from experiments.designs.file import read, shipped
from experiments.designs.keys import KINDS, TABLES
from experiments.designs.points import experiment_of
from experiments.kinds import check_any
from sim.errors import InputError
from sim.scenario import declarations

TIMES = int(os.environ.get("INROADS_FUZZ", "1"))
TEXTS = [path.read_bytes() for path in shipped().values()]
ADDRESSES = ["policy.ips.places", "world.economy.demand", "policy.plans.rule", "policy.plans.everyone",
             "policy.plans.reserve", "policy.plans.review", "district.people", "district.months", "scenario",
             "what_if", "parameters"]  # fmt: skip


def tries(count):
    return settings(
        max_examples=count * TIMES, deadline=None, derandomize=TIMES == 1, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "fuzz.toml"


@pytest.fixture(autouse=True)
def few_points(monkeypatch):
    """Whatever is drawn, nothing large is made."""
    monkeypatch.setattr(points, "MOST_POINTS", 2_000)
    monkeypatch.setattr(points, "MOST_RUNS", 20_000)


def planned_or_one_line(path, content):
    """The experiment in a file with this content, or None after checking the complaint."""
    path.write_bytes(content)
    try:
        made = experiment_of(read(path))
    except InputError as error:
        sentence = str(error)
        assert len(sentence.splitlines()) == 1 and sentence.isprintable(), sentence
        assert len(sentence) < 1200 and sentence[-1] in ".?", sentence
        return None
    assert len(made.points) > 0 and len(made.runs) >= len(made.points)
    for point in {0, len(made.points) - 1}:
        for arm in made.arms:
            world = made.world(point, arm)
            assert set(world.values) == set(declarations())
    return made


@given(content=st.binary(max_size=200))
@tries(200)
def test_any_bytes_are_an_experiment_or_one_sentence(content, place):
    planned_or_one_line(place, content)


@given(data=st.data())
@tries(150)
def test_a_sound_file_with_mistakes_is_an_experiment_or_one_sentence(data, place):
    text = bytearray(data.draw(st.sampled_from(TEXTS)))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        new = data.draw(
            st.sampled_from([*PIECES, b"[factors]", b"from", b"plausible"]) | st.binary(max_size=4)
        )
        text[start : start + length] = new
    planned_or_one_line(place, bytes(text))


few = st.lists(
    plain
    | st.sampled_from([0, 0.5, 1, True, "", "by_lot", "language", "denmark", "norway", "ips/as-designed"]),
    max_size=3,
)
factor = (
    few | st.just("plausible") | st.just("posterior") | tables
    | st.fixed_dictionaries({"from": plain | st.just(0.1), "to": plain | st.just(0.9)},
                            optional={"steps": st.integers(-1, 6) | plain})
)  # fmt: skip
inside = {
    "about": st.dictionaries(st.sampled_from(["title", "question", "x"]), plain, max_size=2),
    "experiment": st.fixed_dictionaries({}, optional={
        "scenario": st.sampled_from(["norway", "nowhere", "."]) | plain,
        "people": st.integers(-1, 90) | plain,
        "months": st.integers(-1, 5) | plain, "seeds": st.integers(-1, 3) | few,
        "parameters": st.sampled_from(["best", "posterior", "no"]) | plain,
    }),
    "set": st.dictionaries(st.sampled_from(ADDRESSES), plain | st.just(0.5), max_size=1),
    "keep": st.fixed_dictionaries({}, optional={
        "outcomes": st.just(["job_any"]) | few, "months": st.just("all") | few,
        "groups": st.booleans() | plain,
    }),
    "what_if": st.dictionaries(st.sampled_from(ADDRESSES), plain | st.just(0.5), max_size=2),
    "factors": st.dictionaries(st.sampled_from(ADDRESSES), factor, max_size=3),
    "design": st.fixed_dictionaries({}, optional={
        "kind": st.sampled_from(KINDS) | plain, "points": st.integers(-1, 9) | plain,
        "seed": st.integers(-1, 3) | plain,
        "file": st.sampled_from(["no.csv", "fuzz.toml", ".", "\0"]) | plain,
    }),
    "points": st.lists(
        st.dictionaries(st.sampled_from(ADDRESSES), plain | st.just(0.5), max_size=2), max_size=3
    ),
    "groups": st.dictionaries(st.text("ab", max_size=2), few, max_size=2),
}  # fmt: skip


def dotted(name, table):
    """Lines of a table whose keys are addresses; a list of tables as one."""
    if isinstance(table, list):
        return [
            line for one in table for line in [f"[[{name}]]", *(f"{k} = {toml(v)}" for k, v in one.items())]
        ]
    return [
        f"[{name}]",
        *(f"{key if '.' in key else toml(key)} = {toml(value)}" for key, value in table.items()),
    ]


@given(content=st.fixed_dictionaries({}, optional=inside))
@tries(250)
def test_any_tables_are_an_experiment_or_one_sentence(content, place):
    lines = [line for name, table in content.items() for line in dotted(name, table)]
    planned_or_one_line(place, "\n".join(lines).encode("utf-8", "surrogatepass"))


@given(
    content=st.fixed_dictionaries({"factors": inside["factors"]}),
    other=st.sampled_from(list(TABLES)),
    value=tables,
)
@tries(150)
def test_a_table_that_is_none_is_one_sentence(content, other, value, place):
    lines = [
        f"{other} = {toml(value)}",
        *(dotted("factors", content["factors"]) if other != "factors" else []),
    ]
    planned_or_one_line(place, "\n".join(lines).encode("utf-8", "surrogatepass"))


CELLS = [*ADDRESSES, "0.5", "1", "true", "x", "", "-", "nan", "1e400", '"', "denmark"]
cells = st.lists(st.sampled_from(CELLS) | st.text(max_size=4), min_size=1, max_size=4)


@given(
    rows=st.lists(cells, max_size=4),
    header=st.lists(st.sampled_from(ADDRESSES), max_size=3),
    raw=st.binary(max_size=9),
)
@tries(150)
def test_any_table_of_points_is_an_experiment_or_one_sentence(rows, header, raw, place):
    lines = [",".join(row) for row in [header, *rows]]
    table = "\n".join(lines).encode("utf-8", "surrogatepass") + raw
    place.with_name("points.csv").write_bytes(table)
    planned_or_one_line(place, b'[experiment]\nseeds = 1\n[design]\nkind = "csv"\nfile = "points.csv"')


OPTIONS = ["--out", "--workers", "--resume", "--retry-failed", "--dry-run", "--json", "--quiet", "--list",
           "--example", "--dask", "-q", "--help"]  # fmt: skip


@given(
    words=st.lists(
        st.sampled_from([*OPTIONS, "0", "x", "starter-", "nowhere.toml", "fuzz.toml", ""]), max_size=5
    )
)
@tries(50)
def test_any_command_line_of_an_experiment_that_cannot_run_ends_well(words, place, monkeypatch):
    monkeypatch.chdir(place.parent)
    place.write_text("[factors]\npolicy.ips.places = []\n")
    ends_well("experiment", *words)


OF_RESULTS = ["--outcome", "job_any", "--month", "3", "--group", "--csv", "--check", "--json", "--by-point",
              "x", ".", "fuzz.toml", ""]  # fmt: skip


@given(words=st.lists(st.sampled_from(OF_RESULTS), max_size=5))
@tries(40)
def test_any_command_line_of_results_ends_well(words, place, monkeypatch):
    monkeypatch.chdir(place.parent)
    ends_well("results", *words)


def test_the_check_of_files_would_see_another_kind_of_error(place, monkeypatch):
    def broken(path):
        raise KeyError("no")

    monkeypatch.setattr(file, "read_toml", broken)
    with pytest.raises(KeyError):
        planned_or_one_line(place, b"")


def test_check_tells_scenarios_trials_and_experiments_apart(place):
    from commandline import good, refused

    assert good("check", "denmark", "eqolise", "starter").count("fine") == 3
    place.write_text('extends = "denmark"\n')
    check_any(str(place))
    place.write_text("[factors]\npolicy.ips.places = [2]\n")
    assert "policy.ips.places" in refused("check", place)
