#include <algorithm>

#include <boost/json.hpp>

#include "store/records.h"
#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;

constexpr std::size_t kDataFileBytes = 1 << 20;
constexpr std::string_view kWhichKind =
    "kind: engine, platform, work_type, policy, calendar, serp_layout or provider";
constexpr std::string_view kKinds[] = {"engine",   "platform",    "work_type", "policy",
                                       "calendar", "serp_layout", "provider"};

json::value value_of(const std::string& text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error) return nullptr;
  return value;
}

std::string listed(const std::vector<store::RecordVersion>& versions) {
  json::array items;
  for (const store::RecordVersion& version : versions) {
    items.push_back({{"kind", version.kind},
                     {"key", version.key},
                     {"revision", version.revision},
                     {"effective_from", to_rfc3339(version.effective_from)},
                     {"source", version.source},
                     {"value", value_of(version.text)}});
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

std::string imported(const ImportedRecords& answer) {
  json::array changes;
  for (const RecordChange& change : answer.changes) {
    changes.push_back({{"kind", change.kind},
                       {"key", change.key},
                       {"revision_before", change.revision_before},
                       {"revision", change.revision},
                       {"before", value_of(change.before)},
                       {"after", value_of(change.after)}});
  }
  json::array unchanged;
  for (const std::string& text : answer.unchanged) unchanged.emplace_back(text);
  return json::serialize(
      json::object{{"changes", std::move(changes)}, {"unchanged", std::move(unchanged)}});
}

}  // namespace

Task<HttpResponse> list_records(Services& services, Call call) {
  const std::string kind = call.target.get("kind").value_or("");
  if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) {
    co_return problem(400, kWhichKind, {});
  }
  std::function<Result<std::vector<store::RecordVersion>>(store::Connection&)> job =
      [kind](store::Connection& db) { return store::records::newest_of_kind(db, kind); };
  auto versions = co_await services.store.read<std::vector<store::RecordVersion>>(std::move(job));
  if (!versions) co_return problem(versions.error());
  co_return json_answer(200, listed(*versions));
}

Task<HttpResponse> import_records(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  ImportRecords request;
  request.toml = body->need_text("toml", kDataFileBytes);
  request.file_name = body->text("file", 1000).value_or("the file");
  request.dry_run = body->flag("dry_run").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the request could not be read", problems);
  Result<ImportedRecords> answer =
      co_await services.commands.import_records(std::move(call.actor), std::move(request));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, imported(*answer));
}

}  // namespace vouch::web::handlers
