"""The servers a laptop lacks: PostgreSQL and Valkey from wheels, without root
or a service.
"""
