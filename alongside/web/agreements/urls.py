from django.urls import path

from . import letters, pages, releases

app_name = "agreements"
urlpatterns = [
    path("", pages.engagements, name="engagements"),
    path("contact/", pages.contact, name="contact"),
    path("releases/", releases.releases, name="releases"),
    path("releases/ask/", releases.ask_release, name="ask_release"),
    path("releases/<uuid:pk>/", releases.release, name="release"),
    path("releases/<uuid:pk>/cover/", releases.cover, name="cover"),
    path("cover/<uuid:pk>/", releases.answer_cover, name="answer_cover"),
    path("<uuid:pk>/", pages.engagement, name="engagement"),
    path("<uuid:pk>/letter/", letters.letter, name="letter"),
    path("<uuid:pk>/meeting/", pages.meeting, name="meeting"),
    path("<uuid:pk>/sign/", pages.sign, name="sign"),
    path("<uuid:pk>/begin/", pages.begin, name="begin"),
    path("<uuid:pk>/lapse/", pages.lapse, name="lapse"),
    path("<uuid:pk>/hours/", pages.hours, name="hours"),
    path("hours/<int:pk>/end/", pages.end_hours, name="end_hours"),
]
