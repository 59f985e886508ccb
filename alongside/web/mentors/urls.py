from django.urls import path

from . import figures, pages, preparing, selecting, supporting

app_name = "mentors"
urlpatterns = [
    path("", pages.mentors, name="mentors"),
    path("nominations/", selecting.nominations, name="nominations"),
    path("nominations/begin/", selecting.nominate, name="nominate"),
    path("nominations/<uuid:pk>/", selecting.nomination, name="nomination"),
    path("nominations/<uuid:pk>/complete/", selecting.complete, name="complete"),
    path("nominations/<uuid:pk>/score/", selecting.score, name="score"),
    path("nominations/<uuid:pk>/agree/<slug:criterion>/", selecting.moderate, name="moderate"),
    path("nominations/<uuid:pk>/reference/", selecting.ask_reference, name="ask_reference"),
    path("references/<int:pk>/", selecting.reference, name="reference"),
    path("recognise/<uuid:pk>/", pages.recognise, name="recognise"),
    path("figures/", figures.figures, name="figures"),
    path("criteria/", selecting.criteria, name="criteria"),
    path("support/", supporting.support, name="support"),
    path("support/record/", supporting.record_support, name="record_support"),
    path("teams/", supporting.teams, name="teams"),
    path("teams/form/", supporting.form_team, name="form_team"),
    path("<uuid:pk>/", pages.mentor, name="mentor"),
    path("<uuid:pk>/step/", pages.step, name="step"),
    path("<uuid:pk>/module/", preparing.module, name="module"),
    path("<uuid:pk>/proficiency/", preparing.proficiency, name="proficiency"),
    path("<uuid:pk>/co-visit/", preparing.co_visit, name="co_visit"),
    path("<uuid:pk>/assign/", pages.assign, name="assign"),
    path("postings/<uuid:pk>/renew/", pages.renew, name="renew"),
    path("<uuid:pk>/load/", pages.load, name="load"),
    path("<uuid:pk>/pause/", pages.pause, name="pause"),
    path("<uuid:pk>/review/", pages.review, name="review"),
    path("<uuid:pk>/reply/", pages.reply, name="reply"),
    path("<uuid:pk>/decide/", pages.decide, name="decide"),
    path("<uuid:pk>/retire/", pages.retire, name="retire"),
]
