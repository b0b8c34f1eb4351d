#include "web/detail_words.h"

#include <boost/json.hpp>

namespace vouch::web {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  return value->is_uint64() ? static_cast<std::int64_t>(value->get_uint64()) : 0;
}

DetailWords::Keyword keyword_of(const json::object& object) {
  DetailWords::Keyword keyword;
  keyword.keyword = text_of(object, "keyword");
  keyword.place = text_of(object, "place");
  keyword.count = number_of(object, "count");
  keyword.sentence = text_of(object, "sentence");
  return keyword;
}

void read_link(const json::object& object, DetailWords& out) {
  out.link_kind = text_of(object, "kind");
  out.link_url = text_of(object, "url");
  out.link_anchor = text_of(object, "anchor");
}

bool flag_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::string join(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

std::string marked(const json::object& engines) {
  std::vector<std::string> names;
  for (const auto& engine : engines) {
    if (flag_of(engines, engine.key())) names.emplace_back(engine.key());
  }
  return join(names, ", ");
}

// One request needs no telling; a chain of redirects does.
std::string chain(const json::array& hops) {
  std::vector<std::string> steps;
  for (const json::value& hop : hops) {
    if (!hop.is_object()) continue;
    const std::int64_t status = number_of(hop.get_object(), "status");
    steps.push_back(std::to_string(status) + " " + text_of(hop.get_object(), "url"));
  }
  return steps.size() < 2 ? std::string() : join(steps, " → ");
}

// A page's control is one address, an engine's a pair: one that is known, one that cannot exist.
std::optional<std::pair<std::string, std::string>> control(const json::object& canary) {
  if (canary.contains("passed")) {
    const char* name = flag_of(canary, "passed") ? "control_passed" : "control_failed";
    return std::pair{std::string(name), text_of(canary, "url")};
  }
  if (!canary.contains("state")) return std::nullopt;
  const std::string state = text_of(canary, "state");
  const std::string text = text_of(canary, "text");
  return std::pair{std::string(state == "passed" ? "control_found" : "control_failed"),
                   text.empty() ? text_of(canary, "positive_url") : text};
}

// The members that are objects or lists, in words; false: not one that is known.
bool read_nested(std::string_view name, const json::value& member, DetailWords& out) {
  const auto keep = [&](std::string_view key, std::string words) {
    if (!words.empty()) out.others.emplace_back(key, std::move(words));
    return true;
  };
  if (name == "proved" && member.is_bool()) return true;  // said beside the outcome
  if (name == "hops" && member.is_array()) return keep(name, chain(member.get_array()));
  if (!member.is_object()) return false;
  const json::object& object = member.get_object();
  if (name == "noindex") return keep(name, marked(object));
  if (name == "matched") return keep(name, text_of(object, "url"));
  if (name == "published") {
    return keep(name, text_of(object, "value") + " (" + text_of(object, "source") + ")");
  }
  if (name != "canary") return false;
  const auto said = control(object);
  return said && keep(said->first, said->second);
}

}  // namespace

DetailWords read_detail(std::string_view text) {
  DetailWords out;
  boost::system::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object()) return out;
  for (const auto& field : value.get_object()) {
    const std::string_view name(field.key().data(), field.key().size());
    const json::value& member = field.value();
    if (name == "keywords" && member.is_array()) {
      for (const json::value& row : member.get_array()) {
        if (row.is_object()) out.keywords.push_back(keyword_of(row.get_object()));
      }
    } else if (name == "link" && member.is_object()) {
      read_link(member.get_object(), out);
    } else if (name == "title_agrees" && member.is_bool()) {
      out.title_agrees = member.get_bool();
    } else if (name == "title" && member.is_string()) {
      out.title = text_of(value.get_object(), name);
    } else if (name == "words" && member.is_string()) {
      out.words = text_of(value.get_object(), name);
    } else if (read_nested(name, member, out)) {
      continue;
    } else if (member.is_string()) {
      std::string words = text_of(value.get_object(), name);
      if (!words.empty()) out.others.emplace_back(name, std::move(words));
    } else if (!member.is_null()) {
      out.others.emplace_back(name, json::serialize(member));
    }
  }
  return out;
}

}  // namespace vouch::web
