"""Claims about plans: their text, who makes them, in which order, and how well."""

from functools import cache

import numpy as np
import pytest
from commandline import SMALL, refused
from hypothesis import given
from hypothesis import strategies as st

from sim import load
from sim.errors import InputError
from sim.instruments import DELIVERED
from sim.instruments.plans import RULES
from sim.phases.plans import make_plans
from sim.plan import MOST_ENTRIES, canonical, instruments_of, names, next_step, pack, read, unpack
from sim.rules.plans import offer_order, typed_plan
from tests.districts import lived
from tests.planning import (
    ABOUT,
    BARRIERS,
    ORDER,
    PLAN,
    QUIET,
    WORK,
    assessed,
    bit,
    enrolled,
    needed_by,
    opened,
    people_with_plans,
    planned,
    severity_of,
    steps,
)

# -- the text of a plan ------------------------


def plans_in_words(most: int = MOST_ENTRIES):
    """Any plan as a list of steps: some instruments in some order, cut into steps."""

    def cut(entries, first):
        found = []
        for n, word in enumerate(entries):
            if n == 0 or first[n]:
                found.append([])
            found[-1].append(word)
        return found

    return st.builds(
        cut, st.lists(st.sampled_from(names()), min_size=1, max_size=most, unique=True),
        st.lists(st.booleans(), min_size=most, max_size=most),
    )  # fmt: skip


def as_text(steps, then=" > ", beside=" + "):
    return then.join(beside.join(step) for step in steps)


@given(plans_in_words())
def test_a_plan_survives_being_packed_into_one_number(steps):
    text = as_text(steps)
    assert read(text) == steps and canonical(text) == text
    assert unpack(pack(text)) == text and 0 < pack(text) < 2**63
    assert instruments_of(pack(text)) == bit(*(word for step in steps for word in step))


@given(plans_in_words(), st.sampled_from([(">", "+"), ("  >", " +  "), (" >\n", "+ ")]))
def test_blanks_and_hyphens_change_no_plan(steps, signs):
    loose = as_text(steps, *signs).replace("_", "-")
    assert canonical(loose) == as_text(steps)


@given(plans_in_words(4), plans_in_words(4))
def test_different_plans_are_different_numbers(one, other):
    assert (pack(as_text(one)) == pack(as_text(other))) == (one == other)


def test_at_the_same_time_is_not_the_same_as_then():
    assert pack("language + training") != pack("language > training") != pack("training > language")
    assert read("") == read("   ") == [] and pack("") == 0 and unpack(0) == "" and canonical(" ") == ""


@pytest.mark.parametrize(
    "text",
    ["langage", "language >", "> language", "language ++ training", "language > language",
     "language, training", " > ".join(names()[: MOST_ENTRIES + 1]), "benefit", "language > > training"],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_one_sentence_that_says_what_is(text):
    with pytest.raises(InputError) as error:
        QUIET.set({"policy.plans.everyone": text})
    (sentence,) = str(error.value).splitlines()
    assert sentence.startswith("policy.plans.everyone is ") and sentence.endswith(".")
    assert "'>' then, '+' at the same time" in sentence and f"at most {MOST_ENTRIES}" in sentence


def test_the_longest_plan_is_no_error():
    """Negative control of the nine entries."""
    text = " > ".join(names()[:MOST_ENTRIES])
    assert QUIET.set({"policy.plans.everyone": text})["policy.plans.everyone"] == text


def test_the_command_line_asks_whether_another_instrument_was_meant():
    said = refused("run", "denmark", "--set", "policy.plans.everyone=language > trainng", *SMALL)
    assert "for 'trainng', did you mean 'training'?" in said
    assert "did you mean" not in refused("run", "denmark", "--set", "policy.plans.everyone=zzzz", *SMALL)


def test_a_plan_that_is_no_text_is_refused():
    with pytest.raises(InputError, match="instruments in order"):
        QUIET.set({"policy.plans.young": 3})


@pytest.mark.parametrize(
    ("finished", "turn"),
    [
        ((), ("everyday_goals",)),
        (("everyday_goals",), ("language", "treatment")),
        (("everyday_goals", "language"), ("treatment",)),
        (("language", "treatment"), ("everyday_goals",)),
        (("practice",), ("everyday_goals",)),
        (("everyday_goals", "language", "treatment"), ("practice",)),
        (("everyday_goals", "language", "treatment", "practice"), ()),
    ],
)
def test_whose_turn_it_is_by_hand(finished, turn):
    assert next_step(pack(PLAN), bit(*finished)) == bit(*turn)


@given(plans_in_words(), st.sets(st.sampled_from(names())))
def test_it_is_the_turn_of_the_first_step_that_is_not_finished(steps, finished):
    left = [[word for word in step if word not in finished] for step in steps]
    first = next((step for step in left if step), [])
    assert next_step(pack(as_text(steps)), bit(*finished)) == bit(*first)


# -- whose plan is which ------------------------

GROUPS = ("language", "everyday", "young", "immigrants", "seniors", "health")
TYPED = {name: place for place, name in enumerate((*GROUPS, "far", "mid", "near", "everyone"), start=1)}


def typed(given: dict, marks: set, profile: int) -> int:
    record = load("denmark").records()["plans"]
    for group, number in given.items():
        record[group] = number
    return typed_plan(record[0], *((name in marks) * 1 for name in GROUPS), profile)


@given(
    st.sets(st.sampled_from(sorted(TYPED))), st.sets(st.sampled_from(GROUPS)),
    st.sampled_from([(0, "near"), (1, "mid"), (2, "far")]),
)  # fmt: skip
def test_the_most_special_group_that_has_a_plan_decides(with_plan, marks, seen):
    profile, name = seen
    fits = [group for group in (*GROUPS, name) if group in with_plan and (group in marks or group == name)]
    wanted = TYPED[fits[0]] if fits else TYPED["everyone"] * ("everyone" in with_plan)
    assert typed({group: TYPED[group] for group in with_plan}, marks, profile) == wanted


def test_in_a_district_each_person_has_the_plan_of_the_own_group():
    plans = {"language": "language > practice", "everyday": "everyday_goals > practice",
             "young": "training", "everyone": "treatment"}  # fmt: skip
    d = assessed(QUIET.set({
        **opened("language", "practice", "everyday_goals", "training", "treatment"),
        **{f"policy.plans.{group}": plan for group, plan in plans.items()},
    }))  # fmt: skip
    p, low = d.people.arrays, QUIET["world.people.severity_low"]
    group = np.where(p["young"] == 1, "young", "everyone").astype("U10")
    group[p["everyday_skills"] >= low] = "everyday"
    group[p["language"] >= low] = "language"
    with_plan = np.flatnonzero(p["plan_made"] > 0)
    assert len(with_plan) > 500
    for i in with_plan:
        assert unpack(int(p["plan"][i])) == plans[group[i]]
    assert set(group[with_plan]) == set(plans)


# -- what each rule builds ------------------------


@pytest.mark.parametrize(
    ("rule", "kind", "severity", "duration", "belief", "key"),
    [
        ("worst_first", "barrier", 0.7, 12, 0.5, -0.7), ("worst_first", "everyday", 0.2, 4, 0.5, -0.2),
        ("worst_first", "work", 0.9, 4, 0.5, 9.1), ("quickest_first", "barrier", 0.9, 12, 0.5, 12.0),
        ("quickest_first", "work", 0.1, 4, 0.5, 4.0), ("quickest_first", "work", 0.1, 0, 0.5, 60.0),
        ("everyday_first", "everyday", 0.4, 4, 0.5, -5.4), ("everyday_first", "barrier", 0.9, 4, 0.5, -0.9),
        ("everyday_first", "work", 0.9, 4, 0.5, 9.1), ("work_first", "work", 0.4, 4, 0.5, -10.4),
        ("work_first", "barrier", 0.9, 4, 0.5, -0.9), ("all_at_once", "barrier", 0.7, 4, 0.5, -0.7),
        ("caseworker", "work", 0.5, 4, 0.25, 9.5), ("caseworker", "work", 0.5, 4, 0.75, -10.5),
        ("caseworker", "work", 0.5, 4, 0.5, -0.5), ("caseworker", "barrier", 0.5, 4, 0.75, -0.5),
    ],
)  # fmt: skip
def test_where_an_instrument_comes_in_a_plan_by_hand(rule, kind, severity, duration, belief, key):
    kinds = ("barrier", "everyday", "work")
    found = offer_order(RULES.index(rule), kinds.index(kind), severity, duration, belief, 0.0)
    assert found == pytest.approx(key)


@cache
def by_rule(rule: str):
    """Everybody's plan under a rule, with a caseworker who sees all."""
    return assessed(QUIET.set({**opened(*BARRIERS, *WORK), "policy.plans.rule": rule}))


@pytest.mark.parametrize("rule", RULES[1:])
def test_a_caseworker_who_knows_the_person_plans_all_that_is_needed_and_nothing_else(rule):
    d = by_rule(rule)
    p = d.people.arrays
    for i in people_with_plans(d):
        entries = [word for step in steps(p["plan"][i]) for word in step]
        assert set(entries) == needed_by(p, i, (*BARRIERS, *WORK))


def test_worst_first_sorts_barriers_by_severity_and_leaves_work_for_last():
    d = by_rule("worst_first")
    p = d.people.arrays
    lengths = set()
    for i in people_with_plans(d):
        order = [word for (word,) in steps(p["plan"][i])]
        kinds = [ABOUT[word][1] == "work" for word in order]
        assert kinds == sorted(kinds)
        for part in (False, True):
            severities = [severity_of(p, ABOUT[word][0], i) for word in order
                          if (ABOUT[word][1] == "work") == part]  # fmt: skip
            assert severities == sorted(severities, reverse=True)
        lengths.add(len(order))
    assert len(lengths) >= 4  # people differ in what they need


def test_quickest_first_sorts_by_months_whatever_the_kind():
    d = by_rule("quickest_first")
    work_before = 0
    for i in people_with_plans(d):
        order = [word for (word,) in steps(d.people.arrays["plan"][i])]
        months = [ABOUT[word][2] for word in order]
        assert months == sorted(months)
        work_before += "language" in order and order.index("practice") < order.index("language")
    assert work_before > 20


def test_everyday_first_and_work_first_put_theirs_in_front():
    for rule, kind in (("everyday_first", "everyday"), ("work_first", "work")):
        d, seen = by_rule(rule), 0
        for i in people_with_plans(d):
            order = [ABOUT[word][1] for (word,) in steps(d.people.arrays["plan"][i])]
            if kind in order:
                of_kind = order.count(kind)
                assert set(order[:of_kind]) == {kind}
                seen += 1
        assert seen > 100


def test_all_at_once_is_one_step_and_by_lot_is_no_plan():
    d = by_rule("all_at_once")
    assert all(len(steps(d.people.arrays["plan"][i])) == 1 for i in people_with_plans(d))
    none = lived(QUIET.set(opened(*BARRIERS, *WORK)), 6)
    assert not none.has_plans and not none.people.arrays["plan"].any()
    assert (enrolled(none, "training") > 0).sum() > 50  # places are given by lot instead


def test_a_caseworkers_judgement_sends_those_believed_in_to_work_first():
    """Negative control: of those not believed in, next to nobody goes to work first."""
    for belief, low, high in ((1.0, 0.99, 1.0), (0.0, 0.0, 0.01)):
        world = QUIET.set({**opened(*BARRIERS, *WORK), "policy.plans.rule": "caseworker"})
        d = assessed(world, belief=belief)
        p = d.people.arrays
        first = [ABOUT[steps(p["plan"][i])[0][0]][1] == "work" for i in people_with_plans(d)
                 if needed_by(p, i, BARRIERS)]  # fmt: skip
        assert low <= np.mean(first) <= high
    assert (
        by_rule("caseworker").people.arrays["plan"].tolist()
        != by_rule("worst_first").people.arrays["plan"].tolist()
    )


def test_a_rule_never_plans_more_than_nine_and_takes_the_nine_that_come_first():
    offers = [one for one in DELIVERED if one.kind != "right"]
    world = QUIET.set({**opened(*(one.name for one in offers)), "policy.plans.rule": "quickest_first"})
    d = assessed(world)
    p, records = d.people.arrays, d.records
    full = 0
    for i in people_with_plans(d):
        order = [word for (word,) in steps(p["plan"][i])]
        assert len(order) <= MOST_ENTRIES and len(set(order)) == len(order)
        full += len(order) == MOST_ENTRIES
        months = {}
        for one in offers:
            record = records[one.name]
            low = record["from_severity"] if "from_severity" in record.dtype.names else 0.0
            least = record["from_distance"] if "from_distance" in record.dtype.names else -np.inf
            if p["distance"][i] < least:
                continue
            if not one.barrier or severity_of(p, one.barrier, i) >= low:
                length = "duration" if "duration" in record.dtype.names else "months"
                months[one.name] = int(record[length]) or 60
        left_out = [months[word] for word in months if word not in order]
        assert len(order) == min(len(months), MOST_ENTRIES)
        assert not left_out or max(months[word] for word in order) <= min(left_out)
    assert full > 50


# -- assessment takes time, and errs ------------------------


def months_of_plans(**settings):
    d = lived(planned("treatment > practice", **settings), 24)
    made = d.people.arrays["plan_made"]
    return made[made > 0]


def test_nobody_has_a_plan_at_once_and_smaller_caseloads_bring_plans_earlier():
    """Time to a plan is time with the caseworker: 2 caseloads, the same 800 people."""
    many, few = (
        months_of_plans(policy__caseload__ordinary=100.0),
        months_of_plans(policy__caseload__ordinary=25.0),
    )
    assert many.min() > 1 and few.min() >= 1
    assert np.mean(few) < np.mean(many) - 4 * np.std(many) / np.sqrt(len(many))
    early, late = (np.mean(made <= 4) for made in (few, many))
    assert early > late


def test_without_time_for_clients_nobody_is_ever_assessed():
    """Negative control: plans come out of hours and of nothing else."""
    assert len(months_of_plans(world__service__assessment_hours=1000.0)) == 0


def mistakes(error: float):
    """(needed and left out, planned and not needed), shares of those who need it and who do not."""
    world = QUIET.set({**opened(*BARRIERS), "policy.plans.rule": "worst_first",
                       "world.service.assessment_error": error})  # fmt: skip
    d = lived(world, 1)
    p = d.people.arrays
    p["assessed"][:] = ORDER["known_enough"]
    p["plan"][:] = p["plan_made"][:] = p["finished"][:] = 0
    d.run(make_plans)
    missed, needless, need, no_need = 0, 0, 0, 0
    for i in people_with_plans(d):
        entries = {word for step in steps(p["plan"][i]) for word in step}
        wanted = needed_by(p, i, BARRIERS)
        missed += len(wanted - entries)
        needless += len(entries - wanted)
        need += len(wanted)
        no_need += len(BARRIERS) - len(wanted)
    return missed / need, needless / no_need


def test_assessment_errs_as_much_as_declared_and_without_error_misses_nothing():
    assert mistakes(0.0) == (0.0, 0.0)
    missed, needless = mistakes(0.25)
    assert 0.02 < missed < 0.3 and 0.005 < needless < 0.3
    more = mistakes(0.5)
    assert more[0] > missed and more[1] > needless


def test_a_typed_plan_leaves_out_what_the_caseworker_sees_no_need_for():
    d = assessed(planned("language > treatment > practice"))
    p = d.people.arrays
    for i in people_with_plans(d):
        skipped = {word for word in ("language", "treatment") if p["finished"][i] & bit(word)}
        assert skipped == {"language", "treatment"} - needed_by(p, i, ("language", "treatment"))
        turn = next(word for word in ("language", "treatment", "practice") if word not in skipped)
        assert d.arrays["next_up"][i] == bit(turn)
