from django.apps import AppConfig


class WarrantsConfig(AppConfig):
    name = "warrants"
    verbose_name = "On what authority?"

    def ready(self):
        from warrants import pages  # noqa: F401  importing registers the shapes
