from django.urls import path

from . import pages

app_name = "openrosa"
_ADDRESSES = [
    ("formList", pages.form_list, "form_list"),
    ("submission", pages.submission, "submission"),
    ("forms/<str:code>/<str:number>.xml", pages.form, "form"),
    ("forms/<str:code>/<str:number>/manifest", pages.manifest, "manifest"),
    ("forms/<str:code>/<str:number>/media/<str:name>", pages.media, "media"),
    ("lists/<str:name>/integrity", pages.integrity, "integrity"),
]
urlpatterns = [
    *(path(f"key/<str:secret>/{route}", view, name=f"{name}-by-key") for route, view, name in _ADDRESSES),
    *(path(route, view, name=name) for route, view, name in _ADDRESSES),
]
