"""The instruments, in the order in which they are offered. One import and one line each."""

from sim.instruments.base import Instrument, is_funded
from sim.instruments.benefit import Benefit
from sim.instruments.caseload import Caseload
from sim.instruments.continuity import Continuity
from sim.instruments.follow_up import FollowUp
from sim.instruments.ips import IPS
from sim.instruments.outreach import Outreach
from sim.instruments.profiling import Profiling
from sim.instruments.rewards import Rewards
from sim.instruments.sanctions import Sanctions
from sim.instruments.sharing import Sharing
from sim.instruments.sheltered import Sheltered
from sim.instruments.social_free_pass import SocialFreePass
from sim.instruments.staff_training import StaffTraining
from sim.instruments.targeting import Targeting

INSTRUMENTS: tuple[type[Instrument], ...] = (
    Benefit,
    Sanctions,
    SocialFreePass,
    Caseload,
    FollowUp,
    IPS,
    Sheltered,
    Sharing,
    Rewards,
    Profiling,
    Targeting,
    StaffTraining,
    Continuity,
    Outreach,
)
DELIVERED = tuple(instrument for instrument in INSTRUMENTS if instrument.share)

__all__ = ["DELIVERED", "INSTRUMENTS", "Instrument", "is_funded"]
