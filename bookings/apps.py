from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "What is on record?"

    def ready(self):
        from bookings import pages  # noqa: F401  importing registers the shapes
