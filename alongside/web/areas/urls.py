from django.urls import path

from . import pages

app_name = "areas"
urlpatterns = [
    path("", pages.tops, name="tops"),
    path("open/", pages.open_top, name="open_top"),
    path("<uuid:pk>/", pages.area, name="area"),
    path("<uuid:pk>/open/", pages.open, name="open"),
    path("<uuid:pk>/name/", pages.name, name="name"),
    path("<uuid:pk>/move/", pages.move, name="move"),
    path("<uuid:pk>/close/", pages.close, name="close"),
    path("<uuid:pk>/days/", pages.days, name="days"),
    path("<uuid:pk>/no-visits/", pages.free, name="free"),
    path("<uuid:pk>/referral/", pages.referral, name="referral"),
]
