from django.urls import path

from . import design, fields, pages, papers, themes

app_name = "programmes"
urlpatterns = [
    path("", pages.programmes, name="programmes"),
    path("begin/", pages.begin, name="begin"),
    path("fields/", fields.fields, name="fields"),
    path("fields/add/", fields.add_field, name="add_field"),
    path("fields/<slug:code>/", fields.field, name="field"),
    path("<uuid:pk>/", pages.programme, name="programme"),
    path("<uuid:pk>/move/<slug:act>/", pages.move, name="move"),
    path("<uuid:pk>/waive/", pages.waive, name="waive"),
    path("<uuid:pk>/attest/", pages.attest, name="attest"),
    path("<uuid:pk>/step/<slug:step>/", design.step, name="step"),
    path("<uuid:pk>/add/<slug:kind>/", design.add, name="add"),
    path("<uuid:pk>/change/<slug:kind>/<int:row>/", design.change, name="change"),
    path("<uuid:pk>/drop/<slug:kind>/<int:row>/", design.drop, name="drop"),
    path("<uuid:pk>/weigh/<slug:model>/<slug:criterion>/", design.weigh, name="weigh"),
    path("<uuid:pk>/overlap/<int:first>/<int:second>/", design.overlap, name="overlap"),
    path("<uuid:pk>/indicators/", design.indicators, name="indicators"),
    path("<uuid:pk>/schedule/", design.schedule, name="schedule"),
    path("<uuid:pk>/themes/", themes.themes, name="themes"),
    path("<uuid:pk>/themes/<str:month>/", themes.theme, name="theme"),
    path("<uuid:pk>/document/", papers.document, name="document"),
    path("<uuid:pk>/paper/", papers.paper, name="paper"),
]
