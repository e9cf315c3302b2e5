"""The employer: vacancies, preferences, caution and a memory."""

import numpy as np

from sim.columns import Column, ColumnAgent
from sim.luck import EMPLOYER_OFFSET
from sim.statuses import OPEN_BENEFIT

WEIGHT = "weight"
SHARE = "0 to 1"


class Employer(ColumnAgent):
    """One firm of the district, with its own way of choosing whom to hire."""

    offset = EMPLOYER_OFFSET
    size = Column(np.float32, "employees", unit="people")
    reach = Column(np.float64, "share of all jobs at this and earlier employers", unit="0 to 1")
    openings = Column(np.int16, "vacancies open now", unit="vacancies")
    opened = Column(np.int32, "vacancies opened so far", unit="vacancies")
    lapsed = Column(np.int32, "vacancies withdrawn unfilled so far", unit="vacancies")
    filled = Column(np.int32, "vacancies filled by the district's jobseekers", unit="vacancies")
    filled_others = Column(np.int32, "vacancies filled by other applicants", unit="vacancies")
    ours = Column(np.int32, "people of ours at work here when the month closed", unit="people")
    filled_before = Column(np.int32, "vacancies filled by ours up to then", unit="vacancies")
    made = Column(np.int32, "jobs made for one of ours that would not have come anyway", unit="jobs")
    made_before = Column(np.int32, "such jobs made up to then", unit="jobs")
    standing = Column(np.int32, "jobs of ours that would stand without them", unit="jobs")
    vacated = Column(np.int32, "such jobs that our people left this month", unit="jobs")
    owed = Column(np.int32, "vacancies filled before they were advertised", unit="vacancies")
    skill_weight = Column(np.float32, "weight on skill against social fit", unit=WEIGHT)
    caution = Column(np.float32, "weight on what it does not know of a person", unit=WEIGHT)
    prejudice = Column(np.float32, "how much it discriminates, 1 on average", unit="ratio")
    conditions = Column(np.float32, "poor working conditions (BEL4)", unit="0 to 1")
    inclusion = Column(np.float32, "competence in including people", unit="0 to 1")
    memory = Column(np.float32, "good or bad experience with our people", unit="-1 to 1")

    # What it knows, and what it can do for people far from work
    informed = Column(np.float32, "what it knows of supports and people (BEL2)", unit=SHARE)
    informed_own = Column(np.float32, "what it knows if nobody tells it", unit=SHARE)
    attitude = Column(np.float32, "how much more positive it has become", unit=SHARE)
    contact = Column(np.float32, "how steady a contact it has in the service", unit=SHARE)
    inclusion_own = Column(np.float32, "the inclusion competence to which it returns", unit=SHARE)
    caution_now = Column(np.float32, "caution, after what it has learned", unit=WEIGHT)
    prejudice_now = Column(np.float32, "prejudice, while its attitude is better", unit="ratio")
    carving = Column(np.float32, "readiness to carve a job out of others", unit=SHARE)
    mentoring = Column(np.float32, "capacity to mentor", unit=SHARE)
    subsidy_taste = Column(np.float32, "how strongly a subsidy sways it, 1 on average", unit="ratio")

    def remove(self) -> None:
        """Close the firm: its vacancies end, and so do the jobs of our people there."""
        super().remove()
        self.lapsed += self.openings
        self.openings = 0
        people = self.model.people.arrays
        staff = people["employer"] == self.row
        people["employer"][staff] = -1
        people["hours"][staff] = 0.0
        people["tenure"][staff] = 0
        people["status"][staff] = OPEN_BENEFIT
