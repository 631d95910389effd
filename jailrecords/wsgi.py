"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")

application = get_wsgi_application()

from jailrecords.startup import refuse_unsafe  # noqa: E402 - needs the applications loaded

refuse_unsafe()
