"""The district as plain Mesa: one object for each agent, and the month over those objects."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from types import SimpleNamespace

import mesa

from sim import agents as columns
from sim import decisions as d
from sim.instruments import DELIVERED, Instrument, is_funded
from sim.ledger import payments
from sim.luck import CASEWORKER_OFFSET, DISTRICT
from sim.model import District
from sim.rules.hiring import additional_share, best_of, hiring_bar, poisson
from sim.scenario import Scenario

from . import agents
from .agents import PAID_WORK, Application, Vacancy
from .plain import KeyedLuck, OrdinaryLuck, in_single_precision, numbers_of, plain

exp, best_of, hiring_bar = agents.exp, plain(best_of), plain(hiring_bar)
poisson, additional_share = plain(poisson), plain(additional_share)

# An object holds another object where a column holds its row; luck is worked out, not stored.
NOT_COPIED = {"active", "who", "luck", "lasting_luck", "taking", "employer", "caseworker", "specialist"}

CARRIED = (
    "mental_health", "physical_health", "education", "language", "work_skills", "care", "everyday_skills",
    "values", "labour_market_knowledge",
)  # fmt: skip


class Programme:
    """An instrument with places, and their terms."""

    def __init__(self, instrument: type[Instrument], numbers: SimpleNamespace):
        self.name, self.number = instrument.name, instrument.luck_number()
        self.status, self.payer = instrument.status, instrument.payer
        self.share_of_places, self.numbers = instrument.share, numbers

    @property
    def share(self) -> float:
        return getattr(self.numbers, self.share_of_places)

    @property
    def price(self) -> float:
        return getattr(self.numbers, "price", 0.0)


class PlainDistrict(mesa.Model):
    """What ``sim.model.District`` does, in the ordinary way.

    identical: round what columns round and use the model's keyed luck, so that lives are the
    same person by person. Without it, floats and luck are Python's own, as a Mesa model written
    without this project's cares would have them; only ``experiments.bench`` does that.
    """

    def __init__(self, scenario: Scenario, seed: int = 1, *, identical: bool = True):
        super().__init__(rng=seed)
        self.groups = numbers_of(scenario)
        for name, group in self.groups.items():
            setattr(self, "assumed_people" if name == "people" else name, group)
        self.luck = KeyedLuck(seed) if identical else OrdinaryLuck(seed)
        self.month = 0
        self.calendar_month = self.district.start_month
        self.amounts = {payment.name: 0.0 for payment in payments(self.money.municipal_share)}
        self.programmes = [
            Programme(one, self.groups[one.name])
            for one in DELIVERED
            if is_funded(one, vars(self.groups[one.name]))
        ]

        # The people, employers and staff of the start are those of the model in columns. That
        # model is kept, unlived, to draw newcomers.
        self.source = District(scenario, rng=seed)
        kinds = (agents.Person, agents.Employer, agents.Caseworker)
        if identical:
            declared = (columns.Jobseeker, columns.Employer, columns.Caseworker)
            kinds = tuple(in_single_precision(k, c.columns()) for k, c in zip(kinds, declared, strict=True))
        self.Person, self.Employer, self.Caseworker = kinds
        self.demand_shock = float(self.source.market["demand_shock"])
        self.others_seeking = int(self.source.market["others_seeking"])
        self.others_in_work = int(self.source.market["others_in_work"])
        for row in range(self.source.employers.used):
            self.Employer(self, *self._row(self.source.employers, row))
        for row in range(self.source.people.used):
            self.Person(self, *self._row(self.source.people, row))
        self.workers: list[agents.Caseworker] = []
        self._open_posts(0, self._posts(0))
        self.employers = list(self.agents_by_type[self.Employer])
        self.reaches = [employer.reach for employer in self.employers]

    def _row(self, rows, row: int) -> tuple[int, dict]:
        """An agent's number and attributes, from a row of columns."""
        values = {name: array[row].item() for name, array in rows.arrays.items()}
        return values["who"], {k: v for k, v in values.items() if k not in NOT_COPIED}

    @property
    def people(self):
        return self.agents_by_type[self.Person]

    # -- the month ----------------------------------------------------------------------------

    def step(self) -> None:
        self.month += 1
        self.calendar_month = (self.district.start_month + self.month - 1) % 12
        self.move_the_economy()
        self.people.do("live_a_month")
        self.welcome_newcomers()
        self.move_staff()
        self.share_hours()
        for programme in self.programmes:
            self.deliver(programme)
        self.serve_employers()
        self.people.do("get_help")
        self.people.do("meet_requirements")
        if any(programme.name == "social_free_pass" for programme in self.programmes):
            self.people.do("use_pass")
        self.people.do("feel_incentives")
        self.people.do("set_effort")
        self.look_for_work()
        self.employers_choose()
        self.people.do("work_a_month")
        self.people.do("perhaps_lose_job")
        self.people.do("leave_or_return")
        self.close_books()

    def move_the_economy(self) -> None:
        """1: demand drifts, others lose work, employers change their vacancies."""
        economy, luck = self.economy, self.luck
        key = luck.stream(DISTRICT, self.month)
        shock = economy.cycle * luck.normal(key, d.CYCLE)
        self.demand_shock = economy.cycle_memory * self.demand_shock + shock
        season = 1.0 + economy.season * (1.0 - abs(self.calendar_month - 6) / 3.0)
        demand = economy.openings * economy.demand * exp(self.demand_shock) * season
        losing = economy.others_separation * self.others_in_work
        lost = int(losing + luck.uniform(key, d.OTHERS_LOSE_WORK))
        self.others_in_work -= lost
        self.others_seeking += lost
        for employer in self.employers:
            employer.renew_vacancies(demand)
            employer.learn_and_forget()

    def welcome_newcomers(self) -> None:
        """2: newcomers are drawn as the model in columns draws them."""
        key = self.luck.stream(DISTRICT, self.month)
        expected = self.assumed_people.newcomers * self.district.people
        count = int(expected + self.luck.uniform(key, d.NEWCOMERS))
        if count:
            first = self.source.people.used
            self.source.clock["month"] = self.month
            self.source.let_in(count)
            for row in range(first, first + count):
                self.Person(self, *self._row(self.source.people, row))

    # -- 3 and 4: staff -----------------------------------------------------------------------

    def _posts(self, kind: int) -> int:
        """Posts that the caseload asks for: ordinary (0) or specialist (1), rounded up."""
        clients = sum(p.in_service and (kind == 0 or p.wants_specialist) for p in self.people)
        per_post = self.caseload.specialist if kind else self.caseload.ordinary
        whole = int(clients // per_post)
        return whole if whole * per_post >= clients else whole + 1

    def _open_posts(self, kind: int, count: int) -> None:
        for _ in range(count):
            who = CASEWORKER_OFFSET + len(self.workers)
            self.workers.append(self.Caseworker(self, who, kind))

    def move_staff(self) -> None:
        for kind in (0, 1):
            wanted = self._posts(kind)
            kept = 0
            for worker in [w for w in self.workers if w.kind == kind]:
                key = self.luck.stream(worker.who, self.month)
                turnover = self.service.turnover * (1.0 - self.continuity.retention)
                leaves = self.luck.uniform(key, d.STAFF_LEAVES) < turnover
                stays = worker.is_open and not leaves
                worker.is_open = kept < wanted + stays
                if not worker.is_open:
                    continue
                kept += 1
                if stays:
                    worker.tenure += 1
                else:
                    worker.generation += 1
                    worker.somebody_starts()
            self._open_posts(kind, wanted - kept)
        ordinary = [w for w in self.workers if w.is_open and w.kind == 0]
        specialists = [w for w in self.workers if w.is_open and w.kind == 1]
        for worker in self.workers:
            worker.clients = 0
        for person in self.people:
            person.get_caseworker(ordinary, specialists)

    def share_hours(self) -> None:
        """Hours of each post, less what is not for clients; claims; and what is given."""
        for worker in self.workers:
            worker.begin_month()
        if self.outreach.proactive > 0.0:
            self.seek_out()
        clients: dict[agents.Caseworker, list[agents.Person]] = defaultdict(list)
        for person in self.people:
            if person.caseworker:
                clients[person.caseworker].append(person)
        if self.continuity.handover > 0.0:
            for worker, theirs in clients.items():
                moved = [person for person in theirs if person.just_changed]
                if moved:
                    worker.hand_over(moved)
        self.people.do("ask_for_time")
        if (
            self.sharing.rule > 0
            or self.targeting.discretion > 0.0
            or self.rewards.placements > 0.0
            or self.rewards.lasting > 0.0
        ):
            for worker, theirs in clients.items():
                self.tilt_claims(worker, theirs)
        self.people.do("be_served")

    def seek_out(self) -> None:
        """People with little or no contact are sought out, for hours of all ordinary staff."""
        outreach, luck = self.outreach, self.luck
        staff = [worker for worker in self.workers if worker.is_open and worker.kind == 0]
        available = wanted = 0.0
        for worker in staff:
            available += worker.hours_left
        lots = {}
        for person in self.people:
            if person.is_unseen:
                lots[person] = luck.uniform(person.lasting_luck, d.SOUGHT_OUT)
                if lots[person] < outreach.proactive:
                    wanted += outreach.hours
        room = outreach.most_time * available
        below = outreach.proactive * room / wanted if wanted > room else outreach.proactive
        for person in self.people:
            person.sought_out = int(person in lots and lots[person] < below)
        for worker in staff:
            worker.hours_taken += min(wanted, room) / available * worker.hours_left

    def tilt_claims(self, worker: agents.Caseworker, clients: list[agents.Person]) -> None:
        """Claims of clients without a job move from some to others; the smallest come to nothing."""
        equal = everything = 0.0
        tilted = {}
        for person in clients:
            if person.employer is None:
                tilted[person] = person.claim * person.pull_on_time()
                equal += person.claim
                everything += tilted[person]
        for person, claim in tilted.items():
            if everything > 0.0:
                mine = claim * equal / everything
                person.claim = 0.0 if mine < self.sharing.park_below * person.claim else mine
        worker.need = 0.0
        for person in clients:
            worker.need += person.claim

    # -- 5 plans ------------------------------------------------------------------------------

    def deliver(self, programme: Programme) -> None:
        """Places are a share of those who are in or wait; the lots that people keep decide."""
        name, number = programme.name, programme.number
        staying, line = 0, []
        for person in self.people:
            months = person.months_in[name]
            if months > 0:
                if person.leaves(programme):
                    person.leave(programme)
                else:
                    person.months_in[name] += 1
                    staying += 1
            elif months < 0:
                person.months_in[name] += 1
            elif not person.qualifies_for(name):
                person.waiting[name] = 0
            elif person.is_willing(programme):
                person.waiting[name] += 1
                line.append(person)
        spare = self.luck.uniform(self.luck.stream(DISTRICT, 0), d.LOTTERY + 1000 * number)
        places = int(programme.share * (staying + len(line)) + spare)
        line.sort(key=lambda p: p.place_in_line(number), reverse=True)
        free = max(places - staying, 0)
        for person in line[:free]:
            person.enrol(programme)

    # -- 6 instruments ------------------------------------------------------------------------

    def serve_employers(self) -> None:
        """Campaign and visits; introductions come from jobs at employers with a contact."""
        visits = self.employer_service
        for employer in self.employers:
            employer.hear_from_the_service()
        jobs = sum(employer.size for employer in self.employers)
        known = sum(employer.size * employer.contact for employer in self.employers)
        self.introductions_from_visits = visits.introductions * known / jobs
        if visits.one_contact:
            self.introductions_from_visits *= 1.0 + visits.speed

    # -- 8 and 9: search and matching ---------------------------------------------------------

    def employer_at(self, u: float):
        """The employer at a share u of all jobs, and where in it u lies, from 0 to 1."""
        j = bisect_left(self.reaches, u)
        start = self.reaches[j - 1] if j else 0.0
        return self.employers[j], (u - start) / (self.reaches[j] - start)

    def look_for_work(self) -> None:
        self.opened_for_somebody: list[Vacancy] = []
        for employer in self.employers:
            employer.advertise()
        self.people.do("apply_for_jobs")

    def employers_choose(self) -> None:
        """9: deferred acceptance in rounds, in which everybody without an offer asks at once."""
        self._rivals_apply()
        applicants = [person for person in self.people if person.applications]
        wishes: dict[agents.Person, list[Application]] = {
            person: sorted(person.applications, key=lambda a: a.liking, reverse=True) for person in applicants
        }
        asking = applicants
        while asking:
            arrived: dict[Vacancy, list[Application]] = defaultdict(list)
            for person in asking:
                if wishes[person]:
                    application = wishes[person].pop(0)
                    arrived[application.vacancy].append(application)
            asking = []
            for vacancy, candidates in arrived.items():
                if vacancy.held:
                    candidates = [vacancy.held, *candidates]
                best = max(candidates, key=lambda a: a.score)
                vacancy.held = best if best.score >= vacancy.bar else None
                asking += [a.person for a in candidates if a is not vacancy.held]
        self._hire(applicants)

    def _rivals_apply(self) -> None:
        """What applicants must exceed at each vacancy: the bar, or the best ordinary applicant."""
        openings = sum(len(employer.vacancies) for employer in self.employers)
        mean = 0.0
        if openings:
            mean = self.economy.others_applications * self.others_seeking / openings
        for employer in self.employers:
            if not employer.vacancies:
                continue
            key = self.luck.stream(employer.who, self.month)
            for slot, vacancy in enumerate(employer.vacancies):
                week = vacancy.hours / self.capacity.full_time
                vacancy.bar = hiring_bar(self.hiring, week)
                u = self.luck.uniform(key, d.SLOT_RIVALS + slot)
                rivals = poisson(mean * week, u)
                if rivals:
                    u = self.luck.uniform(key, d.SLOT_BEST_RIVAL + slot)
                    best = best_of(self.hiring, rivals, u)
                    vacancy.has_rival = best >= vacancy.bar
                    vacancy.bar = max(vacancy.bar, best)
        for vacancy in self.opened_for_somebody:
            vacancy.bar = hiring_bar(self.hiring, vacancy.hours / self.capacity.full_time)

    def _hire(self, applicants: list[agents.Person]) -> None:
        """Winners start work; rivals take vacancies that they are the best for."""
        won: dict[agents.Person, Application] = {}
        demand = self.economy.demand * exp(self.demand_shock)
        additional = additional_share(self.hiring, demand)
        advertised = [v for employer in self.employers for v in employer.vacancies]
        for vacancy in advertised + self.opened_for_somebody:
            employer = vacancy.employer
            if vacancy.held:
                won[vacancy.held.person] = vacancy.held
                employer.filled += 1
                if vacancy.advertised:
                    employer.openings -= 1
                else:
                    employer.opened += 1
                    self._book_made_job(vacancy, additional)
            elif vacancy.has_rival and self.others_seeking > 0:
                employer.openings -= 1
                employer.filled_others += 1
                self.others_seeking -= 1
                self.others_in_work += 1
        for person in applicants:
            if person in won:
                person.start_work(won[person])
            else:
                person.be_turned_down()

    def _book_made_job(self, vacancy, additional: float) -> None:
        """A job made for somebody is additional, or has come early and is owed."""
        employer, person = vacancy.employer, vacancy.held.person
        vacancy.additional = person.draw(d.COMES_ANYWAY) < additional
        if vacancy.additional:
            employer.made += 1
        else:
            employer.owed += 1

    # -- 13 books -----------------------------------------------------------------------------

    def close_books(self) -> None:
        at_work = Counter(person.employer for person in self.people if person.employer)
        standing: dict = defaultdict(int)
        for person in self.people:
            if person.employer:
                standing[person.employer] += 1 - person.job_made
        for employer in self.employers:
            made = employer.made - employer.made_before
            arrived = employer.filled - employer.filled_before - made
            employer.vacated = max(employer.standing + arrived - standing[employer], 0)
            employer.ours, employer.filled_before = at_work[employer], employer.filled
            employer.standing, employer.made_before = standing[employer], employer.made
        self.amounts = dict.fromkeys(self.amounts, 0.0)
        self.people.do("be_paid")
        for programme in self.programmes:
            if programme.price > 0.0:
                for person in self.people:
                    if person.months_in[programme.name] > 0:
                        person.public_cost += programme.price
                        self.amounts[f"programmes of the {programme.payer}"] += programme.price

        self._share_cost("state", self.campaign.price * sum(e.sees_campaign for e in self.employers))
        visited = sum(employer.is_visited for employer in self.employers)
        self._share_cost("municipality", self.employer_service.price * visited)

    def _share_cost(self, payer: str, cost: float) -> None:
        """What serves everybody costs everybody who is here the same."""
        if cost > 0.0 and len(self.people):
            self.amounts[f"programmes of the {payer}"] += cost
            for person in self.people:
                person.public_cost += cost / len(self.people)

    def outcomes(self, group: int | None = None) -> dict[str, float]:
        """Outcome means over the cohort, or over those near (0), mid (1) or far (2) from work."""
        cohort = [p for p in self.people if p.cohort]
        everybody = len(cohort)
        if group is not None:
            low, high = ((0, 1), (2, 3), (4, 10))[group]
            cohort = [p for p in cohort if low <= p.barriers_at_start <= high]

        def mean(of) -> float:
            return sum(float(of(p)) for p in cohort) / len(cohort) if cohort else float("nan")

        mildest = self.assumed_people.severity_low
        job_any = mean(lambda p: p.status in PAID_WORK)
        others = self.others_in_work / everybody if everybody else float("nan")
        return {
            "job_any": job_any,
            "job_ordinary": mean(lambda p: p.status in (4, 7, 8)),
            "job_fulltime": mean(lambda p: p.status in PAID_WORK and p.hours >= self.capacity.full_time_from),
            "job_ever": mean(lambda p: p.ever_job),
            "few_hours": mean(lambda p: p.status == 4),
            "hours": mean(lambda p: p.hours),
            "months_in_work": mean(lambda p: p.months_in_work),
            "disability_pension": mean(lambda p: p.status == 11),
            "out_of_contact": mean(lambda p: p.status == 13),
            "education": mean(lambda p: p.status == 9),
            "sheltered": mean(lambda p: p.status == 2),
            "public_cost": mean(lambda p: p.public_cost),
            "income": mean(lambda p: p.earnings + p.benefit_paid),
            "benefit_months": mean(lambda p: p.benefit_months),
            "benefit_cuts": mean(lambda p: p.sanctions_received),
            "service_hours": mean(lambda p: p.service_hours + p.support_hours),
            "unserved": mean(lambda p: p.unserved_months >= 6),
            "trust": mean(lambda p: p.trust),
            "motivation": mean(lambda p: p.motivation),
            "mental_health": mean(lambda p: p.mental_health),
            "distance": mean(lambda p: p.distance),
            "others_in_work": others,
            "jobs_all": others + job_any,
            "in_programme": mean(lambda p: p.status == 1),
            "practice": mean(lambda p: p.status == 3),
            "subsidised": mean(lambda p: p.status == 5),
            "flex_job": mean(lambda p: p.status == 6),
            "barriers_left": mean(lambda p: sum(getattr(p, name) >= mildest for name in CARRIED)),
            "waited": mean(lambda p: p.waited),
            "drop_outs": mean(lambda p: p.drop_outs),
            "crowded_hours": mean(lambda p: p.crowded_hours),
            "employers_with_ours": sum(e.ours > 0 for e in self.employers) / len(self.employers),
        }
