"""What an experiment file may say: every table and key, with its meaning.

Reader, schema and documentation take the words from here.
"""

ABOUT = {
    "title": "A name for people to read.",
    "question": "What is asked.",
    "source": "Where the numbers of the design come from.",
    "assumes": "What is taken for granted.",
}
EXPERIMENT = {
    "scenario": "Where every run starts from: a shipped scenario, or a file beside this one; denmark if "
    "not said.",
    "people": "Jobseekers at the start; the scenario's own if not said.",
    "months": "How long lives are followed; the scenario's own if not said.",
    "seeds": "How many runs every point gets in each arm (seeds 1, 2, ...), or a list of seeds; 4 if "
    "not said.",
    "parameters": '"best": every run has what is best known (if not said); "posterior": what is not known '
    "varies from seed to seed.",
}
SET = {"ADDRESS": "A value that every run has, in both arms; nothing else may say it too."}
KEEP = {
    "outcomes": "A list of outcomes; all if not said.",
    "months": 'A list of months (0 is the start), or "all" (if not said).',
    "groups": "Whether people near, mid and far from work are kept apart too; false if not said.",
}
WHAT_IF = {
    "scenario": "A scenario, by name or file: what it says otherwise than the one in [experiment].",
    "ADDRESS": "The value of a lever or an assumption in the policy's arm.",
}
FACTORS = {
    "ADDRESS": "Levels, as in [40, 70]; { from = 0, to = 0.5, steps = 5 }; a range without steps, or "
    '"plausible" for the declared one, where the design is a sample.',
    "scenario": "Whole scenarios as levels, by name or file.",
    "what_if": "Whole policies as levels: scenarios, each lived as the policy's arm in place of [what_if].",
    "parameters": '"posterior", or numbers of parameter sets: what is not known as one factor.',
}
DESIGN = {
    "kind": "How points are chosen: grid, every combination of levels (if not said); list, the [[points]]; "
    "csv, a table; latin, a Latin hypercube; sobol, a scrambled Sobol' sequence.",
    "points": "With latin and sobol: how many points, all of them different; 128 if not said, with "
    "sobol a power of two.",
    "seed": "With latin and sobol: what the sample follows from; 1 if not said.",
    "file": "With csv: the table, beside this file: a header of addresses, a row a point.",
}
POINTS = {
    "ADDRESS": "The value at this point, one table a point; what a point does not say is as at the start."
}
GROUPS = {"NAME": "A list of addresses that a sensitivity analysis takes as one factor."}

TABLES = {
    "about": ABOUT,
    "experiment": EXPERIMENT,
    "set": SET,
    "keep": KEEP,
    "what_if": WHAT_IF,
    "factors": FACTORS,
    "design": DESIGN,
    "points": POINTS,
    "groups": GROUPS,
}
KINDS = ("grid", "list", "csv", "latin", "sobol")
OF_KIND = {"latin": ("kind", "points", "seed"), "sobol": ("kind", "points", "seed"), "csv": ("kind", "file")}
