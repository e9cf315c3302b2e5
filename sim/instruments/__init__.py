"""The instruments, in the order in which they are offered. One import and one line each."""

from sim.instruments.accommodation import Accommodation
from sim.instruments.base import Instrument, is_funded
from sim.instruments.basic_income import BasicIncome
from sim.instruments.benefit import Benefit
from sim.instruments.campaign import Campaign
from sim.instruments.caseload import Caseload
from sim.instruments.continuity import Continuity
from sim.instruments.employer_service import EmployerService
from sim.instruments.everyday_goals import EverydayGoals
from sim.instruments.exemption import Exemption
from sim.instruments.flex_job import FlexJob
from sim.instruments.follow_on import FollowOn
from sim.instruments.follow_up import FollowUp
from sim.instruments.ips import IPS
from sim.instruments.job_carving import JobCarving
from sim.instruments.language import Language
from sim.instruments.mentor import Mentor
from sim.instruments.one_stop import OneStop
from sim.instruments.outreach import Outreach
from sim.instruments.peer_support import PeerSupport
from sim.instruments.personal_budget import PersonalBudget
from sim.instruments.plans import Plans
from sim.instruments.practice import Practice
from sim.instruments.profiling import Profiling
from sim.instruments.recognition import Recognition
from sim.instruments.regular_hours import RegularHours
from sim.instruments.rewards import Rewards
from sim.instruments.sanctions import Sanctions
from sim.instruments.sharing import Sharing
from sim.instruments.sheltered import Sheltered
from sim.instruments.social_free_pass import SocialFreePass
from sim.instruments.staff_training import StaffTraining
from sim.instruments.targeting import Targeting
from sim.instruments.team import Team
from sim.instruments.training import Training
from sim.instruments.treatment import Treatment
from sim.instruments.wage_subsidy import WageSubsidy
from sim.instruments.whole_family import WholeFamily
from sim.instruments.workplace_mentor import WorkplaceMentor

INSTRUMENTS: tuple[type[Instrument], ...] = (
    # Rules and the service as a whole
    Benefit,
    Sanctions,
    Caseload,
    FollowUp,
    Sharing,
    Rewards,
    Profiling,
    Targeting,
    StaffTraining,
    Continuity,
    Outreach,
    Campaign,
    EmployerService,
    Plans,
    # In places: rights and arenas, then barriers, then work
    BasicIncome,
    Exemption,
    SocialFreePass,
    Team,
    OneStop,
    PersonalBudget,
    EverydayGoals,
    PeerSupport,
    Mentor,
    WholeFamily,
    Treatment,
    Language,
    Recognition,
    IPS,
    Sheltered,
    Training,
    Practice,
    JobCarving,
    Accommodation,
    WorkplaceMentor,
    WageSubsidy,
    RegularHours,
    FlexJob,
    FollowOn,
)
DELIVERED = tuple(instrument for instrument in INSTRUMENTS if instrument.share)

__all__ = ["DELIVERED", "INSTRUMENTS", "Instrument", "is_funded"]
