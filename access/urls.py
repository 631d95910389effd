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
    path("accounts/<int:account_id>/", views.account, name="account"),
    path("accounts/<int:account_id>/reopen/", views.reopen, name="reopen"),
    path(
        "accounts/<int:account_id>/end-employment/",
        views.end_employment,
        name="end_employment",
    ),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/decide/", views.decide, name="decide"),
    path("proposals/<uuid:proposal_id>/withdraw/", views.withdraw, name="withdraw"),
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/<int:agency_id>/", views.agency, name="agency"),
    path("agencies/<int:agency_id>/sign/", views.sign_agreement, name="sign_agreement"),
    path("agencies/<int:agency_id>/open-unit/", views.open_unit, name="open_unit"),
    path("agencies/<int:agency_id>/change/", views.change_agency, name="change_agency"),
    path("agencies/<int:agency_id>/close/", views.close_agency, name="close_agency"),
    path("agencies/<int:agency_id>/reopen/", views.reopen_agency, name="reopen_agency"),
    path("units/<int:unit_id>/mission/", views.change_mission, name="change_mission"),
    path("units/<int:unit_id>/detail/", views.record_detail, name="record_detail"),
    path("units/<int:unit_id>/close/", views.close_unit, name="close_unit"),
    path("units/<int:unit_id>/reopen/", views.reopen_unit, name="reopen_unit"),
    path(
        "agreements/<int:agreement_id>/widen/",
        views.widen_agreement,
        name="widen_agreement",
    ),
    path(
        "agreements/<int:agreement_id>/narrow/",
        views.narrow_agreement,
        name="narrow_agreement",
    ),
    path(
        "agreements/<int:agreement_id>/end/", views.end_agreement, name="end_agreement"
    ),
    path("laws/", views.laws, name="laws"),
    path("laws/<int:law_id>/", views.law, name="law"),
]
