from django.urls import path

from access import views

app_name = "access"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("banner/", views.banner, name="banner"),
    path("unlock/", views.unlock, name="unlock"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/passkey/", views.show_passkey, name="show_passkey"),
    path(
        "second-factor/passkey/options/",
        views.passkey_options,
        name="passkey_options",
    ),
    path("sign-in/passkey/", views.passkey_sign_in, name="passkey_sign_in"),
    path(
        "sign-in/passkey/options/",
        views.passkey_sign_in_options,
        name="passkey_sign_in_options",
    ),
    path("sign-in/county/", views.county_sign_on, name="county_sign_on"),
    path("sign-in/county/return/", views.county_return, name="county_return"),
    path("your-sign-in/", views.factors, name="factors"),
    path("your-sign-in/password/", views.prove, name="prove"),
    path("your-sign-in/app/", views.add_totp, name="add_totp"),
    path(
        "your-sign-in/app/<int:device_id>/remove/",
        views.remove_totp,
        name="remove_totp",
    ),
    path("your-sign-in/passkey/", views.add_passkey, name="add_passkey"),
    path(
        "your-sign-in/passkey/options/",
        views.new_passkey_options,
        name="new_passkey_options",
    ),
    path(
        "your-sign-in/passkey/<int:passkey_id>/remove/",
        views.remove_passkey,
        name="remove_passkey",
    ),
    path("your-sign-in/codes/", views.recovery_codes, name="recovery_codes"),
    path("your-sign-in/county/", views.link_county, name="link_county"),
    path("your-sign-in/county/remove/", views.unlink_county, name="unlink_county"),
    path(
        "accounts/<int:account_id>/reset-sign-in/",
        views.reset_factors,
        name="reset_factors",
    ),
    path("working-as/", views.working_as, name="working_as"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<int:account_id>/suspend/", views.suspend, name="suspend"),
    path("laws/", views.laws, name="laws"),
    path("laws/<int:law_id>/", views.law, name="law"),
]
