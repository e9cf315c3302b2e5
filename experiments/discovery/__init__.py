"""Scenario discovery: where, among everything that was tried, does a policy fail?"""
