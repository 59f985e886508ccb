from django.urls import path

from . import pages

app_name = "home"
urlpatterns = [path("", pages.start, name="start"), path("about/", pages.about, name="about")]
