#include "web/missing_reports.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "store/notices.h"
#include "store/reports.h"

namespace vouch::web::gather {
namespace {

constexpr std::chrono::days kMissingDays{7};
constexpr int kNoticesRead = 300;

std::string member(const boost::json::object& body, std::string_view name) {
  const boost::json::value* value = body.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

// The key of such a notice is "r<user>|<date>|<audience>".
UserId person_of(const Notice& notice) {
  std::int64_t id = 0;
  if (notice.key.starts_with('r'))
    std::from_chars(notice.key.data() + 1, notice.key.data() + notice.key.size(), id);
  return UserId{id};
}

}  // namespace

Result<std::vector<MissingOne>> missing_reports(store::Connection& db, const Viewer& viewer) {
  std::vector<MissingOne> out;
  if (!viewer.actor.user) return out;
  const auto notices = store::notices::for_recipient(db, viewer.actor.user, kNoticesRead);
  if (!notices) return tl::unexpected(notices.error());
  for (const Notice& notice : *notices) {
    if (notice.kind != NoticeKind::kNotReported || notice.audience != Audience::kSupervisor ||
        notice.due_at > viewer.now || notice.state == NoticeState::kDropped)
      continue;
    boost::system::error_code error;
    const auto body = boost::json::parse({notice.body.data(), notice.body.size()}, error);
    if (error || !body.is_object()) continue;
    const auto date = parse_date(member(body.get_object(), "report_date"));
    if (!date || *date < viewer.today - kMissingDays) continue;
    const auto reporters = store::reports::reporters(db, *date);
    if (!reporters) return tl::unexpected(reporters.error());
    const auto handed_in = std::find(reporters->begin(), reporters->end(), person_of(notice));
    if (handed_in != reporters->end()) continue;  // late, but there
    out.push_back({person_of(notice), member(body.get_object(), "subject"), *date});
  }
  return out;
}

}  // namespace vouch::web::gather
