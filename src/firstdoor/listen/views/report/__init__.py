"""Reporting something: one question a page, each with an address of its own."""
