// One function a route (routes.cpp). Main loop; each is a coroutine that owns its Call.
#pragma once

#include <charconv>
#include <optional>
#include <string>

#include "web/app.h"
#include "web/router.h"

namespace vouch::web::handlers {

// handlers_reports.cpp
Task<HttpResponse> submit_report(Services& services, Call call);

// handlers_claims.cpp
Task<HttpResponse> list_claims(Services& services, Call call);
Task<HttpResponse> get_claim(Services& services, Call call);
Task<HttpResponse> get_evidence(Services& services, Call call);
Task<HttpResponse> decide(Services& services, Call call);
Task<HttpResponse> open_dispute(Services& services, Call call);
Task<HttpResponse> close_dispute(Services& services, Call call);
Task<HttpResponse> recheck(Services& services, Call call);

// handlers_attachments.cpp
Task<HttpResponse> attach(Services& services, Call call);
Task<HttpResponse> list_attachments(Services& services, Call call);

// handlers_people.cpp
Task<HttpResponse> add_team(Services& services, Call call);
Task<HttpResponse> list_teams(Services& services, Call call);
Task<HttpResponse> patch_team(Services& services, Call call);
Task<HttpResponse> list_users(Services& services, Call call);
Task<HttpResponse> add_user(Services& services, Call call);
Task<HttpResponse> patch_user(Services& services, Call call);
Task<HttpResponse> add_token(Services& services, Call call);
Task<HttpResponse> list_leave(Services& services, Call call);
Task<HttpResponse> add_leave(Services& services, Call call);

// handlers_setup.cpp
Task<HttpResponse> list_sites(Services& services, Call call);
Task<HttpResponse> add_site(Services& services, Call call);
Task<HttpResponse> list_keywords(Services& services, Call call);
Task<HttpResponse> add_keyword(Services& services, Call call);
Task<HttpResponse> list_records(Services& services, Call call);
Task<HttpResponse> get_record_history(Services& services, Call call);
Task<HttpResponse> import_records(Services& services, Call call);
Task<HttpResponse> test_channel(Services& services, Call call);
Task<HttpResponse> test_provider(Services& services, Call call);
Task<HttpResponse> withdraw_negatives(Services& services, Call call);
Task<HttpResponse> list_proposals(Services& services, Call call);
Task<HttpResponse> decide_proposal(Services& services, Call call);
Task<HttpResponse> backup(Services& services, Call call);
Task<HttpResponse> reload(Services& services, Call call);

// handlers_silences.cpp
Task<HttpResponse> list_silences(Services& services, Call call);
Task<HttpResponse> add_silence(Services& services, Call call);
Task<HttpResponse> end_silence(Services& services, Call call);
Task<HttpResponse> list_troubles(Services& services, Call call);

// handlers_waivers.cpp
Task<HttpResponse> list_waivers(Services& services, Call call);
Task<HttpResponse> add_waiver(Services& services, Call call);
Task<HttpResponse> end_waiver(Services& services, Call call);

// handlers_owner_links.cpp
Task<HttpResponse> list_owner_links(Services& services, Call call);
Task<HttpResponse> add_owner_link(Services& services, Call call);
Task<HttpResponse> end_owner_link(Services& services, Call call);
Task<HttpResponse> owner(Services& services, Call call);

// handlers_weeks.cpp
Task<HttpResponse> list_weeks(Services& services, Call call);
Task<HttpResponse> get_week(Services& services, Call call);
Task<HttpResponse> employee_week(Services& services, Call call);
Task<HttpResponse> supervisor_week(Services& services, Call call);

// handlers_accounts.cpp
Task<HttpResponse> sign_in(Services& services, Call call);
Task<HttpResponse> get_session(Services& services, Call call);
Task<HttpResponse> sign_out(Services& services, Call call);
Task<HttpResponse> list_sessions(Services& services, Call call);
Task<HttpResponse> end_session(Services& services, Call call);
Task<HttpResponse> end_other_sessions(Services& services, Call call);
Task<HttpResponse> end_sessions_of(Services& services, Call call);
Task<HttpResponse> change_password(Services& services, Call call);
Task<HttpResponse> invite(Services& services, Call call);
Task<HttpResponse> get_invitation(Services& services, Call call);
Task<HttpResponse> redeem(Services& services, Call call);
Task<HttpResponse> begin_totp(Services& services, Call call);
Task<HttpResponse> confirm_totp(Services& services, Call call);
Task<HttpResponse> remove_totp(Services& services, Call call);
Task<HttpResponse> remove_totp_of(Services& services, Call call);
Task<HttpResponse> list_tokens(Services& services, Call call);
Task<HttpResponse> revoke_token(Services& services, Call call);

// handlers_audit.cpp
Task<HttpResponse> list_audit(Services& services, Call call);

// handlers_events.cpp
Task<HttpResponse> events(Services& services, Call call);

// handlers_inbox.cpp
Task<HttpResponse> get_inbox(Services& services, Call call);
Task<HttpResponse> read_inbox(Services& services, Call call);
Task<HttpResponse> get_preferences(Services& services, Call call);
Task<HttpResponse> set_preference(Services& services, Call call);

// handlers_inbox_pages.cpp
Task<HttpResponse> employee_inbox(Services& services, Call call);
Task<HttpResponse> employee_reads(Services& services, Call call);
Task<HttpResponse> employee_preferences(Services& services, Call call);
Task<HttpResponse> employee_prefers(Services& services, Call call);
Task<HttpResponse> supervisor_inbox(Services& services, Call call);
Task<HttpResponse> supervisor_reads(Services& services, Call call);
Task<HttpResponse> supervisor_preferences(Services& services, Call call);
Task<HttpResponse> supervisor_prefers(Services& services, Call call);

// handlers_ranks.cpp
Task<HttpResponse> list_ranks(Services& services, Call call);
Task<HttpResponse> get_rank_history(Services& services, Call call);
Task<HttpResponse> list_rank_movers(Services& services, Call call);
Task<HttpResponse> get_rank_visibility(Services& services, Call call);

// handlers_status.cpp
Task<HttpResponse> get_status(Services& services, Call call);
Task<HttpResponse> list_deliveries(Services& services, Call call);
Task<HttpResponse> list_messages(Services& services, Call call);
Task<HttpResponse> retry_message(Services& services, Call call);
Task<HttpResponse> livez(Services& services, Call call);
Task<HttpResponse> readyz(Services& services, Call call);
Task<HttpResponse> get_metrics(Services& services, Call call);

// handlers_pages.cpp
Task<HttpResponse> root(Services& services, Call call);
Task<HttpResponse> application(Services& services, Call call);
Task<HttpResponse> ui_asset(Services& services, Call call);
Task<HttpResponse> practice_front(Services& services, Call call);
Task<HttpResponse> stylesheet(Services& services, Call call);
Task<HttpResponse> employee(Services& services, Call call);
Task<HttpResponse> employee_claim(Services& services, Call call);
Task<HttpResponse> employee_evidence(Services& services, Call call);
Task<HttpResponse> supervisor(Services& services, Call call);
Task<HttpResponse> supervisor_claim(Services& services, Call call);
Task<HttpResponse> supervisor_evidence(Services& services, Call call);

// handlers_captures.cpp
Task<HttpResponse> list_captures(Services& services, Call call);
Task<HttpResponse> hand_in_capture(Services& services, Call call);
Task<HttpResponse> skip_capture(Services& services, Call call);
Task<HttpResponse> make_bookmark(Services& services, Call call);
Task<HttpResponse> receive_capture(Services& services, Call call);
Task<HttpResponse> employee_captures(Services& services, Call call);
Task<HttpResponse> employee_hand_in(Services& services, Call call);
Task<HttpResponse> employee_skip(Services& services, Call call);
Task<HttpResponse> employee_bookmark(Services& services, Call call);
Task<HttpResponse> supervisor_captures(Services& services, Call call);
Task<HttpResponse> supervisor_hand_in(Services& services, Call call);
Task<HttpResponse> supervisor_skip(Services& services, Call call);
Task<HttpResponse> supervisor_bookmark(Services& services, Call call);

// handlers_rank_pages.cpp
Task<HttpResponse> employee_ranks(Services& services, Call call);
Task<HttpResponse> employee_keyword(Services& services, Call call);
Task<HttpResponse> supervisor_ranks(Services& services, Call call);
Task<HttpResponse> supervisor_keyword(Services& services, Call call);
Task<HttpResponse> supervisor_index(Services& services, Call call);
Task<HttpResponse> supervisor_decides(Services& services, Call call);

// A positive decimal number and nothing else.
template <class Id>
std::optional<Id> parse_id(const std::string& text) {
  Id id;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id.value);
  if (error != std::errc() || stop != end || id.value <= 0) return std::nullopt;
  return id;
}

// `limit` of the query: 1..`most`, `usual` where absent.
Result<int> read_limit(const Target& target, int usual, int most);

// Evidence as a download that no browser renders (ASVS 3.2.1).
HttpResponse evidence_answer(EvidenceId id, std::string bytes);
HttpResponse picture_answer(std::string_view type, std::string bytes);

}  // namespace vouch::web::handlers
