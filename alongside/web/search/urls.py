from django.urls import path

from . import pages

app_name = "search"
urlpatterns = [path("", pages.everything, name="everything")]
