"""The same model written as plain Mesa, one object for each agent: the oracle of the tests."""
