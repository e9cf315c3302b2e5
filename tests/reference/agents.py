"""Person, employer and caseworker as ordinary Mesa agents with ordinary attributes."""

from __future__ import annotations

from dataclasses import dataclass

import mesa

from sim import decisions as d
from sim.arithmetic import clip, exp
from sim.instruments.ips import search_has_started
from sim.instruments.sanctions import (
    exempt_from,
    miss_chance,
    pressed_search,
    pressure_of,
    seen_by,
    share_cut,
)
from sim.instruments.social_free_pass import contacts_with_pass
from sim.instruments.staff_training import trained_after
from sim.luck import DISTRICT
from sim.phases.search import MOST_BROKERED, MOST_OWN, MOST_SMALL
from sim.phases.service import MOST_HOURS_FOR_ONE
from sim.rules.distance import capacity_hours, distance_to_work, status_of_job
from sim.rules.employers import caution_left, fading, prejudice_left, support_behind, told
from sim.rules.exits import early_retirement_hazard, lose_contact_hazard, pension_hazard, return_chance
from sim.rules.hiring import discrimination, hiring_bar, judgement, poisson, unknown
from sim.rules.jobs import GOOD_AFTER, experience_of_employer, separation_hazard
from sim.rules.mind import motivation_target, towards, trust_after_service
from sim.rules.money import (
    benefit_before_earnings,
    benefit_due,
    counted_earnings,
    gain_from_hours,
    monthly_wage,
    partner_counts,
)
from sim.rules.plans import is_willing
from sim.rules.search import applies_for, search_intensity
from sim.rules.service import (
    backing,
    claim_on_time,
    distance_seen,
    first_belief,
    follow_up_ratio,
    known_after,
    meeting_gain,
    place_key,
    post_cost,
    skill_ratio,
    time_pull,
)

from .plain import plain

clip, exp, poisson = plain(clip), plain(exp), plain(poisson)
capacity_hours, distance_to_work = plain(capacity_hours), plain(distance_to_work)
status_of_job, lose_contact_hazard = plain(status_of_job), plain(lose_contact_hazard)
pension_hazard, discrimination = plain(pension_hazard), plain(discrimination)
early_retirement_hazard = plain(early_retirement_hazard)
hiring_bar, judgement, unknown = plain(hiring_bar), plain(judgement), plain(unknown)
experience_of_employer = plain(experience_of_employer)
caution_left, fading, prejudice_left = plain(caution_left), plain(fading), plain(prejudice_left)
support_behind, told = plain(support_behind), plain(told)
separation_hazard, motivation_target = plain(separation_hazard), plain(motivation_target)
towards, trust_after_service = plain(towards), plain(trust_after_service)
benefit_due, counted_earnings = plain(benefit_due), plain(counted_earnings)
gain_from_hours, monthly_wage = plain(gain_from_hours), plain(monthly_wage)
partner_counts, benefit_before_earnings = plain(partner_counts), plain(benefit_before_earnings)
exempt_from, pressure_of, share_cut = plain(exempt_from), plain(pressure_of), plain(share_cut)
seen_by = plain(seen_by)
applies_for, search_intensity = plain(applies_for), plain(search_intensity)
backing, claim_on_time = plain(backing), plain(claim_on_time)
first_belief, meeting_gain = plain(first_belief), plain(meeting_gain)
skill_ratio, miss_chance = plain(skill_ratio), plain(miss_chance)
pressed_search, search_has_started = plain(pressed_search), plain(search_has_started)
distance_seen, time_pull, known_after = plain(distance_seen), plain(time_pull), plain(known_after)
follow_up_ratio, post_cost = plain(follow_up_ratio), plain(post_cost)
place_key, is_willing = plain(place_key), plain(is_willing)
contacts_with_pass = plain(contacts_with_pass)
trained_after, return_chance = plain(trained_after), plain(return_chance)

OPEN, PROGRAMME, SHELTERED, PRACTICE, FEW_HOURS, PART_TIME, FULL_TIME = 0, 1, 2, 3, 4, 7, 8
EDUCATION, SICK, PENSION, RETIRED, OUT = 9, 10, 11, 12, 13
PAID_WORK = range(4, 9)


@dataclass(eq=False)
class Vacancy:
    """A job on offer. Advertised ones stay open until filled; others were opened for somebody."""

    employer: Employer
    hours: float
    advertised: bool
    bar: float = 0.0
    has_rival: bool = False
    held: Application | None = None
    additional: bool = False


@dataclass(eq=False)
class Application:
    """A person asks for a job: how the employer judges it, and how much the person would like it."""

    person: Person
    vacancy: Vacancy
    score: float
    liking: float
    skill: float
    social: float


class Employer(mesa.Agent):
    """A firm. Attributes are the columns of ``sim.agents.Employer``."""

    def __init__(self, model, who: int, columns: dict):
        super().__init__(model)
        self.who = who
        for name, value in columns.items():
            setattr(self, name, value)
        self.vacancies: list[Vacancy] = []

    def renew_vacancies(self, demand: float) -> None:
        """Withdraw some vacancies that nobody filled and open new ones."""
        economy, luck = self.model.economy, self.model.luck
        key = luck.stream(self.who, self.model.month)
        withdrawn = int(self.openings * economy.lapse + luck.uniform(key, d.LAPSES))
        self.openings -= withdrawn
        self.lapsed += withdrawn
        new = poisson(self.size * demand, luck.uniform(key, d.OPENINGS))
        again = self.vacated * economy.replacement
        new += int(again + luck.uniform(key, d.ADVERTISED_AGAIN))
        came_early = min(self.owed, new)
        self.owed -= came_early
        most = int(2.0 + self.size / 2.0)
        new = max(0, min(new - came_early, most - self.openings))
        self.opened += new
        self.openings += new

    def advertise(self) -> None:
        """Write the month's advertisements, with the hours of each."""
        jobs, luck = self.model.jobs, self.model.luck
        self.vacancies = []
        if self.openings:
            key = luck.stream(self.who, self.model.month)
        for slot in range(self.openings):
            u = luck.uniform(key, d.SLOT_HOURS + slot)
            if u < jobs.small_share:
                hours = jobs.small_hours
            elif u < jobs.small_share + jobs.part_share:
                hours = jobs.part_hours
            else:
                hours = self.model.capacity.full_time
            self.vacancies.append(Vacancy(self, hours, advertised=True))

    def remember(self, tenure: int, ended: bool) -> None:
        self.memory = experience_of_employer(self.model.hiring, self.memory, tenure, ended)
        if tenure == GOOD_AFTER and not ended:
            self.inclusion = told(self.inclusion, self.model.firms.inclusion_learned)

    def learn_and_forget(self) -> None:
        """What was told fades, the slower with one person to call; the rest moves the judgement."""
        m = self.model
        kept = m.employer_service.keeps * m.employer_service.one_contact * self.contact
        self.informed = fading(self.informed, self.informed_own, m.firms.forgets * (1.0 - kept))
        self.attitude = fading(self.attitude, 0.0, m.firms.attitude_fades)
        self.inclusion = fading(self.inclusion, self.inclusion_own, m.firms.inclusion_fades)
        learned = self.informed - self.informed_own
        self.caution_now = caution_left(m.firms, self.caution, learned, self.attitude)
        self.prejudice_now = prejudice_left(m.firms, self.prejudice, self.attitude)

    @property
    def sees_campaign(self) -> bool:
        campaign, luck = self.model.campaign, self.model.luck
        running = self.model.month <= campaign.months
        return running and luck.uniform(luck.stream(self.who, 0), d.CAMPAIGN_SEEN) < campaign.reach

    @property
    def is_visited(self) -> bool:
        luck = self.model.luck
        lot = luck.uniform(luck.stream(self.who, 0), d.VISITED)
        return lot < self.model.employer_service.visits

    def hear_from_the_service(self) -> None:
        """The campaign, and visits, where this employer is among those meant."""
        campaign, visits, luck = self.model.campaign, self.model.employer_service, self.model.luck
        if self.sees_campaign:
            self.informed = told(self.informed, campaign.information)
            lot = luck.uniform(luck.stream(self.who, 0), d.CAMPAIGN_BELIEVED)
            self.attitude = 1.0 if lot < campaign.more_positive else self.attitude
        if self.is_visited:
            self.contact = told(self.contact, visits.contact_pace)
            self.informed = told(self.informed, visits.information)
            self.inclusion = told(self.inclusion, visits.inclusion)


class Caseworker(mesa.Agent):
    """A post in the service and whoever holds it."""

    def __init__(self, model, who: int, kind: int):
        super().__init__(model)
        self.who, self.kind = who, kind
        self.is_open = True
        self.tenure = self.generation = self.clients = 0
        self.need = self.hours_spent = self.hours_taken = self.skill_now = 0.0
        self.somebody_starts()

    def somebody_starts(self) -> None:
        """A new holder of the post, with own skill, style and contacts."""
        luck, service = self.model.luck, self.model.service
        key = luck.stream(self.who, 1_000_000 + self.generation)
        self.tenure = 0
        self.trained = 0.0
        self.skill = luck.normal(key, d.STAFF_SKILL)
        self.support_style = clip(0.5 + 0.15 * luck.normal(key, d.STAFF_STYLE), 0.0, 1.0)
        self.contacts = luck.uniform(key, d.STAFF_CONTACTS)
        hours = service.specialist_hours if self.kind else service.ordinary_hours
        office = luck.normal(luck.stream(DISTRICT, 0), d.PRACTICE)
        self.hours = hours * exp(service.practice_spread * office)

    def begin_month(self) -> None:
        """How full the post is, what its holder can do now, and hours for training."""
        m = self.model
        self.need = self.hours_spent = self.hours_taken = 0.0
        training = m.staff_training
        self.skill_now = self.skill + training.skill_gain * self.trained
        full = m.caseload.specialist if self.kind else m.caseload.ordinary
        self.filled = min(self.clients / full, 1.0)
        if training.hours > 0.0 and self.is_open and not self.kind:
            hours = min(training.hours, self.hours)
            self.hours_taken = hours * self.filled
            self.trained = trained_after(training, self.trained, hours)

    @property
    def hours_left(self) -> float:
        """What training, handover and outreach leave for clients."""
        return self.hours * self.filled - self.hours_taken

    def hand_over(self, clients: list[Person]) -> None:
        """Meet the clients who are new here, as far as half a month allows."""
        continuity = self.model.continuity
        wanted = len(clients) * continuity.handover * continuity.meeting_hours
        given = min(wanted, continuity.most_time * self.hours_left)
        self.hours_taken += given
        for client in clients:
            client.handed_over = continuity.handover * given / wanted

    def share_for(self, claim: float) -> float:
        """Hours for a client with a claim, of all the claims on this post."""
        share = claim / self.need if self.need > 0.0 else 0.0
        given = min(self.hours_left * share, MOST_HOURS_FOR_ONE)
        self.hours_spent += given
        return given


class Person(mesa.Agent):
    """A jobseeker. Attributes are the columns of ``sim.agents.Jobseeker``."""

    def __init__(self, model, who: int, columns: dict):
        super().__init__(model)
        self.who = who
        for name, value in columns.items():
            setattr(self, name, value)
        self.employer: Employer | None = None
        self.caseworker: Caseworker | None = None
        self.specialist: Caseworker | None = None
        self.lasting_luck = model.luck.stream(who, 0)
        self.luck = model.luck.stream(who, model.month)
        self.months_in = {programme.name: 0 for programme in model.programmes}
        self.waiting = {programme.name: 0 for programme in model.programmes}
        self.applications: list[Application] = []

    # -- small words --------------------------------------------------------------------------

    def draw(self, decision: int) -> float:
        return self.model.luck.uniform(self.luck, decision)

    def lasting_draw(self, decision: int) -> float:
        return self.model.luck.uniform(self.lasting_luck, decision)

    def becomes(self, status: int) -> None:
        self.status = status
        self.status_months = 0

    @property
    def in_service(self) -> bool:
        return self.status <= SICK and self.status != EDUCATION

    @property
    def possible_hours(self) -> float:
        return capacity_hours(self.model.capacity, self.mental_health, self.physical_health, self.care)

    @property
    def left_on_pass(self) -> float:
        if not self.free_pass:
            return 0.0
        return max(self.model.social_free_pass.cap - self.pass_used, 0.0)

    def gain_from(self, hours: float) -> float:
        """What so many hours a week would add to this person's income."""
        m = self.model
        return gain_from_hours(
            m.money, m.benefit, self.full_benefit, hours, self.left_on_pass, self.partner_counted
        )

    # -- 2 lives ------------------------------------------------------------------------------

    def live_a_month(self) -> None:
        m = self.model
        health, skills, people = m.health, m.skills, m.assumed_people
        self.age += 1.0 / 12.0
        self.luck = m.luck.stream(self.who, m.month)
        if self.draw(d.MOVE_AWAY) < people.move_away:
            self.remove()
            return
        if self.status in (PENSION, RETIRED):
            return
        self.young, self.senior = int(self.age < 30.0), int(self.age >= 55.0)
        self.pension_pull = float(self.age >= m.exits.early_from)
        mental, physical = self._health_next_month(health)
        mental, physical = clip(mental, 0.0, 1.0), clip(physical, 0.0, 1.0)
        self.mental_health, self.physical_health = mental, physical
        worst = max(mental, physical)
        self.limited = int(worst >= people.severity_low)
        if self.draw(d.CARE_CHANGE) < (health.care_end if self.care > 0.1 else health.care_begin):
            self.care = 0.0 if self.care > 0.1 else health.care_severity
        if self.employer:
            self.work_skills *= 1.0 - skills.learned * (self.hours / m.capacity.full_time)
            self.everyday_skills *= 1.0 - skills.routine_learned
            share = self.hours / m.capacity.full_time
            self.language *= 1.0 - skills.language_learned * share
            self.values *= 1.0 - skills.values_settled * share
        else:
            self.work_skills += skills.lost * (1.0 - self.work_skills)
            worn = skills.routine_lost * mental * clip(self.months_out / 24.0, 0.0, 1.0)
            self.everyday_skills += worn * (1.0 - self.everyday_skills)
            self.labour_market_knowledge += skills.knowledge_lost * (1.0 - self.labour_market_knowledge)
            if self.language > 0.0:
                self.language += skills.language_lost * (1.0 - self.language)
        if self.status <= 3 and worst > 0.0 and self.draw(d.SICK) < health.sick_leave * worst:
            self.becomes(SICK)
        self.distance = distance_to_work(
            m.hiring, self.mental_health, self.physical_health, self.education, self.language,
            self.work_skills, self.care, self.everyday_skills, self.confidence,
            float(self.months_out), float(self.never_worked),
        )  # fmt: skip

    def _health_next_month(self, health) -> tuple[float, float]:
        """Severities after this month's shocks and recoveries."""
        strain = 1.0 + health.physical_strain * self.physical_health
        strain += health.everyday_strain * self.everyday_skills
        if not self.employer:
            strain += health.out_strain * clip(self.months_out / 12.0, 0.0, 1.0)
            short = 1.0 - 1.0 / (health.enough * (1.0 + max(self.gain_to_work, 0.0)))
            strain += health.money_strain * clip(short, 0.0, 1.0)
        chances = (
            (self.mental_health, d.MENTAL_CHANGE, health.mental_shock * strain,
             health.mental_recovery),
            (self.physical_health, d.PHYSICAL_CHANGE, health.physical_shock,
             health.physical_recovery),
        )  # fmt: skip
        after = []
        sizes = (d.SHOCK_SIZE, d.PHYSICAL_SHOCK_SIZE)
        for (severity, decision, shock, recovery), size in zip(chances, sizes, strict=True):
            u = self.draw(decision)
            if u < shock:
                severity += health.shock_size * 2.0 * self.draw(size)
            elif u > 1.0 - recovery:
                severity *= 1.0 - health.recovery_size
            after.append(severity)
        return after[0], after[1]

    # -- 3 staff ------------------------------------------------------------------------------

    def get_caseworker(self, ordinary: list[Caseworker], specialists: list[Caseworker]) -> None:
        """Keep the caseworker, meet a new holder of the post, or get one by lot."""
        if not self.in_service:
            self.caseworker = self.specialist = None
            return
        mine = self.caseworker
        if mine and mine.is_open and mine.tenure > 0:
            self.caseworker_months += 1
        else:
            if mine:
                self.new_caseworker = 1
            self.caseworker_months = 0
            if mine is None or not mine.is_open:
                self.caseworker = ordinary[int(self.draw(d.ASSIGNMENT) * len(ordinary))]
            noise = self.model.luck.normal(self.luck, d.FIRST_BELIEF)
            noise *= 1.0 - self.model.staff_training.error_cut * self.caseworker.trained
            self.belief = first_belief(self.model.service, self.distance, noise)
        self.caseworker.clients += 1
        if not self.wants_specialist or not specialists:
            self.specialist = None
        elif self.specialist is None or not self.specialist.is_open:
            self.specialist = specialists[int(self.draw(d.SPECIALIST_ASSIGNMENT) * len(specialists))]
        if self.specialist:
            self.specialist.clients += 1

    @property
    def wants_specialist(self) -> bool:
        return self.months_in.get("ips", 0) > 0

    # -- 4 service ----------------------------------------------------------------------------

    @property
    def is_unseen(self) -> bool:
        return self.status == OUT or (self.caseworker is not None and bool(self.low_contact))

    @property
    def just_changed(self) -> bool:
        return bool(self.new_caseworker) and self.caseworker_months == 0

    @property
    def claim_on_specialist(self) -> float:
        return self.model.service.specialist_claim_at_work if self.employer else 1.0

    def ask_for_time(self) -> None:
        m = self.model
        if self.caseworker:
            unseen = self.low_contact * (1.0 - m.outreach.contact_gain * self.sought_out)
            claim = claim_on_time(m.service, unseen, self.employer is not None)
            self.claim = claim * follow_up_ratio(m.rewards) if self.employer else claim
            self.caseworker.need += self.claim
        if self.specialist:
            self.specialist.need += self.claim_on_specialist

    def pull_on_time(self) -> float:
        """What rule, rewards and belief do to the claim of a client without a job."""
        m = self.model
        noise = m.luck.normal(self.lasting_luck, d.SEEN_DISTANCE)
        seen = distance_seen(m.service, self.distance, self.assessed, noise)
        return exp(time_pull(m.sharing, m.rewards, m.targeting, seen, float(self.profile), self.belief))

    def is_willing(self, programme) -> bool:
        u = self.lasting_draw(d.WILLING + 1000 * programme.number)
        return is_willing(self.model.mind, programme.numbers.take_up, self.motivation_base, u)

    def place_in_line(self, number: int) -> float:
        """Who comes first where places are few: by lot, unless a rule or judgement says otherwise."""
        m, lot = self.model, self.lasting_draw(d.LOTTERY + 1000 * number)
        if m.targeting.rule == 0 and m.targeting.discretion == 0.0:
            return lot
        noise = m.luck.normal(self.lasting_luck, d.SEEN_DISTANCE)
        seen = distance_seen(m.service, self.distance, self.assessed, noise)
        return place_key(m.targeting, lot, seen, float(self.profile), self.belief)

    def be_served(self) -> None:
        m = self.model
        self.service_hours = self.support_hours = 0.0
        if self.specialist:
            self.support_hours = self.specialist.share_for(self.claim_on_specialist)
        worker = self.caseworker
        if worker is None:
            self.help_ratio = 1.0
            self.unserved_months = self.unserved_months + 1 if self.status == OUT else 0
            return
        given = worker.share_for(self.claim)
        self.service_hours = given
        met = given > 0.1 or self.specialist is not None
        self.unserved_months = 0 if met else self.unserved_months + 1
        style = clip(m.follow_up.support * 2.0 * worker.support_style, 0.0, 1.5)
        changed = self.just_changed
        personal = given * 2.0 * (1.0 - m.follow_up.job_search_share)
        self.trust = trust_after_service(m.mind, self.trust, personal, style, float(changed))
        self.labour_market_knowledge *= 1.0 - clip(m.skills.knowledge_learned * personal, 0.0, 0.5)
        expected = first_belief(m.service, self.distance, 0.0)
        self.belief = towards(self.belief, expected, m.service.belief_pace)
        self.help_ratio = backing(
            m.service, self.belief, float(self.caseworker_months),
            1.0 - m.continuity.saved * self.handed_over if self.new_caseworker else 0.0,
        )  # fmt: skip
        known = self.assessed
        if changed:
            lost = m.service.change_forgets * (1.0 - m.continuity.saved * self.handed_over)
            known *= 1.0 - lost
        pace = 1.0 + m.targeting.learning * m.targeting.discretion
        pace *= 1.0 + m.staff_training.assessment_gain * worker.trained
        self.assessed = known_after(m.service, known, given * pace)

    # -- 5 plans ------------------------------------------------------------------------------

    def qualifies_for(self, name: str) -> bool:
        m = self.model
        if name == "social_free_pass":
            far = self.distance >= m.social_free_pass.from_distance
            return far and self.status in (OPEN, FEW_HOURS)
        if name == "ips":
            severe = self.mental_health
            if not m.ips.mental_only:
                severe = max(severe, self.physical_health)
            return severe >= m.ips.from_severity and self.status == OPEN
        if name == "sheltered":
            far = self.distance >= m.sheltered.from_distance
            return far and self.status in (OPEN, SHELTERED) and not self.wants_specialist
        raise AssertionError(name)

    def leaves(self, programme) -> bool:
        """Whether somebody enrolled is out this month: gone, done, or dropping out."""
        if self.status == EDUCATION or self.status >= PENSION:
            return True
        if programme.status is not None and self.status != programme.status:
            return True
        duration = programme.numbers.duration
        if duration and self.months_in[programme.name] >= duration:
            return True
        tired = self.draw(d.DROP_OUT + 1000 * programme.number) < programme.numbers.drop_out
        if tired and not self.employer:
            self.drop_outs += 1
            return True
        return False

    def leave(self, programme) -> None:
        self.months_in[programme.name] = -self.model.service.pause
        if programme.status is not None and self.status == programme.status:
            self.becomes(OPEN)

    def enrol(self, programme) -> None:
        self.months_in[programme.name] = 1
        self.waiting[programme.name] = 0
        if programme.status is not None:
            self.becomes(programme.status)

    # -- 6 instruments ------------------------------------------------------------------------

    def get_help(self) -> None:
        """What ordinary follow-up, rewards, IPS and sheltered practice do this month."""
        self.lock_in = self.introductions = self.support = self.follow_along = 0.0
        self.targeting = self.development = self.small_introductions = 0.0
        self._follow_up()
        rewards = self.model.rewards
        if self.employer and self.caseworker:
            full = rewards.follow_along * rewards.lasting
            self.follow_along = clip(full * clip(self.service_hours / 2.0, 0.0, 1.0), 0.0, 1.0)
        if self.months_in.get("ips", 0) > 0:
            self._supported_search()
        if self.months_in.get("sheltered", 0) > 0:
            sheltered = self.model.sheltered
            self.lock_in = sheltered.lock_in
            self.work_skills *= 1.0 - sheltered.learned
            self.everyday_skills *= 1.0 - sheltered.learned

    def _follow_up(self) -> None:
        m = self.model
        if self.caseworker is None or self.status > PRACTICE:
            return
        hours_on_jobs = self.service_hours * m.follow_up.job_search_share
        rate = m.service.introductions * 2.0 * self.caseworker.contacts
        helped = self.help_ratio * skill_ratio(m.service, self.caseworker.skill_now)
        self.introductions = hours_on_jobs * rate * helped
        self.support = max(self.support, m.follow_up.support_at_work)
        self.introductions += hours_on_jobs * m.introductions_from_visits * helped

    def _supported_search(self) -> None:
        ips, months = self.model.ips, self.months_in["ips"]
        if self.status in PAID_WORK:
            lasting = 1.0 if months <= ips.time_limit else ips.fidelity_follow_along
            self.follow_along = max(self.follow_along, lasting * clip(self.support_hours / 2.0, 0.0, 1.0))
        else:
            effect = self.model.service.skill_effect
            skill = 1.0 + effect * self.specialist.skill if self.specialist else 1.0
            floor = ips.outreach_floor
            outreach = ips.contacts_an_hour * (floor + (1.0 - floor) * ips.fidelity_employer_outreach)
            started = search_has_started(ips, float(months))
            self.introductions += self.support_hours * outreach * started * max(skill, 0.0)
        self.support = max(self.support, ips.support_seen * ips.fidelity_follow_along)
        self.targeting = ips.fidelity_client_choice
        self.development = ips.development * ips.fidelity_employer_outreach
        self.mental_health *= 1.0 - ips.treatment_effect * ips.fidelity_integration
        lifted = self.confidence + ips.encouragement * self.support_hours
        self.confidence = clip(lifted, 0.0, 1.0)

    # -- 7 incentives -------------------------------------------------------------------------

    def meet_requirements(self) -> None:
        """Old pressure fades; a requirement may be missed, seen and punished."""
        sanctions = self.model.sanctions
        self.months_since_cut = min(self.months_since_cut + 1, 999)
        self.cut_months = max(self.cut_months - 1, 0)
        if self.cut_months == 0:
            left = self.pressure * exp(-1.0 / sanctions.pressure_months)
            self.pressure = left if left > 0.01 else 0.0
        limit = sanctions.exempt_from_distance
        if self.caseworker:
            limit = exempt_from(sanctions, self.caseworker.support_style)
        self.exempt = int(self.distance >= limit)
        if self.status not in (OPEN, PROGRAMME) or self.exempt or self.low_contact:
            return
        chance = miss_chance(sanctions, self.mental_health, self.everyday_skills, self.trust, self.motivation)
        misses = self.draw(d.MISS_REQUIREMENT) < chance
        strictness = sanctions.strictness + sanctions.added_for_young * self.young
        strictness *= seen_by(sanctions, self.service_hours)
        if not (misses and self.draw(d.DETECTED) < strictness):
            return
        self.missed += 1
        is_warning = self.missed <= sanctions.grace
        if is_warning:
            weight = sanctions.warning_pressure * pressure_of(sanctions, sanctions.cut)
        else:
            self.repeated = int(self.months_since_cut <= sanctions.repeat_within)
            self.months_since_cut = 0
            self.sanctions_received += 1
            self.cut_months = sanctions.months + sanctions.months_by_repeat * self.repeated
            weight = pressure_of(sanctions, share_cut(sanctions, self.repeated))
        self.pressure = max(self.pressure, weight)
        self.trust = clip(self.trust - sanctions.trust_loss * weight, 0.0, 1.0)
        if not is_warning:
            self.mental_health = clip(self.mental_health + sanctions.strain * weight, 0.0, 1.0)

    def use_pass(self) -> None:
        """Hold the free pass while enrolled; employers with a few hours to offer are met."""
        m = self.model
        self.free_pass = int(self.months_in["social_free_pass"] > 0)
        if m.calendar_month == 0:
            self.pass_used = 0.0
        if self.free_pass and self.status == OPEN and self.pass_used < m.social_free_pass.cap:
            months = self.months_in["social_free_pass"]
            self.small_introductions = contacts_with_pass(m.social_free_pass, months)

    def feel_incentives(self) -> None:
        m = self.model
        self.partner_counted = partner_counts(m.money, m.benefit, self.partner_income, m.capacity.full_time)
        self.full_benefit = benefit_before_earnings(m.benefit, self.young, self.partner_counted)
        if self.status >= PENSION:
            return
        gain = self.gain_from(m.capacity.full_time) * (1.0 - m.mind.other_income_drag * self.other_income)
        self.gain_to_work = gain
        self.incentive = clip(1.0 - gain, 0.0, 1.0)
        target = motivation_target(
            m.mind, self.motivation_base, gain, self.confidence, self.trust, self.values
        )
        self.motivation = towards(self.motivation, target, m.mind.pace)

    # -- 8 search -----------------------------------------------------------------------------

    def set_effort(self) -> None:
        m = self.model
        self.search_effort = 0.0
        if self.status > FEW_HOURS:
            return
        effort = search_intensity(
            m.search, self.motivation, self.mental_health, self.physical_health,
            self.labour_market_knowledge, self.everyday_skills, self.lock_in,
        )  # fmt: skip
        effort *= self.help_ratio
        if self.few_jobs:
            effort *= 1.0 - m.search.few_jobs_drag
        if self.pressure > 0.0:
            effort *= pressed_search(m.sanctions, self.pressure, self.distance)
        on_jobs = self.service_hours * 2.0 * m.follow_up.job_search_share
        if self.caseworker is not None:
            effort *= 1.0 + meeting_gain(m.service, on_jobs, self.distance, self.caseworker.skill_now)
        in_few_hours = m.search.in_few_hours
        self.search_effort = effort * in_few_hours if self.status == FEW_HOURS else effort

    def apply_for_jobs(self) -> None:
        """Write this month's applications: own ones first, then those with an introduction."""
        m = self.model
        self.applications = []
        if self.status > FEW_HOURS:
            return
        expected = m.search.most_applications * self.search_effort
        own = min(int(expected + self.draw(d.APPLICATIONS)), MOST_OWN)
        brokered = 0
        if self.introductions > 0.0:
            expected = self.introductions * (1.0 - self.lock_in)
            brokered = min(int(expected + self.draw(d.INTRODUCTIONS)), MOST_BROKERED)
        small = 0
        if self.small_introductions > 0.0:
            lot = self.draw(d.SMALL_INTRODUCTIONS)
            small = min(int(self.small_introductions + lot), MOST_SMALL)
        inside = int(self.employer is not None and self.employer.openings > 0)
        if own + inside + brokered + small == 0:
            return
        self.possible = self.possible_hours
        for n in range(own):
            self._apply(n, d.JUDGED + n, [self.draw(d.WHERE + n)], introduced=None)
        if inside:
            self._apply(
                own, d.JUDGED + MOST_OWN, [self.draw(d.WHERE + MOST_OWN)], introduced=None,
                where=self.employer,
            )  # fmt: skip
        for n in range(brokered):
            places = [
                self.draw(d.BROKERED_WHERE + 8 * n + look)
                for look in range(min(1 + int(m.search.most_considered * self.targeting), 8))
            ]
            self._apply(own + inside + n, d.BROKERED_JUDGED + n, places, introduced=n)
        for n in range(brokered, brokered + small):
            places = [self.draw(d.BROKERED_WHERE + 8 * n)]
            sent = own + inside + n
            self._apply(sent, d.BROKERED_JUDGED + n, places, introduced=n, is_small=True)

    def _apply(
        self, number: int, judged: int, places: list[float], introduced, is_small: bool = False, where=None
    ) -> None:
        """Ask at the best suited of the employers met; introduced: which introduction, or None.

        where: the own employer, where the person is known.
        """
        m = self.model
        met = [spot for u in places if (spot := self._meet(u, introduced is not None, is_small, where))]
        if not met:
            return
        fit, skill, social, employer, vacancy = max(met, key=lambda spot: spot[0])
        hurried = self.pressure > 0.0 and self.draw(d.PRESSED + number) < self.pressure
        if introduced is None and fit < m.search.reservation_fit and not hurried:
            return
        possible = self.possible
        if vacancy is None:
            # An employer that has already hired ahead of need is less ready to do so again.
            ready = (1.0 if is_small else self.development) / (1.0 + employer.owed)
            if self.draw(d.DEVELOPED + introduced) >= ready:
                return
            hours = min(possible, m.jobs.small_hours) if is_small else possible
            vacancy = Vacancy(employer, hours, advertised=False)
        if vacancy.hours <= self.hours:
            return
        gain = self.gain_from(vacancy.hours)
        interest = 0.0 if hurried else self.lasting_draw(d.SMALL_JOB_TASTE)
        if not applies_for(m.search, vacancy.hours, possible, gain, interest):
            return
        support, far = 0.0, self.distance
        if introduced is not None and not is_small:
            support = support_behind(m.firms, self.support, employer.contact)
            if far > 0.0:
                far *= 1.0 - m.hiring.tailoring * self.targeting
        share_of_week = vacancy.hours / m.capacity.full_time
        risk = unknown(m.hiring, float(self.months_out), support, share_of_week)
        if where:
            risk *= 1.0 - m.hiring.known_from_practice
        visible = float(self.physical_health >= m.hiring.visible_from)
        loss = discrimination(m.hiring, visible, float(self.immigrant))
        score = judgement(
            m.hiring, fit, far, risk * employer.caution_now, loss * employer.prejudice_now,
            employer.memory, m.luck.normal(self.luck, judged),
        )  # fmt: skip
        liking = fit + m.search.pay_weight * clip(gain, 0.0, 2.0)
        self.applications.append(Application(self, vacancy, score, liking, skill, social))
        if not vacancy.advertised:
            m.opened_for_somebody.append(vacancy)

    def _meet(self, u: float, is_introduced: bool, is_small: bool, where=None):
        """The employer at a share u of all jobs and how it suits, or None where there is no use."""
        m = self.model
        employer, within = (where, u) if where else m.employer_at(u)
        vacancy = None
        if employer.vacancies and not is_small:
            spot = min(int(within * len(employer.vacancies)), len(employer.vacancies) - 1)
            vacancy = employer.vacancies[spot]
            if vacancy.hours > self.possible * m.search.stretch:
                return None
        elif not is_introduced:
            return None
        pair = m.luck.of_pair(self.who, employer.who)
        skill = m.hiring.fit_spread * m.luck.normal(pair, d.SUITS_SKILL)
        social = m.hiring.fit_spread * m.luck.normal(pair, d.SUITS_SOCIAL)
        social += m.hiring.inclusion_effect * (employer.inclusion - 0.5)
        weight = employer.skill_weight
        return weight * skill + (1.0 - weight) * social, skill, social, employer, vacancy

    # -- 9 matching ---------------------------------------------------------------------------

    def start_work(self, won: Application) -> None:
        self.employer, self.hours = won.vacancy.employer, won.vacancy.hours
        self.becomes(status_of_job(self.model.capacity, won.vacancy.hours, 0))
        self.match_skill, self.match_social = won.skill, won.social
        self.tenure = self.months_out = self.never_worked = 0
        self.job_made = int(won.vacancy.additional)
        self.ever_job = 1
        if self.first_job_month < 0:
            self.first_job_month = self.model.month

    def be_turned_down(self) -> None:
        drop = self.model.mind.rejection_drop * len(self.applications)
        self.confidence *= max(1.0 - drop, 0.0)

    # -- 10 work, 11 separations --------------------------------------------------------------

    def work_a_month(self) -> None:
        if self.employer is None:
            return
        m = self.model
        lift = m.mind.work_lift * (1.0 - self.confidence)
        self.confidence = clip(self.confidence + lift, 0.0, 1.0)
        self.employer.remember(self.tenure, ended=False)
        room = min(self.possible_hours, m.capacity.full_time) - self.hours
        if room < 1.0 or self.tenure < 2:
            return
        match = 0.5 * (self.match_skill + self.match_social)
        if self.draw(d.HOURS_CHANGE) < m.jobs.hours_change * clip(0.5 + 0.5 * match, 0.0, 1.5):
            self.hours += min(room, m.jobs.hours_step)
            now = status_of_job(m.capacity, self.hours, 0)
            if now != self.status:
                self.becomes(now)

    def perhaps_lose_job(self) -> None:
        if self.employer is None:
            return
        if not (self._job_fails() or self._gives_up_small_job()):
            self.tenure += 1
            return
        m, employer = self.model, self.employer
        employer.remember(self.tenure, ended=True)
        self.employer, self.hours = None, 0.0
        self.tenure = self.months_out = 0
        self.becomes(OPEN)
        self.confidence = clip(self.confidence - m.mind.loss_drop, 0.0, 1.0)

    def _job_fails(self) -> bool:
        beyond = clip(self.hours / self.possible_hours - 1.0, 0.0, 2.0)
        hazard = separation_hazard(
            self.model.separation, self.tenure, 0.5 * (self.match_skill + self.match_social),
            self.mental_health, self.physical_health, self.everyday_skills, beyond,
            self.employer.conditions, self.follow_along,
        )  # fmt: skip
        return self.draw(d.SEPARATE) < hazard

    def _gives_up_small_job(self) -> bool:
        search = self.model.search
        return (
            self.status == FEW_HOURS
            and self.gain_from(self.hours) < search.small_job_gain
            and self.lasting_draw(d.SMALL_JOB_TASTE) >= search.small_job_interest
            and self.draw(d.QUIT_IDLE_PAY) < search.quit_when_idle_pay
        )

    # -- 12 exits -----------------------------------------------------------------------------

    def leave_or_return(self) -> None:
        to = self._next_place()
        if to == self.status:
            self.status_months += 1
            return
        self.becomes(to)
        if to >= EDUCATION:
            self.employer, self.hours = None, 0.0

    def _next_place(self) -> int:
        m = self.model
        exits, now = m.exits, self.status
        if self.age >= exits.retirement_age:
            return RETIRED
        if now in (RETIRED, PENSION):
            return now
        if now == EDUCATION:
            if self.draw(d.RETURN) >= exits.education_end:
                return now
            self.education *= 1.0 - exits.education_success
            return OPEN
        early = early_retirement_hazard(exits, self.pension_pull, self.joint_retirement)
        if early > 0.0 and self.draw(d.EARLY_RETIREMENT) < early:
            return RETIRED
        if self.employer:
            return now
        u = self.draw(d.LEAVE)
        pension = pension_hazard(
            exits, self.mental_health, self.physical_health, float(self.months_out),
            now == SHELTERED or self.specialist is not None,
        )  # fmt: skip
        if u < pension:
            return PENSION
        if now in (OUT, SICK):
            back = return_chance(exits, m.outreach, self.sought_out)
            chance = back if now == OUT else m.health.sick_leave_end
            return OPEN if self.draw(d.RETURN) < chance else now
        lost = lose_contact_hazard(exits, self.trust, self.pressure, self.distance)
        study = exits.education * 2.0 * self.motivation * self.help_ratio if self.age < 30.0 else 0.0
        if u < pension + lost:
            return OUT
        return EDUCATION if u < pension + lost + study else now

    # -- 13 books -----------------------------------------------------------------------------

    def be_paid(self) -> None:
        """Wage, benefit and tax; what the person has cost the public so far."""
        m = self.model
        wage = 0.0
        if self.employer:
            wage = monthly_wage(m.money, self.hours)
            self.months_in_work += 1
            self.months_out = 0
        else:
            self.months_out = min(self.months_out + 1, 999)
        left = self.left_on_pass
        if self.free_pass:
            self.pass_used += min(wage, left)
        kind, paid = self._support(wage, left)
        if paid > 0.0 and kind != "student grant":
            self.benefit_months += 1
        tax = wage * m.money.tax + paid * m.money.benefit_tax
        staff = 0.0
        for worker, caseload in (
            (self.caseworker, m.caseload.ordinary), (self.specialist, m.caseload.specialist)
        ):  # fmt: skip
            if worker:
                staff += post_cost(m.service, m.continuity) / max(float(worker.clients), caseload)
        self.earnings, self.benefit_paid = wage, paid
        m.amounts["wage"] += wage
        m.amounts[kind] += paid
        m.amounts["tax"] += tax
        m.amounts["service staff"] += staff
        self.public_cost = self.public_cost + paid + staff - tax

    def _support(self, wage: float, left: float) -> tuple[str, float]:
        m = self.model
        if self.status == EDUCATION:
            return "student grant", m.money.student_grant
        if self.status == PENSION:
            return "pension", m.money.pension_level
        if self.status == RETIRED:
            return "pension", m.money.old_age_pension
        if self.status <= FEW_HOURS or self.status in (PART_TIME, SICK):
            full = self.full_benefit
            if self.cut_months > 0:
                full *= 1.0 - share_cut(m.sanctions, self.repeated)
            counted = counted_earnings(wage, left)
            return "benefit", benefit_due(m.benefit, full, counted, self.hours)
        return "benefit", 0.0
