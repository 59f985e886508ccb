from django.urls import path

from . import pages

app_name = "people"
urlpatterns = [
    path("", pages.everyone, name="everyone"),
    path("<uuid:pk>/", pages.person, name="person"),
    path("<uuid:pk>/<slug:code>/", pages.competency, name="competency"),
]
