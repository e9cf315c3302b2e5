"""3 Staff move: caseworkers leave and are replaced; clients are assigned."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.decisions import ASSIGNMENT, FIRST_BELIEF, SPECIALIST_ASSIGNMENT, STAFF_LEAVES
from sim.luck import normal, stream, uniform
from sim.population.staff import draw_staff
from sim.rules.service import first_belief
from sim.statuses import EDUCATION, LAST_IN_SERVICE


@kernel
def count_clients(active, status, specialist_wanted, clients):
    """How many people need an ordinary caseworker [0] and an employment specialist [1]."""
    ordinary, specialist = 0, 0
    for i in range(active.shape[0]):
        if active[i] == 1 and status[i] <= LAST_IN_SERVICE and status[i] != EDUCATION:
            ordinary += 1
            specialist += specialist_wanted[i]
    clients[0], clients[1] = ordinary, specialist


@kernel
def staff_turn_over(
    clock, service, staff_active, staff_who, staff_kind, staff_tenure, staff_generation,
    staff_skill, staff_support_style, staff_contacts, staff_hours, staff_trained, staff_posts, continuity,
):  # fmt: skip
    """Some leave and are replaced; posts close, or open again, as the number of clients asks.

    staff_posts: wanted for ordinary [0] and specialist [1] staff, filled here [2, 3], rows in
    use [4]. A row is a post; whoever holds it is its generation.
    """
    clock, service = opened(clock, service)
    turnover = service.turnover * (1.0 - opened(continuity).retention)
    staff_posts[2] = 0
    staff_posts[3] = 0
    for c in range(staff_posts[4]):
        kind = staff_kind[c]
        key = stream(clock, staff_who[c], clock.month)
        stays = staff_active[c] == 1 and uniform(clock, key, STAFF_LEAVES) >= turnover
        # One post more than asked for is kept while its holder stays: nobody is sent away, and
        # clients reassigned, because their number fell by one.
        room = staff_posts[kind] + (1 if stays else 0)
        wanted = staff_posts[2 + kind] < room
        staff_active[c] = 1 if wanted else 0
        if not wanted:
            continue
        staff_posts[2 + kind] += 1
        if stays:
            staff_tenure[c] += 1
            continue
        staff_generation[c] += 1
        staff_tenure[c] = 0
        staff_trained[c] = 0.0
        draw_staff(
            clock, service, c, staff_who, staff_kind, staff_generation, staff_skill,
            staff_support_style, staff_contacts, staff_hours,
        )  # fmt: skip


@kernel
def assign_clients(
    clock, service, active, luck, status, specialist_wanted, caseworker, caseworker_months, new_caseworker,
    specialist, belief, distance, staff_training, staff_active, staff_who, staff_kind, staff_tenure,
    staff_clients, staff_trained, desk,
):  # fmt: skip
    """People without a caseworker get one by lot; a new holder of a post meets them afresh."""
    clock, service, staff_training = opened(clock, service, staff_training)
    ordinary = 0
    specialists = 0
    for c in range(staff_active.shape[0]):
        staff_clients[c] = 0
        if staff_active[c] == 1:
            if staff_kind[c] == 0:
                desk[ordinary] = c
                ordinary += 1
            else:
                specialists += 1
                desk[desk.shape[0] - specialists] = c
    for i in range(active.shape[0]):
        in_service = active[i] == 1 and status[i] <= LAST_IN_SERVICE and status[i] != EDUCATION
        if not in_service:
            caseworker[i] = -1
            specialist[i] = -1
            continue
        key = luck[i]
        mine = caseworker[i]
        if mine >= 0 and staff_active[mine] == 1 and staff_tenure[mine] > 0:
            caseworker_months[i] += 1
        else:
            if mine >= 0:
                new_caseworker[i] = 1
            caseworker_months[i] = 0
            if (mine < 0 or staff_active[mine] == 0) and ordinary > 0:
                mine = desk[int(uniform(clock, key, ASSIGNMENT) * ordinary)]
                caseworker[i] = mine
            sure = staff_training.error_cut * float64(staff_trained[mine]) if mine >= 0 else 0.0
            noise = normal(clock, key, FIRST_BELIEF) * (1.0 - sure)
            belief[i] = first_belief(service, float64(distance[i]), noise)
        if mine >= 0:
            staff_clients[mine] += 1
        if specialist_wanted[i] == 0 or specialists == 0:
            specialist[i] = -1
        elif specialist[i] < 0 or staff_active[specialist[i]] == 0:
            place = int(uniform(clock, key, SPECIALIST_ASSIGNMENT) * specialists)
            specialist[i] = desk[desk.shape[0] - 1 - place]
        if specialist[i] >= 0:
            staff_clients[specialist[i]] += 1


def staff_move(model):
    """Caseworkers leave and are replaced, posts follow the caseload, clients are assigned."""
    model.run(count_clients)
    for kind, caseload in enumerate((model.records["caseload"]["ordinary"],
                                     model.records["caseload"]["specialist"])):  # fmt: skip
        clients = int(model.arrays["clients"][kind])
        model.arrays["staff_posts"][kind] = -int(-clients // caseload)
    model.arrays["staff_posts"][4] = model.staff.used
    model.run(staff_turn_over)
    model.hire_staff()
    model.run(assign_clients)
