from django.urls import path

from . import matching, pages

app_name = "pairings"
urlpatterns = [
    path("", pages.relationships, name="relationships"),
    path("figures/", pages.figures, name="figures"),
    path("propose/", pages.propose, name="propose"),
    path("preference/<uuid:person>/", matching.prefer, name="prefer"),
    path("matching/", matching.matchings, name="matchings"),
    path("matching/new/", matching.match, name="match"),
    path("matching/wishes/", matching.wishes, name="wishes"),
    path("matching/wishes/change/", matching.change_wishes, name="change_wishes"),
    path("matching/pair/<int:pk>/", matching.adjust, name="adjust"),
    path("matching/<uuid:pk>/", matching.matching, name="matching"),
    path("matching/<uuid:pk>/publish/", matching.publish, name="publish"),
    path("<uuid:pk>/", pages.relationship, name="relationship"),
    path("<uuid:pk>/answer/<slug:side>/<uuid:person>/", pages.answer, name="answer"),
    path("<uuid:pk>/first-contact/", pages.first_contact, name="first_contact"),
    path("<uuid:pk>/hold/", pages.hold, name="hold"),
    path("<uuid:pk>/end/", pages.end, name="end"),
    path("<uuid:pk>/closing/", pages.closing, name="closing"),
    path("<uuid:pk>/complete/", pages.complete, name="complete"),
    path("<uuid:pk>/end-early/", pages.end_early, name="end_early"),
    path("<uuid:pk>/hand-over/", pages.hand_over, name="hand_over"),
]
