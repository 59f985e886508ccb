from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    name = "alongside.site"
    label = "installation"

    def ready(self) -> None:
        """Bring in every room's acts, so that the registry is whole whoever asks first."""
        autodiscover_modules("commands")
        from .wiring import plug_in  # after every app is there: it brings in rooms and pages

        plug_in()
