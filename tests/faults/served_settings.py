"""Settings of a product that is run to be killed: those of a real server, but for
two things that a real server has and a test has not.
"""

import os
from pathlib import Path

from jailrecords.settings import *  # noqa: F403 - every setting is the product's own

# Valkey on a socket of its own, where REDIS_URL takes a host and a port.
CELERY_BROKER_URL = os.environ["FAULTS_BROKER_URL"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["FAULTS_CACHE_URL"],
    }
}
# Nothing was collected: pages name the sources.
STATIC_ROOT = Path(os.environ["FAULTS_STATIC_ROOT"])
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
