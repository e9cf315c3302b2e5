"""The labour-market statuses. Everybody is in exactly one, every month."""

OPEN_BENEFIT = 0
IN_PROGRAMME = 1
SHELTERED = 2
PRACTICE = 3
FEW_HOURS = 4
SUBSIDISED = 5
FLEX_JOB = 6
PART_TIME = 7
FULL_TIME = 8
EDUCATION = 9
SICK_LEAVE = 10
DISABILITY_PENSION = 11
RETIRED = 12
OUT_OF_CONTACT = 13

STATUSES = (
    "open benefit",
    "in a programme",
    "sheltered placement",
    "workplace practice",
    "a few paid hours beside benefit",
    "subsidised job",
    "flex job",
    "part time",
    "full time",
    "education",
    "sick leave",
    "disability pension",
    "retired",
    "out of contact",
)
ORDINARY, WITH_SUBSIDY, FLEX = 0, 1, 2  # kinds of job
FIRST_JOB_STATUS, LAST_JOB_STATUS = FEW_HOURS, FULL_TIME
LAST_SEEKING = FEW_HOURS  # up to here people look for work
LAST_IN_SERVICE = SICK_LEAVE  # up to here, education apart, people have a caseworker
