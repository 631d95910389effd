from django.urls import path

from access import views

app_name = "access"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("banner/", views.banner, name="banner"),
    path("unlock/", views.unlock, name="unlock"),
    path("lock/", views.lock, name="lock"),
    path("still-here/", views.still_here, name="still_here"),
    path("account/sessions/", views.own_sessions, name="sessions"),
    path("account/sessions/end-others/", views.end_other_sessions, name="end_sessions"),
    path(
        "account/sessions/<uuid:session_id>/end/",
        views.end_session,
        name="end_session",
    ),
    path("account/password/", views.password, name="password"),
    path("locked-names/", views.locks, name="locks"),
    path(
        "locked-names/<int:lock_id>/release/", views.release_lock, name="release_lock"
    ),
    path("working-as/", views.working_as, name="working_as"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<int:account_id>/suspend/", views.suspend, name="suspend"),
    path("laws/", views.laws, name="laws"),
    path("laws/<int:law_id>/", views.law, name="law"),
]
