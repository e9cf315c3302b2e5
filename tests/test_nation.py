"""A nation is districts that differ, add up, and are the very ones that one can look into."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.engine.executors import Here
from experiments.engine.run import run
from experiments.life import record
from experiments.nation import district
from experiments.nation.command import read, write
from experiments.nation.draw import districts, luck_of, sample, stretched
from experiments.nation.lived import DIFFERENCE, of_results
from experiments.nation.person import place
from experiments.nation.plan import Asked, district_scenario, experiment_of
from experiments.nation.source import countries, country, folder, names
from experiments.nation.source import read as read_file
from experiments.nation.totals import EVERYWHERE, changes_nothing, row
from experiments.nation.words import sentences
from experiments.store.results import open_results
from sim.errors import InputError
from sim.outcomes import NAMES
from sim.scenario import declarations, load
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS
from tests.commandline import good, refused

POLICY = {"policy.ips.places": 0.5}
MONTHS = 4


def lived(tmp_path_factory, nation, scale, changes):
    asked = Asked(nation, scale, MONTHS, changes=changes)
    out = tmp_path_factory.mktemp(nation) / "out"
    assert run(experiment_of(asked), out, engine=Here()).left == 0
    return out


@pytest.fixture(scope="module")
def denmark(tmp_path_factory):
    return lived(tmp_path_factory, "denmark", 0.06, POLICY)


@pytest.fixture(scope="module")
def nordic(tmp_path_factory):
    return lived(tmp_path_factory, "nordic", 0.02, POLICY)


# -- drawing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("seed", [1, 7])
def test_districts_sum_to_the_countrys_people_and_are_skewed(name, seed):
    one = country(name)
    people = districts(one, seed)["people"]
    assert people.sum() == one.people and len(people) == one.districts
    assert (people.diff().dropna() <= 0).all() and people.min() > 0
    assert people.mean() > 1.15 * people.median() and people.iloc[0] > 2.5 * people.mean()


def test_the_nordic_countries_hold_two_and_a_half_million_in_about_five_hundred_districts():
    everybody = countries("nordic")
    assert sum(one.people for one in everybody) == pytest.approx(2_500_000, abs=len(everybody))
    assert 450 <= sum(one.districts for one in everybody) <= 550


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.01, 1.0), seed=st.integers(1, 5), name=st.sampled_from(names()))
def test_a_district_is_the_same_at_any_scale_and_all_are_stood_for(scale, seed, name):
    one = country(name)
    everything, some = districts(one, seed), sample(one, seed, scale)
    assert some[everything.columns].equals(everything.loc[some.index])
    assert some["stands_for"].sum() == one.people and some["of"].sum() == one.districts
    assert len(some) == max(1, round(scale * one.districts))


def test_district_seventeen_lives_with_the_same_luck_at_any_scale_alone_and_among_all():
    found = set()
    for nation, scale in (("denmark", 1.0), ("denmark", 0.5), ("nordic", 1.0)):
        made = experiment_of(Asked(nation, scale, 2))
        table = made.more["districts"]
        (point,) = (k for k, pair in enumerate(zip(table["country"], table["district"], strict=True))
                    if pair == ("denmark", 17))  # fmt: skip
        runs = made.runs[made.runs["point"] == point]
        world = made.world(point, "scenario")
        found.add((tuple(sorted(map(str, world.values.items()))), int(runs["seed"].iloc[0])))
    assert len(found) == 1
    other = experiment_of(Asked("denmark", 1.0, 2, seed=2)).world(16, "scenario")
    assert tuple(sorted(map(str, other.values.items()))) != found.pop()[0]


def test_a_sample_is_spread_over_all_sizes():
    everything, some = (sample(country("norway"), 1, scale)["people"] for scale in (1.0, 0.1))
    assert some.median() == pytest.approx(everything.median(), rel=0.15)
    assert some.iloc[0] > everything.quantile(0.95) and some.iloc[-1] < everything.quantile(0.1)


@pytest.mark.parametrize("name", names())
def test_all_people_together_are_the_countrys_and_no_district_is_implausible(name):
    one, base = country(name), load(name)
    drawn = districts(one, 3)
    for feature in one.features:
        low, high = declarations()[feature.address].parameter.plausible
        values = drawn[feature.address]
        assert values.between(low, high).all()
        assert np.average(values, weights=drawn["people"]) == pytest.approx(base[feature.address], rel=1e-6)
    assert np.average(drawn["practice"], weights=drawn["people"]) == pytest.approx(1.0)


def test_districts_differ_as_much_and_go_with_size_as_the_file_says():
    one = country("norway")
    drawn = [districts(one, seed) for seed in range(1, 9)]
    for feature in one.features:
        x = np.concatenate([stretched(feature.address, d[feature.address]) for d in drawn])
        size = np.concatenate([np.log(d["people"]) for d in drawn])
        assert feature.spread.value / 1.35 < x.std() < 1.1 * feature.spread.value  # cut at the plausible ends
        assert np.corrcoef(x, size)[0, 1] == pytest.approx(feature.with_size.value, abs=0.1)


def test_the_people_of_an_odd_district_have_its_shares():
    drawn = districts(country("denmark"), 1)
    marks = {"world.people.young": "young", "world.people.immigrants": "immigrant",
             "world.people.seniors": "senior", "world.people.health": "limited"}  # fmt: skip
    for address, column in marks.items():
        for number in (drawn[address].idxmin(), drawn[address].idxmax()):
            world = district_scenario(country("denmark"), int(number), 1, 1).set({"district.people": 20_000})
            from sim import District

            people = District(world, rng=5).people.arrays[column][:20_000]
            assert people.mean() == pytest.approx(drawn.loc[number, address], abs=0.012)


def test_offices_are_what_the_projects_say_and_as_many_as_the_file_says():
    one = country("sweden")
    drawn = districts(one, 1)
    for office in one.offices:
        mine = drawn[drawn["office"] == office.name]
        for address, value in office.sets.items():
            assert (mine[address] == value).all()
        assert len(mine) / len(drawn) == pytest.approx(office.share.value, abs=0.12)
    assert (
        one.offices[0].sets["policy.outreach.proactive"]
        == load("projects/o4o-proactive-offices")["policy.outreach.proactive"]
    )
    usual = drawn[drawn["office"] == "usual"]
    assert (usual["policy.outreach.proactive"] == load("sweden")["policy.outreach.proactive"]).all()


@pytest.mark.parametrize("name", names())
def test_every_number_of_a_nation_has_a_range_a_source_and_a_grade(name):
    one = country(name)
    known = [one.size_spread, one.practice.spread, one.again, *(o.share for o in one.offices)]
    known += [part for f in one.features for part in (f.spread, f.with_size)]
    assert all(k.low <= k.value <= k.high and k.source and k.grade and k.help for k in known)


def test_the_spread_of_practice_is_what_the_model_declares():
    low, high = declarations()["world.service.practice_spread"].parameter.plausible
    assert (country("denmark").practice.spread.low, country("denmark").practice.spread.high) == (low, high)


@pytest.mark.parametrize(
    "change",
    [
        ("value = 94", "value = 200"),
        ('source = "from memory"', 'source = ""'),
        ('grade = "estimated"', 'grade = "sure"'),
        ("[districts]", "[offices]"),
        ("range = [90, 98]", ""),
    ],
)
def test_a_nations_file_that_is_not_sound_gets_one_sentence(tmp_path, change):
    file = tmp_path / "denmark.toml"
    text = (folder() / "denmark.toml").read_text()
    file.write_text(text)
    assert read_file(file).districts == 94
    file.write_text(text.replace(*change))
    with pytest.raises(InputError) as error:
        read_file(file)
    assert "denmark.toml" in str(error.value) and "\n" not in str(error.value)


# -- living -------------------------------------------------------------------------------------


def test_a_stored_district_is_to_the_last_digit_the_one_that_can_be_looked_into(denmark):
    results = open_results(denmark)
    found = of_results(results)
    number = int(found.districts["district"][3])
    for arm, changes in (("baseline", None), ("policy", POLICY)):
        one = district("DK", number, months=MONTHS, changes=changes)
        for _ in range(MONTHS):
            one.step()
        fresh = one.books.outcomes(MONTHS)[list(found.months)]
        np.testing.assert_array_equal(found.block(arm)[3], fresh)
    somebody = one.people.agent(42)
    assert somebody.model is one and somebody.age == one.people.arrays["age"][42]


def test_the_lives_that_are_told_are_those_that_were_counted(denmark):
    found = of_results(open_results(denmark))
    number = int(found.districts["district"].iloc[-1])
    there = place(f"nation:denmark/district={number}/person=3")
    told = record(there.world(1, MONTHS), 3, there.luck(1)).cohort.statuses[MONTHS]
    there_still = told >= 0
    at_work = (told >= FIRST_JOB_STATUS) & (told <= LAST_JOB_STATUS)
    counted = found.values("baseline", "job_any", MONTHS)[-1]
    assert at_work[there_still].mean() == pytest.approx(counted, abs=1e-12)


def test_totals_are_the_sums_over_districts_and_the_nordic_ones_over_countries(nordic):
    found = read(nordic)
    by_hand = open_results(nordic).outcomes(["job_any"], [MONTHS]).set_index("run")["job_any"]
    runs = open_results(nordic).runs.drop_duplicates(["point", "arm"])
    mine = runs[runs["arm"] == "policy"].set_index("point")["run"].map(by_hand)
    about = found.lived.districts
    everywhere = row(found.totals, EVERYWHERE, "policy", "job_any", MONTHS)
    assert everywhere["total"] == pytest.approx((mine * about["stands_for"]).sum())
    for outcome in ("job_any", "others_in_work"):
        parts = [row(found.totals, key, "baseline", outcome, MONTHS)["total"] for key in found.lived.names]
        whole = row(found.totals, EVERYWHERE, "baseline", outcome, MONTHS)
        assert whole["total"] == pytest.approx(sum(parts))
    assert everywhere["people"] == sum(one.people for one in countries("nordic"))


def test_money_is_added_up_within_a_country_only(nordic):
    totals = read(nordic).totals
    in_money = totals[totals["counts"] == "kroner"]
    assert len(in_money) and EVERYWHERE not in set(in_money["country"])


def test_a_policy_less_its_baseline_is_the_difference(denmark):
    totals = read(denmark).totals.set_index(["what", "outcome", "month"])["mean"].unstack("what")
    np.testing.assert_allclose(totals["policy"] - totals["baseline"], totals[DIFFERENCE], rtol=0, atol=1e-6)


def test_a_policy_that_changes_nothing_changes_nobodys_life_in_any_district(tmp_path_factory, denmark):
    same = {"policy.ips.places": load("denmark")["policy.ips.places"]}
    found = of_results(open_results(lived(tmp_path_factory, "denmark", 0.03, same)))
    assert changes_nothing(found) and not found.block(DIFFERENCE).any()
    assert not changes_nothing(of_results(open_results(denmark)))


def test_a_policy_moves_no_district_in_a_nation_of_another_policy(denmark, nordic):
    """The same district has the same baseline, whatever it is compared with and however many are lived."""
    one = of_results(open_results(denmark))
    number = int(one.districts["district"][2])
    alone = district("denmark", number, months=MONTHS)
    for _ in range(MONTHS):
        alone.step()
    np.testing.assert_array_equal(one.block("baseline")[2][-1], alone.books.outcomes(MONTHS)[MONTHS])


def test_a_nation_that_is_not_finished_is_not_added_up(tmp_path):
    made = experiment_of(Asked("iceland", 0.5, 2))
    out = tmp_path / "out"
    assert run(made, out, engine=Here(), stop=lambda: True).left == len(made.runs)
    with pytest.raises(InputError, match="goes on"):
        of_results(open_results(out))


def test_what_is_written_is_what_was_found(denmark):
    found = read(denmark)
    write(found, denmark)
    names_of = {path.name for path in (denmark / "analysis").iterdir()}
    assert {"totals.csv", "districts.csv", "nation.svg", "summary.json"} <= names_of
    summary = json.loads((denmark / "analysis" / "summary.json").read_text())
    assert summary["sentences"] == sentences(found.lived, found.totals, found.benchmark)
    picture = (denmark / "analysis" / "nation.svg").read_text()
    assert "<desc" in picture and picture.count("<svg") == 1
    totals = (denmark / "analysis" / "totals.csv").read_text().splitlines()
    assert len(totals) == 1 + 3 * len(NAMES) * len(found.lived.months)


def test_what_is_said_names_who_gains_and_who_is_displaced(denmark):
    said = " ".join(sentences(read(denmark).lived, read(denmark).totals, None))
    assert "531,794 people" in said and "other workers" in said and "luck" in said
    assert "no ranking" not in said  # nothing was held against anything


# -- the command line ---------------------------------------------------------------------------


def test_one_call_lives_a_country_and_a_second_finds_it_done(tmp_path):
    words = (
        "nation",
        "iceland",
        "--scale",
        "0.4",
        "--months",
        "3",
        "--out",
        tmp_path / "out",
        "--workers",
        "1",
    )
    said = good(*words, "--set", "policy.ips.places=0.5")
    assert "Iceland" in said and "3 districts were lived" in said
    before_it, _, _ = said.partition("were lived")
    assert "in 12 runs (baseline and policy; 3 districts twice, to tell luck)" in " ".join(before_it.split())
    assert "1 worker should take about" in before_it
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "outcomes").iterdir()}
    found = json.loads(good(*words, "--set", "policy.ips.places=0.5", "--json"))
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert found["title"].startswith("Iceland: 36,356 people") and found["totals"]
    assert "another experiment" in refused(*words, "--set", "policy.ips.places=0.6")
    assert "12 runs" in good("results", tmp_path / "out")  # 3 districts, two lives each, two arms


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path):
    words = ("nation", "nordic", "--out", tmp_path / "out", "--dry-run")
    assert "521 districts" in good(*words)
    plan = json.loads(good(*words, "--json", "--set", "policy.ips.places=0.5"))
    assert plan["arms"] == ["baseline", "policy"] and plan["people"] == 2_500_001
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("atlantis",), "denmark"),
        (("denmrk",), "Did you mean 'denmark'"),
        (("denmark", "--scale", "0"), "--scale"),
        (("denmark", "--scale", "1.5"), "--scale"),
        (("denmark", "--scale", "nan"), "--scale"),
        (("denmark", "--months", "0"), "--months"),
        (("denmark", "--months", "9999"), "district.months"),
        (("denmark", "--set", "policy.nonsense=1"), "policy.nonsense"),
        (("denmark", "--set", "policy.ips.places=7"), "policy.ips.places"),
        (("denmark", "--set", "district.people=7"), "district.people"),
        (("denmark", "--with", "nowhere"), "nowhere"),
        (("nordic", "--with", "norway"), "--with"),
    ],
)
def test_what_is_no_nation_gets_one_sentence(tmp_path, words, said):
    assert said in refused("nation", *words, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_life_in_a_nation_is_told_once_or_twice():
    once = good("life", "nation:iceland/district=5/person=4", "--months", "3")
    assert "District 5 of Iceland" in once and "Person 4:" in once
    twice = good(
        "life", "nation:IS/district=5", "--person", "4", "--months", "3", "--set", "policy.ips.places=0.9"
    )
    assert "Policy:" in twice and "Person 4:" in twice
    other = good("life", "nation:iceland/district=6/person=4", "--months", "3")
    assert other != once


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nation:denmark/district=500/person=1",), "94 districts"),
        (("nation:denmark/district=0/person=1",), "94 districts"),
        (("nation:denmark/district=90/person=999999",), "no person 999999"),
        (("nation:denmark/person=1",), "nation:denmark/district=17/person=42"),
        (("nation:nordic/district=1/person=1",), "by country"),
        (("nation:mars/district=1/person=1",), "mars"),
        (("nation:denmark/district=3",), "no one person"),
        (("nation:denmark/district=3/person=1", "--person", "2"), "no one person"),
        (("nation:denmark/district=3/person=1", "--people", "20"), "--people"),
        (("nation:",), "nation:denmark/district=17/person=42"),
    ],
)
def test_what_is_no_place_in_a_nation_gets_one_sentence(words, said):
    assert said in refused("life", *words)


@pytest.mark.parametrize(("nation", "scale"), [("nordic", 1.0), ("denmark", 1.0), ("iceland", 1.0)])
def test_enough_districts_of_all_sizes_are_lived_twice_and_that_costs_little(nation, scale):
    made = experiment_of(Asked(nation, scale, 2))
    twice = made.runs.groupby("point").size() > 1
    assert twice.sum() >= min(24, len(made.points))
    people = made.points["district.people"].to_numpy()
    assert people[twice].sum() < 0.1 * people.sum() or nation != "nordic"
    assert people[twice].max() > np.quantile(people, 0.97)
    assert people[twice].min() < np.quantile(people, 0.1) or twice.all()


def test_luck_of_districts_is_their_own():
    one = country("denmark")
    seeds = {
        luck_of(one, seed, number, life) for seed in (1, 2) for number in range(1, 95) for life in (0, 1)
    }
    assert len(seeds) == 2 * 94 * 2 and min(seeds) >= 1 and max(seeds) < 2**53


def test_the_page_on_scaling_says_what_was_measured():
    from experiments.nation.scaling import KEPT
    from experiments.nation.scaling_page import text

    page = KEPT.with_name("scaling.md").read_text(encoding="utf-8")
    assert page == text(json.loads(KEPT.read_text(encoding="utf-8")))


def test_a_target_that_is_not_reached_by_the_clock_is_said_to_be_not_met():
    from experiments.nation.scaling import KEPT
    from experiments.nation.scaling_page import verdicts

    found = json.loads(KEPT.read_text(encoding="utf-8"))
    most = max(one["districts"] for one in found["experiments"])
    largest = [one for one in found["experiments"] if one["districts"] == most]

    def said(alone, paired, one, two):
        for name, clock in (("alone", alone), ("paired", paired)):
            found["nordic"][name]["clock"] = clock
        for measured in largest:
            measured["clock"] = one if measured["workers"] == 1 else two
        return [row[-1] == "met" for row in verdicts(found)]

    assert said(50.0, 59.9, 100.0, 54.0) == [True, True, True]
    assert said(60.1, 120.0, 100.0, 56.0) == [False, False, False]
    assert said(50.0, 61.0, 100.0, 55.6) == [True, False, False]  # 89.9% prints as 90%
