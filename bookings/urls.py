from django.urls import include, path

from bookings.views import (
    advisement,
    board,
    care,
    consular,
    continuity,
    correction,
    custody,
    deletion,
    desk,
    detainers,
    drafts,
    export,
    free_text,
    history,
    intake,
    legal_texts,
    links,
    orders,
    papers,
    parts,
    records,
    retention,
    search,
    sent,
    showings,
    who_may,
)

app_name = "bookings"

# Acts on how one person is kept.
_custody = [
    path("entitled/", custody.entitle, name="entitle"),
    path("withdraw/", custody.withdraw_entitlement, name="withdraw_entitlement"),
    path("decision/", custody.record_basis, name="record_basis"),
    path("hold/", custody.record_hold, name="record_hold"),
    path("clear/", custody.clear_hold, name="clear_hold"),
    path("housing/", custody.house, name="house"),
    path("out/", custody.take_out, name="take_out"),
    path("back/", custody.bring_back, name="bring_back"),
    path("transfer/", custody.transfer, name="transfer"),
    path("wrong/", custody.question_release, name="question_release"),
    path("undo/", custody.undo_release, name="undo_release"),
    path("task/", board.finish_task, name="finish_task"),
]

urlpatterns = [
    path("bookings/<uuid:booking_id>/custody/", include(_custody)),
    path("register/", desk.register, name="register"),
    path("register.json", desk.register_json, name="register_json"),
    path("register.csv", desk.register_csv, name="register_csv"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/<uuid:search_id>/", search.results, name="results"),
    path("search/<uuid:search_id>/export/", export.results, name="export_results"),
    path("custody/", desk.custody, name="custody"),
    path("custody/board/", board.board, name="board"),
    path("custody/board/numbers/", board.numbers, name="board_numbers"),
    path("custody/board/muster/", board.muster, name="muster"),
    path("custody/tasks/", board.tasks, name="desk_tasks"),
    path("custody/export/", export.custody, name="export_custody"),
    path("bookings/new/", intake.intake, name="intake"),
    path("bookings/<uuid:booking_id>/", records.record, name="record"),
    path("bookings/<uuid:booking_id>/photo/", records.photo, name="photo"),
    path("bookings/<uuid:booking_id>/print/", records.sheet, name="print"),
    path(
        "bookings/<uuid:booking_id>/sheet/", papers.booking_sheet, name="booking_sheet"
    ),
    path(
        "bookings/<uuid:booking_id>/property/receipt/",
        papers.property_receipt,
        name="property_receipt",
    ),
    path(
        "bookings/<uuid:booking_id>/release/sheet/",
        papers.release_sheet,
        name="release_sheet",
    ),
    path("bookings/<uuid:booking_id>/export/", export.record, name="export"),
    path("bookings/<uuid:booking_id>/niem/", export.niem, name="niem"),
    path("bookings/<uuid:booking_id>/history/", history.history, name="history"),
    path("bookings/<uuid:booking_id>/custody/", custody.custody_of, name="custody_of"),
    path("bookings/<uuid:booking_id>/again/", intake.intake_again, name="intake_again"),
    path("bookings/new/likely/", intake.likely, name="likely"),
    path("bookings/new/codes/", intake.codes, name="codes"),
    path("bookings/unfinished/", drafts.unfinished, name="unfinished"),
    path("bookings/<uuid:booking_id>/intake/", drafts.draft, name="draft"),
    path(
        "bookings/<uuid:booking_id>/intake/finish/",
        drafts.finish,
        name="finish_intake",
    ),
    path(
        "bookings/<uuid:booking_id>/intake/take-over/",
        drafts.take_over,
        name="take_over_intake",
    ),
    path(
        "bookings/<uuid:booking_id>/intake/refuse/",
        drafts.refuse,
        name="refuse_intake",
    ),
    path(
        "bookings/<uuid:booking_id>/intake/<slug:section_name>/",
        drafts.section,
        name="section",
    ),
    path("orders/", orders.waiting, name="orders"),
    path("bookings/<uuid:booking_id>/orders/", orders.about, name="orders_about"),
    path(
        "bookings/<uuid:booking_id>/orders/decide/",
        orders.decide,
        name="decide_order",
    ),
    path("bookings/<uuid:booking_id>/deletion/", deletion.deletion, name="deletion"),
    path("withdrawn/", sent.withdrawn, name="withdrawn"),
    path("bookings/<uuid:booking_id>/sent/", sent.sent, name="sent"),
    path("same-person/", links.waiting, name="links"),
    *(
        path(f"bookings/<uuid:booking_id>/same-person/{at}", view, name=name)
        for at, view, name in (
            ("", links.same_person, "same_person"),
            ("compare/", links.compare, "compare"),
            ("ask/", links.ask, "ask_link"),
            ("decide/", links.decide, "decide_link"),
            ("end/", links.unlink, "unlink"),
        )
    ),
    path("retention/", retention.schedules, name="retention"),
    path("retention/set/", retention.set_retention, name="set_retention"),
    path("retention/dispose/", retention.dispose, name="dispose"),
    path(
        "retention/<uuid:run_id>/certificate/",
        retention.certificate,
        name="disposition_certificate",
    ),
    path(
        "bookings/<uuid:booking_id>/legal-holds/",
        retention.legal_holds_of,
        name="legal_holds",
    ),
    path(
        "bookings/<uuid:booking_id>/legal-holds/end/",
        retention.end_legal_hold,
        name="end_legal_hold",
    ),
    path("bookings/<uuid:booking_id>/correct/", correction.parts, name="correct"),
    path(
        "bookings/<uuid:booking_id>/correct/<slug:part>/",
        correction.correct,
        name="correct_part",
    ),
    path("bookings/<uuid:booking_id>/release/", intake.release, name="release"),
    path("bookings/<uuid:booking_id>/shown/", showings.booking, name="shown"),
    path(
        "bookings/<uuid:booking_id>/shown/file/",
        showings.booking_file,
        name="shown_file",
    ),
    path("bookings/<uuid:booking_id>/who-may/", who_may.booking, name="who_may"),
    path("accounts/<int:account_id>/may/", who_may.account, name="account_may"),
    path("accounts/<int:account_id>/shown/", showings.account, name="account_shown"),
    path(
        "accounts/<int:account_id>/shown/file/",
        showings.account_file,
        name="account_shown_file",
    ),
    path("free-text/", free_text.read_text, name="read_text"),
    path("when-it-is-down/", continuity.sheets, name="sheets"),
    path(
        "when-it-is-down/forms/<slug:paper_form>/", continuity.form, name="paper_form"
    ),
    path("papers/", detainers.register, name="papers"),
    path("bookings/<uuid:booking_id>/papers/", detainers.papers_of, name="papers_of"),
    path(
        "bookings/<uuid:booking_id>/papers/hand-in/",
        detainers.hand_in,
        name="hand_in_paper",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/receive/",
        detainers.receive,
        name="receive_paper",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/for-the-person/",
        detainers.for_person,
        name="papers_for_person",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/answer/",
        detainers.answer,
        name="paper_answer",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/<uuid:paper_id>/",
        detainers.paper,
        name="paper",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/<uuid:paper_id>/describe/",
        detainers.describe,
        name="describe_paper",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/<uuid:paper_id>/serve/",
        detainers.serve,
        name="serve_paper",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/<uuid:paper_id>/conclude/",
        detainers.conclude,
        name="conclude_paper",
    ),
    path(
        "bookings/<uuid:booking_id>/papers/<uuid:paper_id>/pages/<int:page_number>/",
        detainers.sheet,
        name="paper_sheet",
    ),
    path("marks/codes/", care.mark_codes, name="mark_codes"),
    *(
        path(f"bookings/<uuid:booking_id>/{at}", view, name=name)
        for at, view, name in (
            ("health/", care.health, "health"),
            ("alerts/", care.alerts, "alerts"),
            ("alerts/end/", care.end_alert, "end_alert"),
            ("describe/", care.describe, "describe"),
            ("photo/new/", parts.photograph, "photograph"),
            ("property/", parts.belongings, "property"),
            ("property/return/", parts.give_back, "return_property"),
            ("health/ask/", parts.screening, "screening"),
            ("statement/", parts.statement, "statement"),
            ("statement/finding/", parts.finding, "finding"),
            ("recognizance/", parts.recognizance, "recognizance"),
        )
    ),
    path("release/", intake.release_by_number, name="release_by_number"),
    path(
        "bookings/<uuid:booking_id>/advisement/",
        advisement.advisement,
        name="advisement",
    ),
    path(
        "bookings/<uuid:booking_id>/advisement/write/", advisement.advise, name="advise"
    ),
    path(
        "bookings/<uuid:booking_id>/advisement/form/",
        advisement.advisement_form,
        name="advisement_form",
    ),
    path(
        "bookings/<uuid:booking_id>/advisement/signature/",
        advisement.signature,
        name="signature",
    ),
    path(
        "bookings/<uuid:booking_id>/consulate/",
        advisement.consular_question,
        name="consular_question",
    ),
    path("consular/", consular.consular_cases, name="consular_cases"),
    path("consular/<uuid:booking_id>/", consular.consular_case, name="consular_case"),
    path(
        "consular/<uuid:booking_id>/contact/",
        consular.consular_contact,
        name="consular_contact",
    ),
    path(
        "consular/<uuid:booking_id>/letter/",
        consular.consular_letter,
        name="consular_letter",
    ),
    path("consular/schedule/", consular.consular_schedule, name="consular_schedule"),
    path("texts/", legal_texts.legal_texts, name="legal_texts"),
    path("texts/<uuid:text_id>/", legal_texts.sign_text, name="sign_text"),
]
