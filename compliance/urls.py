from django.urls import path

from compliance import views

app_name = "compliance"

urlpatterns = [
    path("council/", views.council, name="council"),
    path("exposure/", views.exposure, name="exposure"),
    path("exposure/people/", views.exposure_people, name="exposure_people"),
    path("findings/", views.findings, name="findings"),
]
