"""The jobseeker: a person far from work, with a set of barriers, a history and a plan."""

import numpy as np

from sim.columns import Column, ColumnAgent
from sim.luck import stream
from sim.statuses import OPEN_BENEFIT, STATUSES

NOBODY = -1
NEVER = -1
LONG_AGO = 999  # months since something that has never happened

SHARE = "0 to 1"


def severity(help: str) -> Column:
    """A barrier that a person carries: 0 none, 1 as severe as it gets."""
    return Column(np.float32, help, unit=SHARE)


class Jobseeker(ColumnAgent):
    """One person. Barriers are severities from 0 to 1; everything else has its own unit."""

    # Luck, derived from the number (see sim.luck)
    luck = Column(np.uint64, "this month's luck")
    lasting_luck = Column(np.uint64, "the luck that stays with the person")

    # Who the person is
    cohort = Column(np.int8, "1 for people who were in the district at the start")
    age = Column(np.float32, "age", unit="years")
    woman = Column(np.int8, "1 for a woman")
    young = Column(np.int8, "1 below 30")
    immigrant = Column(np.int8, "1 for a person born abroad")
    senior = Column(np.int8, "1 from 55")
    limited = Column(np.int8, "1 if limited in daily activities by health (A-14)")
    lacks_skills = Column(np.int8, "1 if short of work skills at entry, apart from recency (A-06)")
    never_worked = Column(np.int8, "1 if the person has never had a job")

    barriers_at_start = Column(np.int8, "barriers of the ten measured in EU-SILC, at entry (A-02)")

    # Barriers carried by the person (S001 figure 2.3), and one addition
    mental_health = severity("BIC1 mental health issues")
    physical_health = severity("BIC2 physical health issues")
    education = severity("BIC3 lack of relevant education")
    joint_retirement = severity("BIC4 joint retirement with a partner")
    language = severity("BIC5 lack of language skills")
    labour_market_knowledge = severity("BIC6 lack of knowledge about the labour market")
    work_skills = severity("BIC7 lack of work experience and skills")
    care = severity("BIC8 care responsibilities")
    incentive = severity("BIM1 insufficient economic incentive; computed from the budget set")
    pension_pull = severity("BIM2 retirement and pension benefits within reach")
    values = severity("BIM3 mismatch between job content and values")
    everyday_skills = severity("lack of everyday-life skills (S001 box in 2.1; an addition)")
    few_jobs = Column(np.int8, "1 where few jobs lie within the person's reach (BEL5)")
    other_income = severity("household income that does not depend on own work")
    low_contact = Column(np.int8, "1 if the service has little contact with the person (BPS3)")

    # Mind
    motivation = Column(np.float32, "motivation; its lack is BIM4", unit=SHARE)
    motivation_base = Column(np.float32, "the motivation to which the person returns", unit=SHARE)
    confidence = Column(np.float32, "belief in own ability to work (self-efficacy)", unit=SHARE)
    trust = Column(np.float32, "trust in the service", unit=SHARE)
    distance = Column(
        np.float32,
        "distance to the labour market: what barriers take off an employer's judgement",
        unit="standard deviations",
    )

    # Work
    status = Column(np.int8, "labour-market status", default=OPEN_BENEFIT, names=STATUSES)
    status_months = Column(np.int16, "months in this status", unit="months")
    hours = Column(np.float32, "paid hours", unit="hours a week")
    tenure = Column(np.int16, "months in this job", unit="months")
    employer = Column(np.int32, "row of the employer", default=NOBODY)
    match_skill = Column(np.float32, "how well the job suits skills", unit="standard deviations")
    match_social = Column(np.float32, "how well the job suits socially", unit="standard deviations")
    months_out = Column(np.int16, "months since the last job, or since ever", unit="months")

    # Service
    caseworker = Column(np.int32, "row of the caseworker", default=NOBODY)
    new_caseworker = Column(np.int8, "1 if the caseworker has changed since entry")
    caseworker_months = Column(np.int16, "months with this caseworker", unit="months")
    belief = Column(np.float32, "the caseworker's belief in a job for this person", unit=SHARE)
    service_hours = Column(np.float32, "caseworker hours this month", unit="hours")
    support_hours = Column(np.float32, "specialist hours this month", unit="hours")
    unserved_months = Column(np.int16, "months since the last meeting", unit="months")
    specialist = Column(np.int32, "row of the employment specialist", default=NOBODY)

    # What the service knows and does about contact
    profile = Column(np.int8, "level of the profiling tool at entry", names=("near", "mid", "far"))
    assessed = Column(np.float32, "how well the caseworker knows the person", unit=SHARE)
    handed_over = Column(np.float32, "how far the last change of caseworker was handed over", unit=SHARE)
    sought_out = Column(np.int8, "1 if the service seeks the person out this month")

    # Rules and money
    benefit_paid = Column(np.float32, "benefit paid this month", unit="kroner")
    earnings = Column(np.float32, "wage this month, before tax", unit="kroner")
    gain_to_work = Column(np.float32, "what full-time work adds to benefit", unit="ratio")
    free_pass = Column(np.int8, "1 while holding a social free pass")
    pass_used = Column(np.float32, "earned on the free pass this calendar year", unit="kroner")
    exempt = Column(np.int8, "1 while exempt from requirements")
    sanctions_received = Column(np.int16, "sanctions received")
    missed = Column(np.int16, "requirements missed and seen")
    cut_months = Column(np.int16, "months of benefit cut left", unit="months")
    pressure = Column(np.float32, "pressure from a recent sanction, fading", unit=SHARE)
    # Graded sanctions, and the base of the benefit
    months_since_cut = Column(np.int16, "months since the last sanction", unit="months", default=999)
    repeated = Column(np.int8, "1 if that sanction was a repeated one")
    partner_income = Column(np.float32, "a partner's earnings against full-time entry wages", unit="ratio")
    partner_counted = Column(np.float64, "partner's earnings that count", unit="kroner a month")
    full_benefit = Column(np.float64, "benefit before own earnings and cuts", unit="kroner a month")

    # Plan
    plan = Column(np.int64, "the plan, packed (see sim.plan); 0 for none")
    plan_made = Column(np.int16, "month in which the plan was made, 0 for never", unit="months")
    finished = Column(np.int64, "mask of the plan's instruments over and done with")
    taking = Column(np.int64, "mask of the instruments that the person is in")
    waited = Column(np.int16, "months for which a step of the plan had no place so far", unit="months")
    drop_outs = Column(np.int16, "measures left before their end so far", unit="measures")
    crowded_hours = Column(np.float32, "hours of measures lost for want of time so far", unit="hours")
    learned_language = Column(np.float32, "language learned and not yet settled", unit=SHARE)
    learned_skills = Column(np.float32, "work skills learned and not yet settled", unit=SHARE)
    learned_everyday = Column(np.float32, "everyday skills learned and not yet settled", unit=SHARE)
    coordinated = Column(np.int8, "1 while a common team sees to all measures")

    # Kind of job, and ways into it
    job_kind = Column(np.int8, "kind of job", names=("ordinary", "subsidised", "flex job"))
    job_made = Column(np.int8, "1 in a job made for the person that would not have come anyway")
    subsidy_left = Column(np.int16, "months of wage subsidy left in this job", unit="months")
    host = Column(np.int32, "row of the employer that hosts a practice", default=NOBODY)
    accommodated = Column(np.float32, "share of physical limits that an adapted workplace lifts", unit=SHARE)

    exempted = Column(np.int8, "1 while an exemption or a basic income lifts requirements")
    basic_paid = Column(np.float32, "basic income this month", unit="kroner")

    # What has happened
    ever_job = Column(np.int8, "1 if the person has had a paid job since the start")
    first_job_month = Column(np.int16, "month of the first job, or -1", default=NEVER)
    months_in_work = Column(np.int16, "months in paid work so far", unit="months")
    benefit_months = Column(np.int16, "months on public support so far", unit="months")
    public_cost = Column(np.float64, "public spending less tax on the person so far", unit="kroner")

    # Search this month
    search_effort = Column(np.float32, "own job search this month; 1 is full intensity", unit="ratio")

    # Help this month, set anew by the instruments
    help_ratio = Column(np.float32, "how much the caseworker's person helps", unit="ratio")
    lock_in = Column(np.float32, "share of search lost to a programme", unit=SHARE)
    introductions = Column(np.float32, "introductions to employers expected this month")
    small_introductions = Column(np.float32, "introductions to jobs of a few hours this month")
    support = Column(np.float32, "help at hand after hiring, as employers see it", unit=SHARE)
    follow_along = Column(np.float32, "support at work this month", unit=SHARE)
    targeting = Column(np.float32, "how far introductions follow the person's wishes", unit=SHARE)
    development = Column(np.float32, "chance that an employer without a vacancy considers", unit=SHARE)
    carve = Column(np.float32, "how far a job is carved for the person at a ready employer", unit=SHARE)
    mentored = Column(np.float32, "mentoring on offer to an employer able to mentor", unit=SHARE)
    subsidy = Column(np.float32, "share of the wage that an employer would get back", unit=SHARE)
    job_right = Column(
        np.int8, "kind of job that the person may be hired in", names=("ordinary", "subsidised", "flex job")
    )

    def __init__(self, model, **columns):
        super().__init__(model, **columns)
        self.lasting_luck = int(stream(model.clock, self.unique_id, 0))

    @property
    def status_name(self) -> str:
        """The status in words."""
        return STATUSES[self.status]

    def remove(self) -> None:
        """Take the person out of the district: job, caseworker and places fall free."""
        super().remove()
        self.employer = self.caseworker = self.specialist = self.host = NOBODY
        self.hours = 0.0
        self.taking = 0
        for instrument in self.model.delivered:
            instrument.enrolled[self.row] = instrument.waiting[self.row] = 0
