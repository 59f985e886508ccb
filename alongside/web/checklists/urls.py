from django.urls import path

from . import pages

app_name = "checklists"
urlpatterns = [
    path("", pages.library, name="library"),
    path("bring/", pages.bring, name="bring"),
    path("<slug:code>/", pages.checklist, name="checklist"),
    path("<slug:code>/<int:number>/", pages.version, name="version"),
    path("<slug:code>/<int:number>/against/<int:older>/", pages.compare, name="compare"),
    path("<slug:code>/<int:number>/<slug:form>/", pages.take, name="take"),
]
