"""A correspondence experiment: applicants alike in everything but one mark write to employers.

They apply through the model's own search and are judged by its own rule, against its own rivals.
Distance shifts every judgement by the same amount, so the distance at which unmarked applicants are
called back at a published rate can be read off their margins.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.model import District
from sim.phases.economy import open_vacancies
from sim.phases.matching import meet_rivals
from sim.phases.search import apply_for_jobs, list_vacancies
from sim.scenario import Scenario

PEOPLE = 3000
EFFORT = 9.0  # many applications each, so that margins are smooth
EQUAL = ("status", "mental_health", "physical_health", "care", "immigrant", "pressure", "hours",
         "free_pass", "introductions", "small_introductions", "lock_in", "distance")  # fmt: skip
LATELY_IN_WORK = 3  # months out of work of applicants without that mark
WHEELCHAIR = {"physical_health": 0.6}
FOREIGN_NAME = {"immigrant": 1}
LONG_OUT = {"months_out": 12}


class Correspondence:
    """Employers of one district, written to by as many equal applicants as one likes."""

    def __init__(self, scenario: Scenario, seed: int):
        world = scenario.set({"district.people": PEOPLE, "district.months": 2, "world.capacity.health": 0.0})
        self.district = District(world, rng=seed, keep_lives=False)
        self.district.step()
        self.district.clock["month"] += 1
        self.district.run(open_vacancies)

    def margins(self, mark: Mapping[str, float]) -> np.ndarray:
        """How far each application lies above what it had to exceed."""
        d, p = self.district, self.district.people.arrays
        for name in EQUAL:
            p[name][:] = 0
        p["employer"][:] = -1
        p["months_out"][:] = LATELY_IN_WORK
        p["search_effort"][:] = EFFORT
        for name, value in mark.items():
            p[name][:] = value
        for kernel in (list_vacancies, apply_for_jobs, meet_rivals):
            d.run(kernel)
        sent = int(d.market["applications"])
        vacancy = d.arrays["application_vacancy"][:sent]
        return d.arrays["application_score"][:sent] - d.arrays["vacancy_bar"][vacancy]

    def ratio(self, called_back: float, mark: Mapping[str, float]) -> float:
        """Call-backs of the marked for one of the unmarked, of whom a share is called back."""
        plain, marked = self.margins({}), self.margins(mark)
        bar = np.quantile(plain, 1.0 - called_back)
        return float(np.mean(marked > bar) / np.mean(plain > bar))
