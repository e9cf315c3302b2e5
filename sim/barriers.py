"""The 24 barriers of the framework (S001 figure 2.3) and everyday-life skills, as they are counted.

Some are carried by the person, some arise at employers and in the district, some in the service.
Each is declared once, with what is measured; ``faced`` measures them all in a district as it
stands now. Measuring changes nothing and needs no luck.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy import float64

from sim.arithmetic import exp
from sim.compiled import kernel, opened
from sim.rules.distance import capacity_hours
from sim.rules.hiring import hiring_bar, judgement, unknown
from sim.statuses import OUT_OF_CONTACT, SICK_LEAVE

PERSON, EMPLOYER, SERVICE = "person", "employer", "service"
Found = dict[str, np.ndarray]


@dataclass(frozen=True)
class Barrier:
    """One barrier: its code in the framework, plain words, where it arises and what is counted.

    faces: from a district and what was found so far, the share (0 to 1) of each row's situation
    in which the person faces it, or None where one district alone cannot say. from_month: 1 where it shows
    only once a month was lived. column: the severity that the person carries. eased_by: the
    columns through which a measure works against it.
    """

    code: str
    label: str
    arises: str
    measure: str
    faces: Callable | None
    column: str = ""
    eased_by: tuple[str, ...] = ()
    from_month: int = 0


def _carried(code: str, label: str, column: str, measure: str = "") -> Barrier:
    def faces(district, _found) -> np.ndarray:
        return _columns(district)[column] >= _severity_low(district)

    said = measure or "severity at or above the mildest that counts"
    return Barrier(code, label, PERSON, said, faces, column, (column,))


def _columns(district) -> dict[str, np.ndarray]:
    return district.people.arrays


def _severity_low(district) -> float:
    return float(district.records["people"]["severity_low"])


def _terms(district):
    return district.records["barriers"]


# -- carried by the person --------------------------------------------------------------------


def _joint_retirement(district, _found) -> np.ndarray:
    column = _columns(district)
    low = _severity_low(district)
    return (column["joint_retirement"] >= low) & (column["pension_pull"] >= low)


def _little_gain(district, _found) -> np.ndarray:
    return _columns(district)["incentive"] >= _terms(district)["little_gain_from"]


def _pension_or_sick_pay(district, _found) -> np.ndarray:
    column = _columns(district)
    return (column["pension_pull"] >= _severity_low(district)) | (column["status"] == SICK_LEAVE)


def _unmotivated(district, _found) -> np.ndarray:
    return _columns(district)["motivation"] < _terms(district)["motivation_below"]


# -- arising at employers and in the district -------------------------------------------------


@kernel
def look_at_everybody(
    hiring, capacity, mental_health, physical_health, care, distance, months_out, support,
    caution, costly, unsure,
):  # fmt: skip
    """How an average employer with a job of fitting hours sees each person: costly where productivity
    alone lies below the hiring bar, unsure where the risk it sees is what tips the person below.

    caution: an average employer's weight on what it does not know, after what it has learned.
    """
    hiring, capacity = opened(hiring, capacity)
    for i in range(distance.shape[0]):
        possible = capacity_hours(
            capacity, float64(mental_health[i]), float64(physical_health[i]), float64(care[i])
        )
        week = min(possible / capacity.full_time, 1.0)
        bar = hiring_bar(hiring, week)
        far = float64(distance[i])
        risk = caution * unknown(hiring, float64(months_out[i]), float64(support[i]), week)
        costly[i] = judgement(hiring, 0.0, far, 0.0, 0.0, 0.0, 0.0) < bar
        unsure[i] = not costly[i] and judgement(hiring, 0.0, far, risk, 0.0, 0.0, 0.0) < bar


def _look(district) -> tuple[np.ndarray, np.ndarray]:
    column, tables = _columns(district), district.tables
    costly, unsure = (np.zeros(len(column["distance"]), np.bool_) for _ in range(2))
    firms = district.employers.arrays
    jobs = firms["size"] * (firms["active"] == 1)
    caution = float(np.average(firms["caution_now"], weights=jobs)) if jobs.any() else 1.0
    look_at_everybody(
        tables["hiring"], tables["capacity"], column["mental_health"], column["physical_health"],
        column["care"], column["distance"], column["months_out"], column["support"],
        caution, costly, unsure,
    )  # fmt: skip
    return costly, unsure


def _costly(district, found) -> np.ndarray:
    costly, found["unsure"] = _look(district)
    return costly


def _unsure(district, found) -> np.ndarray:
    return found.pop("unsure")


def _discriminated(district, _found) -> np.ndarray:
    column, hiring = _columns(district), district.records["hiring"]
    visible = column["physical_health"] >= hiring["visible_from"]
    for_health = visible & (hiring["health_discrimination"] > 0.0)
    return for_health | ((column["immigrant"] == 1) & (hiring["origin_discrimination"] > 0.0))


def _conditions(district, _found) -> np.ndarray:
    """At work the own employer's conditions count, otherwise the share of jobs with poor ones."""
    column, firms = _columns(district), district.employers.arrays
    poor = firms["conditions"] >= _terms(district)["poor_conditions_from"]
    open_for_business = firms["active"] == 1
    jobs = firms["size"] * open_for_business
    share = float((jobs * poor).sum() / jobs.sum()) if jobs.sum() > 0.0 else 0.0
    worst = np.maximum(column["mental_health"], column["physical_health"])
    own = np.where(column["employer"] >= 0, poor[column["employer"]], share)
    return np.where(worst >= _severity_low(district), own, 0.0)


def _few_jobs(district, _found) -> np.ndarray:
    return _columns(district)["few_jobs"] == 1


def _weak_economy(district, _found) -> np.ndarray:
    demand = district.records["economy"]["demand"] * exp(float(district.market["demand_shock"]))
    weak = demand < 1.0 - _terms(district)["weak_demand"]
    return np.full(len(_columns(district)["who"]), weak)


# -- arising in the service -------------------------------------------------------------------


def _help(district, found) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who is in a measure, in one that works against a barrier they face, and against one they carry."""
    nobody = np.zeros(len(_columns(district)["who"]), np.bool_)
    in_one, helped, carried = nobody.copy(), nobody.copy(), nobody.copy()
    for one in district.delivered:
        enrolled = one.enrolled > 0
        against = [b for b in BARRIERS if set(b.eased_by) & set(one.instrument.moves)]
        in_one |= enrolled
        for barrier in against:
            faces = found.get(barrier.code, nobody) > 0.0
            helped |= enrolled & faces
            if barrier.column:
                carried |= enrolled & faces
        if not against:  # what it moves is none of our columns: it is not for us to say it fails
            helped |= enrolled
    return in_one, helped, carried


def _ineffective(district, found) -> np.ndarray:
    in_one, helped, _ = _help(district, found)
    return in_one & ~helped


def _collide(district, _found) -> np.ndarray:
    at_once = (district.arrays["measures"] >= 2) & (_columns(district)["coordinated"] == 0)
    return at_once | (district.arrays["overload"] > 0.0)


def _no_contact(district, _found) -> np.ndarray:
    column = _columns(district)
    unserved = column["unserved_months"] >= _terms(district)["unserved_months"]
    return (column["low_contact"] == 1) | unserved | (column["status"] == OUT_OF_CONTACT)


def _nothing_under_way(district, found) -> np.ndarray:
    several = sum(found[b.code].astype(np.int8) for b in BARRIERS if b.column) >= 2
    return several & ~_help(district, found)[2]


def _too_little(district, _found) -> np.ndarray:
    column = _columns(district)
    waiting = np.zeros(len(column["who"]), np.bool_)
    for one in district.delivered:
        if one.instrument.kind != "right":  # a right that few get is not a service that lacks room
            waiting |= one.waiting > 0
    hours = column["service_hours"] + column["support_hours"]
    seeks_help = (column["caseworker"] >= 0) & (column["employer"] < 0)
    return waiting | (seeks_help & (hours < _terms(district)["least_hours"]))


def hours_a_client(district) -> float:
    """Mean hours with staff this month of the people who have a caseworker; NaN without any."""
    column = _columns(district)
    clients = (column["active"] == 1) & (column["caseworker"] >= 0)
    hours = column["service_hours"][clients] + column["support_hours"][clients]
    return float(hours.mean(dtype=np.float64)) if clients.any() else float("nan")


def districts_behind(hours: np.ndarray, behind: float) -> np.ndarray:
    """Which districts give their clients fewer hours than districts on average, by more than a share.

    hours: of a client in each district.
    """
    usual = np.nanmean(hours) if np.isfinite(hours).any() else 0.0
    return np.nan_to_num(hours, nan=usual) < usual * (1.0 - behind)


BARRIERS: tuple[Barrier, ...] = (
    _carried("BIC1", "Mental health issues", "mental_health"),
    _carried("BIC2", "Physical health issues", "physical_health"),
    _carried("BIC3", "Lack of relevant education", "education"),
    Barrier("BIC4", "Joint retirement", PERSON,
            "a partner to retire with, and a pension within reach", _joint_retirement,
            "joint_retirement", ("joint_retirement",)),
    _carried("BIC5", "Lack of language skills", "language"),
    _carried("BIC6", "Lack of labour-market knowledge", "labour_market_knowledge"),
    _carried("BIC7", "Lack of work experience and skills", "work_skills"),
    _carried("BIC8", "Care responsibilities", "care"),
    Barrier("BIM1", "Too little to gain from work", PERSON,
            "full-time work adds less to income than a declared share", _little_gain,
            eased_by=("gain_to_work", "free_pass", "incentive"), from_month=1),
    Barrier("BIM2", "Pension or sick pay within reach", PERSON,
            "old enough for early retirement, or on sick leave", _pension_or_sick_pay,
            eased_by=("pension_pull",)),
    _carried("BIM3", "Jobs that clash with own values", "values"),
    Barrier("BIM4", "Lack of motivation", PERSON, "motivation below a declared level", _unmotivated,
            eased_by=("motivation", "motivation_base", "confidence")),
    Barrier("BEL1", "Cost of low productivity", EMPLOYER,
            "an average employer, sure of what it gets, would still not hire", _costly,
            eased_by=("introductions", "targeting", "subsidy", "subsidy_left", "work_skills")),
    Barrier("BEL2", "Risk in what employers do not know", EMPLOYER,
            "only the risk that an average employer sees keeps it from hiring", _unsure,
            eased_by=("introductions", "support", "follow_along")),
    Barrier("BEL3", "Discrimination", EMPLOYER,
            "born abroad, or limited in a way that employers see", _discriminated),
    Barrier("BEL4", "Working conditions", EMPLOYER,
            "ill health, times the share of jobs with poor conditions (own job, if any)",
            _conditions),
    Barrier("BEL5", "Few jobs nearby", EMPLOYER, "few jobs lie within the person's reach", _few_jobs,
            eased_by=("introductions", "small_introductions", "development", "few_jobs")),
    Barrier("BEL6", "State of the economy", EMPLOYER,
            "demand for labour in the district lies below its trend", _weak_economy),
    Barrier("EDL", "Lack of everyday-life skills", PERSON,
            "severity at or above the mildest that counts (an addition to the framework)",
            lambda district, _: _columns(district)["everyday_skills"] >= _severity_low(district),
            "everyday_skills", ("everyday_skills",)),
    Barrier("BPS1", "Services that do not work", SERVICE,
            "in a measure, and in none that works against a barrier the person faces", _ineffective,
            from_month=1),
    Barrier("BPS2", "Services that collide", SERVICE,
            "two measures or more at once without a common team, or more than a week holds", _collide,
            from_month=1),
    Barrier("BPS3", "No contact with the service", SERVICE,
            "little contact, no meeting for months, or out of contact", _no_contact),
    Barrier("BPS4", "Too little help with other barriers", SERVICE,
            "carries two barriers or more, and no measure works against any of them",
            _nothing_under_way, from_month=1),
    Barrier("BPS5", "Lack of resources", SERVICE,
            "waits for a place, or looks for work with hardly any hours of staff", _too_little, from_month=1),
    Barrier("BPS6", "Regional differences", SERVICE,
            "lives in a district whose clients get clearly fewer hours of staff than elsewhere",
            None, from_month=1),
)  # fmt: skip
BY_CODE = {barrier.code: barrier for barrier in BARRIERS}


def faced(district) -> dict[str, np.ndarray | None]:
    """What everybody faces now: for each code the share, 0 to 1, of every row; None where it
    cannot be said, as at the start or from one district alone."""
    found: Found = {}
    for barrier in BARRIERS:
        if barrier.faces is not None:
            found[barrier.code] = np.asarray(barrier.faces(district, found), np.float64)
    return {
        barrier.code: found[barrier.code]
        if barrier.faces is not None and district.month >= barrier.from_month
        else None
        for barrier in BARRIERS
    }
