"""The one kind of error that a user can cause."""


class InputError(ValueError):
    """What is wrong, what was given, what is allowed and what to do next, in one sentence."""
