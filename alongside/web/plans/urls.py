from django.urls import path

from . import goals, needs, pages

app_name = "plans"
urlpatterns = [
    path("", pages.plans, name="plans"),
    path("<uuid:pk>/", pages.plan, name="plan"),
    path("<uuid:pk>/terms/", pages.terms, name="terms"),
    path("<uuid:pk>/agree/", pages.agree, name="agree"),
    path("<uuid:pk>/revise/", pages.revise, name="revise"),
    path("<uuid:pk>/summary/<uuid:person>/", pages.summary, name="summary"),
    path("<uuid:pk>/goals/", goals.propose, name="propose"),
    path("<uuid:pk>/needs/<uuid:person>/", needs.needs, name="needs"),
    path("<uuid:pk>/needs/<uuid:person>/<slug:side>/", needs.say, name="say"),
    path("goals/<uuid:pk>/", goals.goal, name="goal"),
    path("goals/<uuid:pk>/check/", goals.check, name="check"),
    path("goals/<uuid:pk>/drop/", goals.drop, name="drop"),
    path("goals/<uuid:pk>/reopen/", goals.reopen, name="reopen"),
    path("goals/<uuid:pk>/activity/", goals.activity, name="activity"),
]
