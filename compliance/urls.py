from django.urls import path

from compliance import views

app_name = "compliance"

urlpatterns = [
    path("adoption/", views.adoptions, name="adoptions"),
    path("adoption/<uuid:adoption_id>/", views.adoption, name="adoption"),
    path(
        "adoption/<uuid:adoption_id>/sign/", views.sign_adoption, name="sign_adoption"
    ),
    path("duties/", views.duties, name="duties"),
    path("duties/<int:law_id>/<int:duty_number>/", views.prove_duty, name="prove_duty"),
    path("council/", views.council, name="council"),
    path("exposure/", views.exposure, name="exposure"),
    path("exposure/people/", views.exposure_people, name="exposure_people"),
    path("findings/", views.findings, name="findings"),
]
