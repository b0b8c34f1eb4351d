// The dated records that hold the rules (design law 7): engines and the layouts of their result
// pages, platforms, work types, policies, calendars and providers, read from config/data/*.toml and
// the operator's own folder. Plain values after loading; any thread may read. The daemon keeps each
// RecordText as one row of record_version.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/checks_notice.h"
#include "config/duty_card.h"
#include "config/provider_traits.h"
#include "config/settings.h"
#include "core/calendar.h"
#include "core/policy.h"
#include "core/result.h"
#include "core/serp_layout.h"

namespace vouch::config {

enum class RecordKind {
  kEngine,
  kPlatform,
  kWorkType,
  kPolicy,
  kCalendar,
  kSerpLayout,
  kProvider,
  kChecksNotice,
  kDuty
};
// "engine" "platform" "work_type" "policy" "calendar" "serp_layout" "provider" "checks_notice"
// "duty"
std::string_view to_string(RecordKind kind);
std::span<const std::string_view> record_kinds();  // all of them, as they are stored
Result<RecordKind> parse_record_kind(std::string_view text);

struct CalendarYear {  // the facts of one State Council notice
  int year = 0;
  std::vector<std::pair<Date, std::string>> off;
  std::vector<std::pair<Date, std::string>> makeup_workdays;

  bool operator==(const CalendarYear&) const = default;
};

// One version of one record, as it is stored.
struct RecordText {
  RecordKind kind = RecordKind::kPlatform;
  std::string key;      // "baijiahao", "2026"
  int revision = 0;     // of its file: a file counts only when this is higher than what is stored
  Date effective_from;  // not used before this day
  std::string verified_on;  // when a person last compared it with the world
  std::string source;
  std::string origin;  // "platforms.toml:31"
  std::string text;    // canonical JSON of the value alone
  std::string sha256;  // of `text`
};

struct Records {
  std::vector<Engine> engines;
  std::vector<Platform> platforms;
  std::vector<WorkType> work_types;
  std::vector<Policy> policies;
  std::vector<CalendarYear> calendars;
  std::vector<SerpLayout> serp_layouts;
  std::vector<ProviderTraits> providers;
  std::vector<ChecksNotice> checks_notices;  // one
  std::vector<DutyCard> duties;              // one a post at most

  [[nodiscard]] const Platform* platform(std::string_view key) const;
  [[nodiscard]] const Policy* policy(std::string_view key) const;
  [[nodiscard]] const WorkType* work_type(std::string_view key) const;
  [[nodiscard]] const Engine* engine(std::string_view key) const;
  // Of an engine on "desktop" or "mobile"; null when there is none.
  [[nodiscard]] const SerpLayout* serp_layout(std::string_view engine,
                                              std::string_view device) const;
  [[nodiscard]] const ProviderTraits* provider(std::string_view kind) const;
  [[nodiscard]] const DutyCard* duty(std::string_view post) const;
};

struct LoadedRecords {
  std::vector<RecordText> texts;  // every version found, those of future days too
  std::vector<Problem> problems;
  std::vector<Problem> warnings;

  [[nodiscard]] bool ok() const { return problems.empty(); }
};

// Reads every *.toml of each folder and of the folders in it; later folders may replace records of
// earlier ones with a higher revision. Unknown keys, wrong types, unknown references, overlapping
// host suffixes and records that no shipped rule could use are problems with file and line.
LoadedRecords load_records(std::span<const std::filesystem::path> folders);
LoadedRecords load_records_text(std::string_view toml, const std::string& file_name);

// What is in force on `day`: per kind and key the highest revision that is effective by then.
// Fails when a text is damaged (kCorrupt).
Result<Records> records_in_force(std::span<const RecordText> texts, Date day);

// Problems that only the whole set shows, with the origin of the record concerned: a work type
// without policy, a missing fallback, a name that no record bears, one host on two platforms.
std::vector<Problem> check_completeness(std::span<const RecordText> texts, Date day);
// Providers of the settings that no record describes, or not for their engine or purpose; `file` is
// the settings' own.
std::vector<Problem> check_providers(const Settings& settings, const Records& records,
                                     const std::string& file);
// Facts that nobody compared with the world for longer than `days`.
std::vector<Problem> stale_records(std::span<const RecordText> texts, Date day, int days = 90);
// One sentence of them for the operator; empty where there are none.
std::string stale_sentence(std::span<const Problem> stale);

// Working days of the years known; version "2026r1 2027r2" names years and revisions.
Calendar make_calendar(std::span<const RecordText> texts, const Records& records, Zone zone);

std::string to_json(const Engine& engine);
std::string to_json(const Platform& platform);
std::string to_json(const WorkType& work_type);
std::string to_json(const Policy& policy);
std::string to_json(const CalendarYear& year);
std::string to_json(const SerpLayout& layout);
Result<Engine> engine_from_json(std::string_view text);
Result<Platform> platform_from_json(std::string_view text);
Result<WorkType> work_type_from_json(std::string_view text);
Result<Policy> policy_from_json(std::string_view text);
Result<CalendarYear> calendar_year_from_json(std::string_view text);
Result<SerpLayout> serp_layout_from_json(std::string_view text);

// Where the shipped records lie: `option` when given, $VOUCH_DATA, beside the installed program,
// the source tree of this build, /usr/share/vouch/data; the first that exists.
Result<std::filesystem::path> shipped_data_dir(const std::filesystem::path& option = {});

}  // namespace vouch::config
