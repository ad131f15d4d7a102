"""Keeping cases: every version, for one person on one machine or for an office, so that nothing confirmed is lost."""
