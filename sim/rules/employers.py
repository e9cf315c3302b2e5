"""What employers know and can do, and how that moves what they see in an applicant."""

from sim.arithmetic import clip, log
from sim.compiled import rule

LN10 = 2.302585092994046


@rule
def tens(size):
    """Size of a firm against one of ten employees, in powers of ten."""
    return log(size) / LN10 - 1.0


@rule
def mentoring_capacity(firms, size, inclusion, u):
    """Capacity to mentor, 0 to 1: larger in larger and in more inclusive firms (S003).

    inclusion: 0 to 1; u: a uniform draw, for what else firms differ in.
    """
    by_size = 1.0 + firms.mentoring_size * tens(size)
    return clip(firms.mentoring * by_size * (0.5 + inclusion) * (0.5 + u), 0.0, 1.0)


@rule
def taste_for_subsidy(firms, size, u):
    """How strongly a subsidy sways an employer, 1 in a firm of ten: smaller firms more.

    u: a uniform draw.
    """
    taste = 1.0 + firms.subsidy_spread * (2.0 * u - 1.0) - firms.subsidy_size * tens(size)
    return taste if taste > 0.0 else 0.0


@rule
def fading(now, own, share):
    """A level that has moved from its own, after a month in which a share of the move is lost."""
    return own + (now - own) * (1.0 - share)


@rule
def told(level, share):
    """A level from 0 to 1 after a month in which a share of what is missing is gained."""
    return clip(level + share * (1.0 - level), 0.0, 1.0)


@rule
def caution_left(firms, caution, learned, attitude):
    """Weight on what an employer does not know of a person, after what it has learned (BEL2).

    learned: what it knows above what it knew at the start, 0 to 1, because that was already in
    its caution; attitude: how much more positive it has become, 0 to 1 (E-31).
    """
    known = learned if learned > 0.0 else 0.0
    return caution * (1.0 - firms.information_relief * known) * (1.0 - firms.attitude_relief * attitude)


@rule
def prejudice_left(firms, prejudice, attitude):
    """How much an employer discriminates (BEL3) while its attitude is better (E-31)."""
    return prejudice * (1.0 - firms.attitude_relief * attitude)


@rule
def support_behind(firms, support, contact):
    """Help at hand as an employer sees it in somebody introduced: a steady contact adds to it.

    support: 0 to 1, what comes with the person; contact: 0 to 1, the employer's own (G-07).
    """
    return support + (1.0 - support) * firms.contact_backing * contact
