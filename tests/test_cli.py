"""Claims about the command line: what each command prints, its exit codes and its JSON."""

import itertools
import json
import subprocess
import sys

import pytest
from commandline import MORE_PLACES, ROOT, SMALL, good, inroads, refused

from experiments.compare import compare
from sim import load
from sim.month import MONTH
from sim.outcomes import NAMES
from sim.scenario import declarations, shipped

PROMISED = {
    "job_any", "job_ordinary", "job_fulltime", "job_ever", "hours", "months_in_work",
    "disability_pension", "out_of_contact", "public_cost",
}  # fmt: skip


@pytest.fixture(scope="module")
def paired():
    """A small comparison as the command line prints it, and the same one made by hand."""
    printed = json.loads(good("compare", "denmark", *MORE_PLACES, *SMALL, "--json"))
    small = load("denmark").set({"district.people": 80, "district.months": 14})
    policy = small.set({"policy.ips.places": 0.9})
    return printed, compare(small, policy, range(1, 4), parameters="posterior")


# Help


@pytest.mark.parametrize("words", [("--help",), ("-h",), ()])
def test_help_reads_like_a_manual_page_and_names_every_command(words):
    page = good(*words)
    headings = [line for line in page.splitlines() if line and not line.startswith(" ")]
    assert headings == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXAMPLES", "EXIT STATUS",
        "ENVIRONMENT",
    ]  # fmt: skip
    named = "run compare life barriers trial levers phases check schema scenarios dashboard audit"
    for name in named.split():
        assert f"\n       {name} " in page


def test_the_examples_of_the_manual_page_name_scenarios_and_addresses_that_exist():
    examples = good("--help").partition("EXAMPLES")[2].partition("EXIT STATUS")[0].split()
    addresses = [word.partition("=")[0] for word in examples if word.startswith("policy.")]
    named = [after for word, after in itertools.pairwise(examples)
             if word in ("run", "compare", "--with", "life", "barriers")]  # fmt: skip
    assert addresses and set(addresses) <= set(declarations())
    assert named and set(named) <= set(shipped())


def test_help_needs_neither_the_model_nor_a_compiler():
    told = (
        "import sys\n"
        "from experiments.cli import main\n"
        "sys.argv = ['inroads', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as leaving:\n    assert leaving.code == 0\n"
        "heavy = {'numba', 'numpy', 'mesa', 'pandas', 'sim.scenario'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_version_is_printed_on_one_line():
    assert good("--version").startswith("inroads ")


# Usage errors


@pytest.mark.parametrize(
    "words, near",
    [
        (("compar", "denmark"), "'compare'"),
        (("run", "denmark", "--mnths", "3"), "--months"),
        (("compare", "denmark", "--seed-s", "3"), "--seeds"),
        (("levers", "--jsn"), "--json"),
    ],
)
def test_an_unknown_command_or_option_gets_the_nearest_name_and_exit_code_2(words, near):
    sentence = refused(*words, code=2)
    assert f"Did you mean {near}" in sentence.replace("--seed or ", "")
    assert "--help' says what it takes." in sentence


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "denmark", "norway"),
        ("run", "denmark", "--seeds", "0"),
        ("run", "denmark", "--seeds", "many"),
        ("run", "denmark", "--seed", "0"),
        ("run", "denmark", "--months"),
        ("check",),
        ("dashboard", "--port", "70000"),
    ],
)
def test_a_command_line_that_is_not_understood_gets_one_sentence_and_exit_code_2(words):
    assert "--help' says what it takes." in refused(*words, code=2)


# Compare


def test_the_json_of_compare_has_exactly_the_promised_shape(paired):
    printed, _ = paired
    assert list(printed) == ["baseline", "policy", "difference", "manifest"]
    months = [str(month) for month in range(15)]
    for arm, keys in (
        ("baseline", {"mean", "lo", "hi"}),
        ("policy", {"mean", "lo", "hi"}),
        ("difference", {"mean", "lo", "hi", "mcse"}),
    ):
        assert set(printed[arm]) == set(NAMES) >= PROMISED
        for outcome in NAMES:
            assert list(printed[arm][outcome]) == months
            assert all(set(entry) == keys for entry in printed[arm][outcome].values())


def test_the_json_of_compare_has_the_numbers_of_the_comparison(paired):
    printed, made = paired
    for outcome in ("job_any", "public_cost"):
        found = printed["difference"][outcome]["14"]
        wanted = made.difference(outcome, 14)
        assert (found["mean"], found["lo"], found["hi"], found["mcse"]) == (
            wanted.mean, wanted.lo, wanted.hi, wanted.mcse,
        )  # fmt: skip
        assert printed["policy"][outcome]["14"]["mean"] == made.policy.at(outcome, 14).mean
    assert printed["difference"]["public_cost"]["14"]["mean"] != 0.0


def test_set_changes_only_the_policys_world(paired):
    printed, _ = paired
    assert printed["manifest"]["changes"] == {"policy.ips.places": {"from": 0.02, "to": 0.9}}


def test_with_names_the_policy_and_set_applies_on_top_of_it():
    words = ("compare", "denmark", "--with", "norway", *MORE_PLACES, *SMALL, "--json")
    made_from = json.loads(good(*words))["manifest"]
    worlds = made_from["scenarios"]
    assert worlds["baseline"]["values"]["policy.ips.places"] == load("denmark")["policy.ips.places"]
    assert worlds["policy"]["values"]["policy.ips.places"] == 0.9
    caseload = "policy.caseload.ordinary"
    assert worlds["policy"]["values"][caseload] == load("norway")[caseload]
    assert {world["values"]["district.people"] for world in worlds.values()} == {80}


def test_money_in_two_currencies_is_not_subtracted():
    words = ("compare", "denmark", "--with", "norway", *SMALL)
    printed = json.loads(good(*words, "--json"))
    assert set(printed["difference"]["public_cost"]["14"].values()) == {None}
    assert printed["difference"]["job_any"]["14"]["mean"] is not None
    sentence = "One world counts in DKK and the other in NOK, so their money is not compared."
    assert sentence in good(*words).splitlines()


def test_of_several_changes_to_one_address_the_last_counts():
    words = ("compare", "denmark", "--set", "policy.ips.places=0.1", *MORE_PLACES, *SMALL)
    changes = json.loads(good(*words, "--json"))["manifest"]["changes"]
    assert changes["policy.ips.places"]["to"] == 0.9


def test_compare_without_a_change_says_honestly_that_nothing_differs():
    assert "so nothing differs" in good("compare", "denmark", *SMALL)
    printed = json.loads(good("compare", "denmark", *SMALL, "--json"))
    for months in printed["difference"].values():
        assert {entry["mean"] for entry in months.values()} == {0.0}


def test_compare_prints_levels_difference_interval_error_and_a_sentence_for_each_outcome(paired):
    text = good("compare", "denmark", *MORE_PLACES, *SMALL)
    assert "policy.ips.places: 0.02 -> 0.9" in text
    for title in ("baseline", "policy", "difference", "90% interval", "noise (MCSE)"):
        assert text.count(title) >= len(NAMES) / 2
    shown = [name for name in NAMES if any_at_all(paired[1], name)]
    assert len(NAMES) > len(shown) > len(NAMES) / 2
    assert text.count("After 14 months ") == len(shown)
    assert text.count("Who is displaced: ") == 1
    ours = text.partition("In paid work (people in 100)")[2].splitlines()
    assert [line.split()[0] for line in ours[2:4]] == ["12", "14"]
    mean = 100 * paired[1].policy.at("job_any", 14).mean
    assert f"After 14 months {mean:.1f} of every 100 people are in paid work" in text


def test_compare_says_who_pays_and_what_everybody_gains_sums_to_what_everybody_loses():
    text = good("compare", "denmark", *MORE_PLACES, *SMALL)
    rows = text.partition("million DKK in (+) or out (−), 14 months")[2].partition("\n\n")[0].splitlines()[1:]
    names = [row.split()[0] for row in rows]
    assert names == ["person", "employer", "municipality", "state", "region", "staff", "provider"]
    baseline = [float(row.split()[1].replace("−", "-").replace(",", "")) for row in rows]
    assert abs(sum(baseline)) < 0.5 and min(baseline) < -1.0


def any_at_all(pair, name):
    """What nobody is ever in, in either world, is not printed."""
    return any(arm.values[:, :, NAMES.index(name)].any() for arm in (pair.baseline, pair.policy))


def test_compare_tells_people_near_mid_and_far_apart(paired):
    text = good("compare", "denmark", *MORE_PLACES, *SMALL)
    rows = text.partition("difference by distance at the start, month 14")[2].splitlines()
    (row,) = (row for row in rows if row.startswith("No meeting for six months"))
    far = 100 * paired[1].difference("unserved", 14, 2).mean
    assert float(row.split("(")[-2].split(")")[-1].replace("−", "-")) == pytest.approx(far, abs=0.06)


def test_quiet_leaves_the_sentences_only(paired):
    text = good("compare", "denmark", *MORE_PLACES, *SMALL, "--quiet")
    assert text.count("After 14 months ") == sum(any_at_all(paired[1], name) for name in NAMES)
    assert "90% interval" not in text and "million" not in text


def test_worlds_of_different_size_are_refused_with_the_way_out():
    sentence = refused("compare", "denmark", "--set", "district.people=70")
    assert "district.people" in sentence and "--people" in sentence


# Run


def test_the_json_of_run_has_outcomes_by_month_and_a_manifest():
    printed = json.loads(good("run", "norway", *SMALL, "--json"))
    assert list(printed) == ["outcomes", "manifest"]
    assert set(printed["outcomes"]) == set(NAMES)
    assert list(printed["outcomes"]["job_any"]) == [str(month) for month in range(15)]
    assert printed["manifest"]["scenarios"]["scenario"]["name"] == "norway"


def test_seeds_are_the_first_seed_and_those_that_follow():
    words = ("run", "denmark", *SMALL, "--json", "--seed", "40")
    assert json.loads(good(*words))["manifest"]["seeds"] == [40, 41, 42]


def test_twenty_seeds_are_lived_where_nothing_is_said():
    text = good("run", "denmark", "--people", "30", "--months", "2")
    assert "20 runs (seeds 1 to 20)" in text


def test_run_shows_months_12_24_60_and_the_last():
    text = good("run", "denmark", "--people", "40", "--months", "62", "--seeds", "2")
    (header,) = (line for line in text.splitlines() if line.startswith("outcome "))
    assert header.split()[1:9] == "month 12 month 24 month 60 month 62".split()


def test_set_takes_toml_values_and_bare_words():
    words = ("run", "denmark", *SMALL, "--json", "--set", "policy.ips.places=1")
    words = (*words, "--set", "district.currency=NOK", "--set", "district.start_month = 5 ")
    values = json.loads(good(*words))["manifest"]["scenarios"]["scenario"]["values"]
    assert (values["policy.ips.places"], values["district.currency"]) == (1.0, "NOK")
    assert values["district.start_month"] == 5


def test_a_number_that_does_not_exist_is_null_in_json_and_never_nan():
    # Everybody moves away in the first month, so there is nobody to take a mean of.
    words = ("run", "denmark", *SMALL, "--set", "world.people.move_away=1.0", "--json")
    text = good(*words)
    assert "NaN" not in text and "Infinity" not in text
    assert json.loads(text)["outcomes"]["job_any"]["14"]["mean"] is None


def test_one_seed_has_no_monte_carlo_error():
    words = ("compare", "denmark", *MORE_PLACES, *SMALL, "--seeds", "1", "--json")
    assert json.loads(good(*words))["difference"]["job_any"]["14"]["mcse"] is None
    assert "in one run; more --seeds say how sure." in good(*words[:-1])


@pytest.mark.parametrize(
    "change, says",
    [
        ("policy.ips.plces=0.5", "Did you mean 'policy.ips.places'?"),
        ("policy.ips.places=1.5", "must be a number from 0 to 1"),
        ("policy.ips.places=true", "must be a number from 0 to 1"),
        ("policy.ips.places=nan", "must be a number from 0 to 1"),
        ("policy.ips.places=lots", "must be a number from 0 to 1"),
        ("policy.ips.places=1\npolicy.ips.x=2", "must be a number from 0 to 1"),
        (f"policy.ips.places={'[' * 5000}", "must be a number from 0 to 1"),
        ("policy.ips.places", "ADDRESS=VALUE"),
        ("policy.ips.places=", "ADDRESS=VALUE"),
        ("=3", "ADDRESS=VALUE"),
        ("policy.ips=3", "is a group of numbers"),
        ("district.currency=USD", "one of DKK, NOK, SEK, EUR, ISK"),
        ("district.months=2.5", "a whole number from 0 to 600"),
        ("policy.benefit.level=1e300", "must be a number from 0"),
        (f"policy.benefit.level={'9' * 400}", "must be a number from 0"),
        (f"policy.benefit.level=0x{'f' * 9000}", "must be a number from 0"),
    ],
)
def test_a_change_that_makes_no_sense_gets_one_sentence_that_says_what_is_allowed(change, says):
    assert says in refused("run", "denmark", "--set", change)


@pytest.mark.parametrize("option, address", [("--people", "people"), ("--months", "months")])
def test_a_size_that_makes_no_sense_is_refused(option, address):
    assert f"district.{address}" in refused("run", "denmark", option, "-3")


# Lists


def test_levers_lists_levers_and_with_all_every_address():
    listed = [line.split()[0] for line in good("levers").splitlines()[1:]]
    assert listed == [a for a, d in declarations().items() if d.parameter.kind == "lever"]
    everything = good("levers", "--all")
    missing = [address for address in declarations() if f"\n{address} " not in everything]
    assert missing == []


def test_levers_as_json_has_default_unit_and_range_of_every_address():
    entries = json.loads(good("levers", "--all", "--json"))
    assert list(entries) == list(declarations())
    for address, entry in entries.items():
        parameter = declarations()[address].parameter
        assert entry["default"] == parameter.default
        assert entry["unit"] == parameter.unit.name
        assert entry["help"] == parameter.help
    assert list(json.loads(good("levers", "--json"))) == [
        address for address in entries if entries[address]["kind"] == "lever"
    ]


def test_phases_prints_the_lines_of_the_month_in_the_order_in_which_they_run():
    text = good("phases")
    places = [text.lower().index(phase.__name__.replace("_", " ")) for phase in MONTH]
    assert places == sorted(places)
    for phase in MONTH:
        assert phase.__doc__.splitlines()[0] in text


def test_scenarios_lists_the_shipped_ones_with_a_line_each_baselines_first():
    lines = [line for line in good("scenarios").splitlines() if line]
    names = [line.split()[0] for line in lines]
    assert names == sorted(shipped(), key=lambda name: (name.rpartition("/")[0], name))
    assert "/" not in names[0] and "/" in names[-1]
    for name, line in zip(names, lines, strict=True):
        assert load(name).about["title"] in line


def test_the_list_of_scenarios_is_in_blocks_by_folder_aligned_and_not_too_wide():
    blocks = [block.splitlines() for block in good("scenarios").split("\n\n")]
    folders = [{line.split()[0].rpartition("/")[0] for line in block} for block in blocks]
    assert all(len(folder) == 1 for folder in folders)
    assert len(folders) == len({name.rpartition("/")[0] for name in shipped()})
    for block in blocks:
        assert max(map(len, block)) <= 100
        starts = {len(name) + len(rest) - len(rest.lstrip())
                  for name, _, rest in (line.partition(" ") for line in block)}  # fmt: skip
        assert len(starts) == 1


def test_a_title_too_long_for_the_list_is_cut_and_a_broken_scenario_hides_no_other(tmp_path, monkeypatch):
    from experiments import listings

    long, broken = tmp_path / "long.toml", tmp_path / "broken.toml"
    long.write_text(f'extends = "denmark"\n[about]\ntitle = "{"very " * 40}long"\n')
    broken.write_text("policy.ips.plces = 0.5\n")
    files = {"long": long, "broken": broken}
    monkeypatch.setattr(listings, "shipped", lambda: files)
    monkeypatch.setattr(listings, "load", lambda name: load(files[name]))
    first, second = good("scenarios").splitlines()
    assert len(first) <= 100 and first.endswith("very...")
    assert len(second) <= 100 and "'policy.ips.plces'" in second


def test_a_shipped_scenario_without_its_folder_is_named_in_full():
    sentence = refused("run", "modified")
    assert "mean 'ips/modified'?" in sentence and "'inroads scenarios' lists them" in sentence
    assert "recommendations/" not in sentence  # with dozens of names nobody finds the one meant


def test_schema_is_json():
    assert json.loads(good("schema"))["properties"]["policy"]["type"] == "object"


def test_check_names_the_fine_files_and_says_one_sentence_about_each_wrong_one(tmp_path):
    fine, wrong, worse = (tmp_path / name for name in ("fine.toml", "wrong.toml", "worse.toml"))
    fine.write_text('extends = "denmark"\n')
    wrong.write_text("policy.ips.plces = 0.5\n")
    worse.write_text("policy = [\n")
    result = inroads("check", fine, wrong, "norway", worse)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [f"{fine}: fine", "norway: fine"]
    first, second = result.stderr.splitlines()
    assert "wrong.toml" in first and "'policy.ips.places'" in first
    assert "worse.toml' is not TOML" in second
    assert good("check", fine) == f"{fine}: fine\n"


def test_dashboard_is_launched_with_the_port_that_was_asked_for(monkeypatch):
    asked = []
    stand_in = type(sys)("dashboard.launch")
    stand_in.launch = asked.append
    monkeypatch.setitem(sys.modules, "dashboard", type(sys)("dashboard"))
    monkeypatch.setitem(sys.modules, "dashboard.launch", stand_in)
    good("dashboard", "--port", "8765")
    assert asked == [8765]
