"""What every answer carries, whichever app gave it."""

import uuid

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection
from django.http import HttpResponse

from jailrecords.logs import request_id

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *(
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "fullscreen",
            "geolocation",
        ),
        *(
            "gyroscope",
            "microphone",
            "midi",
            "payment",
            "usb",
        ),
    )
)
# Passkeys, for our own pages and for none that we might be embedded in.
PERMISSIONS_POLICY += (
    ", publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
# For a page that says so: one on which a booking photo is taken.
WITH_CAMERA = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")


class RequestIdMiddleware:
    """One identifier for the log, the view history and whoever asks about an
    error page.

    Made here, never taken from a header: it goes into evidence.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4()
        token = request_id.set(str(request.id))
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = str(request.id)
        return response


class HealthMiddleware:
    """/healthz for whatever watches over the container: it answers, and its
    database.

    Before everything else: a probe has no host name, no TLS and no session,
    and must leave no trace among the records of who looked at what.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/healthz":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return HttpResponse("database does not answer\n", "text/plain", 503)
        return HttpResponse("ok\n", "text/plain")


class OneWritingMiddleware:
    """What is sent to us is UTF-8. Another writing may make text that is none, half a
    character, which nothing can store or write down.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (request.encoding or "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("not UTF-8")
        return self.get_response(request)


class NoStoreMiddleware:
    """No browser or proxy keeps a page. Static files are answered before this
    is reached.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = (
            WITH_CAMERA
            if getattr(response, "uses_camera", False)
            else PERMISSIONS_POLICY
        )
        response["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
        return response
