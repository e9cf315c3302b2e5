"""Drawing a member of staff: skill, style, contacts."""

from sim import decisions as d
from sim.arithmetic import clip, exp
from sim.compiled import kernel, opened, rule
from sim.luck import DISTRICT, normal, stream, uniform


@rule
def local_practice(clock, service):
    """Hours for clients in this office against the average one, drawn once for the district (BPS6)."""
    return exp(service.practice_spread * normal(clock, stream(clock, DISTRICT, 0), d.PRACTICE))


@rule
def draw_staff(
    clock, service, c, staff_who, staff_kind, staff_generation, staff_skill, staff_support_style,
    staff_contacts, staff_hours,
):  # fmt: skip
    """Draw whoever holds post c now; each holder (generation) has luck of their own."""
    key = stream(clock, staff_who[c], 1_000_000 + int(staff_generation[c]))
    staff_skill[c] = normal(clock, key, d.STAFF_SKILL)
    staff_support_style[c] = clip(0.5 + 0.15 * normal(clock, key, d.STAFF_STYLE), 0.0, 1.0)
    staff_contacts[c] = uniform(clock, key, d.STAFF_CONTACTS)
    hours = service.ordinary_hours if staff_kind[c] == 0 else service.specialist_hours
    staff_hours[c] = hours * local_practice(clock, service)


@kernel
def draw_posts(
    clock, service, to_draw, staff_who, staff_kind, staff_generation, staff_skill, staff_support_style,
    staff_contacts, staff_hours,
):  # fmt: skip
    """Draw the first holders of some posts; to_draw: the first row, and the row after the last."""
    clock, service = opened(clock, service)
    for c in range(to_draw[0], to_draw[1]):
        draw_staff(
            clock, service, c, staff_who, staff_kind, staff_generation, staff_skill, staff_support_style,
            staff_contacts, staff_hours,
        )  # fmt: skip
