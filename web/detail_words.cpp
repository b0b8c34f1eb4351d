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
