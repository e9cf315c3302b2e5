"""Drawing a member of staff: skill, style, contacts."""

from sim import decisions as d
from sim.arithmetic import clip
from sim.compiled import rule
from sim.luck import normal, stream, uniform


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
    staff_hours[c] = service.ordinary_hours if staff_kind[c] == 0 else service.specialist_hours
