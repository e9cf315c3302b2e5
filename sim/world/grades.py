"""How a number is marked that no study settles."""

JUDGED = {"source": "our judgement", "grade": "judgement"}
