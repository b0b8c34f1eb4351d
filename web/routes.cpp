#include "web/handlers.h"
#include "web/router.h"
#include "web/screen_handlers.h"

namespace vouch::web {
namespace {

constexpr Roles kStaff(Role::kEmployee, Role::kSupervisor, Role::kAdmin);
constexpr Roles kWorkers = kStaff.and_vendors();
constexpr Roles kEverybody(Role::kEmployee, Role::kSupervisor, Role::kAdmin, Role::kOwner);
constexpr Roles kAnybody = kEverybody.and_vendors();
constexpr Roles kLeaders(Role::kSupervisor, Role::kAdmin);
constexpr Roles kOverview(Role::kSupervisor, Role::kAdmin, Role::kOwner);
constexpr Roles kAdmin(Role::kAdmin);
constexpr Roles kOwners(Role::kAdmin, Role::kOwner);
constexpr Roles kNobody;

constexpr Gate kPeople = Gate::kPeople;
constexpr Gate kSelf = Gate::kSelf;
constexpr Gate kOpen = Gate::kOpen;
constexpr Gate kLink = Gate::kLink;
constexpr Gate kMachine = Gate::kMachine;

constexpr Keeps kNothing = Keeps::kNothing;

// A write whose answer is kept nowhere.
constexpr Route secret(std::string_view method, std::string_view pattern, Gate gate, Roles roles,
                       RouteHandler handler) {
  return {method, pattern, gate, roles, handler, kSmallBody, Takes::kJson, kNothing};
}

constexpr Route kRoutes[] = {
    {"POST", "/api/v1/reports", kPeople, kWorkers, handlers::submit_report, kReportBody,
     Takes::kJson, kNothing},
    {"POST", "/api/v1/reports/preview", kPeople, kWorkers, handlers::preview_report, kReportBody,
     Takes::kJson, kNothing},
    {"GET", "/api/v1/catalog", kPeople, kAnybody, handlers::get_catalog},
    {"GET", "/api/v1/calendar", kPeople, kAnybody, handlers::get_calendar},
    {"GET", "/api/v1/checks-notice", kPeople, kAnybody, handlers::get_checks_notice},
    {"POST", "/api/v1/checks-notice", kPeople, kAnybody, handlers::acknowledge_checks},
    {"GET", "/api/v1/checks-notice/readers", kPeople, kLeaders, handlers::list_checks_readers},
    {"GET", "/api/v1/exports/{name}", kPeople, kStaff, handlers::export_list},
    {"GET", "/api/v1/figures", kPeople, kWorkers, handlers::get_figures},
    {"GET", "/api/v1/desk", kPeople, kLeaders, handlers::get_desk},
    {"GET", "/api/v1/desk/{list}", kPeople, kLeaders, handlers::get_desk_list},
    {"GET", "/api/v1/plans/{monday}", kPeople, kLeaders, handlers::get_plan},
    {"PUT", "/api/v1/plans/{monday}", kPeople, kLeaders, handlers::put_plan, kPlanBody},
    {"GET", "/api/v1/plans/{monday}/offers", kPeople, kLeaders, handlers::get_plan_offers},
    {"POST", "/api/v1/plans/{monday}/publish", kPeople, kLeaders, handlers::publish_plan},
    {"POST", "/api/v1/plans/{monday}/lines", kPeople, kLeaders, handlers::add_plan_line},
    {"PATCH", "/api/v1/plan-lines/{id}", kPeople, kLeaders, handlers::change_plan_line},
    {"GET", "/api/v1/keyword-library", kPeople, kLeaders, handlers::get_keyword_library},
    {"POST", "/api/v1/keyword-library", kPeople, kLeaders, handlers::import_keywords, kReportBody},
    {"PATCH", "/api/v1/keywords/{id}", kPeople, kLeaders, handlers::patch_keyword},
    {"GET", "/api/v1/keyword-plans/{monday}", kPeople, kLeaders, handlers::get_keyword_plan},
    {"PUT", "/api/v1/keyword-plans/{monday}", kPeople, kLeaders, handlers::put_keyword_plan,
     kPlanBody},
    {"GET", "/api/v1/reviews/{monday}", kPeople, kLeaders, handlers::get_review},
    {"PUT", "/api/v1/reviews/{monday}", kPeople, kLeaders, handlers::put_review},
    {"POST", "/api/v1/reviews/{monday}/actions", kPeople, kLeaders, handlers::add_review_action},
    {"POST", "/api/v1/reviews/{monday}/spot-checks", kPeople, kLeaders, handlers::draw_spot_checks},
    {"POST", "/api/v1/review-actions/{id}/close", kPeople, kLeaders, handlers::close_review_action},
    {"POST", "/api/v1/spot-checks/{id}", kPeople, kLeaders, handlers::judge_spot_check},
    {"PATCH", "/api/v1/users/{login}/work-hours", kPeople, kLeaders, handlers::set_work_hours},
    {"GET", "/api/v1/matrix", kPeople, kOverview, handlers::get_matrix},
    {"GET", "/api/v1/matrix/{login}", kPeople, kLeaders, handlers::get_matrix_person},
    {"GET", "/api/v1/owner-links", kPeople, kOwners, handlers::list_owner_links},
    secret("POST", "/api/v1/owner-links", kPeople, kOwners, handlers::add_owner_link),
    {"POST", "/api/v1/owner-links/{id}/end", kPeople, kOwners, handlers::end_owner_link},
    {"GET", "/api/v1/disputes", kPeople, kWorkers, handlers::list_disputes},
    {"GET", "/api/v1/day", kPeople, kWorkers, handlers::get_day},
    {"GET", "/api/v1/claims", kPeople, kWorkers, handlers::list_claims},
    {"GET", "/api/v1/claims/{id}", kPeople, kWorkers, handlers::get_claim},
    {"GET", "/api/v1/claims/{id}/story", kPeople, kWorkers, handlers::get_story},
    {"POST", "/api/v1/claims/{id}/decisions", kPeople, kWorkers, handlers::decide},
    {"GET", "/api/v1/claims/{id}/attachments", kPeople, kWorkers, handlers::list_attachments},
    {"POST", "/api/v1/claims/{id}/attachments", kPeople, kWorkers, handlers::attach, kPictureBody,
     Takes::kPicture},
    {"POST", "/api/v1/claims/{id}/disputes", kPeople, kWorkers, handlers::open_dispute},
    {"POST", "/api/v1/claims/{id}/recheck", kPeople, kWorkers, handlers::recheck},
    {"POST", "/api/v1/disputes/{id}/close", kPeople, kLeaders, handlers::close_dispute},
    {"GET", "/api/v1/evidence/{id}", kPeople, kWorkers, handlers::get_evidence},
    {"GET", "/api/v1/captures", kPeople, kStaff, handlers::list_captures},
    secret("POST", "/api/v1/captures/bookmark", kPeople, kStaff, handlers::make_bookmark),
    {"POST", "/api/v1/captures/{id}", kPeople, kStaff, handlers::hand_in_capture, kCaptureBody,
     Takes::kPage},
    {"POST", "/api/v1/captures/{id}/skip", kPeople, kStaff, handlers::skip_capture},
    {"GET", "/api/v1/status", kPeople, kEverybody, handlers::get_status},
    {"GET", "/api/v1/deliveries", kPeople, kAdmin, handlers::list_deliveries},

    {"GET", "/api/v1/teams", kPeople, kAdmin, handlers::list_teams},
    {"POST", "/api/v1/teams", kPeople, kAdmin, handlers::add_team},
    {"PATCH", "/api/v1/teams/{name}", kPeople, kAdmin, handlers::patch_team},
    {"GET", "/api/v1/users", kPeople, kAdmin, handlers::list_users},
    secret("POST", "/api/v1/users", kPeople, kAdmin, handlers::add_user),
    {"PATCH", "/api/v1/users/{login}", kPeople, kAdmin, handlers::patch_user},
    {"GET", "/api/v1/tokens", kSelf, kAnybody, handlers::list_tokens},
    secret("POST", "/api/v1/tokens", kPeople, kAnybody, handlers::add_token),
    secret("POST", "/api/v1/tokens/{id}/revoke", kSelf, kAnybody, handlers::revoke_token),
    secret("POST", "/api/v1/session", kOpen, kNobody, handlers::sign_in),
    {"GET", "/api/v1/session", kSelf, kAnybody, handlers::get_session},
    secret("DELETE", "/api/v1/session", kSelf, kAnybody, handlers::sign_out),
    {"GET", "/api/v1/sessions", kSelf, kAnybody, handlers::list_sessions},
    {"POST", "/api/v1/sessions/end-others", kSelf, kAnybody, handlers::end_other_sessions},
    {"POST", "/api/v1/sessions/{id}/end", kSelf, kAnybody, handlers::end_session},
    secret("POST", "/api/v1/password", kSelf, kAnybody, handlers::change_password),
    secret("POST", "/api/v1/invitations", kPeople, kAdmin, handlers::invite),
    {"GET", "/api/v1/invitations/{code}", kOpen, kNobody, handlers::get_invitation},
    secret("POST", "/api/v1/invitations/{code}", kOpen, kNobody, handlers::redeem),
    secret("POST", "/api/v1/totp", kSelf, kAnybody, handlers::begin_totp),
    secret("POST", "/api/v1/totp/confirm", kSelf, kAnybody, handlers::confirm_totp),
    secret("POST", "/api/v1/totp/remove", kSelf, kAnybody, handlers::remove_totp),
    {"POST", "/api/v1/users/{login}/sessions/end", kPeople, kAdmin, handlers::end_sessions_of},
    secret("POST", "/api/v1/users/{login}/totp/remove", kPeople, kAdmin, handlers::remove_totp_of),
    {"GET", "/api/v1/audit", kPeople, kAdmin, handlers::list_audit},
    {"GET", "/api/v1/events", kPeople, kAnybody, handlers::events},
    {"GET", "/api/v1/leave", kPeople, kAdmin, handlers::list_leave},
    {"POST", "/api/v1/leave", kPeople, kAdmin, handlers::add_leave},
    {"GET", "/api/v1/sites", kPeople, kAdmin, handlers::list_sites},
    {"POST", "/api/v1/sites", kPeople, kAdmin, handlers::add_site},
    {"GET", "/api/v1/keywords", kPeople, kAdmin, handlers::list_keywords},
    {"POST", "/api/v1/keywords", kPeople, kAdmin, handlers::add_keyword},
    {"GET", "/api/v1/ranks", kPeople, kEverybody, handlers::list_ranks},
    {"GET", "/api/v1/ranks/history", kPeople, kEverybody, handlers::get_rank_history},
    {"GET", "/api/v1/ranks/movers", kPeople, kEverybody, handlers::list_rank_movers},
    {"GET", "/api/v1/ranks/visibility", kPeople, kEverybody, handlers::get_rank_visibility},
    {"GET", "/api/v1/weeks", kPeople, kStaff, handlers::list_weeks},
    {"GET", "/api/v1/weeks/{monday}", kPeople, kStaff, handlers::get_week},
    {"GET", "/api/v1/records", kPeople, kAdmin, handlers::list_records},
    {"GET", "/api/v1/records/history", kPeople, kAdmin, handlers::get_record_history},
    {"POST", "/api/v1/records", kPeople, kAdmin, handlers::import_records, kReportBody},
    {"GET", "/api/v1/proposals", kPeople, kLeaders, handlers::list_proposals},
    {"POST", "/api/v1/proposals/{id}", kPeople, kLeaders, handlers::decide_proposal},
    {"POST", "/api/v1/channels/{name}/test", kPeople, kAdmin, handlers::test_channel},
    {"POST", "/api/v1/providers/{name}/test", kPeople, kAdmin, handlers::test_provider},
    {"POST", "/api/v1/providers/{name}/withdraw", kPeople, kAdmin, handlers::withdraw_negatives},
    {"GET", "/api/v1/messages", kPeople, kAdmin, handlers::list_messages},
    {"POST", "/api/v1/messages/{id}/retry", kPeople, kAdmin, handlers::retry_message},
    {"GET", "/api/v1/silences", kPeople, kLeaders, handlers::list_silences},
    {"POST", "/api/v1/silences", kPeople, kLeaders, handlers::add_silence},
    {"POST", "/api/v1/silences/{id}/end", kPeople, kLeaders, handlers::end_silence},
    {"GET", "/api/v1/waivers", kPeople, kLeaders, handlers::list_waivers},
    {"POST", "/api/v1/waivers", kPeople, kLeaders, handlers::add_waiver},
    {"POST", "/api/v1/waivers/{id}/end", kPeople, kLeaders, handlers::end_waiver},
    {"GET", "/api/v1/troubles", kPeople, kAdmin, handlers::list_troubles},
    {"GET", "/api/v1/inbox", kPeople, kAnybody, handlers::get_inbox},
    {"POST", "/api/v1/inbox/read", kPeople, kAnybody, handlers::read_inbox},
    {"GET", "/api/v1/preferences", kPeople, kAnybody, handlers::get_preferences},
    {"POST", "/api/v1/preferences", kPeople, kAnybody, handlers::set_preference},
    {"POST", "/api/v1/backup", kPeople, kAdmin, handlers::backup},
    {"POST", "/api/v1/reload", kPeople, kAdmin, handlers::reload},

    {"GET", "/livez", kOpen, kNobody, handlers::livez},
    {"GET", "/readyz", kOpen, kNobody, handlers::readyz},
    {"GET", "/metrics", kMachine, kAdmin, handlers::get_metrics},

    {"GET", "/", kOpen, kNobody, handlers::root},
    {"GET", "/app/{path*}", kOpen, kNobody, handlers::application},
    {"GET", "/practice", kOpen, kNobody, handlers::practice_front},
    {"GET", "/assets/site.css", kOpen, kNobody, handlers::stylesheet},
    {"GET", "/assets/{name}", kOpen, kNobody, handlers::ui_asset},
    {"POST", "/captures", Gate::kCapture, kNobody, handlers::receive_capture, kCaptureBody,
     Takes::kForm},
    {"GET", "/o/{token}", kLink, kNobody, handlers::owner},
    {"GET", "/p/{token}", kLink, kNobody, handlers::employee},
    {"GET", "/p/{token}/captures", kLink, kNobody, handlers::employee_captures},
    {"POST", "/p/{token}/captures/bookmark", kLink, kNobody, handlers::employee_bookmark,
     kSmallBody, Takes::kForm},
    {"POST", "/p/{token}/captures/{id}", kLink, kNobody, handlers::employee_hand_in, kCaptureBody,
     Takes::kForm},
    {"POST", "/p/{token}/captures/{id}/skip", kLink, kNobody, handlers::employee_skip, kSmallBody,
     Takes::kForm},
    {"GET", "/p/{token}/claims/{id}", kLink, kNobody, handlers::employee_claim},
    {"GET", "/p/{token}/claims/{id}/evidence/{evidence}", kLink, kNobody,
     handlers::employee_evidence},
    {"GET", "/p/{token}/inbox", kLink, kNobody, handlers::employee_inbox},
    {"POST", "/p/{token}/inbox/read", kLink, kNobody, handlers::employee_reads, kSmallBody,
     Takes::kForm},
    {"GET", "/p/{token}/preferences", kLink, kNobody, handlers::employee_preferences},
    {"POST", "/p/{token}/preferences", kLink, kNobody, handlers::employee_prefers, kSmallBody,
     Takes::kForm},
    {"GET", "/p/{token}/ranks", kLink, kNobody, handlers::employee_ranks},
    {"GET", "/p/{token}/keywords/{id}", kLink, kNobody, handlers::employee_keyword},
    {"GET", "/p/{token}/weeks", kLink, kNobody, handlers::employee_week},
    {"GET", "/p/{token}/weeks/{monday}", kLink, kNobody, handlers::employee_week},
    {"GET", "/s/{token}", kLink, kNobody, handlers::supervisor},
    {"GET", "/s/{token}/captures", kLink, kNobody, handlers::supervisor_captures},
    {"POST", "/s/{token}/captures/bookmark", kLink, kNobody, handlers::supervisor_bookmark,
     kSmallBody, Takes::kForm},
    {"POST", "/s/{token}/captures/{id}", kLink, kNobody, handlers::supervisor_hand_in, kCaptureBody,
     Takes::kForm},
    {"POST", "/s/{token}/captures/{id}/skip", kLink, kNobody, handlers::supervisor_skip, kSmallBody,
     Takes::kForm},
    {"GET", "/s/{token}/inbox", kLink, kNobody, handlers::supervisor_inbox},
    {"POST", "/s/{token}/inbox/read", kLink, kNobody, handlers::supervisor_reads, kSmallBody,
     Takes::kForm},
    {"GET", "/s/{token}/preferences", kLink, kNobody, handlers::supervisor_preferences},
    {"POST", "/s/{token}/preferences", kLink, kNobody, handlers::supervisor_prefers, kSmallBody,
     Takes::kForm},
    {"GET", "/s/{token}/ranks", kLink, kNobody, handlers::supervisor_ranks},
    {"GET", "/s/{token}/keywords/{id}", kLink, kNobody, handlers::supervisor_keyword},
    {"GET", "/s/{token}/index", kLink, kNobody, handlers::supervisor_index},
    {"GET", "/s/{token}/weeks", kLink, kNobody, handlers::supervisor_week},
    {"GET", "/s/{token}/weeks/{monday}", kLink, kNobody, handlers::supervisor_week},
    {"POST", "/s/{token}/proposals/{id}", kLink, kNobody, handlers::supervisor_decides, kSmallBody,
     Takes::kForm},
    {"GET", "/s/{token}/claims/{id}", kLink, kNobody, handlers::supervisor_claim},
    {"GET", "/s/{token}/claims/{id}/evidence/{evidence}", kLink, kNobody,
     handlers::supervisor_evidence},
};

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

}  // namespace vouch::web
