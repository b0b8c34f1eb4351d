#include "daemon/engine_watch.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/log.h"
#include "daemon/notice_writes.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

constexpr std::string_view kRoom = "engine";

std::string name_of(const Rulebook& rules, const std::string& engine) {
  for (const Engine& known : rules.records.engines) {
    if (known.key == engine) return known.name;
  }
  return engine;
}

}  // namespace

alerts::CheckerTrouble trouble_of(const Rulebook& rules, const std::vector<SilentProvider>& who) {
  alerts::CheckerTrouble trouble;
  trouble.since = who.front().since;
  std::vector<std::string> reasons;
  for (const SilentProvider& one : who) {
    trouble.since = std::min(trouble.since, one.since);
    for (const std::string& engine : one.engines) {
      trouble.name += (trouble.name.empty() ? "" : "、") + name_of(rules, engine);
    }
    const bool fresh = std::find(reasons.begin(), reasons.end(), one.why) == reasons.end();
    if (fresh && !one.why.empty()) reasons.push_back(one.why);
  }
  trouble.detail = fmt::format("从 {} 起问不到", rules.calendar.zone().minutes_text(trouble.since));
  for (const std::string& reason : reasons) trouble.detail += "；" + reason;
  return trouble;
}

EngineOutage heard_of(EngineOutage before, const std::vector<web::ProviderFacts>& facts, Time now) {
  EngineOutage after;
  after.told_at = before.told_at;
  for (const web::ProviderFacts& one : facts) {
    const auto known = before.providers.find(one.name);
    const bool was_silent = known != before.providers.end();
    const bool answered = was_silent && one.last_ok_at && *one.last_ok_at > known->second.since;
    if (one.healthy && (!was_silent || answered)) continue;
    SilentProvider silent = was_silent && !answered ? known->second : SilentProvider();
    if (!was_silent || answered) silent.since = now;
    silent.engines = one.engines;
    if (!one.why.empty()) silent.why = one.why;
    after.providers.emplace(one.name, std::move(silent));
  }
  return after;
}

std::vector<SilentProvider> to_tell(EngineOutage& outage, Time now) {
  std::vector<SilentProvider*> fresh;
  bool lasts = false;
  for (auto& [name, one] : outage.providers) {
    lasts = lasts || one.told;
    if (!one.told && now - one.since >= kTellAfter) fresh.push_back(&one);
  }
  const bool same = lasts && now - outage.told_at < kSameOutage;
  std::vector<SilentProvider> told;
  for (SilentProvider* one : fresh) {
    one->told = true;
    if (!same) told.push_back(*one);
  }
  if (!told.empty()) outage.told_at = now;
  return told;
}

std::string to_json(const EngineOutage& outage) {
  json::array providers;
  for (const auto& [name, one] : outage.providers) {
    providers.push_back(json::object{{"name", name},
                                     {"engines", json::value_from(one.engines)},
                                     {"why", one.why},
                                     {"since", to_millis(one.since)},
                                     {"told", one.told}});
  }
  return json::serialize(
      json::object{{"told_at", to_millis(outage.told_at)}, {"providers", std::move(providers)}});
}

Result<EngineOutage> engine_outage_from_json(std::string_view text) {
  try {
    const json::value root = json::parse(json::string_view(text.data(), text.size()));
    EngineOutage outage;
    outage.told_at = from_millis(root.at("told_at").to_number<std::int64_t>());
    for (const json::value& entry : root.at("providers").as_array()) {
      SilentProvider one;
      one.engines = json::value_to<std::vector<std::string>>(entry.at("engines"));
      one.why = entry.at("why").as_string();
      one.since = from_millis(entry.at("since").to_number<std::int64_t>());
      one.told = entry.at("told").as_bool();
      outage.providers.emplace(std::string(entry.at("name").as_string()), std::move(one));
    }
    return outage;
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kCorrupt, problem.what(), std::string(kEngineOutageKey));
  }
}

Result<EngineOutage> known_engine_outage(store::Connection& db) {
  const auto text = store::settings::get(db, kEngineOutageKey);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return EngineOutage();
  return engine_outage_from_json(**text);
}

Status EngineWatch::load() {
  std::function<Result<EngineOutage>(store::Connection&)> job = known_engine_outage;
  auto outage = context_.store.read_now<EngineOutage>(std::move(job));
  if (!outage) return tl::unexpected(outage.error());
  outage_ = std::move(*outage);
  return {};
}

Task<> EngineWatch::look(std::vector<web::ProviderFacts> facts) {
  const Time now = context_.wall.now();
  EngineOutage next = heard_of(outage_, facts, now);
  const std::vector<SilentProvider> told = to_tell(next, now);
  if (next == outage_) co_return;
  const Rules rules = context_.rules;
  std::function<Result<int>(store::WriteContext&)> job =
      [rules, next, told](store::WriteContext& writing) -> Result<int> {
    const Status kept = store::settings::put(writing.db, kEngineOutageKey, to_json(next));
    if (!kept) return tl::unexpected(kept.error());
    if (told.empty()) return 0;
    return note_trouble(writing, trouble_of(*rules, told));
  };
  const auto noted = co_await context_.store.write<int>(std::move(job));
  if (!noted) {
    log::error(kRoom, "silent engines were not noted: {}", noted.error().text());
    context_.store_failed(noted.error());
    co_return;
  }
  outage_ = std::move(next);
  if (*noted > 0) context_.notices_changed = true;
}

}  // namespace vouch::daemon
