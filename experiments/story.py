"""A recorded life in plain words: who the person is, what happened in which month, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

from experiments.life import Life
from experiments.sentences import number
from sim.agents import Jobseeker
from sim.barriers import BARRIERS
from sim.statuses import (
    DISABILITY_PENSION,
    EDUCATION,
    OUT_OF_CONTACT,
    RETIRED,
    SICK_LEAVE,
    STATUSES,
)

CALENDAR = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEVERITIES = ((0.8, "severe"), (0.6, "serious"), (0.0, "moderate"))  # of what counts as a barrier
LEVELS = ((0.65, "high"), (0.35, "fair"), (0.0, "low"))
NOT_GRADED = ("joint_retirement", "pension_pull")  # there or not, so without a word for how much
DISTANCES = ("near work", "midway to work", "far from work")
CARRIED = tuple(barrier for barrier in BARRIERS if barrier.column)
A_MEETING = 0.05  # hours; less than three minutes is no meeting


@dataclass(frozen=True)
class Event:
    """One thing that happened in a month: what kind it is, and a sentence."""

    kind: str
    text: str


def date_of(life: Life, month: int) -> str:
    """'March, year 2'; the start has no month of its own."""
    if month == 0:
        return "At the start"
    since = life.scenario["district.start_month"] + month - 1
    return f"{CALENDAR[since % 12]}, year {since // 12 + 1}"


def dates(life: Life, first: int, last: int) -> str:
    """One month or a stretch of them, with dates."""
    if first == last:
        return f"{date_of(life, first)} (month {first})"
    begin, end = date_of(life, first), date_of(life, last)
    if begin.partition(", ")[2] == end.partition(", ")[2]:
        begin = begin.partition(", ")[0]
    return f"Months {first}-{last} ({begin} to {end})"


def word(value: float, words: tuple[tuple[float, str], ...]) -> str:
    """The word for a value from 0 to 1."""
    return next(said for least, said in words if value >= least)


def currency(life: Life) -> str:
    """The money of the person's world."""
    return life.scenario["district.currency"]


def money(life: Life, amount: float) -> str:
    """'12,326 DKK'."""
    return f"{number(amount, 0)} {currency(life)}"


def income(life: Life, month: int) -> float:
    """Wage and benefit in a month, before tax."""
    return life.value("earnings", month) + life.value("benefit_paid", month)


def income_in_all(life: Life) -> float:
    """Income of all months, before tax."""
    return sum(income(life, month) for month in range(1, life.last + 1))


def hours_with_staff(life: Life) -> float:
    """Hours with caseworkers and specialists in all months."""
    return float(sum(life.columns[name].sum() for name in ("service_hours", "support_hours")))


# -- who ----------------------------------------------------------------------------------------


def barrier_words(life: Life, month: int) -> list[str]:
    """What stands in the person's way in a month, the heaviest first."""
    low = life.scenario["world.people.severity_low"]
    carried = [(life.value(barrier.column, month), barrier) for barrier in CARRIED]
    found = []
    for severity, barrier in sorted(carried, key=lambda pair: -pair[0]):
        if severity >= low and barrier.column not in NOT_GRADED:
            found.append(f"{word(severity, SEVERITIES)} {lower(barrier.label)}")
    if life.value("joint_retirement", month) >= low and life.value("pension_pull", month) >= low:
        found.append("a partner who retires too")
    if life.value("few_jobs", month):
        found.append("few jobs nearby")
    if life.value("low_contact", month):
        found.append("little contact with the service")
    return found


def lower(text: str) -> str:
    """A label in the middle of a sentence."""
    return text[0].lower() + text[1:]


def introduction(life: Life) -> list[str]:
    """Who the person is at the start, in two or three sentences."""
    kind = "woman" if life.value("woman", 0) else "man"
    marks = [f"a {kind} of {int(life.value('age', 0))}"]
    marks += ["born abroad"] if life.value("immigrant", 0) else []
    marks += ["limited in daily life by health"] if life.value("limited", 0) else []
    out = int(life.value("months_out", 0))
    job = "never had a job" if life.value("never_worked", 0) else f"out of work for {_count(out, 'month')}"
    group = DISTANCES[int(life.cohort.covariates["group"][life.person])]
    barriers = barrier_words(life, 0)
    feelings = ", ".join(
        f"{word(life.value(name, 0), LEVELS)} {said}"
        for name, said in (("motivation", "motivation"), ("confidence", "confidence"),
                           ("trust", "trust in the service"))
    )  # fmt: skip
    return [
        f"Person {life.person}: {', '.join(marks)}; {job}; {group}.",
        f"What stands in the way: {', '.join(barriers)}." if barriers
        else "Nothing that counts as a barrier of the person's own stands in the way.",
        f"To begin with: {STATUSES[int(life.value('status', 0))]}; {feelings}.",
    ]  # fmt: skip


def _count(amount: int, thing: str) -> str:
    return f"{amount:,} {thing}{'' if amount == 1 else 's'}"


# -- what happened ------------------------------------------------------------------------------


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
            after = f" after {_count(waited, 'month')} of waiting" if waited > 0 else ""
            yield Event("place", f"Starts: {label}{after}.")
        elif now <= 0 < before:
            yield Event("place", f"Leaves after {_count(int(before), 'month')}: {label}.")
        elif life.waiting[name][month] > 0 and life.waiting[name][month - 1] == 0:
            yield Event("waiting", f"Waits for a place: {label}.")


def _work(life: Life, month: int) -> Iterator[Event]:
    before, now = (int(life.value("employer", m)) for m in (month - 1, month))
    tenure, hours = life.columns["tenure"], life.columns["hours"]
    if now >= 0 and (now != before or tenure[month] <= tenure[month - 1]):
        verb = "Starts a job" if before < 0 else "Changes to another job"
        kind = _coded("job_kind", life, month)
        extra = f" ({kind})" if kind and life.value("job_kind", month) > 0 else ""
        firm = _count(round(life.firm_size[month]), "employee")
        yield Event("job", f"{verb}{extra}: {number(hours[month], 0)} hours a week, in a firm of {firm}.")
    elif now < 0 <= before:
        yield Event("job lost", f"The job ends after {_count(int(tenure[month - 1]), 'month')}.")
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
        lasting = _count(int(life.value("cut_months", month)), "month")
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
    "assessed": ("plan", lambda old, new, _: "Barriers are assessed." if new > 0 >= old else ""),
    "profile": ("plan", lambda _, __, said: f"Is profiled as {said}." if said else "Is profiled anew."),
    "plan": ("plan", lambda _, new, said: f"A step of the plan begins: {said}." if said
             else "The plan moves on." if new >= 0 else "The plan ends."),
    "host": ("place", lambda old, new, _: "Starts at a workplace that takes part." if new >= 0 > old
             else "Leaves the workplace that took part." if old >= 0 > new else "Changes workplace."),
    "subsidy_left": ("subsidy", lambda old, new, _: "The employer gets a wage subsidy." if new > 0 >= old
                     else "The wage subsidy ends." if old > 0 >= new else ""),
}  # fmt: skip


# -- the telling ----------------------------------------------------------------------------------


def blocks(life: Life, first: int, last: int, cuts: Set[int] = frozenset()) -> list[tuple[int, int, str]]:
    """The months from first to last as (from, to, text): a month in which something happens by
    itself, and the quiet ones before it together. At ``cuts`` a month stands by itself too."""
    found: list[tuple[int, int, str]] = []
    last = min(last, life.last)
    start = max(first, 1)
    for month in range(start, last + 1):
        if not (events(life, month) or month in cuts):
            continue
        if month > start:
            found.append((start, month - 1, quiet(life, start, month - 1)))
        found.append((month, month, eventful(life, month)))
        start = month + 1
    if start <= last:
        found.append((start, last, quiet(life, start, last)))
    return found


def eventful(life: Life, month: int) -> str:
    """A month in which something happens: what, and the money; otherwise where the person stands."""
    told = [event.text for event in events(life, month)]
    if not life.columns["active"][month]:
        return " ".join(told)
    if not told:
        return f"Nothing new: {standing(life, month)}."
    return f"{' '.join(told)} Income {money(life, income(life, month))}."


def standing(life: Life, month: int) -> str:
    """Where the person stands: status, and the job's hours or the place in a programme."""
    said = STATUSES[int(life.value("status", month))]
    if life.value("employer", month) >= 0:
        said += f", {number(life.value('hours', month), 0)} hours a week"
    places = [life.labels[name] for name, months in life.enrolled.items() if months[month] > 0]
    return "; ".join([said, *places])


def quiet(life: Life, first: int, last: int) -> str:
    """A stretch in which nothing happens, in one line."""
    span = slice(first, last + 1)
    told = [standing(life, last)]
    told[0] = told[0][0].upper() + told[0][1:]
    met = life.columns["service_hours"][span].sum()
    supported = life.columns["support_hours"][span].sum()
    if life.caseworker[span].max() >= 0:
        told.append(f"{number(met, 1)} hours with the caseworker" if met >= A_MEETING else "no meeting")
    if supported >= A_MEETING:
        told.append(f"{number(supported, 1)} hours with the employment specialist")
    sent = int(life.applications[span].sum())
    told += [_count(sent, "application")] if sent else []
    incomes = [round(income(life, month)) for month in range(first, last + 1)]
    low, high = min(incomes), max(incomes)
    amount = money(life, high) if low == high else f"{number(low, 0)} to {money(life, high)}"
    told.append(f"income {amount}{'' if first == last else ' a month'}")
    return "; ".join(told) + "."


def closing(life: Life) -> str:
    """What came of it, in a line or two."""
    last = life.last if life.columns["active"][life.last] else life.last - 1
    first_job = int(life.value("first_job_month", last))
    job = f" (first job in month {first_job})" if first_job >= 0 else ""
    barriers = barrier_words(life, last)
    return (
        f"After {_count(last, 'month')}: {standing(life, last)}. "
        f"{_count(int(life.value('months_in_work', last)), 'month')} in work{job}; "
        f"{_count(int(life.value('sanctions_received', last)), 'benefit cut')}; "
        f"income {money(life, income_in_all(life))} in all; "
        f"still in the way: {', '.join(barriers) if barriers else 'nothing that counts'}."
    )


def visible_parting(one: Life, other: Life) -> int | None:
    """The first month in which what is told of two lives differs, or None."""
    for month in range(1, len(one.firm_size)):
        mine, theirs = ([event.text for event in events(life, month)] for life in (one, other))
        if mine != theirs or one.value("status", month) != other.value("status", month):
            return month
    return None


def as_plain(life: Life) -> list[dict]:
    """The months as plain data, the start first."""
    return [
        {
            "month": month,
            "date": date_of(life, month),
            "status": STATUSES[int(life.value("status", month))],
            "income": round(income(life, month), 2),
            "hours": round(life.value("hours", month), 2),
            "meeting_hours": round(life.value("service_hours", month), 2),
            "specialist_hours": round(life.value("support_hours", month), 2),
            "applications": int(life.applications[month]),
            "in": [life.labels[name] for name, months in life.enrolled.items() if months[month] > 0],
            "waiting_for": [life.labels[name] for name, months in life.waiting.items() if months[month] > 0],
            "barriers": barrier_words(life, month),
            "events": [{"kind": event.kind, "text": event.text} for event in events(life, month)],
        }
        for month in range(life.last + 1)
    ]
