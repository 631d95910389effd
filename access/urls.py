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
    path("laws/", views.laws, name="laws"),
    path("laws/<int:law_id>/", views.law, name="law"),
]
