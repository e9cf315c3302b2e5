"""The instruments, in the order in which they are offered. One import and one line each."""

from sim.instruments.base import Instrument, is_funded
from sim.instruments.benefit import Benefit
from sim.instruments.campaign import Campaign
from sim.instruments.caseload import Caseload
from sim.instruments.employer_service import EmployerService
from sim.instruments.follow_up import FollowUp
from sim.instruments.ips import IPS
from sim.instruments.sanctions import Sanctions
from sim.instruments.sheltered import Sheltered
from sim.instruments.social_free_pass import SocialFreePass

INSTRUMENTS: tuple[type[Instrument], ...] = (
    Benefit,
    Sanctions,
    SocialFreePass,
    Caseload,
    FollowUp,
    Campaign,
    EmployerService,
    IPS,
    Sheltered,
)
DELIVERED = tuple(instrument for instrument in INSTRUMENTS if instrument.share)

__all__ = ["DELIVERED", "INSTRUMENTS", "Instrument", "is_funded"]
