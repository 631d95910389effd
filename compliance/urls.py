from django.urls import path

from compliance import views

app_name = "compliance"

urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<uuid:campaign_id>/", views.review, name="review"),
    path("certification/", views.certification, name="certification"),
    path("certification/<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("council/", views.council, name="council"),
    path("exposure/", views.exposure, name="exposure"),
    path("exposure/people/", views.exposure_people, name="exposure_people"),
    path("findings/", views.findings, name="findings"),
]
