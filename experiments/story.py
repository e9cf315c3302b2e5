"""A recorded life in plain words: who the person is, what happened in which month, what came of it."""

from __future__ import annotations

from collections.abc import Set

from experiments.events import CARRIED, NOT_GRADED, SEVERITIES, count, events, lower, word
from experiments.life import Life
from experiments.sentences import number
from sim.statuses import STATUSES

CALENDAR = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
LEVELS = ((0.65, "high"), (0.35, "fair"), (0.0, "low"))
DISTANCES = ("near work", "midway to work", "far from work")
A_MEETING = 0.05  # hours; less than three minutes is no meeting


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


def introduction(life: Life) -> list[str]:
    """Who the person is at the start, in two or three sentences."""
    kind = "woman" if life.value("woman", 0) else "man"
    marks = [f"a {kind} of {int(life.value('age', 0))}"]
    marks += ["born abroad"] if life.value("immigrant", 0) else []
    marks += ["limited in daily life by health"] if life.value("limited", 0) else []
    out = int(life.value("months_out", 0))
    job = "never had a job" if life.value("never_worked", 0) else f"out of work for {count(out, 'month')}"
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
    told += [count(sent, "application")] if sent else []
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
        f"After {count(last, 'month')}: {standing(life, last)}. "
        f"{count(int(life.value('months_in_work', last)), 'month')} in work{job}; "
        f"{count(int(life.value('sanctions_received', last)), 'benefit cut')}; "
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
