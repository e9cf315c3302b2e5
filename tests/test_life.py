"""Claims about `inroads life`: the story is what happened, and the files hold everybody's months."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from commandline import good, refused

from experiments import biography, story
from experiments.events import CARRIED
from experiments.life import parting, record
from sim import District, simulate
from sim.agents import Jobseeker
from sim.plan import pack
from sim.statuses import STATUSES
from tests.districts import busy

PEOPLE, MONTHS = 60, 30
BUSY = busy(people=PEOPLE, months=MONTHS).set(
    {"world.people.move_away": 0.01, "world.service.turnover": 0.05, "world.exits.pension": 0.03}
)
SOME = range(0, PEOPLE, 4)
SMALL = ("--people", 60, "--months", 18)
POLICY = ("--set", "policy.ips.places=0.9", "--set", "policy.ips.from_severity=0.0")


@pytest.fixture(scope="module")
def lives():
    return {person: record(BUSY, person, seed=1) for person in SOME}


@pytest.fixture(scope="module")
def twins():
    """Person by person, the same under a policy with places for many."""
    more = BUSY.set({"policy.ips.from_severity": 0.0, "policy.ips.places": 0.9})
    return {person: record(more, person, seed=1) for person in SOME}


# The record


def test_the_record_is_the_persons_row_of_every_column_month_by_month():
    district, life = District(BUSY, rng=1), record(BUSY, 7, seed=1)
    assert set(life.columns) == set(Jobseeker.columns())
    for month in range(MONTHS + 1):
        if month:
            district.step()
        for name, column in district.people.arrays.items():
            assert life.columns[name][month] == column[7], (name, month)
        for one in district.delivered:
            assert life.enrolled[one.name][month] == one.enrolled[7]
            assert life.waiting[one.name][month] == one.waiting[7]


def test_watching_a_person_changes_nobodys_life(lives):
    alone = simulate(BUSY, seed=1)
    here = lives[0].cohort.statuses >= 0
    assert np.array_equal(lives[0].cohort.statuses[here], alone.lives[here])
    assert np.array_equal(lives[0].cohort.statuses, lives[4].cohort.statuses)


def test_nothing_that_happens_is_left_out_and_nothing_is_made_up(lives):
    """Every change of job, place, status or caseworker has an event in its month, and only those."""
    told = silent = 0
    for life in lives.values():
        for month in range(1, life.last + 1):
            before, now = month - 1, month
            column = life.columns
            changed = any(
                column[name][before] != column[name][now]
                for name in ("employer", "sanctions_received", "missed", "exempt")
            ) or any((on[before] > 0) != (on[now] > 0) for on in life.enrolled.values())
            big = {9, 10, 11, 12, 13}  # statuses that are neither work nor waiting for it
            states = {int(column["status"][m]) for m in (before, now)}
            changed = changed or (len(states) == 2 and bool(states & big))
            happened = story.events(life, month)
            if changed and column["exempt"][now] >= column["exempt"][before]:
                assert happened, (life.person, month)
            told += bool(happened)
            silent += not happened
            still = all(np.array_equal(array[before], array[now]) for name, array in column.items()
                        if name in ("employer", "hours", "status", "specialist", "caseworker",
                                    "sanctions_received", "missed", "exempt", "active"))  # fmt: skip
            kinds = {event.kind for event in happened}
            if still:
                assert kinds <= {"place", "waiting", "barrier came", "barrier went", "caseworker",
                                 "introduction", "job lost"}  # fmt: skip
    assert told > 50 and silent > 50


def test_the_months_of_the_story_are_all_months_once_and_in_order(lives):
    for life in lives.values():
        months = [m for begin, end, _ in story.blocks(life, 1, life.last) for m in range(begin, end + 1)]
        assert months == list(range(1, life.last + 1))


def test_months_follow_the_calendar_from_the_month_of_the_start():
    life = record(BUSY.set({"district.start_month": 8, "district.months": 14}), 3, seed=1)
    assert story.date_of(life, 1) == "September, year 1"
    assert story.date_of(life, 4) == "December, year 1"
    assert story.date_of(life, 5) == "January, year 2"
    assert story.dates(life, 5, 7) == "Months 5-7 (January to March, year 2)"
    assert story.dates(life, 4, 5) == "Months 4-5 (December, year 1 to January, year 2)"


def test_the_income_told_is_the_wage_and_the_benefit_that_were_paid(lives):
    life = lives[8]
    paid = life.columns["earnings"] + life.columns["benefit_paid"]
    assert story.income_in_all(life) == pytest.approx(paid[1:].sum(), rel=1e-6)
    assert [row["income"] for row in story.as_plain(life)] == pytest.approx(paid.tolist(), abs=0.01)


def test_hours_and_applications_of_quiet_months_add_up(lives):
    life = lives[0]
    text = story.quiet(life, 1, 3)
    assert f"{life.columns['service_hours'][1:4].sum():.1f} hours with the caseworker" in text
    sent = int(life.applications[1:4].sum())
    assert ("application" in text) == (sent > 0)


def test_introductions_come_with_outreach_and_each_is_an_application():
    """With places in supported job search for all, some are introduced; without any, nobody is."""
    many = BUSY.set({"policy.ips.from_severity": 0.0, "policy.ips.places": 1.0, "district.months": 12})
    none = many.set({"policy.ips.places": 0.0, "policy.social_free_pass.coverage": 0.0})
    counts = []
    for world in (many, none):
        lives = [record(world, person, seed=1) for person in range(0, PEOPLE, 5)]
        assert all((life.introduced <= life.applications).all() for life in lives)
        counts.append(sum(int(life.introduced.sum()) for life in lives))
    assert counts[0] > 0 and counts[1] == 0


def test_somebody_who_moves_away_has_a_last_month_and_no_more(lives):
    gone = [record(BUSY, person, seed=1) for person in range(PEOPLE)
            if lives[0].cohort.statuses[-1, person] < 0][:1]  # fmt: skip
    assert gone, "nobody moved away"
    (life,) = gone
    assert 0 < life.last <= MONTHS and life.columns["active"][life.last] == 0
    (event,) = story.events(life, life.last)
    assert event.kind == "moved" and story.blocks(life, 1, MONTHS)[-1][1] == life.last
    assert "After" in story.closing(life)


def test_stories_have_no_codes_and_no_holes_in_them(lives):
    for life in lives.values():
        text = " ".join([*story.introduction(life), story.closing(life),
                         *(text for _, _, text in story.blocks(life, 1, life.last))])  # fmt: skip
        for wrong in ("_", "nan", "None", "BIC", "BEL", "  ", "..", "-1", "{"):
            assert wrong not in text, (life.person, wrong, text)


def test_severities_are_said_in_words_and_what_does_not_count_is_not_said():
    life = record(BUSY, 2, seed=1)
    columns = {name: array.copy() for name, array in life.columns.items()}
    for barrier in CARRIED:
        columns[barrier.column][0] = 0.0
    columns["few_jobs"][0] = columns["low_contact"][0] = 0
    made = replace(life, columns=columns)
    assert story.barrier_words(made, 0) == []
    for severity, said in ((0.36, "moderate"), (0.61, "serious"), (0.9, "severe")):
        columns["mental_health"][0] = severity
        assert story.barrier_words(made, 0) == [f"{said} mental health issues"]
    columns["mental_health"][0] = 0.34
    assert story.barrier_words(made, 0) == []


@pytest.mark.parametrize(
    ("column", "before", "now", "says"),
    [
        (
            "plan",
            0,
            pack("language > practice"),
            "A plan is made: language training, then workplace practice.",
        ),
        ("host", -1, 4, "Starts at a workplace that takes part."),
        ("host", 4, -1, "Leaves the workplace that took part."),
        ("subsidy_left", 0, 6, "The employer gets a wage subsidy."),
        ("subsidy_left", 1, 0, "The wage subsidy ends."),
        ("profile", 0, 2, "Is profiled as far."),
    ],
)
def test_a_column_of_a_later_model_is_told_of_when_it_is_there(lives, column, before, now, says):
    life = lives[0]
    added = np.full(MONTHS + 1, before)
    added[2:] = now
    made = replace(life, columns={**life.columns, column: added})
    assert says in [event.text for event in story.events(made, 2)]
    assert says not in [event.text for event in story.events(made, 3)]
    assert says not in [event.text for event in story.events(life, 2)]


# Twins


def test_under_the_same_policy_the_twin_lives_the_same_life(lives):
    for person in (0, 4):
        assert parting(lives[person], record(BUSY, person, seed=1)) is None
        assert story.visible_parting(lives[person], lives[person]) is None


def test_lives_part_in_the_first_month_in_which_anything_differs(lives, twins):
    parted = 0
    for person, life in lives.items():
        found = parting(life, twins[person])
        kept = [name for name in life.columns if name not in ("luck", "lasting_luck", "who")]
        differ = [month for month in range(MONTHS + 1)
                  if any(life.columns[name][month] != twins[person].columns[name][month] for name in kept)
                  or any((life.enrolled[name][month] > 0) != (twins[person].enrolled[name][month] > 0)
                         or (life.waiting[name][month] > 0) != (twins[person].waiting[name][month] > 0)
                         for name in life.labels)]  # fmt: skip
        assert (found.month if found else None) == (differ[0] if differ else None)
        if found:
            parted += 1
            seen = story.visible_parting(life, twins[person])
            assert seen is None or seen >= found.month
            assert 1 <= len(found.why) <= 2
    assert parted > 5


def test_who_gets_a_place_only_under_the_policy_parts_for_that_reason(lives, twins):
    reasons = [found.why[0] for person, life in lives.items()
               if (found := parting(life, twins[person]))]  # fmt: skip
    assert "a place in Supported job search (IPS) only under the policy" in reasons


def test_two_columns_hold_the_same_months_in_the_same_rows(lives, twins):
    from rich.console import Console

    person = next(p for p in SOME if story.visible_parting(lives[p], twins[p]))
    first = story.visible_parting(lives[person], twins[person])
    table = biography.side_by_side(lives[person], twins[person], first, 120)
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(table)
    lines = console.export_text().splitlines()
    assert max(map(len, (line.rstrip() for line in lines))) <= 120
    dated = [line for line in lines if "(month" in line[:60] or line.startswith("Months")]
    assert len(dated) > 3
    for line in dated:
        left, right = line[:60].split("(")[0].split(":")[0], line[60:]
        assert left.strip() in right or not right.strip(), line


# The command


def test_a_life_is_told_with_who_when_money_and_an_end():
    text = good("life", "denmark", "--person", 17, *SMALL)
    assert text.startswith("Denmark, today's policy\nPerson 17: a ")
    assert "What stands in the way: " in text and "(January" in text
    assert "DKK" in text and "After 18 months: " in text
    assert max(map(len, text.splitlines())) <= 100


def test_with_another_policy_the_parting_is_marked_and_both_lives_are_told():
    text = good("life", "denmark", "--person", 2, *SMALL, *POLICY)
    assert ">>> The two lives part " in text and "baseline against policy: " in text
    assert "Policy:   policy.ips.places: 0.02 -> 0.9" in text
    assert "In the end, baseline against policy:" in text
    assert "  income before tax: " in text


def test_a_policy_that_changes_nothing_is_said_to_change_nothing():
    text = good("life", "denmark", "--with", "denmark", "--person", 2, *SMALL)
    assert "The two lives are the same in every month" in text and ">>>" not in text


def test_where_only_numbers_differ_the_life_is_told_once_and_the_sums_say_the_difference():
    richer = ("--set", "policy.benefit.level=12327", "--set", "world.mind.gain_pull=0.0")
    text = good("life", "denmark", "--person", 0, "--people", 1, "--months", 2, "--seed", 2, *richer)
    assert "benefit paid this month: 12,326 DKK against 12,327 DKK" in " ".join(text.split())
    assert "What happens to the person is the same in both all the same." in text
    assert "Under the policy" not in text and "(month 1)" in text
    assert "income before tax: 24,652 DKK against 24,654 DKK" in text


def test_two_currencies_are_named_each_with_its_own_money():
    text = good("life", "denmark", "--with", "norway", "--person", 2, *SMALL)
    assert " DKK against " in " ".join(text.split()) and " NOK" in text


def test_a_wide_terminal_gets_two_columns(monkeypatch):
    narrow = good("life", "denmark", "--person", 2, *SMALL, *POLICY)
    assert "Under the baseline:\n" in narrow
    monkeypatch.setattr(biography, "width_of_page", lambda: 130)
    lines = good("life", "denmark", "--person", 2, *SMALL, *POLICY).splitlines()
    assert [line for line in lines if "Under the baseline" in line and "Under the policy" in line]


def test_the_json_of_a_life_has_both_worlds_month_by_month_and_the_parting():
    printed = json.loads(good("life", "denmark", "--person", 2, *SMALL, *POLICY, "--json"))
    assert list(printed) == ["person", "introduction", "worlds", "parting", "manifest"]
    assert list(printed["worlds"]) == ["baseline", "policy"]
    for world in printed["worlds"].values():
        assert [row["month"] for row in world["months"]] == list(range(19))
        assert {row["status"] for row in world["months"]} <= set(STATUSES)
    assert printed["parting"]["month"] >= 1 and printed["parting"]["why"]
    assert printed["manifest"]["changes"]["policy.ips.places"]["to"] == 0.9
    alone = json.loads(good("life", "denmark", "--person", 2, *SMALL, "--json"))
    assert list(alone["worlds"]) == ["scenario"] and "parting" not in alone
    assert alone["worlds"]["scenario"]["months"] == printed["worlds"]["baseline"]["months"]


@pytest.mark.parametrize("person", [60, 5_000, -1])
def test_a_person_who_is_not_there_is_refused_before_anything_is_run(person, monkeypatch):
    monkeypatch.setattr(biography, "record", lambda *_: pytest.fail("the work was started"))
    sentence = refused("life", "denmark", *SMALL, "--person", person)
    assert f"no person {person} " in sentence and "numbered from 0 to 59" in sentence


@pytest.mark.parametrize(
    "words",
    [("--person", "anna"), ("--person", "1.5"), (), ("--persn", "3"), ("--person", "3", "--seed", "0")],
)
def test_a_life_that_is_not_understood_gets_one_sentence_and_exit_code_2(words):
    refused("life", "denmark", *words, code=2)


def test_worlds_of_different_people_are_refused_with_the_way_out():
    sentence = refused("life", "denmark", "--person", 3, "--set", "district.people=70")
    assert "district.people" in sentence and "--people" in sentence
