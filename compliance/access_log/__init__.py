"""Reading an old system's access log: its mapping, its rows, what is wrong with them.

Nothing here knows Django or the database; ``compliance.services.log_import`` does.
"""
