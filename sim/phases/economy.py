"""1 The economy moves: season, cycle, vacancies opened and withdrawn, employers learn and forget."""

from numpy import float64

from sim.arithmetic import exp
from sim.compiled import kernel, opened
from sim.decisions import ADVERTISED_AGAIN, CYCLE, LAPSES, OPENINGS, OTHERS_LOSE_WORK
from sim.luck import DISTRICT, normal, stream, uniform
from sim.rules.employers import caution_left, fading, prejudice_left
from sim.rules.hiring import most_openings, poisson


@kernel
def open_vacancies(
    clock, economy, market, employer_active, employer_who, employer_size, employer_openings,
    employer_opened, employer_lapsed, employer_vacated, employer_owed,
):  # fmt: skip
    """Demand drifts, others lose work, employers withdraw old vacancies and open new ones."""
    clock, economy = opened(clock, economy)
    market = market[0]
    key = stream(clock, DISTRICT, clock.month)
    market.demand_shock = economy.cycle_memory * market.demand_shock + economy.cycle * normal(
        clock, key, CYCLE
    )
    from_july = abs(clock.calendar_month - 6)
    season = 1.0 + economy.season * (1.0 - from_july / 3.0)
    demand = economy.openings * economy.demand * exp(market.demand_shock) * season

    losing = economy.others_separation * market.others_in_work
    lost = int(losing + uniform(clock, key, OTHERS_LOSE_WORK))
    market.others_in_work -= lost
    market.others_seeking += lost

    market.openings = 0
    for j in range(employer_active.shape[0]):
        if employer_active[j] == 0:
            continue
        key = stream(clock, employer_who[j], clock.month)
        withdrawn = int(employer_openings[j] * economy.lapse + uniform(clock, key, LAPSES))
        new = poisson(float64(employer_size[j]) * demand, uniform(clock, key, OPENINGS))
        again = employer_vacated[j] * economy.replacement
        new += int(again + uniform(clock, key, ADVERTISED_AGAIN))
        # A job found by outreach may only have come early: the later vacancy is then not opened.
        early = min(employer_owed[j], new)
        employer_owed[j] -= early
        new -= early
        room = most_openings(float64(employer_size[j])) - (employer_openings[j] - withdrawn)
        new = max(0, min(new, room))
        employer_lapsed[j] += withdrawn
        employer_opened[j] += new
        employer_openings[j] += new - withdrawn
        market.openings += employer_openings[j]


@kernel
def learn_and_forget(
    firms, employer_service, employer_active, employer_informed, employer_informed_own,
    employer_attitude, employer_contact, employer_inclusion, employer_inclusion_own,
    employer_caution, employer_caution_now, employer_prejudice, employer_prejudice_now,
):  # fmt: skip
    """What employers were told and have learned fades; what is left moves how they will judge."""
    firms, employer_service = opened(firms, employer_service)
    for j in range(employer_active.shape[0]):
        own = float64(employer_informed_own[j])
        kept = employer_service.keeps * employer_service.one_contact * float64(employer_contact[j])
        gone = firms.forgets * (1.0 - kept)
        employer_informed[j] = fading(float64(employer_informed[j]), own, gone)
        employer_attitude[j] = fading(float64(employer_attitude[j]), 0.0, firms.attitude_fades)
        employer_inclusion[j] = fading(
            float64(employer_inclusion[j]), float64(employer_inclusion_own[j]), firms.inclusion_fades
        )
        attitude = float64(employer_attitude[j])
        learned = float64(employer_informed[j]) - own
        employer_caution_now[j] = caution_left(firms, float64(employer_caution[j]), learned, attitude)
        employer_prejudice_now[j] = prejudice_left(firms, float64(employer_prejudice[j]), attitude)


def the_economy_moves(model):
    """Season and cycle move; employers open vacancies, withdraw old ones, learn and forget."""
    model.run(open_vacancies)
    model.run(learn_and_forget)
