#include <algorithm>
#include <map>

#include "planning/contact.h"
#include "store/people.h"
#include "web/inquiries.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

namespace register_ = store::inquiries;
using store::Connection;

Result<register_::Scope> scope_of(Connection& db, const Viewer& viewer) {
  register_::Scope out;
  out.all = viewer.actor.role == Role::kAdmin;
  out.self = viewer.actor.user;
  if (viewer.actor.role == Role::kEmployee) {
    const auto user = store::people::find_user(db, viewer.actor.user);
    if (!user) return tl::unexpected(user.error());
    if (user->post != "service" && user->post != "sales")
      return fail(ErrorCode::kDenied, "询盘登记是客服、销售和主管用的");
    return out;
  }
  if (!viewer.actor.user) return out;
  const auto led = store::people::teams_led_by(db, viewer.actor.user, viewer.today);
  if (!led) return tl::unexpected(led.error());
  for (const Team& team : *led) out.teams.push_back(team.id);
  return out;
}

Result<std::map<UserId, User>> people_of(Connection& db) {
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  std::map<UserId, User> out;
  for (const User& user : *users) out[user.id] = user;
  return out;
}

bool holds(const register_::Scope& scope, const User& owner) {
  return scope.all || (scope.self && owner.id == scope.self) ||
         (owner.team &&
          std::find(scope.teams.begin(), scope.teams.end(), owner.team) != scope.teams.end());
}

}  // namespace

Result<InquiryList> inquiries(Connection& db, InquiryRequest request, const Viewer& viewer) {
  auto scope = scope_of(db, viewer);
  if (!scope) return tl::unexpected(scope.error());
  register_::Filter filter = std::move(request.filter);
  filter.scope = std::move(*scope);
  filter.today = viewer.today;
  if (!request.owner.empty()) {
    const auto owner = store::people::user_by_login(db, request.owner);
    if (!owner) return tl::unexpected(owner.error());
    if (!*owner)
      return fail(ErrorCode::kNotFound, "没有登录名为 " + request.owner + " 的人", "owner");
    filter.owner = (*owner)->id;
  }
  const int limit = filter.limit++;
  auto rows = register_::list(db, filter);
  if (!rows) return tl::unexpected(rows.error());
  InquiryList out;
  out.items = std::move(*rows);
  if (out.items.size() > static_cast<std::size_t>(limit)) {
    out.items.resize(static_cast<std::size_t>(limit));
    out.next = out.items.back().inquiry.id;
  }
  for (register_::Listed& row : out.items)
    row.inquiry.contact = planning::mask_contact(row.inquiry.contact);
  return out;
}

Result<InquiryFile> inquiry(Connection& db, InquiryId id, const Viewer& viewer) {
  const auto scope = scope_of(db, viewer);
  if (!scope) return tl::unexpected(scope.error());
  auto row = register_::find_listed(db, id);
  if (!row) return tl::unexpected(row.error());
  const auto people = people_of(db);
  if (!people) return tl::unexpected(people.error());
  if (!*row || !holds(*scope, people->at((*row)->inquiry.owner)))
    return fail(ErrorCode::kNotFound, "没有这条询盘");
  const auto name_of = [&](UserId user) {
    const auto found = people->find(user);
    return found == people->end() ? std::string() : found->second.name;
  };
  InquiryFile out;
  out.row = std::move(**row);
  register_::Scope led = *scope;
  led.all = false;
  const bool concerns = holds(led, people->at(out.row.inquiry.owner));
  out.may_see_contact = concerns && !out.row.inquiry.contact.empty();
  led.self = UserId{};
  out.may_set_owner = scope->all || holds(led, people->at(out.row.inquiry.owner));
  const auto same =
      register_::with_contact(db, planning::contact_keys(out.row.inquiry.contact), id);
  if (!same) return tl::unexpected(same.error());
  for (const register_::Same& one : *same)
    out.same_contact.push_back({one.id, one.received_on, name_of(one.owner), one.state});
  out.row.inquiry.contact = planning::mask_contact(out.row.inquiry.contact);
  const auto notes = register_::notes(db, id);
  if (!notes) return tl::unexpected(notes.error());
  for (const InquiryNote& note : *notes) out.notes.push_back({note, name_of(note.by)});
  const auto changes = register_::changes(db, id);
  if (!changes) return tl::unexpected(changes.error());
  for (const InquiryChange& change : *changes) out.changes.push_back({change, name_of(change.by)});
  return out;
}

Result<InquirySummary> inquiry_summary(Connection& db, Days days, const Viewer& viewer) {
  const auto scope = scope_of(db, viewer);
  if (!scope) return tl::unexpected(scope.error());
  InquirySummary out;
  out.days = days;
  const std::pair<register_::By, std::vector<register_::Count>*> kinds[] = {
      {register_::By::kSource, &out.sources},
      {register_::By::kKeyword, &out.keywords},
      {register_::By::kState, &out.states}};
  for (const auto& [by, to] : kinds) {
    auto counts = register_::counts(db, *scope, by, days.from, days.to);
    if (!counts) return tl::unexpected(counts.error());
    *to = std::move(*counts);
  }
  auto people = register_::waiting(db, *scope, viewer.today);
  if (!people) return tl::unexpected(people.error());
  out.people = std::move(*people);
  return out;
}

}  // namespace vouch::web::gather
