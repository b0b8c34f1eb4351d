#include "config/duty_card.h"

#include <algorithm>

#include <boost/json.hpp>

namespace vouch::config {
namespace {

namespace json = boost::json;

std::string word_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

const json::array* list_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value != nullptr && value->is_array() ? &value->get_array() : nullptr;
}

json::array parts_json(const DutyText& text) {
  json::array out;
  for (const DutyPart& part : text) {
    out.push_back(json::object{{"heading", part.heading},
                               {"lines", json::array(part.lines.begin(), part.lines.end())}});
  }
  return out;
}

DutyText parts_of(const json::object& object, std::string_view name) {
  DutyText out;
  const json::array* parts = list_of(object, name);
  for (std::size_t i = 0; parts != nullptr && i < parts->size(); ++i) {
    if (!(*parts)[i].is_object()) continue;
    const json::object& one = (*parts)[i].get_object();
    DutyPart part;
    part.heading = word_of(one, "heading");
    const json::array* lines = list_of(one, "lines");
    for (std::size_t k = 0; lines != nullptr && k < lines->size(); ++k) {
      if ((*lines)[k].is_string()) part.lines.emplace_back((*lines)[k].get_string());
    }
    out.push_back(std::move(part));
  }
  return out;
}

}  // namespace

const std::vector<std::string>& duty_posts() {
  static const std::vector<std::string> posts = {"editor", "promoter",   "service",
                                                 "sales",  "supervisor", "vendor"};
  return posts;
}

std::string duty_post_of(const User& user) {
  if (user.role == Role::kSupervisor) return std::string(kSupervisorPost);
  const auto& posts = duty_posts();
  return std::find(posts.begin(), posts.end(), user.post) == posts.end() ? std::string()
                                                                         : user.post;
}

std::string text_of(const DutyText& text) {
  std::string out;
  for (const DutyPart& part : text) {
    out += "# " + part.heading + "\n";
    for (const std::string& line : part.lines) out += "- " + line + "\n";
  }
  return out;
}

std::string to_json(const DutyCard& card) {
  return json::serialize(
      json::object{{"en", parts_json(card.en)}, {"key", card.key}, {"zh", parts_json(card.zh)}});
}

Result<DutyCard> duty_card_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object())
    return fail(ErrorCode::kCorrupt, "a stored duty card cannot be read");
  DutyCard out;
  out.key = word_of(value.get_object(), "key");
  out.zh = parts_of(value.get_object(), "zh");
  out.en = parts_of(value.get_object(), "en");
  return out;
}

}  // namespace vouch::config
