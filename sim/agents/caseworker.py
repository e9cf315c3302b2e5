"""The caseworker and the employment specialist: a time budget with a style and a skill."""

import numpy as np

from sim.columns import Column, ColumnAgent
from sim.luck import CASEWORKER_OFFSET

ORDINARY, SPECIALIST = 0, 1


class Caseworker(ColumnAgent):
    """One member of staff. Hours spent never exceed hours available."""

    offset = CASEWORKER_OFFSET
    kind = Column(np.int8, "kind", names=("ordinary", "employment specialist"))
    clients = Column(np.int32, "people on the caseload", unit="people")
    need = Column(np.float64, "sum of the clients' claims on time this month")
    filled = Column(np.float64, "share of a full post that the clients make", unit="0 to 1")
    hours = Column(np.float32, "hours that can go to clients", unit="hours a month")
    hours_spent = Column(np.float64, "hours that went to clients this month", unit="hours")
    skill = Column(np.float32, "skill at getting people into work", unit="standard deviations")
    skill_now = Column(np.float32, "that skill with what training has taught", unit="standard deviations")
    support_style = Column(np.float32, "weight on support rather than demands", unit="0 to 1")
    contacts = Column(np.float32, "contact with employers", unit="0 to 1")
    tenure = Column(np.int16, "months in the post; 0 for somebody new", unit="months")
    generation = Column(np.int16, "how many have held the post before")
    trained = Column(np.float32, "what staff training has taught", unit="0 to 1")
    hours_taken = Column(np.float64, "hours for training, handover and outreach this month", unit="hours")
