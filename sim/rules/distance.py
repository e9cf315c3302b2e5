"""How far a person is from work, and how many hours a week are possible."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import rule
from sim.statuses import FEW_HOURS, FLEX, FLEX_JOB, FULL_TIME, PART_TIME, SUBSIDISED, WITH_SUBSIDY


@rule
def distance_to_work(
    hiring,
    mental_health,
    physical_health,
    education,
    language,
    work_skills,
    care,
    everyday_skills,
    confidence,
    months_out,
    never_worked,
):
    """What a person's barriers take off an employer's judgement, in standard deviations.

    Weighted severities add up, and each pair of them adds a share of its product: one issue
    makes the next one worse (S001 section 2.2; A-06). Time out of work counts from nine months
    on (F-18).
    """
    a = hiring.mental_weight * mental_health
    b = hiring.physical_weight * physical_health
    c = hiring.education_weight * education
    d = hiring.language_weight * language
    e = hiring.skills_weight * work_skills
    f = hiring.care_weight * care
    g = hiring.everyday_weight * everyday_skills
    h = hiring.confidence_weight * (1.0 - confidence)
    scar = hiring.scar * clip(months_out / hiring.scar_from, 0.0, 1.0)
    first_job = hiring.never_worked * never_worked
    total = a + b + c + d + e + f + g + h
    squares = a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h
    pairs = (total * total - squares) / 2.0
    return total + hiring.interplay * pairs + scar + first_job + hiring.local_shift


@rule
def limits_at_work(physical_health, accommodated):
    """Physical limits (0 to 1) that are left where an adapted workplace lifts a share of them."""
    return float64(physical_health) * (1.0 - float64(accommodated))


@rule
def capacity_hours(capacity, mental_health, physical_health, care):
    """Hours a week that health and care leave for work, at least two."""
    health = mental_health if mental_health > physical_health else physical_health
    share = (1.0 - capacity.health * health) * (1.0 - capacity.care * care)
    hours = capacity.full_time * share
    return hours if hours > 2.0 else 2.0


@rule
def status_of_job(capacity, hours, kind):
    """The status that goes with paid hours a week in a job of a kind (see ``sim.statuses``)."""
    if kind == WITH_SUBSIDY:
        return SUBSIDISED
    if kind == FLEX:
        return FLEX_JOB
    if hours <= capacity.few_hours_to:
        return FEW_HOURS
    if hours < capacity.full_time_from:
        return PART_TIME
    return FULL_TIME
