from django.urls import path

from bookings.views import desk, intake, records, search

app_name = "bookings"

urlpatterns = [
    path("register/", desk.register, name="register"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/<uuid:search_id>/", search.results, name="results"),
    path("custody/", desk.custody, name="custody"),
    path("bookings/new/", intake.intake, name="intake"),
    path("bookings/<uuid:booking_id>/", records.record, name="record"),
    path("bookings/<uuid:booking_id>/photo/", records.photo, name="photo"),
    path("bookings/<uuid:booking_id>/again/", intake.intake, name="intake_again"),
    path("bookings/<uuid:booking_id>/release/", intake.release, name="release"),
    path("release/", intake.release_by_number, name="release_by_number"),
]
