#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "store/audit.h"
#include "store/people.h"
#include "store/platform_proposals.h"
#include "store/records.h"
#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/json_parts.h"
#include "web/progress_feed.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;

constexpr std::size_t kDataFileBytes = 1 << 20;
constexpr int kMostRevisions = 1000;
constexpr std::string_view kWhichKind =
    "kind: engine, platform, work_type, policy, calendar, serp_layout, provider or duty";
constexpr std::string_view kKinds[] = {"engine",   "platform",    "work_type", "policy",
                                       "calendar", "serp_layout", "provider",  "duty"};

json::value value_of(const std::string& text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error) return nullptr;
  return value;
}

constexpr std::pair<std::string_view, PlatformSay> kSays[] = {{"accept", PlatformSay::kAccept},
                                                              {"decline", PlatformSay::kDecline},
                                                              {"undo", PlatformSay::kUndo}};
constexpr std::chrono::days kFresh{90};  // domain §4.4: then a record is to be compared again

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number <= 0) return std::nullopt;
  return number;
}

// Of records that say when they were last compared with the world.
bool is_stale(const json::value& value, Date today) {
  const json::value* const verified =
      value.is_object() ? value.as_object().if_contains("verified_on") : nullptr;
  if (verified == nullptr || !verified->is_string()) return false;
  const auto day = parse_date(std::string_view(verified->as_string()));
  return !day || today - *day > kFresh;
}

std::string listed(const std::vector<store::RecordVersion>& versions, Date today) {
  json::array items;
  for (const store::RecordVersion& version : versions) {
    json::value value = value_of(version.text);
    const bool stale = is_stale(value, today);
    items.push_back({{"kind", version.kind},
                     {"key", version.key},
                     {"revision", version.revision},
                     {"effective_from", to_rfc3339(version.effective_from)},
                     {"source", version.source},
                     {"stale", stale},
                     {"value", std::move(value)}});
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

// Whose hand a version is of stands in the books, at the moment at which it was added.
struct Revision {
  store::RecordVersion version;
  std::optional<store::AuditEntry> added;
  std::string login;  // empty: nobody's, or the local administrator's
  std::string name;
};

Result<std::vector<Revision>> revisions_of(store::Connection& db, const std::string& kind,
                                           const std::string& key) {
  auto versions = store::records::history(db, kind, key);
  if (!versions) return tl::unexpected(versions.error());
  store::audit::Filter imports;
  imports.action = "record.import";
  imports.subject = kind + ":" + key;
  const auto entries = store::audit::newest(db, imports, kMostRevisions);
  if (!entries) return tl::unexpected(entries.error());
  std::vector<Revision> out;
  for (auto version = versions->rbegin(); version != versions->rend(); ++version) {
    Revision& revision = out.emplace_back();
    const auto found = std::find_if(entries->begin(), entries->end(), [&](const auto& entry) {
      return entry.at == version->added_at;
    });
    revision.version = std::move(*version);
    if (found == entries->end()) continue;
    revision.added = *found;
    if (!found->actor) continue;
    const auto user = store::people::find_user(db, found->actor);
    if (!user) return tl::unexpected(user.error());
    revision.login = user->login;
    revision.name = user->name;
  }
  return out;
}

std::string history(const std::vector<Revision>& revisions) {
  json::array items;
  for (const Revision& revision : revisions) {
    const store::RecordVersion& version = revision.version;
    items.push_back({{"revision", version.revision},
                     {"effective_from", to_rfc3339(version.effective_from)},
                     {"at", to_rfc3339(version.added_at)},
                     {"login", parts::text_or_null(revision.login)},
                     {"name", parts::text_or_null(revision.name)},
                     {"via", parts::text_or_null(revision.added ? revision.added->via : "")},
                     {"source", version.source},
                     {"text", version.text}});
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
  const Date today = services.viewer(call.actor).today;
  std::function<Result<std::vector<store::RecordVersion>>(store::Connection&)> job =
      [kind](store::Connection& db) { return store::records::newest_of_kind(db, kind); };
  auto versions = co_await services.store.read<std::vector<store::RecordVersion>>(std::move(job));
  if (!versions) co_return problem(versions.error());
  co_return json_answer(200, listed(*versions, today));
}

Task<HttpResponse> get_record_history(Services& services, Call call) {
  const std::string kind = call.target.get("kind").value_or("");
  const std::string key = call.target.get("key").value_or("");
  if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) {
    co_return problem(400, kWhichKind, {});
  }
  std::function<Result<std::vector<Revision>>(store::Connection&)> job =
      [kind, key](store::Connection& db) { return revisions_of(db, kind, key); };
  const auto revisions = co_await services.store.read<std::vector<Revision>>(std::move(job));
  if (!revisions) co_return problem(revisions.error());
  if (revisions->empty()) co_return problem(404, "there is no such record");
  co_return json_answer(200, history(*revisions));
}

Task<HttpResponse> import_records(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  ImportRecords request;
  request.toml = body->need_text("toml", kDataFileBytes);
  request.file_name = body->text("file", 1000).value_or("the file");
  request.dry_run = body->flag("dry_run").value_or(false);
  const Result<std::string> job = ProgressFeed::read_job(call.target);
  if (!job) body->reject(job.error().where, job.error().message);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the request could not be read", problems);
  ProgressFeed feed = co_await ProgressFeed::open(services, call.actor.user, *job);
  request.progress = feed.progress();
  Result<ImportedRecords> answer =
      co_await services.commands.import_records(std::move(call.actor), std::move(request));
  if (!answer) co_return problem(answer.error());
  feed.finish(std::ssize(answer->changes) + std::ssize(answer->unchanged));
  co_return json_answer(200, imported(*answer));
}

Task<HttpResponse> list_proposals(Services& services, Call) {
  using Proposals = std::vector<store::PlatformProposal>;
  std::function<Result<Proposals>(store::Connection&)> job = [](store::Connection& db) {
    return store::platform_proposals::all(db);
  };
  const auto proposals = co_await services.store.read<Proposals>(std::move(job));
  if (!proposals) co_return problem(proposals.error());
  co_return json_answer(200, proposals_json(*proposals));
}

Task<HttpResponse> decide_proposal(Services& services, Call call) {
  const auto id = parse_number(call.params[0]);
  if (!id) co_return problem(404, "no such proposal", {});
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  DecidePlatform request;
  request.proposal = *id;
  const std::string say = body->need_text("say", 20);
  const auto known = std::find_if(std::begin(kSays), std::end(kSays),
                                  [&](const auto& word) { return word.first == say; });
  if (known == std::end(kSays)) {
    body->reject("say", "accept, decline or undo");
  } else {
    request.say = known->second;
  }
  request.as = body->text("as", 20).value_or("");
  request.reason = body->need_text("reason", 1000);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "the request could not be read", problems);
  const Status decided =
      co_await services.commands.decide_platform(std::move(call.actor), std::move(request));
  if (!decided) co_return problem(decided.error());
  co_return json_answer(200, "{}");
}

}  // namespace vouch::web::handlers
