"""What each role may do: the one table. Being allowed is not enough, the object must also be one's own."""

from chalicelib.kernel.caller import STAFF, Permission, Role

CITIZEN, OPERATOR, MANAGER, WORKER = Role.CITIZEN, Role.DESK_OPERATOR, Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER
OFFICER, FINANCE, AUDITOR, ADMINISTRATOR = (
    Role.PROGRAMME_OFFICER,
    Role.FINANCE_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


def _permission(action: str, *roles: Role) -> Permission:
    return Permission(action, frozenset(roles))


SEE_SELF = _permission("access.see_self", CITIZEN, *STAFF)
INVITE_STAFF = _permission("access.invite_staff", ADMINISTRATOR)
SEE_STAFF = _permission("access.see_staff", ADMINISTRATOR)
SUSPEND_STAFF = _permission("access.suspend_staff", ADMINISTRATOR)
SEE_WORKERS = _permission("access.see_workers", MANAGER)
SEE_FEEDBACK = _permission("feedback.see", OFFICER, ADMINISTRATOR)

OPEN_DESK = _permission("desks.open", ADMINISTRATOR)
REGISTER_PERSON = _permission("people.register", OPERATOR)
FIND_PERSON = _permission("people.find", OPERATOR)
RECORD_HOUSEHOLD = _permission("people.record_household", OPERATOR)
SEE_PERSON = _permission("people.see", CITIZEN)
INVITE_PERSON = _permission("people.invite", OPERATOR)
CHOOSE_REMINDERS = _permission("people.choose_reminders", CITIZEN, OPERATOR)
SEE_ACCESS_LOG = _permission("people.see_access_log", CITIZEN)

ADMIT_PROVIDER = _permission("providers.admit", OFFICER)
ACCREDIT_PROVIDER = _permission("providers.accredit", OFFICER)
ASSIGN_BANK_ACCOUNT = _permission("providers.assign_bank_account", OFFICER)
DEFINE_SERVICE = _permission("catalogue.define_service", ADMINISTRATOR)
DEFINE_NEED = _permission("catalogue.define_need", ADMINISTRATOR)
PUBLISH_OFFERING = _permission("catalogue.publish_offering", MANAGER)
CHANGE_OFFERING = _permission("catalogue.change_offering", MANAGER)
PUBLISH_PRICE = _permission("catalogue.publish_price", MANAGER)
PUBLISH_SESSIONS = _permission("catalogue.publish_sessions", MANAGER)
MANAGE_SCHEDULES = _permission("schedules.manage", MANAGER)
SEE_SCHEDULES = _permission("schedules.see", MANAGER, WORKER)
ASK_HOMECARE = _permission("homecare.ask", CITIZEN, OPERATOR)
SEE_HOMECARE = _permission("homecare.see", CITIZEN, OPERATOR, MANAGER)
ANSWER_HOMECARE = _permission("homecare.answer", MANAGER)

CREATE_PROGRAMME = _permission("programmes.create", OFFICER)
CHANGE_PROGRAMME = _permission("programmes.change", OFFICER)
COMMIT_BUDGET = _permission("programmes.commit_budget", OFFICER)
INCREASE_BUDGET = _permission("programmes.increase_budget", OFFICER)
SEE_PROGRAMMES = _permission("programmes.see", OFFICER, FINANCE, AUDITOR)
ISSUE_VOUCHER = _permission("vouchers.issue", OFFICER)
CHANGE_VOUCHER = _permission("vouchers.change", OFFICER)
DECIDE_VOUCHER = _permission("vouchers.decide", OFFICER)
LIST_VOUCHERS = _permission("vouchers.list", CITIZEN, OPERATOR)
LIST_PROGRAMME_VOUCHERS = _permission("vouchers.list_of_programme", OFFICER, FINANCE)
SEE_VOUCHERS = _permission("vouchers.see", CITIZEN, OFFICER, FINANCE)

PREPARE_BATCH = _permission("batches.prepare", OFFICER)
COMMIT_BATCH = _permission("batches.commit", OFFICER)
APPROVE_BATCH = _permission("batches.approve", OFFICER)
SEE_BATCHES = _permission("batches.see", OFFICER)

QUOTE_BOOKING = _permission("bookings.quote", CITIZEN, OPERATOR)
PLACE_BOOKING = _permission("bookings.place", CITIZEN, OPERATOR)
SEE_BOOKINGS = _permission("bookings.see", CITIZEN, OPERATOR, MANAGER, WORKER, OFFICER)
LIST_BOOKINGS = _permission("bookings.list", CITIZEN, OPERATOR)
CANCEL_BOOKING = _permission("bookings.cancel", CITIZEN, OPERATOR, MANAGER)
ANSWER_REQUEST = _permission("bookings.answer_request", MANAGER)
SEE_AFFECTED_BOOKINGS = _permission("bookings.see_affected", OFFICER, OPERATOR)
SEE_ROSTER = _permission("bookings.see_roster", MANAGER, WORKER)
RECORD_ATTENDANCE = _permission("bookings.record_attendance", OPERATOR, MANAGER, WORKER)
CONFIRM_DELIVERY = _permission("bookings.confirm_delivery", CITIZEN, OPERATOR, MANAGER, WORKER)
CONTEST_DELIVERY = _permission("bookings.contest_delivery", CITIZEN, OPERATOR)
RESOLVE_CONTEST = _permission("bookings.resolve_contest", OFFICER)
CORRECT_DELIVERY = _permission("bookings.correct_delivery", OFFICER)
WAIVE_CHARGE = _permission("bookings.waive_charge", MANAGER)

SEE_ROSTERS = _permission("rosters.see", MANAGER, WORKER)
SEE_CHECK_IN_CODE = _permission("rosters.see_check_in_code", CITIZEN, OPERATOR)
CHECK_IN = _permission("rosters.check_in", OPERATOR, MANAGER, WORKER)
SEE_DESK_QUEUE = _permission("rosters.see_desk_queue", OPERATOR)
RECORD_SHEET = _permission("rosters.record_sheet", MANAGER, WORKER)
WRITE_NOTE = _permission("rosters.write_note", MANAGER, WORKER)
SEE_NOTES = _permission("rosters.see_notes", CITIZEN, MANAGER, WORKER)

JOIN_WAITING_LIST = _permission("waitlists.join", CITIZEN, OPERATOR)
SEE_WAITING_LIST = _permission("waitlists.see", CITIZEN, OPERATOR)
ANSWER_OFFER = _permission("waitlists.answer_offer", CITIZEN, OPERATOR)
KEEP_CALENDAR_FEED = _permission("calendars.keep_feed", CITIZEN, OPERATOR)
KEEP_PROVIDER_FEED = _permission("calendars.keep_provider_feed", MANAGER)

SEE_OWN_MONEY = _permission("payments.see_own_money", CITIZEN, OPERATOR, MANAGER, WORKER)
RECORD_OWN_MONEY = _permission("payments.record_own_money", MANAGER, WORKER)
SEE_OPEN_OWN_MONEY = _permission("payments.see_open_own_money", MANAGER, WORKER)
EXPORT_OWN_MONEY = _permission("payments.export_own_money", MANAGER)
PAY_ONLINE = _permission("payments.pay_online", CITIZEN)

ISSUE_SETTLEMENT = _permission("settlements.issue", OFFICER)
SEE_SETTLEMENTS = _permission("settlements.see", MANAGER, OFFICER, FINANCE, AUDITOR)
VERIFY_SETTLEMENT = _permission("settlements.verify", FINANCE, AUDITOR)
ANSWER_SETTLEMENT = _permission("settlements.answer", MANAGER)
REVISE_SETTLEMENT = _permission("settlements.revise", OFFICER)
APPROVE_SETTLEMENT = _permission("settlements.approve", FINANCE)
PAY_SETTLEMENT = _permission("settlements.pay", FINANCE)

SEE_BURN_DOWN = _permission("usage.see_burn_down", OFFICER, FINANCE)
SEE_USAGE_BY_CATEGORY = _permission("usage.see_by_category", OFFICER, FINANCE, AUDITOR)
SEE_OCCUPANCY = _permission("usage.see_occupancy", MANAGER, OFFICER)

SEE_CASES = _permission("controls.see_cases", FINANCE, AUDITOR)
CHANGE_CASE = _permission("controls.change_case", FINANCE)
SEE_SEALS = _permission("controls.see_seals", FINANCE, AUDITOR)
VERIFY_SEALS = _permission("controls.verify_seals", FINANCE, AUDITOR)
SEE_PAST_BALANCE = _permission("controls.see_past_balance", FINANCE, AUDITOR)
