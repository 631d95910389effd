from django.urls import path

from warrants.views import (
    appearances,
    asking,
    emergencies,
    instruments,
    mine,
    naming,
    refusal_paths,
    refusals,
    requests,
    rota,
)

app_name = "warrants"

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("requests/queue/", requests.queue, name="queue"),
    path("requests/on-call/", rota.on_call, name="on_call"),
    path("requests/on-call/enter/", rota.enter_on_call, name="enter_on_call"),
    path(
        "requests/on-call/<uuid:on_call_id>/withdraw/",
        rota.withdraw_on_call,
        name="withdraw_on_call",
    ),
    path("requests/ask/", asking.ask_by_name, name="ask_by_name"),
    path("requests/ask/reason/", asking.read_reason, name="read_reason"),
    path("requests/ask/<uuid:booking_id>/", asking.ask, name="ask"),
    path("requests/<uuid:request_id>/", requests.request_, name="request"),
    path("requests/<uuid:request_id>/whom/", naming.whom, name="whom"),
    path("requests/<uuid:request_id>/letter/", refusals.letter, name="refusal_letter"),
    path("refusals/", refusals.table, name="refusals"),
    path("refusals/paths/", refusal_paths.refusals, name="refusal_paths"),
    path(
        "refusals/openings/<str:event>/", refusal_paths.opening, name="refused_opening"
    ),
    path(
        "refusals/requests/<uuid:request_id>/",
        refusal_paths.request_,
        name="refused_request",
    ),
    path("grants/all/", requests.all_grants, name="all_grants"),
    path("grants/<uuid:grant_id>/end/", requests.end_grant, name="end_grant"),
    path("cases/", appearances.my_cases, name="my_cases"),
    path("appearances/<uuid:booking_id>/", appearances.appearances, name="appearances"),
    path(
        "appearances/<uuid:booking_id>/end/",
        appearances.end_appearance,
        name="end_appearance",
    ),
    path("emergencies/", emergencies.emergencies, name="emergencies"),
    path(
        "emergencies/open/<uuid:booking_id>/",
        emergencies.open_emergency,
        name="open_emergency",
    ),
    path("emergencies/<uuid:emergency_id>/", emergencies.emergency, name="emergency"),
    path(
        "emergencies/<uuid:emergency_id>/end/",
        emergencies.end_emergency,
        name="end_emergency",
    ),
    path(
        "emergencies/<uuid:emergency_id>/review/",
        emergencies.review,
        name="review_emergency",
    ),
    path("instruments/", instruments.register, name="instruments"),
    path("instruments/receive/", instruments.receive, name="receive_instrument"),
    path(
        "instruments/<uuid:instrument_id>/", instruments.instrument, name="instrument"
    ),
    path(
        "instruments/<uuid:instrument_id>/enter/",
        instruments.enter,
        name="enter_instrument",
    ),
    path(
        "instruments/<uuid:instrument_id>/pages/<int:page_number>/",
        instruments.sheet,
        name="instrument_sheet",
    ),
    path(
        "instruments/<uuid:instrument_id>/compare/",
        instruments.compare,
        name="compare_instrument",
    ),
    path("instruments/<uuid:instrument_id>/call/", instruments.call, name="call_court"),
    path(
        "instruments/<uuid:instrument_id>/recall/",
        instruments.recall,
        name="recall_instrument",
    ),
    path(
        "instruments/<uuid:instrument_id>/serve/",
        instruments.serve,
        name="serve_instrument",
    ),
    path(
        "instruments/<uuid:instrument_id>/accept/",
        instruments.accept,
        name="accept_instrument",
    ),
]
