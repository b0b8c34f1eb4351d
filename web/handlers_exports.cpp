// A list as a file: gathered page by page on a reader, written there too, so that neither the loop
// nor other readers wait for it.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "planning/week_plan.h"
#include "store/people.h"
#include "web/answers.h"
#include "web/centres.h"
#include "web/desk.h"
#include "web/export_sheets.h"
#include "web/gather_ranks.h"
#include "web/handlers.h"
#include "web/inquiries.h"
#include "web/list_query.h"
#include "web/money_sheets.h"
#include "web/plan_sheets.h"
#include "web/plans.h"
#include "web/reviews.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kPage = 500;
constexpr int kMostDays = 92;
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Error too_many() {
  return {ErrorCode::kInvalid,
          fmt::format("要导出的超过 {} 行；请缩小日期或筛选范围，分几次导出", kMostSheetRows),
          {}};
}

Task<Result<std::vector<DisputeRow>>> all_disputes(Services& services,
                                                   gather::DisputeRequest request,
                                                   gather::Viewer viewer) {
  std::vector<DisputeRow> out;
  request.limit = kPage;
  while (true) {
    ReadJob<DisputeList> job = [request, viewer](store::Connection& db) {
      return gather::disputes(db, request, viewer);
    };
    Result<DisputeList> page = co_await services.store.read<DisputeList>(std::move(job));
    if (!page) co_return tl::unexpected(page.error());
    for (DisputeRow& row : page->items) out.push_back(std::move(row));
    if (out.size() > kMostSheetRows) co_return tl::unexpected(too_many());
    if (!page->next) co_return out;
    request.before = *page->next;
  }
}

struct AuditPage {
  std::vector<store::AuditEntry> entries;
  std::map<UserId, std::string> names;
};

int read_whole(const Target& target, std::string_view name, int absent) {
  const std::string text = target.get(name).value_or("");
  int value = absent;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct AuditWanted {
  store::audit::Filter filter;
  std::string login;  // who did it; empty: anybody
  store::audit::Span span;
};

// The filters of the list, and days of the company's zone; all of it where none are given.
Result<AuditWanted> read_audit(const Target& target, const gather::Viewer& viewer,
                               const Zone& zone) {
  AuditWanted out;
  out.filter.action = target.get("action").value_or("");
  out.filter.subject = target.get("subject").value_or("");
  out.login = target.get("actor").value_or("");
  const auto from = read_day(target, "from");
  if (!from) return tl::unexpected(from.error());
  const auto to = read_day(target, "to");
  if (!to) return tl::unexpected(to.error());
  const Date last = to->value_or(viewer.today);
  if (*from && **from > last) return fail(ErrorCode::kInvalid, "开始日期在结束日期之后", "from");
  if (*from) out.span.from = zone.at(**from, Millis(0));
  out.span.to = zone.at(last + std::chrono::days(1), Millis(0));
  return out;
}

Result<AuditPage> audit_page(store::Connection& db, AuditWanted wanted, std::int64_t after) {
  AuditPage page;
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  for (const User& user : *users) {
    page.names[user.id] = user.name;
    if (user.login == wanted.login) wanted.filter.actor = user.id;
  }
  if (!wanted.login.empty() && !wanted.filter.actor)
    return fail(ErrorCode::kNotFound, "没有登录名为 " + wanted.login + " 的人", "actor");
  auto entries = store::audit::of_span(db, wanted.filter, wanted.span, after, kPage);
  if (!entries) return tl::unexpected(entries.error());
  page.entries = std::move(*entries);
  return page;
}

Task<Result<AuditPage>> all_audit(Services& services, AuditWanted wanted) {
  AuditPage out;
  std::int64_t after = 0;
  while (true) {
    ReadJob<AuditPage> job = [wanted, after](store::Connection& db) {
      return audit_page(db, wanted, after);
    };
    Result<AuditPage> page = co_await services.store.read<AuditPage>(std::move(job));
    if (!page) co_return tl::unexpected(page.error());
    const bool last = page->entries.size() < static_cast<std::size_t>(kPage);
    for (store::AuditEntry& entry : page->entries) out.entries.push_back(std::move(entry));
    out.names = std::move(page->names);
    if (out.entries.size() > kMostSheetRows) co_return tl::unexpected(too_many());
    if (last) co_return out;
    after = out.entries.back().id;
  }
}

// Page by page into the rows of the file: fifty thousand entries with all their stages are too many
// to be held at once.
Task<Result<Sheet>> claims(Services& services, const Call& call, const gather::Viewer& viewer,
                           const Telling& telling) {
  Result<gather::ListRequest> request = read_claim_list(call.target);
  if (!request) co_return tl::unexpected(request.error());
  const bool own = viewer.actor.role == Role::kEmployee;
  Sheet sheet = claims_sheet({}, own, telling);
  request->limit = kPage;
  request->after = ClaimId{};
  while (true) {
    ReadJob<gather::ClaimList> job = [wanted = *request, viewer](store::Connection& db) {
      return gather::claim_list(db, wanted, viewer);
    };
    const Result<gather::ClaimList> page =
        co_await services.store.read<gather::ClaimList>(std::move(job));
    if (!page) co_return tl::unexpected(page.error());
    Sheet part = claims_sheet(page->items, own, telling);
    for (auto& row : part.rows) sheet.rows.push_back(std::move(row));
    if (sheet.rows.size() > kMostSheetRows) co_return tl::unexpected(too_many());
    if (!page->next) co_return sheet;
    request->after = *page->next;
  }
}

Task<Result<Sheet>> disputes(Services& services, const Call& call, const gather::Viewer& viewer,
                             const Telling& telling) {
  gather::DisputeRequest request;
  const std::string state = call.target.get("state").value_or("open");
  if (state != "all") request.open = state != "closed";
  const auto rows = co_await all_disputes(services, request, viewer);
  if (!rows) co_return tl::unexpected(rows.error());
  co_return disputes_sheet(*rows, telling);
}

Task<Result<Sheet>> matrix(Services& services, const Call& call, const gather::Viewer& viewer,
                           const Telling& telling) {
  const Date monday = viewer.today - (std::chrono::weekday(viewer.today) - std::chrono::Monday);
  const Days week{monday, monday + std::chrono::days(6)};
  const Result<Days> days = read_days(call.target, week, kMostDays);
  if (!days) co_return tl::unexpected(days.error());
  ReadJob<MatrixView> job = [viewer, wanted = *days, team = call.target.get("team").value_or(""),
                             rules = services.health.rules()](store::Connection& db) {
    return gather::matrix(db, wanted, team, rules, viewer);
  };
  const Result<MatrixView> view = co_await services.store.read<MatrixView>(std::move(job));
  if (!view) co_return tl::unexpected(view.error());
  co_return matrix_sheet(*view, telling);
}

Task<Result<Sheet>> centre(Services& services, const Call& call, const gather::Viewer& viewer,
                           const Telling& telling) {
  Result<gather::CentreRequest> wanted =
      read_centre(call.target, call.target.get("centre").value_or(""), viewer.today);
  if (!wanted) co_return tl::unexpected(wanted.error());
  ReadJob<CentreView> job = [viewer, wanted = *wanted,
                             rules = services.health.rules()](store::Connection& db) {
    return gather::centre(db, wanted, rules, viewer);
  };
  const Result<CentreView> view = co_await services.store.read<CentreView>(std::move(job));
  if (!view) co_return tl::unexpected(view.error());
  co_return centre_sheet(*view, viewer.actor.login, telling);
}

Task<Result<Sheet>> audit(Services& services, const Call& call, const gather::Viewer& viewer,
                          const Telling& telling) {
  Result<AuditWanted> wanted = read_audit(call.target, viewer, telling.zone);
  if (!wanted) co_return tl::unexpected(wanted.error());
  const Result<AuditPage> page = co_await all_audit(services, std::move(*wanted));
  if (!page) co_return tl::unexpected(page.error());
  co_return audit_sheet(page->entries, page->names, telling);
}

// Keyword by keyword in the order of the list; what both exports of them are made of.
Task<Result<std::vector<store::BoardKeyword>>> all_keywords(Services& services,
                                                            gather::Viewer viewer) {
  std::vector<store::BoardKeyword> out;
  gather::BoardRequest request;
  request.limit = kPage;
  while (true) {
    ReadJob<RankBoard> job = [request, viewer](store::Connection& db) {
      return gather::rank_board(db, request, viewer);
    };
    Result<RankBoard> page = co_await services.store.read<RankBoard>(std::move(job));
    if (!page) co_return tl::unexpected(page.error());
    for (store::BoardKeyword& keyword : page->keywords) out.push_back(std::move(keyword));
    if (out.size() > kMostSheetRows) co_return tl::unexpected(too_many());
    if (!page->next) co_return out;
    request.after = *page->next;
  }
}

Task<Result<Sheet>> keywords(Services& services, const Call&, const gather::Viewer& viewer,
                             const Telling& telling) {
  const auto all = co_await all_keywords(services, viewer);
  if (!all) co_return tl::unexpected(all.error());
  co_return keywords_sheet(*all, telling);
}

Task<Result<Sheet>> ranks(Services& services, const Call&, const gather::Viewer& viewer,
                          const Telling& telling) {
  const auto all = co_await all_keywords(services, viewer);
  if (!all) co_return tl::unexpected(all.error());
  Sheet sheet = ranks_sheet(*all, viewer.today, telling);
  if (sheet.rows.size() > kMostSheetRows) co_return tl::unexpected(too_many());
  co_return sheet;
}

Task<Result<Sheet>> waivers(Services& services, const Call&, const gather::Viewer& viewer,
                            const Telling& telling) {
  ReadJob<std::vector<WaiverRow>> job = [viewer](store::Connection& db) {
    return gather::waivers(db, viewer, static_cast<int>(kMostSheetRows) + 1);
  };
  const auto rows = co_await services.store.read<std::vector<WaiverRow>>(std::move(job));
  if (!rows) co_return tl::unexpected(rows.error());
  if (rows->size() > kMostSheetRows) co_return tl::unexpected(too_many());
  co_return waivers_sheet(*rows, telling);
}

struct People {
  std::vector<User> users;
  std::map<TeamId, std::string> teams;
};

Task<Result<Sheet>> users(Services& services, const Call&, const gather::Viewer&,
                          const Telling& telling) {
  ReadJob<People> job = [](store::Connection& db) -> Result<People> {
    People out;
    auto all = store::people::users(db);
    if (!all) return tl::unexpected(all.error());
    out.users = std::move(*all);
    const auto teams = store::people::teams(db);
    if (!teams) return tl::unexpected(teams.error());
    for (const Team& team : *teams) out.teams[team.id] = team.name;
    return out;
  };
  const auto people = co_await services.store.read<People>(std::move(job));
  if (!people) co_return tl::unexpected(people.error());
  co_return users_sheet(people->users, people->teams, telling);
}

Task<Result<Sheet>> inquiries(Services& services, const Call& call, const gather::Viewer& viewer,
                              const Telling& telling) {
  Result<InquiryRequest> request = read_inquiry_list(call.target);
  if (!request) co_return tl::unexpected(request.error());
  request->filter.limit = static_cast<int>(kMostSheetRows) + 1;
  request->filter.before = InquiryId{};
  ReadJob<InquiryList> job = [wanted = std::move(*request), viewer](store::Connection& db) {
    return gather::inquiries(db, wanted, viewer);
  };
  const Result<InquiryList> list = co_await services.store.read<InquiryList>(std::move(job));
  if (!list) co_return tl::unexpected(list.error());
  if (list->items.size() > kMostSheetRows) co_return tl::unexpected(too_many());
  co_return inquiries_sheet(list->items, telling);
}

// Of the week of `monday`; this week where none is given.
Result<Date> read_week(const Target& target, Date today) {
  const auto day = read_day(target, "monday");
  if (!day) return tl::unexpected(day.error());
  if (!*day) return planning::monday_of(today);
  return read_monday(to_iso_date(**day));
}

Task<Result<Sheet>> plan(Services& services, const Call& call, const gather::Viewer& viewer,
                         const Telling& telling) {
  const Result<Date> monday = read_week(call.target, viewer.today);
  if (!monday) co_return tl::unexpected(monday.error());
  ReadJob<PlanView> job = [day = *monday, viewer, team = call.target.get("team").value_or(""),
                           rules = services.health.rules()](store::Connection& db) {
    return gather::plan(db, day, team, rules, viewer);
  };
  const Result<PlanView> view = co_await services.store.read<PlanView>(std::move(job));
  if (!view) co_return tl::unexpected(view.error());
  co_return plan_sheet(*view, telling);
}

Task<Result<Sheet>> keyword_plan(Services& services, const Call& call, const gather::Viewer& viewer,
                                 const Telling& telling) {
  const Result<Date> monday = read_week(call.target, viewer.today);
  if (!monday) co_return tl::unexpected(monday.error());
  ReadJob<KeywordPlanView> job =
      [day = *monday, viewer, team = call.target.get("team").value_or("")](store::Connection& db) {
        return gather::keyword_plan(db, day, team, viewer);
      };
  const Result<KeywordPlanView> view =
      co_await services.store.read<KeywordPlanView>(std::move(job));
  if (!view) co_return tl::unexpected(view.error());
  co_return keyword_plan_sheet(*view, telling);
}

Task<Result<Sheet>> targets(Services& services, const Call& call, const gather::Viewer& viewer,
                            const Telling& telling) {
  const auto metric = parse_target_metric(call.target.get("metric").value_or("revenue"));
  if (!metric) co_return fail(ErrorCode::kInvalid, "没有这个指标", "metric");
  const std::chrono::year_month_day today(viewer.today);
  gather::TargetsWanted wanted;
  wanted.place.metric = *metric;
  wanted.place.team = call.target.get("team").value_or("");
  wanted.place.year = read_whole(call.target, "year", static_cast<int>(today.year()));
  wanted.month = read_whole(call.target, "month", 0);
  ReadJob<TargetsView> job = [wanted, viewer,
                              rules = services.health.rules()](store::Connection& db) {
    return gather::targets(db, wanted, rules, viewer);
  };
  const Result<TargetsView> view = co_await services.store.read<TargetsView>(std::move(job));
  if (!view) co_return tl::unexpected(view.error());
  co_return targets_sheet(*view, telling);
}

// From the month of `from` on, `months` of them: a quarter is three.
Task<Result<Sheet>> paid(Services& services, const Call& call, const gather::Viewer& viewer,
                         const Telling& telling) {
  const auto from = read_day(call.target, "from");
  if (!from) co_return tl::unexpected(from.error());
  const std::chrono::year_month_day first(from->value_or(viewer.today));
  const int count = std::clamp(read_whole(call.target, "months", 1), 1, 12);
  std::vector<PaidBudgetView> months;
  for (int i = 0; i < count; ++i) {
    const Date month((first.year() / first.month() + std::chrono::months(i)) / 1);
    ReadJob<PaidBudgetView> job = [month, viewer,
                                   rules = services.health.rules()](store::Connection& db) {
      return gather::paid_budget(db, month, rules->calendar, viewer);
    };
    Result<PaidBudgetView> view = co_await services.store.read<PaidBudgetView>(std::move(job));
    if (!view) co_return tl::unexpected(view.error());
    months.push_back(std::move(*view));
  }
  co_return paid_sheet(months, telling);
}

using Maker = Task<Result<Sheet>> (*)(Services& services, const Call& call,
                                      const gather::Viewer& viewer, const Telling& telling);

struct Export {
  std::string_view name;
  Roles roles;
  Maker make = nullptr;
};
constexpr Export kExports[] = {
    {"claims", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin), claims},
    {"disputes", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin), disputes},
    {"matrix", Roles(Role::kSupervisor, Role::kAdmin), matrix},
    {"centre", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin), centre},
    {"audit", Roles(Role::kAdmin), audit},
    {"keywords", Roles(Role::kAdmin), keywords},
    {"ranks", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin), ranks},
    {"users", Roles(Role::kAdmin), users},
    {"inquiries", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin), inquiries},
    {"plan", Roles(Role::kSupervisor, Role::kAdmin), plan},
    {"keyword-plan", Roles(Role::kSupervisor, Role::kAdmin), keyword_plan},
    {"targets", Roles(Role::kSupervisor, Role::kAdmin), targets},
    {"paid", Roles(Role::kSupervisor, Role::kAdmin), paid},
    {"waivers", Roles(Role::kSupervisor, Role::kAdmin), waivers},
};

std::string names_of_exports() {
  std::string out;
  for (const Export& one : kExports) {
    if (!out.empty()) out += "、";
    out += one.name;
  }
  return out;
}

struct Wanted {
  const Export* list = nullptr;
  bool xlsx = false;
};

// "matrix.xlsx", or "matrix" with the format in the query.
Result<Wanted> read_name(const std::string& file, const Target& target, const Actor& actor) {
  const std::size_t dot = file.rfind('.');
  const std::string kind =
      dot == std::string::npos ? target.get("format").value_or("xlsx") : file.substr(dot + 1);
  const std::string list = file.substr(0, dot);
  for (const Export& one : kExports) {
    if (one.name != list || (kind != "xlsx" && kind != "csv")) continue;
    if (!one.roles.has(actor)) return fail(ErrorCode::kDenied, "您不能导出这个列表");
    return Wanted{&one, kind == "xlsx"};
  }
  return fail(ErrorCode::kNotFound,
              fmt::format("没有这个导出；可以导出 {}，后缀 .xlsx 或 .csv", names_of_exports()));
}

std::string query_of(const Target& target) {
  std::string out;
  for (const auto& [name, value] : target.query) {
    if (!out.empty()) out += '&';
    out += name + "=" + value;
  }
  return out;
}

}  // namespace

Task<HttpResponse> export_list(Services& services, Call call) {
  const Result<Wanted> wanted = read_name(call.params[0], call.target, call.actor);
  if (!wanted) co_return problem(wanted.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  const Names names = services.health.names();
  const Telling telling{lang_of(call.target), viewer.now, services.health.zone(), names, {}};
  Result<Sheet> sheet = co_await wanted->list->make(services, call, viewer, telling);
  if (!sheet) co_return problem(sheet.error());
  NoteExport note;
  note.name = fmt::format("{}.{}", wanted->list->name, wanted->xlsx ? "xlsx" : "csv");
  note.query = query_of(call.target);
  note.rows = std::ssize(sheet->rows);
  // Whoever may not be named in the books takes nothing out of them.
  const Status noted = co_await services.commands.note_export(call.actor, std::move(note));
  if (!noted) co_return problem(noted.error());
  ReadJob<std::string> job = [table = std::move(*sheet), xlsx = wanted->xlsx,
                              folder = services.store.directory()](store::Connection&) {
    return xlsx ? xlsx_file(table, folder) : Result<std::string>(csv_file(table));
  };
  Result<std::string> bytes = co_await services.store.read<std::string>(std::move(job));
  if (!bytes) co_return problem(bytes.error());
  HttpResponse response = text_answer(200, std::move(*bytes));
  response.content_type = wanted->xlsx ? std::string(kXlsx) : "text/csv; charset=utf-8";
  const std::string kind = wanted->xlsx ? "xlsx" : "csv";
  response.headers.push_back(HeaderField{
      "Content-Disposition", fmt::format("attachment; filename=\"{}-{}.{}\"", wanted->list->name,
                                         to_iso_date(viewer.today), kind)});
  co_return response;
}

}  // namespace vouch::web::handlers
