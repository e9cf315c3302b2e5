"""6 Instruments work: barriers fall, help is at hand, time is taken."""

from sim.compiled import kernel


@kernel
def no_help_yet(
    active, lock_in, introductions, support, follow_along, targeting, development,
    small_introductions,
):  # fmt: skip
    """What instruments do this month is set anew, from nothing."""
    for i in range(active.shape[0]):
        lock_in[i] = 0.0
        introductions[i] = 0.0
        support[i] = 0.0
        follow_along[i] = 0.0
        targeting[i] = 0.0
        development[i] = 0.0
        small_introductions[i] = 0.0


def instruments_work(model):
    """Each instrument does its month's work on the people enrolled in it."""
    model.run(no_help_yet)
    model.work_of_instruments(bites=False)
