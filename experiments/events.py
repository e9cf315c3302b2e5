"""What happened in a month of a recorded life: the difference between two months, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from experiments.life import Life
from experiments.sentences import number
from sim.agents import Jobseeker
from sim.barriers import BARRIERS
from sim.instruments import DELIVERED
from sim.plan import read, unpack
from sim.statuses import DISABILITY_PENSION, EDUCATION, OUT_OF_CONTACT, RETIRED, SICK_LEAVE

SEVERITIES = ((0.8, "severe"), (0.6, "serious"), (0.0, "moderate"))  # of what counts as a barrier
NOT_GRADED = ("joint_retirement", "pension_pull")  # there or not, so without a word for how much
CARRIED = tuple(barrier for barrier in BARRIERS if barrier.column)


@dataclass(frozen=True)
class Event:
    """One thing that happened in a month: what kind it is, and a sentence."""

    kind: str
    text: str


def word(value: float, words: tuple[tuple[float, str], ...]) -> str:
    """The word for a value from 0 to 1."""
    return next(said for least, said in words if value >= least)


def lower(text: str) -> str:
    """A label in the middle of a sentence."""
    return text[0].lower() + text[1:]


def count(amount: int, thing: str) -> str:
    """'1 month', '2 months'."""
    return f"{amount:,} {thing}{'' if amount == 1 else 's'}"


def in_words(packed: int) -> str:
    """A packed plan in words: 'language training, then workplace practice'."""
    labels = {one.name: lower(one.label) for one in DELIVERED}
    return ", then ".join(" with ".join(labels[one] for one in step) for step in read(unpack(packed)))


def events(life: Life, month: int) -> list[Event]:
    """What happened to the person in a month that is worth telling."""
    if month == 0 or month > life.last:
        return []
    if not life.columns["active"][month]:
        return [Event("moved", "Moves away from the district; the story ends here.")]
    found: list[Event] = []
    for tell in (_service, _programmes, _work, _status, _money, _barriers, _further):
        found += tell(life, month)
    return found


def _service(life: Life, month: int) -> Iterator[Event]:
    before, now = life.caseworker[month - 1], life.caseworker[month]
    if now >= 0 and before >= 0 and now != before:
        yield Event("caseworker", "A new caseworker takes over.")
    if life.value("specialist", month) >= 0 > life.value("specialist", month - 1):
        yield Event("specialist", "Gets an employment specialist.")
    if life.value("exempt", month) > life.value("exempt", month - 1):
        yield Event("exempt", "Is let off the requirements.")


def _programmes(life: Life, month: int) -> Iterator[Event]:
    for name, label in life.labels.items():
        before, now = life.enrolled[name][month - 1], life.enrolled[name][month]
        if now > 0 >= before:
            waited = int(life.waiting[name][month - 1])
            after = f" after {count(waited, 'month')} of waiting" if waited > 0 else ""
            yield Event("place", f"Starts: {label}{after}.")
        elif now <= 0 < before:
            yield Event("place", f"Leaves after {count(int(before), 'month')}: {label}.")
        elif life.waiting[name][month] > 0 and life.waiting[name][month - 1] == 0:
            yield Event("waiting", f"Waits for a place: {label}.")


def _work(life: Life, month: int) -> Iterator[Event]:
    if life.introduced[month]:
        yield Event("introduction", "Is introduced to an employer who had not advertised.")
    before, now = (int(life.value("employer", m)) for m in (month - 1, month))
    tenure, hours = life.columns["tenure"], life.columns["hours"]
    if now >= 0 and (now != before or tenure[month] <= tenure[month - 1]):
        verb = "Starts a job" if before < 0 else "Changes to another job"
        kind = _coded("job_kind", life, month)
        extra = f" ({kind})" if kind and life.value("job_kind", month) > 0 else ""
        firm = count(round(life.firm_size[month]), "employee")
        yield Event("job", f"{verb}{extra}: {number(hours[month], 0)} hours a week, in a firm of {firm}.")
    elif now < 0 <= before:
        yield Event("job lost", f"The job ends after {count(int(tenure[month - 1]), 'month')}.")
    elif now >= 0 and abs(hours[month] - hours[month - 1]) >= 0.5:
        old, new = (number(hours[m], 0) for m in (month - 1, month))
        yield Event("hours", f"Paid hours go from {old} to {new} a week.")
    elif now < 0 and life.value("months_out", month) < life.value("months_out", month - 1):
        yield Event("job lost", "Starts a job and loses it within the month.")


STATUS_EVENTS = {
    SICK_LEAVE: ("sick leave", "Goes on sick leave.", "Comes back from sick leave."),
    EDUCATION: ("education", "Starts an education.", "Leaves education."),
    DISABILITY_PENSION: ("pension", "Gets a disability pension.", ""),
    RETIRED: ("pension", "Retires.", ""),
    OUT_OF_CONTACT: ("contact", "Loses contact with the service.", "Is in contact with the service again."),
}


def _status(life: Life, month: int) -> Iterator[Event]:
    before, now = (int(life.value("status", m)) for m in (month - 1, month))
    if before == now:
        return
    if before in STATUS_EVENTS and STATUS_EVENTS[before][2]:
        yield Event(STATUS_EVENTS[before][0], STATUS_EVENTS[before][2])
    if now in STATUS_EVENTS:
        yield Event(*STATUS_EVENTS[now][:2])


def _money(life: Life, month: int) -> Iterator[Event]:
    if life.value("sanctions_received", month) > life.value("sanctions_received", month - 1):
        share = life.scenario["policy.sanctions.cut"]
        if life.value("repeated", month):
            share = min(share + life.scenario["policy.sanctions.added_by_repeat"], 1.0)
        lasting = count(int(life.value("cut_months", month)), "month")
        yield Event("cut", f"Misses a requirement: benefit is cut by {share:.0%} for {lasting}.")
    elif life.value("missed", month) > life.value("missed", month - 1):
        yield Event("warning", "Misses a requirement and is warned.")


def _barriers(life: Life, month: int) -> Iterator[Event]:
    low = life.scenario["world.people.severity_low"]
    for barrier in CARRIED:
        before, now = (life.value(barrier.column, m) for m in (month - 1, month))
        if before < low <= now:
            how = "" if barrier.column in NOT_GRADED else f" ({word(now, SEVERITIES)})"
            yield Event("barrier came", f"Now in the way: {lower(barrier.label)}{how}.")
        elif now < low <= before:
            yield Event("barrier went", f"No longer in the way: {lower(barrier.label)}.")


def _coded(name: str, life: Life, month: int) -> str:
    """A coded column in words, where its declaration has words for the code."""
    declared = Jobseeker.columns().get(name)
    code = int(life.value(name, month))
    return declared.names[code] if declared and 0 <= code < len(declared.names) else ""


def _further(life: Life, month: int) -> Iterator[Event]:
    """Things that only newer versions of the model have columns for."""
    for name, (kind, told) in FURTHER.items():
        if name not in life.columns:
            continue
        before, now = life.columns[name][month - 1], life.columns[name][month]
        text = told(before, now, _coded(name, life, month)) if before != now else ""
        if text:
            yield Event(kind, text)


Told = Callable[[float, float, str], str]
FURTHER: dict[str, tuple[str, Told]] = {
    "profile": ("plan", lambda _, __, said: f"Is profiled as {said}."),
    "plan": ("plan", lambda _, new, __: f"A plan is made: {in_words(int(new))}." if new else ""),
    "host": ("place", lambda old, new, _: "Starts at a workplace that takes part." if new >= 0 > old
             else "Leaves the workplace that took part." if old >= 0 > new else "Changes workplace."),
    "subsidy_left": ("subsidy", lambda old, new, _: "The employer gets a wage subsidy." if new > 0 >= old
                     else "The wage subsidy ends." if old > 0 >= new else ""),
}  # fmt: skip
