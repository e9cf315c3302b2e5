"""How much is luck: told from second lives, kept out of what is marked, and no more than it is in a sum."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from experiments.nation.benchmark import AS_EXPECTED, FEWER, MORE, against, benchmark
from experiments.nation.draw import again, sizes
from experiments.nation.lived import Lived
from experiments.nation.luck import Luck, freedom, of_pairs
from experiments.nation.plan import LEAST_AGAIN
from experiments.nation.source import countries
from experiments.nation.totals import EVERYWHERE, displaced, error_of_mean, freedom_of_mean, row, totals
from experiments.nation.words import displacement, evens_out
from experiments.quantiles import reaches

COMMON, ALONE = 0.0004, 0.8  # variance of luck that all share, and of one person's


def people_of(count, generator):
    return np.exp(generator.normal(8.0, 0.9, count)).round()


def lives(people, generator, expected=0.0):
    spread = np.sqrt(COMMON + ALONE / people)
    return expected + spread * generator.normal(size=len(people))


def test_luck_is_recovered_from_districts_that_were_lived_twice():
    generator = np.random.default_rng(1)
    people = people_of(4000, generator)
    found = of_pairs(lives(people, generator), lives(people, generator), people)
    assert found.common == pytest.approx(COMMON, rel=0.15)
    assert found.alone == pytest.approx(ALONE, rel=0.15)


def test_what_districts_really_differ_by_is_not_taken_for_luck():
    generator = np.random.default_rng(2)
    people = people_of(4000, generator)
    offices = generator.normal(0.0, 0.2, len(people))
    found = of_pairs(offices + lives(people, generator), offices + lives(people, generator), people)
    assert found.variance(people).mean() == pytest.approx((COMMON + ALONE / people).mean(), rel=0.1)


def test_without_second_lives_nothing_is_known_of_luck():
    nothing = np.full(5, np.nan)
    assert not of_pairs(np.zeros(5), nothing, np.full(5, 100.0)).known


def test_where_two_lives_are_the_same_there_is_no_luck():
    found = of_pairs(np.ones(5), np.ones(5), np.full(5, 100.0))
    assert found.known and not found.variance(np.array([100.0])).any()


@pytest.mark.parametrize("share", [1.0, 0.1])
def test_nine_in_ten_intervals_hold_the_countrys_mean(share):
    """Of a whole nation luck alone; of a tenth of its districts which ones they are, too."""
    generator = np.random.default_rng(3)
    held, times = 0, 400
    for _ in range(times):
        everybody = np.sort(people_of(400, generator))[::-1]
        truth = 0.1 + 0.02 * generator.normal(size=400)
        step = round(1 / share)
        chosen = np.arange(step // 2, 400, step)
        people, weight = everybody[chosen], np.add.reduceat(everybody, np.arange(0, 400, step))
        values = lives(people, generator, truth[chosen])
        twice = np.full(len(people), np.nan)
        pairs = chosen[:: max(1, len(chosen) // 25)]
        at = np.isin(chosen, pairs)
        twice[at] = lives(people[at], generator, truth[chosen][at])
        known = of_pairs(values, twice, people)
        error = error_of_mean(values, weight, known.variance(people), share)
        surely = freedom(known, (weight**2).sum(), (weight**2 / people).sum())
        surely = freedom_of_mean(values, weight, known.variance(people), surely, share)
        mean = np.average(values, weights=weight)
        held += abs(mean - np.average(truth, weights=everybody)) < reaches(error, surely)
    # Degrees of freedom that are themselves told from few pairs err towards wide intervals.
    assert binomtest(held, times, 0.9, alternative="less").pvalue > 0.01, f"{held} of {times}"
    assert held < 0.97 * times, f"{held} of {times}"


def test_over_many_districts_luck_evens_out():
    people = np.full(400, 2000.0)
    known = Luck(COMMON, ALONE, 20)
    one = np.sqrt(known.variance(people[:1])[0])
    assert float(error_of_mean(np.zeros(400), people, known.variance(people), 1.0)) == pytest.approx(one / 20)


def test_without_second_lives_everything_that_districts_differ_by_counts_as_luck():
    generator = np.random.default_rng(4)
    values, weight = generator.normal(size=50), np.ones(50)
    assert float(error_of_mean(values, weight, None, 1.0)) == pytest.approx(values.std(ddof=1) / np.sqrt(50))


def made_up(generator, count=300, offices=0.0):
    """Districts whose outcome follows from three inputs, luck, and what the office makes of it."""
    people = people_of(count, generator)
    inputs = generator.normal(size=(count, 3))
    own = offices * generator.normal(size=count)
    expected = 0.3 + inputs @ np.array([0.05, -0.02, 0.01]) + own
    values = lives(people, generator, expected)
    again = np.full(count, np.nan)
    twice = np.arange(3, count, 8)
    again[twice] = lives(people[twice], generator, expected[twice])
    second = inputs.copy()
    second[np.isnan(again)] = np.nan
    return values, inputs, again, second, people


def test_of_districts_that_are_as_expected_one_in_twenty_is_marked():
    generator = np.random.default_rng(5)
    marked = districts = 0
    shares = []
    for _ in range(12):
        table, _, share = against(*made_up(generator))
        marked, districts = marked + (table["mark"] != AS_EXPECTED).sum(), districts + len(table)
        shares.append(share)
    assert 0.035 < marked / districts < 0.065
    assert np.mean(shares) > 0.9


def test_a_planted_odd_district_is_marked_on_the_side_where_it_lies():
    generator = np.random.default_rng(6)
    values, inputs, again, second, people = made_up(generator)
    large = np.flatnonzero(np.isnan(again) & (people > np.median(people)))
    values[large[0]] += 0.15
    values[large[1]] -= 0.15
    table, _, _ = against(values, inputs, again, second, people)
    assert table["mark"][large[0]] == MORE and table["mark"][large[1]] == FEWER
    assert table["low"][large[0]] > 0.0 > table["high"][large[1]]
    assert table["difference"][large[0]] == pytest.approx(0.15, abs=0.08)


def test_where_offices_differ_more_is_marked_and_less_of_it_is_luck():
    generator = np.random.default_rng(7)
    table, _, share = against(*made_up(generator, offices=0.05))
    assert (table["mark"] != AS_EXPECTED).mean() > 0.2 and share < 0.5


def test_a_district_is_not_held_against_itself():
    """Its own outcome moves nothing of what is expected of it."""
    generator = np.random.default_rng(8)
    values, inputs, again, second, people = made_up(generator)
    odd = values.copy()
    odd[0] += 10.0
    before, after = (against(v, inputs, again, second, people)[0]["expected"][0] for v in (values, odd))
    assert after == pytest.approx(before, abs=0.02)


def test_too_few_districts_or_no_second_lives_give_no_benchmark():
    generator = np.random.default_rng(9)
    values, inputs, again, second, people = made_up(generator)
    with pytest.raises(ValueError, match="too few"):
        against(values[:10], inputs[:10], again[:10], second[:10], people[:10])
    with pytest.raises(ValueError, match="luck"):
        against(values, inputs, np.full(len(values), np.nan), np.full(inputs.shape, np.nan), people)


def nation_of_shares(generator, count=240, odd=None):
    """A made-up country of which one outcome is kept; chances follow from demand, on their log odds."""
    people = people_of(count, generator)
    demand = np.exp(0.2 * generator.normal(size=count))
    chance = 1.0 / (1.0 + np.exp(1.5 - 3.0 * np.log(demand)))
    if odd is not None:
        chance[odd] += 0.2
    found = [generator.binomial(people.astype(int), chance) / people for _ in range(2)]
    found[1][np.arange(count) % 6 != 1] = np.nan
    about = pd.DataFrame(
        {
            "country": "made-up", "district": np.arange(1, count + 1), "people": people, "stands_for": people,
            "of": 1, "office": "usual", "practice": 1.0, "world.economy.demand": demand,
        }
    )  # fmt: skip
    lives = [{"scenario": values[:, None, None]} for values in found]
    return Lived(
        about, (12,), ("job_any",), ("scenario",), *lives, np.ones((count, 1)), {"made-up": "DKK"},
        {"made-up": "Made-up"},
    )  # fmt: skip


def test_shares_are_compared_by_their_log_odds_and_shown_as_shares():
    """Where few are in work and where many are, as many are marked, and the odd one is among them."""
    generator = np.random.default_rng(10)
    found = benchmark(nation_of_shares(generator, odd=60), ("world.economy.demand",), "job_any", 12)
    table = found.table
    assert table["mark"][60] == MORE and table["low"][60] > 0.0
    assert table["difference"][60] == pytest.approx(0.2, abs=0.06)
    np.testing.assert_allclose(table["value"], table["expected"] + table["difference"])
    assert (table["low"] <= table["difference"] + 1e-9).all()
    assert (table["high"] >= table["difference"] - 1e-9).all()
    marked = table["mark"] != AS_EXPECTED
    assert marked.drop(60).mean() < 0.09
    assert (marked == ((table["low"] > 0) | (table["high"] < 0))).all()


def test_an_office_is_not_forgiven_for_whom_it_displaces():
    """Others in work that month follow from what the office does, so nothing is expected from them."""
    generator = np.random.default_rng(11)
    plain = nation_of_shares(generator, odd=60)
    ours, again_ours = (block["scenario"][:, :, 0] for block in (plain.first, plain.second))
    lives = [
        {"scenario": np.stack([mine, 2.0 - mine], axis=2)} for mine in (ours, again_ours)
    ]  # who is in work more has displaced as many
    with_others = replace(plain, outcomes=("job_any", "others_in_work"), first=lives[0], second=lives[1])
    one, other = (benchmark(nation, ("world.economy.demand",), "job_any", 12).table
                  for nation in (plain, with_others))  # fmt: skip
    pd.testing.assert_frame_equal(one, other)
    assert other["mark"][60] == MORE


def as_designed(nation):
    """Countries' real sizes, and which of their districts are lived twice."""
    everybody = countries(nation)
    tables = [sizes(one, 1) for one in everybody]
    count, twice, start = sum(map(len, tables)), [], 0
    for one, table in zip(everybody, tables, strict=True):
        twice.append(start + again(one, len(table), LEAST_AGAIN * len(table) / count))
        start += len(table)
    key = np.concatenate([[one.key] * len(table) for one, table in zip(everybody, tables, strict=True)])
    people = np.concatenate(tables)
    about = pd.DataFrame({"country": key, "people": people, "stands_for": people, "of": 1})
    return about, np.concatenate(twice), {one.key: one.name for one in everybody}


def as_lived(about, names, arms, outcomes, first, second):
    """A nation of which one month was kept, from blocks (districts, outcomes) by arm."""
    lives = [{arm: block[:, None, :] for arm, block in one.items()} for one in (first, second)]
    money = dict.fromkeys(names, "DKK")
    return Lived(about, (12,), outcomes, arms, *lives, np.ones((len(about), 1)), money, names)


@pytest.mark.parametrize(
    ("nation", "common", "alone", "times"),
    [
        ("denmark", 0.0001, 0.1, 250), ("norway", 0.0004, 0.8, 250), ("norway", 0.0, 0.1, 250),
        ("nordic", 0.00002, 0.1, 120),
    ],
)  # fmt: skip
def test_nine_in_ten_intervals_of_totals_hold_with_the_real_districts(nation, common, alone, times):
    """Fewer would be wrong. Where luck has no common part it is overrated, and more hold."""
    generator = np.random.default_rng(12)
    about, twice, names = as_designed(nation)
    spread = np.sqrt(common + alone / about["people"].to_numpy())
    place = EVERYWHERE if len(names) > 1 else nation
    held = 0
    for _ in range(times):
        one = 0.5 + spread * generator.normal(size=len(about))
        two = np.full(len(about), np.nan)
        two[twice] = 0.5 + spread[twice] * generator.normal(size=len(twice))
        lived = as_lived(about, names, ("scenario",), ("job_any",),
                         {"scenario": one[:, None]}, {"scenario": two[:, None]})  # fmt: skip
        found = row(totals(lived), place, "scenario", "job_any", 12)
        held += found["low"] < 0.5 < found["high"]
    assert binomtest(held, times, 0.9, alternative="less").pvalue > 0.01, f"{held} of {times}"
    assert held < 0.985 * times, f"{held} of {times}"


def test_luck_told_from_few_pairs_of_small_districts_is_less_sure_of_a_sum():
    about, _, _ = as_designed("norway")
    people = about["people"].to_numpy(float)
    squared = people**2

    def surely(twice):
        generator, found = np.random.default_rng(13), []
        for _ in range(50):
            second = np.full(len(people), np.nan)
            second[twice] = lives(people[twice], generator)
            known = of_pairs(lives(people, generator), second, people)
            found.append(freedom(known, squared.sum(), (squared / people).sum()))
        return np.median(found)

    spread_out = again(countries("norway")[0], len(people), LEAST_AGAIN)
    assert surely(np.arange(len(people) - len(spread_out), len(people))) < 2.0 < surely(spread_out) < 26.0


def with_displacement(generator, others, luck_of_others):
    """Denmark with a policy that brings 3 in 100 to work and moves others by some share."""
    about, twice, names = as_designed("denmark")
    lives = []
    for _ in range(2):
        ours = 0.03 + 0.3 * generator.normal(size=len(about)) / np.sqrt(about["people"])
        theirs = others * ours + luck_of_others * generator.normal(size=len(about)) / np.sqrt(about["people"])
        lives.append(np.stack([ours, theirs], axis=1))
    missing = np.setdiff1d(np.arange(len(about)), twice)
    lives[1][missing] = np.nan
    arms = [{"baseline": np.zeros_like(one), "policy": one} for one in lives]
    return as_lived(about, names, ("baseline", "policy"), ("job_any", "others_in_work"), *arms)


def test_displacement_that_could_be_luck_gets_no_rate():
    generator = np.random.default_rng(14)
    times = 200
    told = sum(
        displaced(with_displacement(generator, 0.0, 2.0), "denmark", 12, "job_any", "others_in_work")
        is not None
        for _ in range(times)
    )
    assert told <= 0.09 * times  # a one-sided slip of a 90% interval is one in twenty
    assert "cannot be told" in displacement(None)


def test_nine_in_ten_intervals_of_the_displacement_hold_it():
    generator = np.random.default_rng(15)
    held, times = 0, 200
    for _ in range(times):
        found = displaced(with_displacement(generator, -0.4, 0.5), "denmark", 12, "job_any", "others_in_work")
        held += found.low < 0.4 < found.high
    assert binomtest(held, times, 0.9).pvalue > 0.005, f"{held} of {times}"
    assert displacement(found).startswith(f"{10 * found.rate:.1f} displaced for every 10 of ours (")


def test_luck_evens_out_only_where_it_does():
    assert evens_out(0.6, 0.05).endswith("it evens out.")
    assert "too few" in evens_out(0.6, 0.92) and not evens_out(0.6, 0.92).endswith("it evens out.")


def test_what_luck_does_to_a_sum_leaves_out_which_districts_were_lived():
    """A sample's total is uncertain as districts differ; luck by itself is less, and less than in one."""
    generator = np.random.default_rng(16)
    about, _, names = as_designed("norway")
    about = about.iloc[5::10].reset_index(drop=True).assign(of=10)
    places = 0.05 * generator.normal(size=len(about))
    away = np.sqrt(0.8 / about["people"].to_numpy(float))
    first, second = (
        {"scenario": (places + away * generator.normal(size=len(about)))[:, None]} for _ in range(2)
    )
    lived = as_lived(about, names, ("scenario",), ("job_any",), first, second)
    found = row(totals(lived), "norway", "scenario", "job_any", 12)
    assert found["luck"] < found["one"] and found["luck"] < 0.7 * (found["high"] - found["mean"])
