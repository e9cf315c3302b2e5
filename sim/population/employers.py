"""Drawing the district's employers: many small firms, a few large ones."""

from numpy import float64

from sim import decisions as d
from sim.arithmetic import clip, exp
from sim.compiled import kernel, opened
from sim.luck import normal, stream, uniform
from sim.rules.employers import mentoring_capacity, taste_for_subsidy
from sim.rules.hiring import most_openings, poisson, prejudice_by_size

LARGEST = 1900.0  # employees of the largest firm: each vacancy slot has luck of its own


@kernel
def draw_employers(
    clock, economy, hiring, employer_active, employer_who, employer_size, employer_reach,
    employer_openings, employer_opened, employer_skill_weight, employer_caution,
    employer_prejudice, employer_conditions, employer_inclusion, employer_guide,
    market, firms, employer_informed, employer_informed_own, employer_inclusion_own,
    employer_caution_now, employer_prejudice_now, employer_carving, employer_mentoring,
    employer_subsidy_taste,
):  # fmt: skip
    """Draw every employer; the first vacancies are those of an ordinary month."""
    clock, economy, hiring, firms = opened(clock, economy, hiring, firms)
    market = market[0]
    spread = economy.size_spread
    typical = economy.mean_size * exp(-spread * spread / 2.0)
    total = 0.0
    for j in range(employer_active.shape[0]):
        key = stream(clock, employer_who[j], 0)
        size = clip(typical * exp(spread * normal(clock, key, d.FIRM_SIZE)), 1.0, LARGEST)
        employer_size[j] = size
        total += float64(employer_size[j])
        employer_reach[j] = total
        employer_skill_weight[j] = 0.3 + 0.4 * uniform(clock, key, d.FIRM_SKILL_WEIGHT)
        employer_caution[j] = 0.5 + uniform(clock, key, d.FIRM_CAUTION)
        own = 2.0 * uniform(clock, key, d.FIRM_PREJUDICE)
        employer_prejudice[j] = own * prejudice_by_size(hiring, float64(employer_size[j]))
        employer_conditions[j] = uniform(clock, key, d.FIRM_CONDITIONS)
        employer_inclusion[j] = uniform(clock, key, d.FIRM_INCLUSION)
        employer_informed_own[j] = clip(2.0 * firms.informed * uniform(clock, key, d.FIRM_INFORMED), 0.0, 1.0)
        employer_informed[j] = employer_informed_own[j]
        employer_inclusion_own[j] = employer_inclusion[j]
        employer_caution_now[j] = employer_caution[j]
        employer_prejudice_now[j] = employer_prejudice[j]
        employer_carving[j] = clip(2.0 * firms.carving * uniform(clock, key, d.FIRM_CARVING), 0.0, 1.0)
        employer_mentoring[j] = mentoring_capacity(
            firms, float64(employer_size[j]), float64(employer_inclusion[j]),
            uniform(clock, key, d.FIRM_MENTORING),
        )  # fmt: skip
        employer_subsidy_taste[j] = taste_for_subsidy(
            firms, float64(employer_size[j]), uniform(clock, key, d.FIRM_SUBSIDY_TASTE)
        )
        mean = size * economy.openings * economy.demand
        employer_openings[j] = min(
            poisson(mean, uniform(clock, key, d.OPENINGS)), most_openings(float64(employer_size[j]))
        )
        employer_opened[j] = employer_openings[j]
        market.openings += employer_openings[j]
    for j in range(employer_active.shape[0]):
        employer_reach[j] /= total
    employer_reach[employer_active.shape[0] - 1] = 1.0
    # A guide into ``reach``: where to start looking for the employer at a share of all jobs.
    j = 0
    for step in range(employer_guide.shape[0]):
        while float64(employer_reach[j]) < step / employer_guide.shape[0]:
            j += 1
        employer_guide[step] = j
