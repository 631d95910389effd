"""Rosters of other systems: what a file and its mapping say, and what may be kept of it.
It knows no database.
"""
