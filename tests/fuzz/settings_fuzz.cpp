// vouch.toml and the record files: any text is accepted or refused with lines; nothing escapes.
#include <algorithm>
#include <string>

#include "config/records.h"
#include "config/settings.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;
namespace config = vouch::config;

namespace {

void check(const std::vector<config::Problem>& problems, std::int64_t lines) {
  for (const config::Problem& problem : problems) {
    require(!problem.message.empty(), "a problem says what is wrong");
    require(problem.line >= 0 && problem.line <= lines, "a problem's line is in the file");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = vouch::fuzz::text_of(data, size);
  const auto lines = 2 + std::count(text.begin(), text.end(), '\n');
  const config::Loaded loaded = config::load_text(text, "vouch.toml");
  check(loaded.problems, lines);
  check(loaded.warnings, lines);
  const config::LoadedRecords records = config::load_records_text(text, "records.toml");
  check(records.problems, lines);
  check(records.warnings, lines);
  for (const config::RecordText& record : records.texts) {
    require(record.sha256.size() == 64, "a record has its digest");
    require(!record.key.empty(), "a record has a key");
  }
  if (records.ok()) {
    static const vouch::Date day = vouch::parse_date("2026-11-24").value();
    require(config::records_in_force(records.texts, day).has_value(),
            "what was loaded without a problem can be used");
    config::check_completeness(records.texts, day);
  }
  // Stored texts may be damaged.
  static_cast<void>(config::engine_from_json(text));
  static_cast<void>(config::platform_from_json(text));
  static_cast<void>(config::work_type_from_json(text));
  static_cast<void>(config::policy_from_json(text));
  static_cast<void>(config::calendar_year_from_json(text));
  static_cast<void>(config::serp_layout_from_json(text));
  static_cast<void>(config::provider_traits_from_json(text));
  return 0;
}
