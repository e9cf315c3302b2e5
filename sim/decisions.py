"""Every kind of chance event in the model, by number. Append only: a number is never reused.

A random number is a function of (seed, who, month, decision). Renumbering would silently
reshuffle everybody's luck, so new decisions go at the end (`tests/test_luck.py` holds the list).
A decision that needs several draws owns the block of numbers up to the next one.
"""

# Drawing people (month 0, who = the person)
AGE = 1
WOMAN = 2
IMMIGRANT = 3
HEALTH_BARRIER = 5
HEALTH_KIND = 6
EDUCATION = 7
WORK_SKILLS = 8
NO_RECENT_JOB = 9
CARE = 11
LANGUAGE = 12
KNOWLEDGE = 13
EVERYDAY = 14
VALUES = 15
JOINT_RETIREMENT = 16
OTHER_INCOME = 17
MOTIVATION = 18
CONFIDENCE = 19
TRUST = 20
MONTHS_OUT = 21
FIRST_STATUS = 22
MENTAL_SEVERITY = 23
PHYSICAL_SEVERITY = 24
SENIOR_OR_YOUNG = 27
LOW_CONTACT = 28
SMALL_JOB_TASTE = 29
# Drawing employers and caseworkers (month 0)
FIRM_SIZE = 40
FIRM_SKILL_WEIGHT = 41
FIRM_CAUTION = 42
FIRM_PREJUDICE = 43
FIRM_CONDITIONS = 44
FIRM_INCLUSION = 45
FEW_JOBS = 46
HIGH_REPLACEMENT = 47
STAFF_SKILL = 50
STAFF_STYLE = 51
STAFF_CONTACTS = 52
# 1 The economy moves
CYCLE = 60
OPENINGS = 61
LAPSES = 62
OTHERS_LOSE_WORK = 63
ADVERTISED_AGAIN = 64
# 2 Lives move
MENTAL_CHANGE = 70
PHYSICAL_CHANGE = 71
CARE_CHANGE = 72
SICK = 73
MOVE_AWAY = 74
NEWCOMERS = 75
SHOCK_SIZE = 76
PHYSICAL_SHOCK_SIZE = 77
# 3 Staff move
STAFF_LEAVES = 80
ASSIGNMENT = 81
FIRST_BELIEF = 82
SPECIALIST_ASSIGNMENT = 83
# 5 Plans
WILLING = 90
LOTTERY = 91
DROP_OUT = 92
# 7 Incentives
MISS_REQUIREMENT = 100
DETECTED = 101
# 8 Search
APPLICATIONS = 110
WHERE = 120
JUDGED = 150
PRESSED = 160
INTRODUCTIONS = 180
BROKERED_WHERE = 190
BROKERED_JUDGED = 240
DEVELOPED = 250
SMALL_INTRODUCTIONS = 258
# 9 Matching (who = the employer; one block of slots each)
SLOT_HOURS = 1000
SLOT_RIVALS = 2000
SLOT_BEST_RIVAL = 3000
# 10 Work
HOURS_CHANGE = 260
# 11 Separations
SEPARATE = 270
QUIT_IDLE_PAY = 272
# 12 Exits
LEAVE = 280
EARLY_RETIREMENT = 281
RETURN = 282
# How a person and an employer suit each other (month 0, who = the pair)
SUITS_SKILL = 300
SUITS_SOCIAL = 301
# 5 Plans, what makes them: 1000 times the instrument's number is added; the barrier's (420 to 439)
PLAN_JUDGED = 350
ASSESSED_SEVERITY = 420
# 6 Instruments: where a practice is (440 to 447)
HOST = 440
# 11 Separations: whether an employer keeps somebody when the subsidy ends
KEPT = 450
# 9 Matching: whether a job made for somebody would have come anyway
COMES_ANYWAY = 452
# 11 Separations: whether a wage subsidy is renewed
RENEWED = 454
# Caseworkers and the office
PROFILED = 310
SEEN_DISTANCE = 311
SOUGHT_OUT = 312
PRACTICE = 313
# Drawing people, continued: what a partner earns
WORKING_PARTNER = 330
PARTNER_EARNINGS = 331
# Employers in full (month 0, who = the employer)
FIRM_INFORMED = 340
FIRM_CARVING = 341
FIRM_MENTORING = 342
FIRM_SUBSIDY_TASTE = 343
CAMPAIGN_SEEN = 344
CAMPAIGN_BELIEVED = 345
VISITED = 346
