from django.urls import path

from warrants import views

app_name = "warrants"

urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/queue/", views.queue, name="queue"),
    path("requests/ask/<uuid:booking_id>/", views.ask, name="ask"),
    path("requests/<uuid:request_id>/", views.request_, name="request"),
    path("grants/", views.grants, name="grants"),
    path("grants/all/", views.all_grants, name="all_grants"),
    path("grants/<uuid:grant_id>/end/", views.end_grant, name="end_grant"),
]
