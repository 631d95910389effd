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
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<uuid:campaign_id>/", views.review, name="review"),
    path("certification/", views.certification, name="certification"),
    path("certification/<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("council/", views.council, name="council"),
    path("exposure/", views.exposure, name="exposure"),
    path("exposure/people/", views.exposure_people, name="exposure_people"),
    path("findings/", views.findings, name="findings"),
    path("findings/<int:finding_id>/", views.finding, name="finding"),
    path(
        "findings/<int:finding_id>/assign/",
        views.assign_finding,
        name="assign_finding",
    ),
    path(
        "findings/<int:finding_id>/answer/",
        views.answer_finding,
        name="answer_finding",
    ),
    path("findings/<int:finding_id>/close/", views.close_finding, name="close_finding"),
    path(
        "findings/<int:finding_id>/reopen/",
        views.reopen_finding,
        name="reopen_finding",
    ),
    path("jobs/", views.jobs, name="jobs"),
    path("history-meter/", views.history_meter, name="history_meter"),
    path("notices/", views.notices, name="notices"),
    path("notices/recipients/", views.name_recipient, name="name_recipient"),
    path("notices/<uuid:token>/", views.notice, name="notice"),
    path("weekly-reviews/", views.history_reviews, name="history_reviews"),
    path(
        "weekly-reviews/<int:review_id>/", views.history_review, name="history_review"
    ),
]
