"""Faults made to happen by the hundred, each with a count of what went wrong.

``python -m tests.end2end.faults`` runs the full counts; the required run does a few of each.
"""
