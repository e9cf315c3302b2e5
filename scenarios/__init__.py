"""Scenario files: data only. Baselines by country, bundles, and what they are compared with."""
