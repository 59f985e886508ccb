from django.urls import path

from . import pages

app_name = "imports"
urlpatterns = [
    path("", pages.lists, name="lists"),
    path("places/", pages.places, name="places"),
    path("places/<uuid:pk>/", pages.place_list, name="place_list"),
    path("people/", pages.people, name="people"),
    path("people/<uuid:pk>/", pages.people_list, name="people_list"),
]
