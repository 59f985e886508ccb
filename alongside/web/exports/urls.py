from django.urls import path

from . import pages

app_name = "exports"
urlpatterns = [
    path("", pages.lists, name="lists"),
    path("<slug:name>.<slug:form>", pages.take, name="take"),
]
