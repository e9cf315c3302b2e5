"""1 The economy moves: season, cycle, vacancies opened and withdrawn."""

from numpy import float64

from sim.arithmetic import exp
from sim.compiled import kernel
from sim.decisions import ADVERTISED_AGAIN, CYCLE, LAPSES, OPENINGS, OTHERS_LOSE_WORK
from sim.luck import DISTRICT, normal, stream, uniform
from sim.rules.hiring import most_openings, poisson


@kernel
def open_vacancies(
    clock, economy, market, employer_active, employer_who, employer_size, employer_openings,
    employer_opened, employer_lapsed, employer_vacated, employer_owed,
):  # fmt: skip
    """Demand drifts, others lose work, employers withdraw old vacancies and open new ones."""
    clock, economy, market = clock[0], economy[0], market[0]
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
        early = min(int(employer_owed[j]), new)
        employer_owed[j] -= early
        new -= early
        room = most_openings(float64(employer_size[j])) - (employer_openings[j] - withdrawn)
        new = max(0, min(new, room))
        employer_lapsed[j] += withdrawn
        employer_opened[j] += new
        employer_openings[j] += new - withdrawn
        market.openings += employer_openings[j]


def the_economy_moves(model):
    """Season and cycle move; employers open vacancies and withdraw old ones."""
    model.run(open_vacancies)
