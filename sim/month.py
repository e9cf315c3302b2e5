"""One month, in order. This list is the model; everything else is how."""

from sim.phases.books import books_are_closed
from sim.phases.economy import the_economy_moves
from sim.phases.exits import people_leave_and_return
from sim.phases.incentives import incentives_bite
from sim.phases.instruments import instruments_work
from sim.phases.lives import lives_move
from sim.phases.matching import employers_choose
from sim.phases.plans import plans_are_made
from sim.phases.search import people_search
from sim.phases.separations import jobs_end
from sim.phases.service import caseworkers_share_their_hours
from sim.phases.staff import staff_move
from sim.phases.work import people_work

MONTH = (
    the_economy_moves,
    lives_move,
    staff_move,
    caseworkers_share_their_hours,
    plans_are_made,
    instruments_work,
    incentives_bite,
    people_search,
    employers_choose,
    people_work,
    jobs_end,
    people_leave_and_return,
    books_are_closed,
)
