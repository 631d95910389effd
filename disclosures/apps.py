from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "disclosures"
    verbose_name = "What left by another way?"

    def ready(self):
        from disclosures import pages  # noqa: F401  importing registers the shape
