"""Who acts: jobseekers, caseworkers and employers, as Mesa agents over columns."""

from sim.agents.caseworker import Caseworker
from sim.agents.employer import Employer
from sim.agents.jobseeker import Jobseeker

__all__ = ["Caseworker", "Employer", "Jobseeker"]
