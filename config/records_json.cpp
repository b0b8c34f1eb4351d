#include <array>
#include <map>

#include <boost/json.hpp>

#include <fmt/format.h>

#include "config/records.h"
#include "config/words.h"

namespace vouch::config {
namespace {

namespace json = boost::json;

json::array list(const std::vector<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

json::array spans(const std::vector<Millis>& values) {
  json::array out;
  for (const Millis value : values) out.emplace_back(value.count());
  return out;
}

json::object expectations(const std::map<std::string, Expectation>& values) {
  json::object out;
  for (const auto& [engine, expectation] : values) out[engine] = word(expectation);
  return out;
}

json::array named_days(const std::vector<std::pair<Date, std::string>>& days) {
  json::array out;
  for (const auto& [day, name] : days) out.push_back(json::array{to_iso_date(day), name});
  return out;
}

// Reads members of one object; the first damage is kept and later reads do nothing.
class Members {
 public:
  explicit Members(std::string_view text) {
    json::error_code error;
    root_ = json::parse(text, error);
    if (error || !root_.is_object()) damage_ = "no JSON object";
  }

  void read(const char* key, std::string& value) {
    if (const json::value* const member = find(key, json::kind::string)) {
      value = std::string(member->get_string());
    }
  }
  void read(const char* key, bool& value) {
    if (const json::value* const member = find(key, json::kind::bool_)) value = member->get_bool();
  }
  void read(const char* key, int& value) {
    if (const json::value* const member = find(key, json::kind::int64)) {
      value = static_cast<int>(member->get_int64());
    }
  }
  void read(const char* key, Millis& value) {
    if (const json::value* const member = find(key, json::kind::int64)) {
      value = Millis(member->get_int64());
    }
  }
  void read(const char* key, std::vector<std::string>& value) {
    const json::value* const member = find(key, json::kind::array);
    if (member == nullptr) return;
    value.clear();
    for (const json::value& entry : member->get_array()) {
      if (!entry.is_string()) return mark(key);
      value.emplace_back(entry.get_string());
    }
  }
  void read(const char* key, std::vector<double>& value) {
    const json::value* const member = find(key, json::kind::array);
    if (member == nullptr) return;
    value.clear();
    value.reserve(member->get_array().size());
    for (const json::value& entry : member->get_array()) {
      if (!entry.is_number()) return mark(key);
      value.push_back(entry.to_number<double>());
    }
  }
  // A member that records stored by an older release do not have.
  template <class T>
  void read_newer(const char* key, T& value) {
    if (damage_.empty() && root_.get_object().contains(key)) read(key, value);
  }
  void read(const char* key, std::vector<Millis>& value) {
    const json::value* const member = find(key, json::kind::array);
    if (member == nullptr) return;
    value.clear();
    for (const json::value& entry : member->get_array()) {
      if (!entry.is_int64()) return mark(key);
      value.emplace_back(entry.get_int64());
    }
  }
  void read(const char* key, std::map<std::string, Expectation>& value) {
    const json::value* const member = find(key, json::kind::object);
    if (member == nullptr) return;
    value.clear();
    for (const auto& entry : member->get_object()) {
      std::optional<Expectation> read;
      if (entry.value().is_string()) read = parse_expectation(entry.value().get_string());
      if (!read) return mark(key);
      value.emplace(entry.key(), *read);
    }
  }
  void read(const char* key, std::vector<std::pair<Date, std::string>>& value) {
    const json::value* const member = find(key, json::kind::array);
    if (member == nullptr) return;
    value.clear();
    for (const json::value& entry : member->get_array()) {
      const json::array* const pair = entry.if_array();
      const bool shaped =
          pair != nullptr && pair->size() == 2 && (*pair)[0].is_string() && (*pair)[1].is_string();
      if (!shaped) return mark(key);
      const Result<Date> day = parse_date(std::string_view((*pair)[0].get_string()));
      if (!day) return mark(key);
      value.emplace_back(*day, std::string((*pair)[1].get_string()));
    }
  }
  template <class Enum>
  void read_word(const char* key, Enum& value, std::optional<Enum> (*parse)(std::string_view)) {
    const json::value* const member = find(key, json::kind::string);
    if (member == nullptr) return;
    const std::optional<Enum> read = parse(member->get_string());
    if (!read) return mark(key);
    value = *read;
  }

  template <class Record>
  Result<Record> done(Record record, std::string_view kind) const {
    if (damage_.empty()) return record;
    return fail(ErrorCode::kCorrupt, fmt::format("stored {} record is damaged: {}", kind, damage_));
  }

 private:
  const json::value* find(const char* key, json::kind kind) {
    if (!damage_.empty()) return nullptr;
    const json::value* const member = root_.get_object().if_contains(key);
    if (member == nullptr || member->kind() != kind) {
      mark(key);
      return nullptr;
    }
    return member;
  }
  void mark(const char* key) { damage_ = fmt::format("member {}", key); }

  json::value root_;
  std::string damage_;
};

}  // namespace

std::string to_json(const Engine& engine) {
  return json::serialize(json::object{{"key", engine.key},
                                      {"name", engine.name},
                                      {"robots_agent", engine.robots_agent},
                                      {"honours_noindex", engine.honours_noindex},
                                      {"honours_canonical", engine.honours_canonical},
                                      {"click_curve", json::value_from(engine.click_curve)},
                                      {"click_curve_assumed", engine.click_curve_assumed}});
}

std::string to_json(const Platform& platform) {
  return json::serialize(json::object{{"key", platform.key},
                                      {"name", platform.name},
                                      {"aliases", list(platform.aliases)},
                                      {"class", platform.cls},
                                      {"hosts", list(platform.hosts)},
                                      {"live", word(platform.live_mode)},
                                      {"engines", expectations(platform.engines)},
                                      {"identity_params", list(platform.identity_params)},
                                      {"drop_params", list(platform.drop_params)},
                                      {"gone_phrases", list(platform.gone_phrases)},
                                      {"review_phrases", list(platform.review_phrases)},
                                      {"login_phrases", list(platform.login_phrases)},
                                      {"challenge_phrases", list(platform.challenge_phrases)},
                                      {"not_found_is_proof", platform.not_found_is_proof},
                                      {"work_type", platform.default_work_type},
                                      {"verified_on", platform.verified_on},
                                      {"source", platform.source}});
}

std::string to_json(const WorkType& work_type) {
  return json::serialize(json::object{{"key", work_type.key},
                                      {"name", work_type.name},
                                      {"aliases", list(work_type.aliases)},
                                      {"roles", list(work_type.roles)},
                                      {"has_url", work_type.has_url},
                                      {"standard_minutes", work_type.standard_minutes}});
}

std::string to_json(const Policy& policy) {
  return json::serialize(json::object{{"key", policy.key},
                                      {"name", policy.name},
                                      {"work_types", list(policy.work_types)},
                                      {"platform_class", policy.platform_class},
                                      {"fallback", policy.fallback},
                                      {"live", policy.live},
                                      {"evidence_sample", policy.evidence_sample},
                                      {"live_deadline", policy.live_deadline.count()},
                                      {"live_confirmations", policy.live_confirmations},
                                      {"live_spacing", policy.live_spacing.count()},
                                      {"content_title", policy.content_title},
                                      {"content_keyword", policy.content_keyword},
                                      {"content_link", policy.content_link},
                                      {"link_must_follow", policy.link_must_follow},
                                      {"mention_suffices", policy.mention_suffices},
                                      {"index", word(policy.index)},
                                      {"index_required", policy.index_required},
                                      {"engines", expectations(policy.engines)},
                                      {"index_deadline", policy.index_deadline.count()},
                                      {"index_confirmations", policy.index_confirmations},
                                      {"index_spacing", policy.index_spacing.count()},
                                      {"own_text", list(policy.own_text)},
                                      {"survival", policy.survival.count()},
                                      {"grace_workdays", policy.grace_workdays},
                                      {"page_looks", spans(policy.page_looks)},
                                      {"index_looks", spans(policy.index_looks)}});
}

std::string to_json(const CalendarYear& year) {
  return json::serialize(json::object{{"year", year.year},
                                      {"off", named_days(year.off)},
                                      {"makeup_workdays", named_days(year.makeup_workdays)}});
}

Result<Engine> engine_from_json(std::string_view text) {
  Members members(text);
  Engine out;
  members.read("key", out.key);
  members.read("name", out.name);
  members.read("robots_agent", out.robots_agent);
  members.read("honours_noindex", out.honours_noindex);
  members.read("honours_canonical", out.honours_canonical);
  members.read_newer("click_curve", out.click_curve);
  members.read_newer("click_curve_assumed", out.click_curve_assumed);
  return members.done(std::move(out), "engine");
}

Result<Platform> platform_from_json(std::string_view text) {
  Members members(text);
  Platform out;
  members.read("key", out.key);
  members.read("name", out.name);
  members.read("aliases", out.aliases);
  members.read("class", out.cls);
  members.read("hosts", out.hosts);
  members.read_word("live", out.live_mode, parse_live_mode);
  members.read("engines", out.engines);
  members.read("identity_params", out.identity_params);
  members.read("drop_params", out.drop_params);
  members.read("gone_phrases", out.gone_phrases);
  members.read("review_phrases", out.review_phrases);
  members.read("login_phrases", out.login_phrases);
  members.read("challenge_phrases", out.challenge_phrases);
  members.read("not_found_is_proof", out.not_found_is_proof);
  members.read("work_type", out.default_work_type);
  members.read("verified_on", out.verified_on);
  members.read("source", out.source);
  return members.done(std::move(out), "platform");
}

Result<WorkType> work_type_from_json(std::string_view text) {
  Members members(text);
  WorkType out;
  members.read("key", out.key);
  members.read("name", out.name);
  members.read("aliases", out.aliases);
  members.read("roles", out.roles);
  members.read("has_url", out.has_url);
  members.read("standard_minutes", out.standard_minutes);
  return members.done(std::move(out), "work type");
}

Result<Policy> policy_from_json(std::string_view text) {
  Members members(text);
  Policy out;
  members.read("key", out.key);
  members.read("name", out.name);
  members.read("work_types", out.work_types);
  members.read("platform_class", out.platform_class);
  members.read("fallback", out.fallback);
  members.read("live", out.live);
  members.read_newer("evidence_sample", out.evidence_sample);
  members.read("live_deadline", out.live_deadline);
  members.read("live_confirmations", out.live_confirmations);
  members.read("live_spacing", out.live_spacing);
  members.read("content_title", out.content_title);
  members.read("content_keyword", out.content_keyword);
  members.read("content_link", out.content_link);
  members.read("link_must_follow", out.link_must_follow);
  members.read("mention_suffices", out.mention_suffices);
  members.read_word("index", out.index, parse_expectation);
  members.read("index_required", out.index_required);
  members.read("engines", out.engines);
  members.read("index_deadline", out.index_deadline);
  members.read("index_confirmations", out.index_confirmations);
  members.read("index_spacing", out.index_spacing);
  members.read_newer("own_text", out.own_text);
  members.read("survival", out.survival);
  members.read("grace_workdays", out.grace_workdays);
  members.read("page_looks", out.page_looks);
  members.read("index_looks", out.index_looks);
  return members.done(std::move(out), "policy");
}

Result<CalendarYear> calendar_year_from_json(std::string_view text) {
  Members members(text);
  CalendarYear out;
  members.read("year", out.year);
  members.read("off", out.off);
  members.read("makeup_workdays", out.makeup_workdays);
  return members.done(std::move(out), "calendar");
}

}  // namespace vouch::config
