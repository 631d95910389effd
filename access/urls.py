from django.urls import path

from access import views

app_name = "access"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("banner/", views.banner, name="banner"),
    path("unlock/", views.unlock, name="unlock"),
    path("working-as/", views.working_as, name="working_as"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<int:account_id>/suspend/", views.suspend, name="suspend"),
    path("accounts/<int:account_id>/joined/", views.how_joined, name="how_joined"),
    path("join/", views.join, name="join"),
    path("join/<str:token>/", views.join_with, name="join_with"),
    path("training/", views.training, name="training"),
    path("coordinate/", views.coordinate, name="coordinate"),
    path("coordinate/invite/", views.invite, name="invite"),
    path(
        "coordinate/<uuid:invitation_id>/identity/",
        views.check_identity,
        name="check_identity",
    ),
    path(
        "coordinate/<uuid:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "coordinate/<uuid:invitation_id>/again/",
        views.send_invitation_again,
        name="send_invitation_again",
    ),
    path("laws/", views.laws, name="laws"),
    path("laws/<int:law_id>/", views.law, name="law"),
]
