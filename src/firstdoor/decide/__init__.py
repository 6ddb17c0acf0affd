"""Decide: priorities, policy paper, working sessions, pilot proposals, ballots."""
