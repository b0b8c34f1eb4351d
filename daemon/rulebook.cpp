#include "daemon/rulebook.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "daemon/provider_trial.h"
#include "store/records.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kKinds[] = {"engine",   "platform", "work_type",  "policy",
                                       "calendar", "provider", "serp_layout"};

Result<config::LoadedRecords> read_files(const config::Settings& settings) {
  const auto shipped = config::shipped_data_dir();
  if (!shipped) return tl::unexpected(shipped.error());
  std::vector<std::filesystem::path> folders = {*shipped};
  if (!settings.data.dir.empty()) folders.push_back(settings.data.dir);
  config::LoadedRecords loaded = config::load_records(folders);
  if (!loaded.ok()) {
    const config::Problem& first = loaded.problems.front();
    return fail(ErrorCode::kInvalid, fmt::format("{} ({} problems in the data files)", first.text(),
                                                 loaded.problems.size()));
  }
  return loaded;
}

struct Kept {
  std::vector<store::RecordVersion> versions;
  std::vector<config::RecordText> texts;
  config::Records in_force;
};

// All or nothing: a revision that is stored stays for ever, so one that cannot be used must not be.
Result<Kept> keep_newer(store::WriteContext& context, const std::vector<config::RecordText>& texts,
                        const Zone& zone, Date today) {
  for (const config::RecordText& text : texts) {
    const auto added =
        store::records::insert_if_newer(context.db, as_version(text, zone, context.now));
    if (!added) return tl::unexpected(added.error());
  }
  auto versions = all_versions(context.db);
  if (!versions) return tl::unexpected(versions.error());
  Kept kept;
  for (const store::RecordVersion& version : *versions)
    kept.texts.push_back(as_text(version, zone));
  auto records = config::records_in_force(kept.texts, today);
  if (!records) return tl::unexpected(records.error());
  for (const config::Problem& lack : config::check_completeness(kept.texts, today)) {
    return fail(ErrorCode::kInvalid, lack.text());
  }
  kept.versions = std::move(*versions);
  kept.in_force = std::move(*records);
  return kept;
}

Status index_versions(Rulebook& book, const std::vector<store::RecordVersion>& versions, Time now) {
  for (const store::RecordVersion& version : versions) {
    const bool in_force =
        version.effective_from <= now;  // later rows of a key are higher revisions
    if (version.kind == "policy") {
      auto policy = config::policy_from_json(version.text);
      if (!policy) return tl::unexpected(policy.error());
      book.policies.emplace(version.id, std::move(*policy));
      if (in_force) book.policy_now[version.key] = version.id;
    } else if (version.kind == "platform") {
      auto platform = config::platform_from_json(version.text);
      if (!platform) return tl::unexpected(platform.error());
      book.platforms.emplace(version.id, std::move(*platform));
      if (in_force) book.platform_now[version.key] = version.id;
    }
  }
  return {};
}

}  // namespace

store::RecordVersion as_version(const config::RecordText& text, const Zone& zone, Time now) {
  store::RecordVersion version;
  version.kind = std::string(config::to_string(text.kind));
  version.key = text.key;
  version.revision = text.revision;
  version.effective_from = zone.at(text.effective_from, Millis(0));
  version.added_at = now;
  version.source = text.source;
  version.text = text.text;
  return version;
}

config::RecordText as_text(const store::RecordVersion& version, const Zone& zone) {
  config::RecordText text;
  text.kind = config::parse_record_kind(version.kind).value();
  text.key = version.key;
  text.revision = static_cast<int>(version.revision);
  text.effective_from = zone.date_of(version.effective_from);
  text.source = version.source;
  text.text = version.text;
  text.sha256 = version.sha256;
  return text;
}

Result<std::vector<store::RecordVersion>> all_versions(store::Connection& db) {
  std::vector<store::RecordVersion> all;
  for (const std::string_view kind : kKinds) {
    const auto newest = store::records::newest_of_kind(db, kind);
    if (!newest) return tl::unexpected(newest.error());
    for (const store::RecordVersion& record : *newest) {
      auto history = store::records::history(db, kind, record.key);
      if (!history) return tl::unexpected(history.error());
      std::move(history->begin(), history->end(), std::back_inserter(all));
    }
  }
  return all;
}

Result<const Policy*> Rulebook::policy_of(const Claim& claim) const {
  const auto found = policies.find(claim.policy_version);
  if (found != policies.end()) return &found->second;
  return fail(ErrorCode::kCorrupt,
              fmt::format("the policy of claim {} is missing", claim.id.value));
}

Result<const Platform*> Rulebook::platform_of(const Claim& claim) const {
  const auto found = platforms.find(claim.platform_version);
  if (found != platforms.end()) return &found->second;
  return fail(ErrorCode::kCorrupt,
              fmt::format("the platform of claim {} is missing", claim.id.value));
}

Result<checks::ClaimPlan> Rulebook::plan_of(const Claim& claim) const {
  const auto policy = policy_of(claim);
  if (!policy) return tl::unexpected(policy.error());
  const auto platform = platform_of(claim);
  if (!platform) return tl::unexpected(platform.error());
  return checks::plan_claim(claim, **policy, **platform, engines);
}

Result<Rules> make_rulebook(store::Store& store, const config::Settings& settings, Time now) {
  auto loaded = read_files(settings);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto zone = Zone::find(settings.company.zone);
  if (!zone) return tl::unexpected(zone.error());

  const Date today = zone->date_of(now);
  std::function<Result<Kept>(store::WriteContext&)> job = [&](store::WriteContext& context) {
    return keep_newer(context, loaded->texts, *zone, today);
  };
  auto kept = store.write_now<Kept>(job);
  if (!kept) return tl::unexpected(kept.error());

  auto book = std::make_shared<Rulebook>();
  book->settings = settings;
  book->calendar = config::make_calendar(kept->texts, kept->in_force, *zone);
  book->records = std::move(kept->in_force);
  for (const config::Problem& warning : loaded->warnings) book->warnings.push_back(warning.text());
  if (const Status indexed = index_versions(*book, kept->versions, now); !indexed) {
    return tl::unexpected(indexed.error());
  }
  for (const Engine& engine : book->records.engines) {
    const bool connected = std::any_of(
        settings.providers.begin(), settings.providers.end(),
        [&](const config::ProviderSettings& provider) {
          const auto* const traits = book->records.provider(config::to_string(provider.kind));
          return traits != nullptr && serves_looks(provider, *traits, engine.key);
        });
    book->engines.push_back({engine.key, connected});
  }
  return Rules(std::move(book));
}

}  // namespace vouch::daemon
