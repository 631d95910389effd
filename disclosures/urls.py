from django.urls import path

from disclosures import views

app_name = "disclosures"

urlpatterns = [
    path("counter/", views.counter, name="counter"),
    path("counter/log/", views.inquiries, name="inquiries"),
    path("bookings/<uuid:booking_id>/interviews/", views.interviews, name="interviews"),
    path(
        "bookings/<uuid:booking_id>/interviews/ask/",
        views.ask_interview,
        name="ask_interview",
    ),
    path(
        "bookings/<uuid:booking_id>/interviews/form/",
        views.consent_form,
        name="consent_form",
    ),
    path(
        "bookings/<uuid:booking_id>/interviews/<uuid:interview_id>/",
        views.record_consent,
        name="record_consent",
    ),
    path("authors/", views.authors, name="authors"),
    path("authors/<uuid:notice_id>/told/", views.tell_author, name="tell_author"),
]
