"""Composition: settings, addresses, start-up. No model and no rule.

Imports nothing: `python -m jailrecords.local` must run before any package is
installed.
"""
