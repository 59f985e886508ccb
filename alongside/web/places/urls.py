from django.urls import path

from . import pages

app_name = "places"
urlpatterns = [
    path("", pages.tops, name="tops"),
    path("<uuid:pk>/", pages.place, name="place"),
]
