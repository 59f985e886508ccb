from django.apps import AppConfig


class MentorsConfig(AppConfig):
    name = "alongside.domain.mentors"
    label = "mentors"
    default_auto_field = "django.db.models.BigAutoField"
