#include "config/records.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include <fmt/format.h>

namespace vouch::config {
namespace {

namespace fs = std::filesystem;

constexpr auto kKinds =
    std::to_array<std::string_view>({"engine", "platform", "work_type", "policy", "calendar",
                                     "serp_layout", "provider", "checks_notice", "duty"});
static_assert(kKinds.size() == static_cast<std::size_t>(RecordKind::kDuty) + 1);

template <class Record>
const Record* by_key(const std::vector<Record>& records, std::string_view key) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const Record& record) { return record.key == key; });
  return found == records.end() ? nullptr : &*found;
}

// Effective by `day`: the highest revision; among equals the latest effective one.
std::vector<const RecordText*> in_force(std::span<const RecordText> texts, Date day) {
  std::map<std::pair<RecordKind, std::string>, const RecordText*> best;
  std::vector<std::pair<RecordKind, std::string>> order;
  for (const RecordText& text : texts) {
    if (text.effective_from > day) continue;
    const std::pair<RecordKind, std::string> key(text.kind, text.key);
    const auto [entry, fresh] = best.emplace(key, &text);
    if (fresh) {
      order.push_back(key);
      continue;
    }
    const RecordText& held = *entry->second;
    const bool newer = std::pair(text.revision, text.effective_from) >
                       std::pair(held.revision, held.effective_from);
    if (newer) entry->second = &text;
  }
  std::vector<const RecordText*> out;
  out.reserve(order.size());
  for (const auto& key : order) out.push_back(best.at(key));
  return out;
}

template <class Record>
Status append(std::vector<Record>& records, Result<Record> record) {
  if (!record) return tl::unexpected(record.error());
  records.push_back(std::move(*record));
  return {};
}

Status add(Records& records, const RecordText& text) {
  switch (text.kind) {
    case RecordKind::kEngine:
      return append(records.engines, engine_from_json(text.text));
    case RecordKind::kPlatform:
      return append(records.platforms, platform_from_json(text.text));
    case RecordKind::kWorkType:
      return append(records.work_types, work_type_from_json(text.text));
    case RecordKind::kPolicy:
      return append(records.policies, policy_from_json(text.text));
    case RecordKind::kCalendar:
      return append(records.calendars, calendar_year_from_json(text.text));
    case RecordKind::kSerpLayout:
      return append(records.serp_layouts, serp_layout_from_json(text.text));
    case RecordKind::kProvider:
      return append(records.providers, provider_traits_from_json(text.text));
    case RecordKind::kChecksNotice: {
      auto notice = checks_notice_from_json(text.text);
      if (notice) notice->version = text.revision;
      return append(records.checks_notices, std::move(notice));
    }
    case RecordKind::kDuty: {
      auto card = duty_card_from_json(text.text);
      if (card) card->version = text.revision;
      return append(records.duties, std::move(card));
    }
  }
  return {};
}

class Completeness {
 public:
  Completeness(const Records& records, std::span<const RecordText> texts)
      : records_(records), texts_(texts) {}

  std::vector<Problem> run() {
    for (const Platform& platform : records_.platforms) look_at(platform);
    for (const Policy& policy : records_.policies) look_at(policy);
    for (const SerpLayout& layout : records_.serp_layouts) look_at(layout);
    for (const ProviderTraits& provider : records_.providers) look_at(provider);
    for (const WorkType& type : records_.work_types) {
      const bool judged = std::any_of(
          records_.policies.begin(), records_.policies.end(), [&](const Policy& policy) {
            const bool named = std::find(policy.work_types.begin(), policy.work_types.end(),
                                         type.key) != policy.work_types.end();
            return named && policy.platform_class.empty();
          });
      if (!judged && fallbacks_ == 0) {
        complain(RecordKind::kWorkType, type.key, "no policy takes this work type");
      }
    }
    if (fallback_platforms_ != 1) {
      whole(fmt::format("{} platforms have the host \"*\"; exactly one is needed",
                        fallback_platforms_));
    }
    if (own_platforms_ != 1) {
      whole(fmt::format("{} platforms have the class \"own\"; exactly one is needed",
                        own_platforms_));
    }
    if (fallbacks_ != 1) {
      whole(fmt::format("{} policies have fallback = true; exactly one is needed", fallbacks_));
    }
    return std::move(problems_);
  }

 private:
  void look_at(const Platform& platform) {
    if (records_.work_type(platform.default_work_type) == nullptr) {
      complain(RecordKind::kPlatform, platform.key,
               fmt::format("work_type \"{}\" is not described", platform.default_work_type));
    }
    engines_known(RecordKind::kPlatform, platform.key, platform.engines);
    if (platform.cls == "own") ++own_platforms_;
    for (const std::string& host : platform.hosts) {
      if (host == "*") ++fallback_platforms_;
      const auto [entry, fresh] = hosts_.emplace(host, platform.key);
      if (!fresh) {
        complain(RecordKind::kPlatform, platform.key,
                 fmt::format("host \"{}\" belongs to \"{}\" already", host, entry->second));
      }
    }
  }

  void look_at(const Policy& policy) {
    fallbacks_ += policy.fallback ? 1 : 0;
    engines_known(RecordKind::kPolicy, policy.key, policy.engines);
    for (const std::string& type : policy.work_types) {
      if (records_.work_type(type) == nullptr) {
        complain(RecordKind::kPolicy, policy.key,
                 fmt::format("work type \"{}\" is not described", type));
      }
      const auto [entry, fresh] = taken_.emplace(policy.platform_class + '/' + type, policy.key);
      if (!fresh) {
        complain(RecordKind::kPolicy, policy.key,
                 fmt::format("work type \"{}\" is taken by \"{}\" already", type, entry->second));
      }
    }
    const bool class_known = policy.platform_class.empty() ||
                             std::any_of(records_.platforms.begin(), records_.platforms.end(),
                                         [&](const Platform& platform) {
                                           return platform.cls == policy.platform_class;
                                         });
    if (!class_known) {
      complain(RecordKind::kPolicy, policy.key,
               fmt::format("no platform has the class \"{}\"", policy.platform_class));
    }
  }

  void look_at(const SerpLayout& layout) {
    if (records_.engine(layout.engine) == nullptr) {
      complain(RecordKind::kSerpLayout, layout.key,
               fmt::format("engine \"{}\" is not described", layout.engine));
    }
    const auto [entry, fresh] = laid_out_.emplace(layout.engine + '/' + layout.device, layout.key);
    if (!fresh) {
      complain(RecordKind::kSerpLayout, layout.key,
               fmt::format("{} pages of {} are described by \"{}\" already", layout.device,
                           layout.engine, entry->second));
    }
  }

  void look_at(const ProviderTraits& provider) {
    for (const auto& [engine, purposes] : provider.engines) {
      if (records_.engine(engine) != nullptr) continue;
      complain(RecordKind::kProvider, provider.key,
               fmt::format("engine \"{}\" is not described", engine));
    }
  }

  void engines_known(RecordKind kind, const std::string& key,
                     const std::map<std::string, Expectation>& engines) {
    for (const auto& [engine, expectation] : engines) {
      if (records_.engine(engine) != nullptr) continue;
      complain(kind, key, fmt::format("engine \"{}\" is not described", engine));
    }
  }

  void complain(RecordKind kind, const std::string& key, const std::string& message) {
    Problem problem{"", 0, fmt::format("{} \"{}\": {}", to_string(kind), key, message)};
    for (const RecordText& text : texts_) {
      if (text.kind != kind || text.key != key) continue;
      const std::size_t colon = text.origin.rfind(':');
      problem.file = text.origin.substr(0, colon);
      problem.line = colon == std::string::npos ? 0 : std::atoi(text.origin.c_str() + colon + 1);
    }
    problems_.push_back(std::move(problem));
  }

  void whole(std::string message) {
    problems_.push_back(Problem{"records", 0, std::move(message)});
  }

  const Records& records_;
  std::span<const RecordText> texts_;
  std::vector<Problem> problems_;
  std::map<std::string, std::string> hosts_;
  std::map<std::string, std::string> taken_;
  std::map<std::string, std::string> laid_out_;
  int fallback_platforms_ = 0;
  int own_platforms_ = 0;
  int fallbacks_ = 0;
};

fs::path program_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path();
}

}  // namespace

std::string_view to_string(RecordKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::span<const std::string_view> record_kinds() {
  return kKinds;
}

Result<RecordKind> parse_record_kind(std::string_view text) {
  const auto found = std::find(kKinds.begin(), kKinds.end(), text);
  if (found == kKinds.end()) {
    return fail(ErrorCode::kInvalid, fmt::format("no such kind of record: {}", text));
  }
  return static_cast<RecordKind>(found - kKinds.begin());
}

const Platform* Records::platform(std::string_view key) const {
  return by_key(platforms, key);
}
const Policy* Records::policy(std::string_view key) const {
  return by_key(policies, key);
}
const WorkType* Records::work_type(std::string_view key) const {
  return by_key(work_types, key);
}
const Engine* Records::engine(std::string_view key) const {
  return by_key(engines, key);
}
const SerpLayout* Records::serp_layout(std::string_view engine, std::string_view device) const {
  const auto found = std::find_if(
      serp_layouts.begin(), serp_layouts.end(),
      [&](const SerpLayout& layout) { return layout.engine == engine && layout.device == device; });
  return found == serp_layouts.end() ? nullptr : &*found;
}
const ProviderTraits* Records::provider(std::string_view kind) const {
  return by_key(providers, kind);
}
const DutyCard* Records::duty(std::string_view post) const {
  return by_key(duties, post);
}

Result<Records> records_in_force(std::span<const RecordText> texts, Date day) {
  Records records;
  for (const RecordText* const text : in_force(texts, day)) {
    if (const Status added = add(records, *text); !added) {
      return fail(added.error().code, fmt::format("{} \"{}\": {}", to_string(text->kind), text->key,
                                                  added.error().message));
    }
  }
  return records;
}

std::vector<Problem> check_completeness(std::span<const RecordText> texts, Date day) {
  const Result<Records> records = records_in_force(texts, day);
  if (!records) return {Problem{"records", 0, records.error().message}};
  return Completeness(*records, texts).run();
}

std::vector<Problem> stale_records(std::span<const RecordText> texts, Date day, int days) {
  std::vector<Problem> out;
  for (const RecordText* const text : in_force(texts, day)) {
    const bool of_the_world =
        text->kind == RecordKind::kPlatform || text->kind == RecordKind::kEngine ||
        text->kind == RecordKind::kSerpLayout || text->kind == RecordKind::kProvider;
    if (!of_the_world) continue;
    const Result<Date> verified = parse_date(text->verified_on);
    if (verified && day - *verified <= std::chrono::days(days)) continue;
    const std::size_t colon = text->origin.rfind(':');
    out.push_back(Problem{text->origin.substr(0, colon),
                          std::atoi(text->origin.c_str() + colon + 1),
                          fmt::format("{} \"{}\" was last compared with the world on {}",
                                      to_string(text->kind), text->key, text->verified_on)});
  }
  return out;
}

std::string stale_sentence(std::span<const Problem> stale) {
  if (stale.empty()) return {};
  return fmt::format(
      "{} records of platforms, engines or providers were not compared with the "
      "world for more than 90 days; the first: {}",
      stale.size(), stale.front().message);
}

Calendar make_calendar(std::span<const RecordText> texts, const Records& records, Zone zone) {
  std::string version;
  for (const CalendarYear& year : records.calendars) {
    int revision = 0;
    for (const RecordText& text : texts) {
      if (text.kind == RecordKind::kCalendar && text.key == std::to_string(year.year) &&
          text.text == to_json(year)) {
        revision = std::max(revision, text.revision);
      }
    }
    version += fmt::format("{}{}r{}", version.empty() ? "" : " ", year.year, revision);
  }
  Calendar calendar(std::move(zone), version.empty() ? "none" : version);
  for (const CalendarYear& year : records.calendars) {
    calendar.add_year(year.year);
    for (const auto& [day, name] : year.off) calendar.set(day, DayKind::kHoliday, name);
    for (const auto& [day, name] : year.makeup_workdays) {
      calendar.set(day, DayKind::kMakeupWorkday, name);
    }
  }
  return calendar;
}

Result<fs::path> shipped_data_dir(const fs::path& option) {
  std::vector<fs::path> candidates;
  if (!option.empty()) {
    candidates = {option};
  } else if (const char* const from_environment =
                 std::getenv("VOUCH_DATA");  // NOLINT(concurrency-mt-unsafe): at start
             from_environment != nullptr && *from_environment != '\0') {
    candidates = {from_environment};
  } else {
    const fs::path folder = program_folder();
    const bool installed = folder.filename() == "bin" || folder.filename() == "sbin";
    if (installed) candidates.push_back(folder.parent_path() / "share/vouch/data");
    candidates.emplace_back(VOUCH_SOURCE_DATA_DIR);
    candidates.emplace_back("/usr/share/vouch/data");
  }
  for (const fs::path& candidate : candidates) {
    std::error_code ignored;
    if (fs::exists(candidate / "policies.toml", ignored)) return candidate;
  }
  return fail(ErrorCode::kNotFound,
              fmt::format("no data files in {} (platforms, policies ...); reinstall, or name their "
                          "folder with VOUCH_DATA",
                          candidates.front().string()));
}

}  // namespace vouch::config
