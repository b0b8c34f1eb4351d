#include "web/office.h"

#include <algorithm>
#include <map>

#include <boost/json.hpp>

#include "store/acknowledgements.h"
#include "store/people.h"
#include "web/json_in.h"
#include "web/json_parts.h"
#include "web/team_scope.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

int year_of(Date date) {
  return static_cast<int>(std::chrono::year_month_day(date).year());
}

struct NamedDay {
  Date date;
  std::string_view kind;
  std::string name;
};

}  // namespace

std::optional<int> read_version(JsonIn& body) {
  const auto version = body.number("version");
  const bool good = version && *version >= 1 && *version <= 1'000'000'000;
  if (!good) body.reject("version", "must be the version that was read");
  if (!good) return std::nullopt;
  return static_cast<int>(*version);
}

namespace gather {

Result<std::optional<Time>> acknowledged(store::Connection& db, int version, const Viewer& viewer) {
  if (!viewer.actor.user) return std::nullopt;
  return store::acknowledgements::find(db, viewer.actor.user, store::acknowledgements::kChecks,
                                       version);
}

Result<std::vector<User>> people_told(store::Connection& db, const Viewer& viewer) {
  std::vector<User> people;
  if (viewer.actor.role == Role::kAdmin) {
    auto everybody = store::people::users(db);
    if (!everybody) return tl::unexpected(everybody.error());
    people = std::move(*everybody);
  } else {
    const auto teams = teams_seen(db, viewer);
    if (!teams) return tl::unexpected(teams.error());
    for (const Team& team : *teams) {
      const auto members = store::people::team_members(db, team.id);
      if (!members) return tl::unexpected(members.error());
      people.insert(people.end(), members->begin(), members->end());
    }
  }
  std::erase_if(people, [](const User& user) { return !user.active; });
  return people;
}

Result<std::vector<NoticeReader>> notice_readers(store::Connection& db, int version,
                                                 const Viewer& viewer) {
  const auto people = people_told(db, viewer);
  if (!people) return tl::unexpected(people.error());
  const auto read = store::acknowledgements::readers(db, store::acknowledgements::kChecks, version);
  if (!read) return tl::unexpected(read.error());
  std::map<UserId, Time> at;
  for (const auto& one : *read) at[one.user] = one.at;
  std::vector<NoticeReader> out;
  for (const User& user : *people) {
    const auto found = at.find(user.id);
    std::optional<Time> when;
    if (found != at.end()) when = found->second;
    out.push_back({user.login, user.name, when});
  }
  return out;
}

}  // namespace gather

std::string calendar_json(const ReadingRules& rules, int year, Date today) {
  constexpr unsigned kDecember = 12;
  const int now = year_of(today);
  const bool next_known = rules.calendar.has_year(now + 1);
  const auto month = static_cast<unsigned>(std::chrono::year_month_day(today).month());
  std::vector<NamedDay> days;
  for (const config::CalendarYear& known : rules.years) {
    if (known.year != year) continue;
    for (const auto& [date, name] : known.off) days.push_back({date, "holiday", name});
    for (const auto& [date, name] : known.makeup_workdays) days.push_back({date, "makeup", name});
  }
  std::sort(days.begin(), days.end(),
            [](const NamedDay& left, const NamedDay& right) { return left.date < right.date; });
  json::object out;
  out["year"] = year;
  out["known"] = rules.calendar.has_year(year);
  out["next_year_known"] = next_known;
  out["warn"] = month == kDecember && !next_known;
  out["days"] = array_of(days, [](const NamedDay& day) {
    return json::object{
        {"date", text(to_iso_date(day.date))}, {"kind", day.kind}, {"name", text(day.name)}};
  });
  return json::serialize(out);
}

std::string checks_notice_json(const config::ChecksNotice& notice,
                               const std::optional<Time>& acknowledged) {
  json::object out;
  out["version"] = notice.version;
  out["title"] = text(notice.title);
  out["sections"] = array_of(notice.sections, [](const config::ChecksNotice::Section& section) {
    return json::object{{"heading", text(section.heading)}, {"lines", parts::texts(section.lines)}};
  });
  out["acknowledged_at"] = moment(acknowledged);
  return json::serialize(out);
}

std::string readers_json(const std::vector<NoticeReader>& readers) {
  json::object out;
  out["items"] = array_of(readers, [](const NoticeReader& reader) {
    return json::object{{"login", text(reader.login)},
                        {"name", text(reader.name)},
                        {"acknowledged_at", moment(reader.acknowledged_at)}};
  });
  return json::serialize(out);
}

}  // namespace vouch::web
