"""Feeds every parser of foreign bytes with broken ones: ``python -m tests.fuzz --seconds N --seed S``."""
