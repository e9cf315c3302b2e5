"""Employer service: employers are visited regularly and know whom to call."""

from numpy import float64

from sim.compiled import kernel, opened, rule
from sim.decisions import VISITED
from sim.instruments.base import Instrument
from sim.luck import stream, uniform
from sim.parameters import MONEY_PER_MONTH, RATIO, SHARE, YES_NO, assumption, lever
from sim.rules.employers import told
from sim.rules.service import skill_ratio
from sim.statuses import PRACTICE


@rule
def is_visited(clock, employer_service, who):
    """Whether an employer is among those visited: the same ones month after month."""
    return uniform(clock, stream(clock, who, 0), VISITED) < employer_service.visits


@kernel
def visit_employers(
    clock, employer_service, service, follow_up, active, status, service_hours, caseworker, help_ratio,
    introductions, employer_active, employer_who, employer_size, employer_informed, employer_contact,
    employer_inclusion, staff_skill_now,
):  # fmt: skip
    """Visits keep employers informed; caseworkers then have more employers to introduce people to."""
    clock, employer_service = opened(clock, employer_service)
    service, follow_up = opened(service, follow_up)
    if employer_service.visits <= 0.0:
        return
    jobs, within_reach = 0.0, 0.0
    for j in range(employer_active.shape[0]):
        if employer_active[j] == 0:
            continue
        if is_visited(clock, employer_service, employer_who[j]):
            employer_contact[j] = told(float64(employer_contact[j]), employer_service.contact_pace)
            employer_informed[j] = told(float64(employer_informed[j]), employer_service.information)
            employer_inclusion[j] = told(float64(employer_inclusion[j]), employer_service.inclusion)
        jobs += float64(employer_size[j])
        within_reach += float64(employer_size[j]) * float64(employer_contact[j])
    rate = employer_service.introductions * within_reach / jobs if jobs > 0.0 else 0.0
    if employer_service.one_contact == 1:
        rate *= 1.0 + employer_service.speed
    for i in range(active.shape[0]):
        if active[i] == 0 or caseworker[i] < 0 or status[i] > PRACTICE:
            continue
        hours = float64(service_hours[i]) * follow_up.job_search_share
        skilled = skill_ratio(service, float64(staff_skill_now[caseworker[i]]))
        introductions[i] = float64(introductions[i]) + hours * rate * float64(help_ratio[i]) * skilled


@kernel
def cost_of_visits(clock, employer_service, employer_active, employer_who):
    """Kroner this month: the price for every employer visited."""
    clock, employer_service = opened(clock, employer_service)
    visited = 0
    if employer_service.visits > 0.0:
        for j in range(employer_active.shape[0]):
            if employer_active[j] == 1 and is_visited(clock, employer_service, employer_who[j]):
                visited += 1
    return visited * employer_service.price


class EmployerService(Instrument):
    """Regular contact between service and employers speeds up transitions (G-07, C-26), and one
    point of contact makes it easier for employers (S001, recommendation 4.2). Visits are paid
    for one by one and take no hours from clients; what they yield needs a caseworker's time
    for finding jobs, because the introductions are made there."""

    name = "employer_service"
    label = "Visits to employers"
    mechanism = "contact and information: introductions, and less risk seen in people introduced"
    moves = ("introductions",)
    work = visit_employers
    cost = cost_of_visits

    visits = lever(
        0.0, SHARE, (0.0, 1.0), "Share of employers whom the service visits regularly.",
        label="Employers visited regularly", source="policy choice",
    )  # fmt: skip
    one_contact = lever(
        False, YES_NO, None, "An employer deals with one person, before and after hiring.",
        label="One point of contact for employers", source="S001, recommendation 4.2",
    )  # fmt: skip
    price = lever(
        1000.0, MONEY_PER_MONTH, (300, 3000), "Paid for the visits to one employer.",
        label="Price of visits to an employer", source="policy choice",
    )  # fmt: skip
    introductions = assumption(0.05, RATIO, (0.0, 0.1),
                               "Introductions added to an hour of job talk where all are visited.",
                               source="sign of C-26, G-07", grade="judgement")  # fmt: skip
    contact_pace = assumption(0.2, SHARE, (0.05, 0.5),
                              "Share of a steady contact that a month of visits builds.",
                              source="our judgement", grade="judgement")  # fmt: skip
    information = assumption(0.06, SHARE, (0.0, 0.2),
                             "Share of what an employer does not know that a month of visits tells.",
                             source="our judgement", grade="judgement")  # fmt: skip
    inclusion = assumption(0.005, SHARE, (0.0, 0.03),
                           "Share of missing inclusion competence that a month of visits gives.",
                           source="S001, recommendation 4.1", grade="judgement")  # fmt: skip
    keeps = assumption(0.5, SHARE, (0.0, 1.0),
                       "Share of forgetting that one point of contact prevents.",
                       source="our judgement", grade="judgement")  # fmt: skip
    speed = assumption(0.3, RATIO, (0.0, 1.0),
                       "How many more introductions come of it with one point of contact.",
                       source="our judgement", grade="judgement")  # fmt: skip
