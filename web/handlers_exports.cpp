// A list as a file: gathered page by page on a reader, written there too, so that neither the loop
// nor other readers wait for it.
#include <fmt/format.h>

#include "store/people.h"
#include "web/answers.h"
#include "web/desk.h"
#include "web/export_sheets.h"
#include "web/handlers.h"
#include "web/list_query.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kPage = 500;
constexpr int kMostDays = 92;
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Export {
  std::string_view name;
  Roles roles;
};
constexpr Export kExports[] = {
    {"claims", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin)},
    {"disputes", Roles(Role::kEmployee, Role::kSupervisor, Role::kAdmin)},
    {"matrix", Roles(Role::kSupervisor, Role::kAdmin)},
    {"audit", Roles(Role::kAdmin)},
};

struct Wanted {
  std::string list;  // "claims"
  bool xlsx = false;
};

Result<Wanted> read_name(const std::string& file, const Actor& actor) {
  const std::size_t dot = file.rfind('.');
  const std::string kind = dot == std::string::npos ? std::string() : file.substr(dot + 1);
  const std::string list = file.substr(0, dot);
  for (const Export& one : kExports) {
    if (one.name != list || (kind != "xlsx" && kind != "csv")) continue;
    if (!one.roles.has(actor)) return fail(ErrorCode::kDenied, "您不能导出这个列表");
    return Wanted{list, kind == "xlsx"};
  }
  return fail(ErrorCode::kNotFound, "没有这个导出；可以导出 claims、disputes、matrix、audit");
}

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

Task<Result<AuditPage>> all_audit(Services& services) {
  AuditPage out;
  std::int64_t after = 0;
  while (true) {
    ReadJob<AuditPage> job = [after](store::Connection& db) -> Result<AuditPage> {
      AuditPage page;
      auto entries = store::audit::list(db, after, kPage);
      if (!entries) return tl::unexpected(entries.error());
      page.entries = std::move(*entries);
      const auto users = store::people::users(db);
      if (!users) return tl::unexpected(users.error());
      for (const User& user : *users) page.names[user.id] = user.name;
      return page;
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

Task<Result<Sheet>> sheet_of(Services& services, const Call& call, const std::string& list,
                             const gather::Viewer& viewer, const Telling& telling) {
  if (list == "claims") co_return co_await claims(services, call, viewer, telling);
  if (list == "disputes") co_return co_await disputes(services, call, viewer, telling);
  if (list == "matrix") co_return co_await matrix(services, call, viewer, telling);
  const auto page = co_await all_audit(services);
  if (!page) co_return tl::unexpected(page.error());
  co_return audit_sheet(page->entries, page->names, telling);
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
  const Result<Wanted> wanted = read_name(call.params[0], call.actor);
  if (!wanted) co_return problem(wanted.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  const Names names = services.health.names();
  const Telling telling{lang_of(call.target), viewer.now, services.health.zone(), names, {}};
  Result<Sheet> sheet = co_await sheet_of(services, call, wanted->list, viewer, telling);
  if (!sheet) co_return problem(sheet.error());
  NoteExport note;
  note.name = call.params[0];
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
      "Content-Disposition", fmt::format("attachment; filename=\"{}-{}.{}\"", wanted->list,
                                         to_iso_date(viewer.today), kind)});
  co_return response;
}

}  // namespace vouch::web::handlers
