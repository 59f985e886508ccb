from django.urls import path

from . import accounts, devices, duplicates, pages, tokens

app_name = "staff"
urlpatterns = [
    path("", pages.everybody, name="everybody"),
    path("register/", pages.register, name="register"),
    path("roles/", accounts.roles, name="roles"),
    path("duplicates/", duplicates.pairs, name="pairs"),
    path("duplicates/<uuid:first>/<uuid:second>/", duplicates.compare, name="compare"),
    path("duplicates/undo/<uuid:pk>/", duplicates.undo, name="undo"),
    path("devices/", devices.mine, name="mine"),
    path("devices/<uuid:pk>/revoke/", devices.revoke, name="revoke"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("<uuid:pk>/", pages.member, name="member"),
    path("<uuid:pk>/contact/", pages.contact, name="contact"),
    path("<uuid:pk>/move/", pages.move, name="move"),
    path("<uuid:pk>/active/", pages.active, name="active"),
    path("<uuid:pk>/role/", accounts.role, name="role"),
    path("<uuid:pk>/account/", accounts.account, name="account"),
    path("<uuid:pk>/account/close/", accounts.close, name="close"),
    path("post/<uuid:pk>/leave/", pages.leave, name="leave"),
    path("post/<uuid:pk>/licence/", pages.licence, name="licence"),
    path("role/<int:pk>/end/", accounts.end, name="end"),
]
