#!/usr/bin/env python
"""Django's command line."""

import os
import sys


def main() -> None:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        # What the server itself refused has a code; what never reached it has none.
        if getattr(error.__cause__, "pgcode", None):
            raise
        from jailrecords import startup

        print(f"jailrecords: {startup.unreachable(error)}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")
    main()
