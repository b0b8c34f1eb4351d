#include "daemon/checker_facts.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "alerts/rules.h"
#include "alerts/words.h"
#include "daemon/engine_watch.h"
#include "daemon/notice_ground.h"
#include "store/channels.h"
#include "store/observations.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view told_key(Digest digest) {
  return digest == Digest::kDaily ? "daily:observation" : "weekly:observation";
}
// Stages that the alarm was raised for, "live content"; those that tell enough again are left out.
constexpr std::string_view kLowStages = "coverage:low";

Result<ObservationId> told_up_to(store::Connection& db, Digest digest) {
  const auto text = store::settings::get(db, told_key(digest));
  if (!text) return tl::unexpected(text.error());
  std::int64_t number = 0;
  if (*text) std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), number);
  return ObservationId{number};
}

std::string engines_of(const Rulebook& rules, const SilentProvider& provider) {
  std::string names;
  for (const std::string& key : provider.engines) {
    std::string name = key;
    for (const Engine& engine : rules.records.engines) {
      if (engine.key == key) name = engine.name;
    }
    names += (names.empty() ? "" : "、") + name;
  }
  return names;
}

// Of engines that the operators were told of: they know why.
bool was_engine_outage(const EngineOutage& outage, Time now) {
  constexpr Millis kKnown = std::chrono::hours(48);
  const bool lasts = std::any_of(outage.providers.begin(), outage.providers.end(),
                                 [](const auto& entry) { return entry.second.told; });
  return lasts || (outage.told_at != Time{} && now - outage.told_at < kKnown);
}

Status add_silent_providers(store::Connection& db, const Rulebook& rules, alerts::Language language,
                            Time now, std::vector<std::string>& lines) {
  const auto outage = known_engine_outage(db);
  if (!outage) return tl::unexpected(outage.error());
  for (const auto& [name, provider] : outage->providers) {
    if (now - provider.since < kTellAfter) continue;
    const std::string since = rules.calendar.zone().minutes_text(provider.since);
    lines.push_back(language == alerts::Language::kEnglish
                        ? fmt::format("{} cannot be asked since {}: {}",
                                      engines_of(rules, provider), since, provider.why)
                        : fmt::format("{} 从 {} 起问不到：{}", engines_of(rules, provider), since,
                                      provider.why));
  }
  return {};
}

Status add_broken_channels(store::Connection& db, const Rulebook& rules, alerts::Language language,
                           std::vector<std::string>& lines) {
  const auto channels = store::channels::list(db);
  if (!channels) return tl::unexpected(channels.error());
  for (const Channel& channel : *channels) {
    const bool wanted = is_configured(rules.settings, channel.name);
    if (!wanted || (channel.enabled && channel.failing_since == Time{})) continue;
    const std::string what(channel.enabled
                               ? alerts::pick(language, "发不出去", "does not accept messages")
                               : alerts::pick(language, "已停用", "is switched off"));
    std::string line =
        fmt::format("{} {} {}", alerts::pick(language, "通知通道", "channel"), channel.name, what);
    if (channel.failing_since != Time{}) {
      line += fmt::format("{}{}", alerts::pick(language, "，从 ", " since "),
                          rules.calendar.zone().minutes_text(channel.failing_since));
    }
    if (!channel.disabled_why.empty())
      line += (language == alerts::Language::kEnglish ? ": " : "：") + channel.disabled_why;
    lines.push_back(std::move(line));
  }
  return {};
}

Result<std::set<std::string>> low_stages(store::Connection& db) {
  const auto text = store::settings::get(db, kLowStages);
  if (!text) return tl::unexpected(text.error());
  std::set<std::string> out;
  std::istringstream words(text->value_or(""));
  for (std::string word; words >> word;) out.insert(word);
  return out;
}

}  // namespace

Result<std::vector<std::string>> checker_trouble(store::Connection& db, const Rulebook& rules,
                                                 Time now) {
  const alerts::Language language = alerts::language_of(rules.settings.company.locale);
  std::vector<std::string> lines;
  Status status = add_broken_channels(db, rules, language, lines);
  if (status) status = add_silent_providers(db, rules, language, now, lines);
  if (!status) return tl::unexpected(status.error());
  return lines;
}

Result<std::vector<alerts::DailyChecks>> checks_since(store::Connection& db, Digest digest) {
  const auto from = told_up_to(db, digest);
  if (!from) return tl::unexpected(from.error());
  const auto answers = store::observations::answers_since(db, *from);
  if (!answers) return tl::unexpected(answers.error());
  std::vector<alerts::DailyChecks> out;
  out.reserve(answers->size());
  for (const auto& one : *answers) out.push_back({one.stage, one.claims, one.answered});
  std::sort(out.begin(), out.end(),
            [](const auto& left, const auto& right) { return left.stage < right.stage; });
  return out;
}

Result<int> note_low_coverage(store::WriteContext& context, const Rulebook& rules,
                              const alerts::RenderContext& render,
                              const std::vector<alerts::DailyChecks>& checks) {
  const auto outage = known_engine_outage(context.db);
  if (!outage) return tl::unexpected(outage.error());
  const bool excused = was_engine_outage(*outage, context.now);
  const auto operators = operators_of(context.db);
  if (!operators) return tl::unexpected(operators.error());
  auto low = low_stages(context.db);
  if (!low) return tl::unexpected(low.error());
  std::vector<Notice> notices;
  for (const alerts::DailyChecks& one : checks) {
    if (one.claims < alerts::kTellingClaims) continue;
    if (alerts::is_enough(one)) {
      low->erase(to_string(one.stage));
      continue;
    }
    if (one.stage.kind == StageKind::kIndex && excused) continue;
    if (!low->insert(to_string(one.stage)).second) continue;
    const std::string detail =
        render.language == alerts::Language::kEnglish
            ? fmt::format(
                  "{} of {} claims looked at since the last daily message have an answer "
                  "({}%)",
                  one.answered, one.claims, alerts::percent(one))
            : fmt::format("上一条每日消息以来检测 {} 项，有结论 {} 项（{}%）", one.claims,
                          one.answered, alerts::percent(one));
    const auto made = alerts::trouble_notices(
        alerts::CoverageTrouble{alerts::stage_words(one.stage, render), detail}, *operators,
        rules.calendar.zone(), context.now);
    notices.insert(notices.end(), made.begin(), made.end());
  }
  const Status kept =
      store::settings::put(context.db, kLowStages, fmt::format("{}", fmt::join(*low, " ")));
  if (!kept) return tl::unexpected(kept.error());
  return insert_all(context.db, notices);
}

Status begin_counting(store::WriteContext& context, Digest digest) {
  const auto told = store::settings::get(context.db, told_key(digest));
  if (!told) return tl::unexpected(told.error());
  return *told ? Status() : mark_checker_told(context, digest);
}

Status mark_checker_told(store::WriteContext& context, Digest digest) {
  const auto newest = store::observations::newest(context.db);
  if (!newest) return tl::unexpected(newest.error());
  return store::settings::put(context.db, told_key(digest), std::to_string(newest->value));
}

}  // namespace vouch::daemon
