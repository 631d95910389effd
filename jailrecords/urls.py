"""Every address of the product, app by app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("access.urls")),
    path("", include("bookings.urls")),
    path("", include("warrants.urls")),
    path("", include("disclosures.urls")),
    path("", include("compliance.urls")),
]

if settings.DEMO_SIGN_INS:
    urlpatterns.append(path("demo/", include("compliance.demo.urls")))
