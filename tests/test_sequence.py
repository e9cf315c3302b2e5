"""Claims about ranking orders of measures: fair worlds, honest ties, the command line and its JSON."""

import json
import re
from itertools import permutations

import numpy as np
import pytest
from commandline import good, inroads, refused
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from experiments import work
from experiments.sentences import scale
from experiments.sequence import WHY, plans_of, rank, without_interactions, worlds
from experiments.sequence_report import conclusions, why_behind
from sim import District, load
from sim.errors import InputError
from sim.outcomes import BY_NAME, NAMES
from sim.plan import canonical, names
from tests.districts import lived

DENMARK = load("denmark")
SMALL = ("--people", "120", "--months", "14", "--seeds", "3")
SMALLER = DENMARK.set({"district.people": 300, "district.months": 18})
TWO = ("language > practice", "practice > language")
PLANS = (*TWO, "language + practice")


# -- which plans are ranked ------------------------


def test_all_orders_are_every_order_and_all_at_once():
    found = plans_of([], "language,training,practice")
    orders = {" > ".join(order) for order in permutations(("language", "training", "practice"))}
    assert set(found) == orders | {"language + training + practice"} and len(found) == 7
    assert plans_of(["training"], " practice , language ,") == [
        "training", "practice > language", "language > practice", "practice + language",
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from(names()), min_size=2, max_size=4, unique=True), st.sampled_from(["", " ", "  "])
)
def test_a_plan_written_differently_is_one_plan(words, blank):
    joined = f"{blank}>{blank}".join(words)
    other = " + ".join(words)
    assert plans_of([joined, joined.replace("_", "-"), other, canonical(joined)], None) == [
        canonical(joined), canonical(other),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "orders", "says"),
    [
        (["language"], None, "nothing to rank"), ([], None, "nothing to rank"),
        (["language > training", "language>training"], None, "nothing to rank"),
        (["language", ""], None, "An empty text is no plan"),
        (["language", "trainng"], None, "did you mean 'training'"),
        ([], "language", "two to 4 instruments"), ([], "a,b,c,d,e", "two to 4 instruments"),
        ([], "language,language", "names an instrument twice"),
        ([], "language,trainng", "did you mean 'training'"),
    ],
)  # fmt: skip
def test_what_cannot_be_ranked_is_refused_in_one_sentence(texts, orders, says):
    with pytest.raises(InputError, match=says) as error:
        plans_of(texts, orders)
    assert len(str(error.value).splitlines()) == 1 and str(error.value)[-1] in ".?"


# -- worlds that differ in order and in nothing else ------------------------


def test_worlds_differ_in_the_plan_of_the_group_and_in_nothing_else():
    none, *planned = worlds(DENMARK, "language", PLANS, 1.0)
    for one in planned:
        assert set(one.differences(planned[0])) <= {"policy.plans.language"}
        assert set(one.differences(none)) == {
            "policy.plans.language", "policy.plans.kept", "policy.language.places", "policy.practice.places",
        }  # fmt: skip
    assert [one["policy.plans.language"] for one in planned] == list(PLANS)
    assert none["policy.plans.language"] == "" and none["district.focus"] == "language"


def test_every_plan_is_lived_by_the_same_people_with_the_same_places_in_the_same_instruments():
    _, *planned = worlds(SMALLER, "young", ("training > practice", "practice > treatment", "treatment"), 0.7)
    districts = [District(one, rng=5) for one in planned]
    first = districts[0]
    assert {"training", "practice", "treatment"} <= {one.name for one in first.delivered}
    for other in districts[1:]:
        assert [one.name for one in other.delivered] == [one.name for one in first.delivered]
        for one, same in zip(first.delivered, other.delivered, strict=True):
            assert one.terms.tobytes() == same.terms.tobytes(), one.name
        for name, column in first.people.arrays.items():
            assert np.array_equal(column, other.people.arrays[name]), name
        for name, column in first.employers.arrays.items():
            assert np.array_equal(column, other.employers.arrays[name]), name


def test_plans_that_the_scenario_had_give_way_to_the_plan_that_is_ranked():
    """Or two groups' plans would compete, and the ranking would not be about the order."""
    had = DENMARK.set({"policy.plans.young": "training", "policy.plans.rule": "worst_first"})
    for one in worlds(had, "language", TWO, 1.0):
        assert one["policy.plans.young"] == "" and one["policy.plans.rule"] == "by_lot"


def test_only_the_group_has_a_plan_and_only_it_has_what_the_plans_name():
    _, one, other = worlds(SMALLER, "immigrants", ("training > practice", "practice"), 1.0)
    for scenario in (one, other):
        d = lived(scenario, 12)
        p = d.people.arrays
        assert not p["plan"][p["immigrant"] == 0].any()
        assert (p["plan"][p["immigrant"] == 1] != 0).sum() > 30
        for delivered in d.delivered:
            if delivered.name in ("training", "practice"):
                assert not ((delivered.enrolled != 0) & (p["immigrant"] == 0)).any(), delivered.name


def test_more_places_than_the_scenario_has_are_opened_and_never_fewer():
    had = DENMARK.set({"policy.training.places": 0.9})
    _, one, _ = worlds(had, "language", ("training > practice", "practice"), 0.5)
    assert (one["policy.training.places"], one["policy.practice.places"]) == (0.9, 0.5)


def test_more_instruments_than_a_plan_can_hold_are_refused():
    words = names()[:10]
    with pytest.raises(InputError, match="name 10 instruments, but a ranking takes at most 9"):
        worlds(DENMARK, "everyone", [" > ".join(words[:9]), words[9]], 1.0)
    assert len(worlds(DENMARK, "everyone", [" > ".join(words[:9]), words[8]], 1.0)) == 3


# -- the ranking ------------------------


@pytest.fixture(scope="module")
def ranking():
    found, stopped = rank(SMALLER, "language", plans_of(PLANS, None), range(1, 13), outcome="hours", month=12)
    assert not stopped
    return found


def values_of(one, outcome: str, month: int) -> np.ndarray:
    """One plan's outcome in the group, a number a seed."""
    return np.array([run.focus[month, NAMES.index(outcome)] for run in one.arm.runs])


def test_places_follow_the_means_of_the_group(ranking):
    means = [values_of(one, "hours", 12).mean() for one in ranking.ranked]
    assert means == sorted(means, reverse=True) and len(set(means)) > 1
    assert [one.outcome[12].mean for one in ranking.ranked] == pytest.approx(means)
    assert {one.plan for one in ranking.ranked} == set(PLANS)


def test_where_less_is_better_the_least_is_first():
    found, _ = rank(SMALLER, "language", plans_of(PLANS, None), range(1, 5), outcome="distance", month=12)
    means = [values_of(one, "distance", 12).mean() for one in found.ranked]
    assert means == sorted(means) and len(set(means)) > 1


def test_a_tie_is_where_the_interval_of_the_mean_holds_nought_or_next_to_nothing_lies_between(ranking):
    best = values_of(ranking.ranked[0], "hours", 12)
    for one in ranking.ranked:
        apart = values_of(one, "hours", 12) - best
        reach = t.ppf(0.95, len(apart) - 1) * apart.std(ddof=1) / np.sqrt(len(apart))
        low, high = apart.mean() - reach, apart.mean() + reach
        assert one.tie == (low <= 0.0 <= high or abs(apart.mean()) < 0.01 * best.mean())
        assert (one.behind[12].lo, one.behind[12].hi) == pytest.approx((low, high))
        assert one.runs == pytest.approx(np.percentile(apart, (5, 95)))
        assert one.wins == np.mean(apart >= 0.0)
        for name in WHY:
            assert one.why[name].mean == pytest.approx(values_of(one, name, 12).mean())


def test_the_best_plan_is_not_behind_itself(ranking):
    best = ranking.ranked[0]
    assert all(each.mean == each.lo == each.hi == 0.0 for each in best.behind) and best.wins == 1.0


FOUR = (
    "everyday_goals > language > training > treatment",
    "training > language > treatment > everyday_goals",
    "treatment > language > everyday_goals > training",
    "everyday_goals + language + training + treatment",
)


# Interactions at their plausible ends, so that five years on their mark is still seen.
STRONG = {
    "world.order.needs_everyday": 0.9, "world.order.needs_language": 0.9, "world.order.needs_health": 0.9,
    "world.order.fading": 0.08, "world.order.collision": 0.4,
}  # fmt: skip


@pytest.fixture(scope="module")
def four_orders():
    """Distance to work after five years, with what makes order matter and without: 20 pairs each."""
    whole = DENMARK.set({"policy.plans.review": 0, **STRONG})
    return [rank(world, "language", FOUR, range(1, 21), outcome="distance")[0]
            for world in (whole, without_interactions(whole))]  # fmt: skip


def test_without_interactions_every_order_of_measures_against_barriers_ties(four_orders):
    _, without = four_orders
    assert [one.tie for one in without.ranked] == [True] * 4
    assert conclusions(without, scale(BY_NAME["distance"].unit, "kroner")) == [
        "All plans are too close to call at month 60. More people make it surer (--people 10000), and an "
        "earlier --month may tell them apart."
    ]
    assert without.ranked[0].why["crowded_hours"].mean == 0.0


def test_with_interactions_the_same_orders_do_not_all_tie(four_orders):
    """Negative control. Routines and language first is best; all at once is last, clearly, and says why."""
    whole, _ = four_orders
    assert whole.ranked[0].plan == FOUR[0] and whole.ranked[-1].plan == FOUR[3]
    assert not whole.ranked[-1].tie
    spread = [max(one.behind[60].mean for one in found.ranked) for found in four_orders]
    assert spread[0] > 3 * spread[1]
    assert "hours crowded out of the week" in why_behind(whole.ranked[0], whole.ranked[-1])


def test_without_interactions_switches_off_every_number_that_makes_order_matter():
    """Any other number of the group would have to be listed here with a reason."""
    off = without_interactions(DENMARK).differences(DENMARK)
    inside = {address for address in DENMARK.values if address.startswith("world.order.")}
    kept = {"room", "settling", "known_enough", "patience"}  # they do nothing once the others are zero
    assert inside - set(off) == {f"world.order.{name}" for name in kept}
    assert all(ours == 0.0 for ours, _ in off.values())
    assert "world.training.lock_in" in off and "world.hiring.interplay" in off


# -- the command line ------------------------

ASKED = ("sequence", "denmark", "--profile", "language", *SMALL)


def plans_printed(*words) -> list[str]:
    return [one["plan"] for one in json.loads(good(*ASKED, *words, "--json"))["plans"]]


@pytest.fixture(scope="module")
def printed():
    return json.loads(good(*ASKED, "--plans", *PLANS, "--json"))


def test_plans_may_be_given_in_a_row_or_one_by_one(printed):
    wanted = [one["plan"] for one in printed["plans"]]
    assert sorted(wanted) == sorted(PLANS)
    assert plans_printed("--plans", PLANS[0], "--plans", PLANS[1], "--plans", PLANS[2]) == wanted
    assert plans_printed("--all-orders", "language,practice") == wanted


def test_the_json_is_as_promised_and_is_the_ranking_made_by_hand(printed):
    assert list(printed) == [
        "outcome", "ranked_at_month", "profile", "plans", "no_plan", "manifest",
    ]  # fmt: skip
    assert (printed["outcome"], printed["ranked_at_month"], printed["profile"]) == ("job_any", 14, "language")
    small = DENMARK.set({"district.people": 120, "district.months": 14})
    by_hand, _ = rank(small, "language", plans_of(PLANS, None), range(1, 4), parameters="posterior")
    for found, one in zip(printed["plans"], by_hand.ranked, strict=True):
        assert list(found) == [
            "plan", "outcome", "difference_to_best", "nine_in_ten_runs", "too_close_to_call",
            "share_of_runs_at_least_as_good", "why",
        ]  # fmt: skip
        assert (
            list(found["outcome"]) == [str(month) for month in range(15)] == list(found["difference_to_best"])
        )
        assert set(found["outcome"]["14"]) == {"mean", "lo", "hi", "mcse"} and set(found["why"]) == set(WHY)
        assert found["plan"] == one.plan and found["too_close_to_call"] == one.tie
        assert found["outcome"]["14"]["mean"] == one.outcome[14].mean
    changes = printed["manifest"]
    assert changes["seeds"] == [1, 2, 3]


def test_the_page_ranks_gives_reasons_and_draws_a_conclusion():
    page = good(*ASKED, "--plans", *PLANS, "--outcome", "hours", "--month", "12")
    for place in (1, 2, 3):
        assert len(re.findall(rf"(?m)^{place}\. ", page)) == 2  # in the ranking, and in the reasons
    assert "(no plan)" in page and "why, by month 12" in page and "to the best" in page
    for words in WHY.values():
        assert words in page
    assert "too close to call" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--profile", "yuong"), "Did you mean 'young'?"),
        (("--plans", "language > trainng", "language"), "did you mean 'training'"),
        (("--plans", *TWO, "--outcome", "job_anny"), "Did you mean 'job_any'?"),
        (("--plans", *TWO, "--month", "15"), "--month is 15, but must be a month from 1 to 14"),
        (("--plans", *TWO, "--month", "0"), "--month is 0, but must be"),
        (("--plans", "language"), "nothing to rank"), ((), "nothing to rank"),
        (("--all-orders", "language,training,practice,treatment,mentor"), "two to 4 instruments"),
        (("--plans", " > ".join(names()[:9]), names()[9]), "at most 9"),
        (("--plans", " > ".join(names()[:10]), "language"), "at most 9"),
        (("--plans", *TWO, "--places", "2"), "must be a share above 0"),
        (("--plans", *TWO, "--set", "policy.plans.rule=worst"), "policy.plans.rule"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_gets_one_sentence(words, says):
    assert says in refused(*ASKED, *words)


def test_a_group_with_nobody_in_it_is_said_so():
    nobody = ("--set", "world.people.seniors=0")
    words = ("sequence", "denmark", "--profile", "seniors", *nobody, "--plans", *TWO, *SMALL)
    assert "nobody (left) in the group 'seniors'" in refused(*words)


def test_without_interactions_may_be_asked_for():
    told = json.loads(good(*ASKED, "--plans", *TWO, "--no-interactions", "--json"))
    assert all(one["why"]["crowded_hours"]["mean"] == 0.0 for one in told["plans"])


# -- Ctrl-C ------------------------


def stopping_after(batches: int, monkeypatch):
    done, real = [], work.run_many

    def interrupted(*given, **options):
        if len(done) == batches:
            raise KeyboardInterrupt
        done.append(1)
        return real(*given, **options)

    monkeypatch.setattr(work, "run_many", interrupted)
    monkeypatch.setattr(work, "cores", lambda: 2)


def test_ctrl_c_keeps_the_ranking_of_the_runs_that_were_finished(monkeypatch):
    stopping_after(1, monkeypatch)
    result = inroads(*ASKED, "--plans", *TWO, "--json")
    assert result.exit_code == 130
    (sentence,) = result.stderr.splitlines()
    assert sentence == "Stopped: the ranking is of the first 2 runs."
    assert json.loads(result.stdout)["manifest"]["seeds"] == [1, 2]


def test_ctrl_c_before_anything_is_finished_prints_no_ranking(monkeypatch):
    stopping_after(0, monkeypatch)
    result = inroads(*ASKED, "--plans", *TWO, "--json")
    assert result.exit_code == 130 and result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("Stopped: ") and sentence.endswith(".")


def test_every_outcome_can_be_ranked_by():
    """Which way is better comes from the outcome's own declaration."""
    found, _ = rank(SMALLER.set({"district.months": 6}), "everyone", list(TWO), [1, 2], outcome="public_cost")
    first, last = (one.outcome[6].mean for one in found.ranked)
    assert BY_NAME["public_cost"].better == -1 and first <= last


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--places", "0"), "--places is 0, but must be a share above 0"),
        (("--places", "-0.1"), "--places is -0.1, but must be a share above 0"),
        (("--months", "0"), "cannot be ranked over 0 months"),
        (("--people", "5", "--seeds", "12"), "nobody (left) in the group 'language'"),
    ],
)
def test_a_ranking_in_which_nothing_can_be_told_is_refused(words, says):
    asked = ("sequence", "denmark", "--profile", "language", "--months", "12", *words)
    assert says in refused(*asked, "--plans", "language", "training")


def test_follow_up_in_a_plan_holds_up_nobody_without_a_job():
    world = DENMARK.set({"policy.follow_on.places": 1.0, "policy.training.places": 1.0})
    both = world.set({"policy.plans.everyone": "follow_on > training"})
    alone = world.set({"policy.plans.everyone": "training"})
    trained = [next(one for one in lived(w, 12).delivered if one.name == "training").places[1]
               for w in (both, alone)]  # fmt: skip
    assert trained[0] == trained[1] > 0
