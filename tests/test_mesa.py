"""A district is a real Mesa model with real agents, and leaves nothing behind."""

import copy
import gc
import pickle
import weakref

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from sim import District, simulate
from sim.agents import Caseworker, Employer, Jobseeker
from sim.population.people import draw_people
from tests.districts import busy, lived


@pytest.fixture
def district():
    return lived(busy(people=200, months=24), 6)


def test_agents_are_mesa_agents_of_three_kinds(district):
    assert set(district.agents_by_type) == {Jobseeker, Employer, Caseworker}
    assert len(district.agents) == sum(len(found) for found in district.agents_by_type.values())
    ids = [agent.unique_id for agent in district.agents]
    assert len(set(ids)) == len(ids)
    assert all(isinstance(agent, mesa.Agent) and agent.model is district for agent in district.agents)


def test_the_same_row_is_always_the_same_agent(district):
    people = district.agents_by_type[Jobseeker]
    assert people[17] is people[17]
    assert people[17] in people and people[17] in district.agents
    assert people[3:5] == [people[3], people[4]]


def test_reading_and_writing_an_attribute_is_reading_and_writing_the_column(district):
    person = district.agents_by_type[Jobseeker][5]
    person.trust = 0.25
    assert district.people.arrays["trust"][person.row] == np.float32(0.25) == person.trust


def test_select_groupby_agg_do_and_set_work(district):
    people = district.agents_by_type[Jobseeker]
    at_work = people.select(lambda person: person.employer >= 0)
    assert len(at_work) == int((district.people.arrays["employer"] >= 0).sum())
    counts = people.groupby("status").count()
    assert sum(counts.values()) == len(people)
    assert people.agg("trust", np.mean) == pytest.approx(
        np.mean([person.trust for person in people.select(lambda p: True)])
    )
    assert len(district.agents.select(agent_type=Employer)) == len(district.agents_by_type[Employer])
    people.do(lambda person: setattr(person, "trust", 1.0))
    assert people.agg("trust", min) == 1.0
    people.set("trust", 0.5)
    assert people.get("trust") == [0.5] * len(people)
    assert people.get(["trust", "woman"])[0][0] == 0.5
    assert len(people.shuffle()) == len(people)
    assert people.sort("age", ascending=True)[0].age == min(people.get("age"))


def test_the_districts_own_sets_keep_their_order(district):
    for change in (lambda s: s.shuffle(inplace=True), lambda s: s.sort("age", inplace=True)):
        with pytest.raises(TypeError, match="select"):
            change(district.agents_by_type[Jobseeker])


def test_removing_an_agent_frees_job_caseworker_and_places(district):
    person = district.agents_by_type[Jobseeker].select(lambda p: p.employer >= 0)[0]
    count = len(district.agents)
    person.remove()
    assert len(district.agents) == count - 1 and person not in district.agents
    assert person.employer == person.caseworker == person.specialist == -1
    assert all(one.enrolled[person.row] == 0 for one in district.delivered)
    for _ in range(3):
        district.step()
    assert person.active == 0 and person.hours == 0.0


def test_a_new_agent_takes_a_spare_row_and_lives(district):
    newcomer = Jobseeker(district, age=30.0, motivation=1.0, confidence=1.0, trust=0.5)
    assert newcomer in district.agents
    district.step()
    assert newcomer.caseworker >= 0
    assert newcomer.age == pytest.approx(30 + 1 / 12, abs=1e-4)
    with pytest.raises(TypeError, match="no column"):
        Jobseeker(district, hat="red")


def test_a_full_district_says_so(district):
    with pytest.raises(RuntimeError, match="no spare row"):
        for _ in range(district.people.capacity):
            Jobseeker(district)


class Counted(District):
    """A district that collects data the Mesa way."""

    def __init__(self, **options):
        super().__init__(**options)
        self.datacollector = DataCollector(
            model_reporters={"jobs": lambda m: m.agents_by_type[Jobseeker].agg("ever_job", sum)},
            agenttype_reporters={Employer: {"openings": "openings"}},
        )

    def step(self):
        super().step()
        self.datacollector.collect(self)


def test_the_data_collector_collects():
    district = Counted(scenario=busy(people=150), months=5, rng=1)
    while district.running:
        district.step()
    frame = district.datacollector.get_model_vars_dataframe()
    assert len(frame) == 5 and frame["jobs"].is_monotonic_increasing and frame["jobs"].iloc[-1] > 0
    employers = district.datacollector.get_agenttype_vars_dataframe(Employer)
    assert len(employers) == 5 * len(district.agents_by_type[Employer])


def test_batch_run_varies_any_address():
    rows = mesa.batch_run(
        Counted,
        {"people": [120], "months": 6, "policy__ips__places": [0.0, 0.9]},
        number_processes=1, max_steps=6, data_collection_period=-1, display_progress=False,
    )  # fmt: skip
    jobs = {row["policy__ips__places"]: row["jobs"] for row in rows}
    assert set(jobs) == {0.0, 0.9} and jobs[0.0] != jobs[0.9]


def test_no_model_survives_when_nobody_holds_it():
    gone = []
    for seed in range(20):
        district = lived(busy(people=60, months=3), 2, seed=seed)
        district.agents_by_type[Jobseeker][3].trust = 0.1
        gone.append(weakref.ref(district))
        del district
    gc.collect()
    assert [ref for ref in gone if ref() is not None] == []


def test_a_run_leaves_no_agents_in_mesas_registry():
    before = len(getattr(mesa.Agent, "_ids", ()))
    simulate(busy(people=60, months=2), 1)
    assert len(getattr(mesa.Agent, "_ids", ())) == before


def test_mesas_step_counter_counts_months(district):
    assert district.steps == district.month == 6
    assert district.running


def test_a_month_too_many_is_refused_in_words():
    district = lived(busy(people=60, months=3), 3)
    with pytest.raises(RuntimeError, match="lived all its 3 months"):
        district.step()


def test_a_closed_firm_leaves_no_jobs_and_no_vacancies_behind(district):
    people = district.people.arrays
    row = int(people["employer"][people["employer"] >= 0][0])
    firm = district.employers.agent(row)
    firm.remove()
    assert firm not in district.agents
    for _ in range(3):
        district.step()
        assert not (people["employer"] == row).any()
        assert firm.openings == 0


def test_people_who_are_added_have_luck_of_their_own(district):
    one, other = Jobseeker(district), Jobseeker(district)
    assert one.lasting_luck != other.lasting_luck != 0


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_lives_on_alike_and_has_no_kernel_compiled_anew(district, copied):
    """Numba takes an array that may be written for another type, and would compile for it again."""
    twin, compiled = copied(district), list(getattr(draw_people, "signatures", ()))
    assert not twin.arrays["chance"].flags.writeable
    for one in (district, twin):
        one.let_in(3)
        one.step()
    assert list(getattr(draw_people, "signatures", ())) == compiled
    assert all(np.array_equal(twin.people.arrays[name], of) for name, of in district.people.arrays.items())
    assert twin.people.arrays["trust"] is not district.people.arrays["trust"]
