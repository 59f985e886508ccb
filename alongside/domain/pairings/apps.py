from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "alongside.domain.pairings"
    label = "pairings"
    default_auto_field = "django.db.models.BigAutoField"
