from django.urls import path

from . import contacts, counts, following, observing, pages, reviewing, unread

app_name = "visits"
urlpatterns = [
    path("", pages.visits, name="visits"),
    path("counts/", counts.counts, name="counts"),
    path("begin/", pages.begin, name="begin"),
    path("<uuid:pk>/", pages.visit, name="visit"),
    path("<uuid:pk>/change/", pages.change, name="change"),
    path("<uuid:pk>/submit/", pages.submit, name="submit"),
    path("<uuid:pk>/reopen/", pages.reopen, name="reopen"),
    path("<uuid:pk>/meet/", contacts.meet, name="meet"),
    path("<uuid:pk>/choose/", observing.choose, name="choose"),
    path("contacts/<uuid:pk>/", contacts.contact, name="contact"),
    path("contacts/<uuid:pk>/remove/", contacts.remove, name="remove"),
    path("contacts/<uuid:pk>/feedback/", following.feedback, name="feedback"),
    path("contacts/<uuid:pk>/cases/", reviewing.cases, name="cases"),
    path("call/", contacts.call, name="call"),
    path("drafts/<uuid:pk>/", observing.observe, name="observe"),
    path("drafts/<uuid:pk>/discard/", observing.discard, name="discard"),
    path("observations/<uuid:pk>/", observing.observation, name="observation"),
    path("observations/<uuid:pk>/correct/", observing.correct, name="correct"),
    path("observations/<uuid:pk>/agree/", following.agree, name="agree"),
    path("actions/", following.actions, name="actions"),
    path("actions/<uuid:pk>/", following.action, name="action"),
    path("feedback/<int:pk>/read/", following.read, name="read"),
    path("unread/", unread.unread, name="unread"),
    path("unread/<uuid:pk>/", unread.derive, name="derive"),
    path("issues/open/", following.report, name="report"),
    path("issues/<uuid:pk>/", following.issue, name="issue"),
]
