from django.urls import path

from bookings import views

app_name = "bookings"

urlpatterns = [
    path("register/", views.register, name="register"),
    path("search/", views.search, name="search"),
    path("search/<uuid:search_id>/", views.results, name="results"),
    path("custody/", views.custody, name="custody"),
    path("bookings/new/", views.intake, name="intake"),
    path("bookings/<uuid:booking_id>/", views.record, name="record"),
    path("bookings/<uuid:booking_id>/photo/", views.photo, name="photo"),
    path("bookings/<uuid:booking_id>/again/", views.intake, name="intake_again"),
    path("bookings/<uuid:booking_id>/release/", views.release, name="release"),
    path("release/", views.release_by_number, name="release_by_number"),
]
