from django.apps import AppConfig


class JailRecordsConfig(AppConfig):
    name = "jailrecords"
    verbose_name = "Jail Records"

    def ready(self):
        # A task sent from a web process must know the broker. Here and not in
        # __init__.py, which runs before anything is installed.
        from jailrecords import celery, checks  # noqa: F401
