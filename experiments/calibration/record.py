"""The text of docs/calibration.md, into which the stored result is printed.

It follows the headings of a TRACE record: what was asked, of what model, with what data, what was
checked and how, and what failed.
"""

RECORD = """# Calibration

Printed from `scenarios/posterior/` by `python -m experiments.calibration.document`; the numbers are
those of the last `inroads calibrate` (seed {{seed}}, model {{model}}).

{{summary}}

## What was asked (problem formulation)

Which values may the assumptions have that nobody has measured, given what was published? The answer
is no single set but many: a *posterior*. Every command with `--parameters posterior` runs each pair of
seeds in another of its sets, so that a band shows luck and not knowing. `--parameters best` uses the
declared values, which are the set that meets the figures best.

What is *not* asked: a switch for each study. All studies share one set of parameters. A trial may
set where its people stand by one published figure of its control arm (its anchor); the effect is then
the model's own.

## The model (model description)

[odd.md](odd.md) describes it, [trials.md](trials.md) how a trial is simulated. A figure is simulated as
it was measured: at the month, of the people, as the state that the study counted.

## The figures (data evaluation)

- *Trials*: every file in `scenarios/trials/` marked `use = "calibrate"`, weighted by the sampling error
  that was published or follows from its numbers of people.
- *Patterns*: `[patterns]` in `scenarios/targets.toml`: life under today's services. What no design was
  made to measure counts with twice its sampling error.
- *Discrepancy*: to each variance is added how far off the best model of this kind may be. It is our
  judgement and stands with the figures: a tenth of a trial's figure and at least two points of a
  share; for patterns as stated. Without it a register of 93,462 people would outweigh every trial.
- *Not fitted*: figures from memory, cross-checks of others, and figures that no assumption of the
  core can bring about; the reason stands in the last column below. They are predicted all the same,
  and counted.

### Fitted

{{fitted}}

`error / discrepancy` are standard deviations. The 90% prediction is what a study of that size could
have found in the model: it includes both.

### Looked at, not fitted

{{not_fitted}}

## What is free (conceptual evaluation)

Only assumptions graded *estimated* or *judgement* may be free, and there are fewer of them than
figures. A screening moved every unsure assumption of the core from end to end of its plausible range,
one at a time, and noted how far each figure moved, in units of that figure's noise. Of assumptions
that move the same figures in the same way one is free. All others are not held still: each set carries
a draw of every one of them from its own range, by its grade, so what they leave unsure is in every
band. They are drawn and not updated (a *cut* posterior), which makes bands wider than a full update
would, never narrower.

{{free}}

`spread left` is the posterior's standard deviation over the prior's. We say that the data do not move an
assumption where they neither take a fifth off its spread nor shift its middle by half of it. The prior is
uniform over the plausible range.

What the screening found to move the figures most:

{{screening}}

## How it is done (implementation verification)

1. *Waves.* Free numbers from a Sobol' sequence over their ranges, all else drawn; every figure is
   simulated, and an emulator of each figure learns it: a plane, a Gaussian process with Matern-5/2
   correlation for what is bent, and a level for each draw of all else. Shares are emulated as log-odds,
   ratios as logarithms. What the emulator rules out is dropped: a set is implausible where the
   {{rank_in_waves}}-largest distance between figure and emulator exceeds {{limit}} standard deviations of
   emulator error, draws, luck, sampling error and discrepancy together. The next wave is spread out over the
   rest and uses the same draws again, which tells what the free numbers do from what the draws do.
2. *Sets.* Each has its own draw of all other assumptions, of the prior and of the figures' noise. Its free
   numbers are moved by regression along the emulator's slope until its *own simulation*, not the emulator,
   meets its figures; it is simulated again until it hardly moves. In a linear problem with normal errors
   this gives exact draws of the posterior. A set is kept when the {{rank}}-largest implausibility of its real
   simulation lies below {{limit}}; that is, {{kept}}. Larger ones are let pass because some figures the model
   cannot meet.
3. *The best set.* The same without noise, with all other assumptions as declared and more runs: it becomes
   the declared defaults.

{{waves}}

Median length of the moves between simulations of a set (in prior standard deviations): {{moves}}.

Tests (`tests/test_calibration.py`): on a simulator whose posterior is known the sets have its mean and
spread; 90% intervals hold 90% of known truths; leaving out the studies' own errors would make the
posterior far too sure; a truth survives history matching; a number that no figure speaks of is said not to
move; a calibration killed three times ends with the same bytes, with one worker or two.

How well figures are emulated, on points that the emulator was not shown (an error over the error said of
about 1 is right):

{{emulator}}

## Does it hold? (output verification and corroboration)

**Known truths.** Points of the first wave play the data: simulated by the real model with their own draw of
everything else. The posterior found from them (by an emulator that was not shown them) should hold nine of
ten; the truth's rank should be even, 0.5 on average. **Chains.** The same likelihood by Markov chains
({{accepted}} of moves accepted) and by adjustment should agree.

{{checks}}

**Studies left out.** Each study is left out in turn ({{how_left_out}}), every set fitted anew without it,
and its figures predicted, with the study's sampling error in the prediction. The fit and the prediction go
through the emulator and what each set's own simulation said beyond it; nothing is simulated again. Figures
that can hardly fail are marked: those that are the default of an assumption (typed in), and those for which
one free number is there alone. This is reported and nothing is adjusted to it.

{{left}}

## What the choices were, and what is weak (analysis)

- Regression adjustment was chosen after trying it beside rejection, a chain on the emulator and neural
  posterior estimation on a known problem: it needs a few hundred simulations, not tens of thousands.
- What is drawn beside the free numbers is not updated by the figures. Full updating would narrow bands.
- Discrepancies are judgement. Halving them would narrow the posterior of what the patterns speak of.
- The trials come from several countries and are read as districts of ours; each file says how.
- The best set meets the figures with everything else at its declared value; it is no mean of the sets.
- The search for the best set is short. Where what is declared meets the figures better than what it finds,
  the declared values stay, and are shown as the best.
- Which figures are *not fitted*, and that a set may miss two figures and be kept, was decided after
  simulations had been seen.
- The stored result comes from a run that was stopped several times, once before free numbers were cut
  to nine digits; 1,080 of its simulations were then matched to their sets by order and likeness, and
  checked in samples. A run from the beginning gives other sets of the same posterior.
- Figures marked **no** above are not met. They are left standing.
"""
