#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "config/provider_record.h"
#include "config/records.h"
#include "config/serp_layouts.h"
#include "config/toml_section.h"
#include "config/words.h"
#include "core/hash.h"
#include "core/text.h"

namespace vouch::config {
namespace {

constexpr Millis kDay = std::chrono::hours(24);

struct FileHead {  // what every record of a file shares
  int revision = 0;
  Date effective_from;
  std::string verified_on;
  std::string source;
};

bool is_key(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain && !text.empty() && text.size() <= 40;
}

void key_and_name(Section& section, std::string& key, std::string& name) {
  section.require("key");
  section.require("name");
  if (section.text("key", key) && !is_key(key)) {
    section.problem("key", fmt::format("\"{}\" is no key (a-z, 0-9 and _)", key));
  }
  section.text("name", name);
}

void expectation(Section& section, std::string_view key, Expectation& value) {
  std::string text(word(value));
  section.word(key, text, {"expect", "measure", "not_applicable"});
  value = *parse_expectation(text);
}

void expectations(Section& section, std::map<std::string, Expectation>& value) {
  const toml::table* const table = section.table("engines");
  if (table == nullptr) return;
  for (const auto& [engine, node] : *table) {
    const std::optional<std::string> text = node.value<std::string>();
    const std::optional<Expectation> read = text ? parse_expectation(*text) : std::nullopt;
    if (read) {
      value[std::string(engine.str())] = *read;
    } else {
      section.problem("engines",
                      fmt::format("{} wants expect, measure or not_applicable", engine.str()));
    }
  }
}

void phrases(Section& section, std::string_view key, std::vector<std::string>& value) {
  constexpr std::size_t kShortest = 4;  // shorter words stand on ordinary pages too
  section.texts(key, value);
  for (const std::string& phrase : value) {
    if (count_code_points(phrase) < kShortest) {
      section.problem(key, fmt::format("\"{}\" is too short to be a sign of anything", phrase));
    }
  }
}

Engine read_engine(Section& section) {
  Engine out;
  key_and_name(section, out.key, out.name);
  section.require("robots_agent");
  section.text("robots_agent", out.robots_agent);
  section.boolean("honours_noindex", out.honours_noindex);
  section.boolean("honours_canonical", out.honours_canonical);
  section.numbers("click_curve", out.click_curve, 0, 100);
  if (!std::is_sorted(out.click_curve.rbegin(), out.click_curve.rend()))
    section.problem("click_curve", "a lower place cannot be clicked more often than a higher one");
  section.boolean("click_curve_assumed", out.click_curve_assumed);
  return out;
}

Platform read_platform(Section& section, const FileHead& head) {
  Platform out;
  key_and_name(section, out.key, out.name);
  section.texts("aliases", out.aliases);
  section.require("class");
  section.text("class", out.cls);
  section.texts("hosts", out.hosts);
  for (const std::string& host : out.hosts) {
    const bool lower = host == ascii_lower(host) && host.find_first_of("/:@ ") == host.npos;
    if (!lower || host.empty() || host.front() == '.') {
      section.problem("hosts", fmt::format("\"{}\" is no host suffix in lower case", host));
    }
  }
  std::string live = "automatic";
  section.word("live", live, {"automatic", "low_rate", "assisted", "off"});
  out.live_mode = *parse_live_mode(live);
  expectations(section, out.engines);
  section.texts("identity_params", out.identity_params);
  section.texts("drop_params", out.drop_params);
  phrases(section, "gone_phrases", out.gone_phrases);
  phrases(section, "review_phrases", out.review_phrases);
  phrases(section, "login_phrases", out.login_phrases);
  phrases(section, "challenge_phrases", out.challenge_phrases);
  section.boolean("not_found_is_proof", out.not_found_is_proof);
  section.require("work_type");
  section.text("work_type", out.default_work_type);
  out.verified_on = head.verified_on;
  out.source = head.source;
  return out;
}

WorkType read_work_type(Section& section) {
  WorkType out;
  key_and_name(section, out.key, out.name);
  section.texts("aliases", out.aliases);
  section.texts("roles", out.roles);
  section.boolean("has_url", out.has_url);
  section.integer("standard_minutes", out.standard_minutes, 0, 1440);
  return out;
}

void read_content(Section& section, Policy& out) {
  std::vector<std::string> parts;
  section.texts("content", parts);
  const auto about_link = [](const std::string& part) {
    return part == "link" || part == "follow_link" || part == "link_or_mention";
  };
  if (std::count_if(parts.begin(), parts.end(), about_link) > 1) {
    section.problem("content", "names the link in two ways; keep one");
  }
  for (const std::string& part : parts) {
    if (part == "title") {
      out.content_title = true;
    } else if (part == "keyword") {
      out.content_keyword = true;
    } else if (about_link(part)) {
      out.content_link = true;
      out.link_must_follow = part == "follow_link";
      out.mention_suffices = part == "link_or_mention";
    } else {
      section.problem("content", fmt::format("\"{}\" is none of title, keyword, link, follow_link, "
                                             "link_or_mention",
                                             part));
    }
  }
}

Policy read_policy(Section& section) {
  Policy out;
  key_and_name(section, out.key, out.name);
  section.text("platform_class", out.platform_class);
  section.texts("work_types", out.work_types);
  section.boolean("fallback", out.fallback);
  section.boolean("live", out.live);
  section.integer("evidence_sample", out.evidence_sample, 0, 100);
  section.duration("live_deadline", out.live_deadline, Millis(0), 60 * kDay);
  section.integer("live_confirmations", out.live_confirmations, 2, 10);
  section.duration("live_spacing", out.live_spacing, std::chrono::minutes(30), 30 * kDay);
  read_content(section, out);
  expectation(section, "index", out.index);
  section.boolean("index_required", out.index_required);
  expectations(section, out.engines);
  section.duration("index_deadline", out.index_deadline, Millis(0), 365 * kDay);
  section.integer("index_confirmations", out.index_confirmations, 2, 10);
  section.duration("index_spacing", out.index_spacing, std::chrono::hours(1), 30 * kDay);
  section.texts("own_text", out.own_text);
  section.duration("survival", out.survival, Millis(0), 3650 * kDay);
  section.integer("grace_workdays", out.grace_workdays, 1, 30);
  section.durations("page_looks", out.page_looks);
  section.durations("index_looks", out.index_looks);

  if (out.live) {
    for (const char* const key : {"live_deadline", "live_spacing", "page_looks"}) {
      section.require(key);
    }
  }
  const bool expects = out.index == Expectation::kExpect ||
                       std::any_of(out.engines.begin(), out.engines.end(), [](const auto& entry) {
                         return entry.second == Expectation::kExpect;
                       });
  if (expects) section.require("index_deadline");
  if (out.index != Expectation::kNotApplicable) {
    for (const char* const key : {"index_looks", "index_spacing"}) section.require(key);
  }
  if (out.work_types.empty() && out.platform_class.empty() && !out.fallback) {
    section.problem("work_types", "or platform_class is needed, else nothing is ever judged by it");
  }
  return out;
}

void read_named_days(Section& section, std::string_view key, int year,
                     std::vector<std::pair<Date, std::string>>& out, Diagnostics& diag) {
  for (const toml::table* const entry : section.tables(key)) {
    Section group(entry, fmt::format("[[calendar.{}]]", key), diag);
    std::string name;
    group.require("name");
    group.require("days");
    group.text("name", name);
    const toml::array* const days = entry->get_as<toml::array>("days");
    for (std::size_t i = 0; days != nullptr && i < days->size(); ++i) {
      const toml::date* const day = (*days)[i].is_date() ? &**(*days)[i].as_date() : nullptr;
      const auto date = day == nullptr ? std::chrono::year_month_day{}
                                       : std::chrono::year_month_day{std::chrono::year(day->year),
                                                                     std::chrono::month(day->month),
                                                                     std::chrono::day(day->day)};
      if (!date.ok() || static_cast<int>(date.year()) != year) {
        group.problem("days", fmt::format("entry {} is no date of {}", i + 1, year));
      } else {
        out.emplace_back(Date(date), name);
      }
    }
    group.finish();
  }
  std::sort(out.begin(), out.end());
}

CalendarYear read_calendar(Section& section, Diagnostics& diag) {
  CalendarYear out;
  section.require("year");
  section.integer("year", out.year, 2000, 2200);
  read_named_days(section, "off", out.year, out.off, diag);
  read_named_days(section, "makeup_workdays", out.year, out.makeup_workdays, diag);
  for (const auto& makeup : out.makeup_workdays) {
    const Date day = makeup.first;
    const auto same_day = [&](const auto& off) { return off.first == day; };
    if (std::any_of(out.off.begin(), out.off.end(), same_day)) {
      section.problem("makeup_workdays", fmt::format("{} is a holiday as well", to_iso_date(day)));
    }
  }
  return out;
}

ChecksNotice read_checks_notice(Section& section, Diagnostics& diag) {
  ChecksNotice out;
  for (const char* const key : {"key", "title", "section"}) section.require(key);
  section.word("key", out.key, {"checks_notice"});  // there is one
  section.text("title", out.title);
  for (const toml::table* const entry : section.tables("section")) {
    Section part(entry, "[[checks_notice.section]]", diag);
    ChecksNotice::Section read;
    part.text("heading", read.heading);
    part.texts("lines", read.lines);
    part.finish();
    out.sections.push_back(std::move(read));
  }
  return out;
}

DutyCard read_duty(Section& section, Diagnostics& diag) {
  DutyCard out;
  for (const char* const key : {"key", "zh", "en"}) section.require(key);
  section.word("key", out.key, duty_posts());
  const auto parts = [&](const char* language, DutyText& text) {
    for (const toml::table* const entry : section.tables(language)) {
      Section part(entry, fmt::format("[[duty.{}]]", language), diag);
      DutyPart read;
      part.text("heading", read.heading);
      part.texts("lines", read.lines);
      part.finish();
      text.push_back(std::move(read));
    }
  };
  parts("zh", out.zh);
  parts("en", out.en);
  return out;
}

class FileReader {
 public:
  FileReader(const toml::table& root, Diagnostics& diag, std::vector<RecordText>& out)
      : top_(&root, "", diag), diag_(diag), out_(out) {}

  void read() {
    for (const char* const key : {"revision", "effective_from", "verified_on", "source"}) {
      top_.require(key);
    }
    top_.integer("revision", head_.revision, 1, 1'000'000'000);
    top_.date("effective_from", head_.effective_from);
    verified(top_, head_);
    top_.text("source", head_.source);

    each("engine", RecordKind::kEngine, [](Section& section, const FileHead&, Diagnostics&) {
      return key_and_text(read_engine(section));
    });
    each("platform", RecordKind::kPlatform,
         [](Section& section, const FileHead& head, Diagnostics&) {
           return key_and_text(read_platform(section, head));
         });
    each("work_type", RecordKind::kWorkType, [](Section& section, const FileHead&, Diagnostics&) {
      return key_and_text(read_work_type(section));
    });
    each("policy", RecordKind::kPolicy, [](Section& section, const FileHead&, Diagnostics&) {
      return key_and_text(read_policy(section));
    });
    each("calendar", RecordKind::kCalendar,
         [](Section& section, const FileHead&, Diagnostics& diag) {
           const CalendarYear year = read_calendar(section, diag);
           return std::pair(std::to_string(year.year), to_json(year));
         });
    each("serp_layout", RecordKind::kSerpLayout,
         [](Section& section, const FileHead&, Diagnostics& diag) {
           return key_and_text(read_serp_layout(section, diag));
         });
    each("provider", RecordKind::kProvider,
         [](Section& section, const FileHead& head, Diagnostics&) {
           ProviderTraits traits = read_provider_traits(section);
           traits.verified_on = head.verified_on;
           traits.source = head.source;
           return key_and_text(traits);
         });
    each("checks_notice", RecordKind::kChecksNotice,
         [](Section& section, const FileHead&, Diagnostics& diag) {
           return key_and_text(read_checks_notice(section, diag));
         });
    each("duty", RecordKind::kDuty, [](Section& section, const FileHead&, Diagnostics& diag) {
      return key_and_text(read_duty(section, diag));
    });
    top_.finish();
  }

 private:
  template <class Record>
  static std::pair<std::string, std::string> key_and_text(const Record& record) {
    return {record.key, to_json(record)};
  }

  static void verified(Section& section, FileHead& head) {
    Date day{};
    if (section.date("verified_on", day)) head.verified_on = to_iso_date(day);
  }

  template <class Read>
  void each(const char* kind_key, RecordKind kind, Read read) {
    std::size_t number = 0;
    for (const toml::table* const entry : top_.tables(kind_key)) {
      ++number;
      const std::optional<std::string> key = (*entry)["key"].value<std::string>();
      const std::string label = key ? fmt::format("[[{}]] \"{}\"", kind_key, *key)
                                    : fmt::format("[[{}]] number {}", kind_key, number);
      Section section(entry, label, diag_);
      FileHead head = head_;  // an entry may say better than its file where it comes from
      section.date("effective_from", head.effective_from);
      verified(section, head);
      section.text("source", head.source);
      auto [record_key, text] = read(section, head, diag_);
      section.finish();
      keep(RecordText{kind, std::move(record_key), head.revision, head.effective_from,
                      head.verified_on, head.source,
                      fmt::format("{}:{}", diag_.file, section.line()), text, sha256_hex(text)},
           section.line());
    }
  }

  void keep(RecordText record, int line) {
    if (record.key.empty()) return;  // that it has none is told already
    const auto same = [&](const RecordText& other) {
      return other.kind == record.kind && other.key == record.key &&
             other.effective_from == record.effective_from;
    };
    if (std::any_of(out_.begin(), out_.end(), same)) {
      diag_.problem(line,
                    fmt::format("{} \"{}\" stands twice", to_string(record.kind), record.key));
      return;
    }
    out_.push_back(std::move(record));
  }

  Section top_;
  Diagnostics& diag_;
  std::vector<RecordText>& out_;
  FileHead head_;
};

}  // namespace

LoadedRecords load_records_text(std::string_view text, const std::string& file_name) {
  LoadedRecords loaded;
  Diagnostics diag;
  diag.file = file_name;
  if (const std::optional<toml::table> root = parse_toml(text, diag)) {
    FileReader(*root, diag, loaded.texts).read();
  }
  std::stable_sort(
      diag.problems.begin(), diag.problems.end(),
      [](const Problem& left, const Problem& right) { return left.line < right.line; });
  loaded.problems = std::move(diag.problems);
  loaded.warnings = std::move(diag.warnings);
  return loaded;
}

}  // namespace vouch::config
