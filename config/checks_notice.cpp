#include "config/checks_notice.h"

#include <boost/json.hpp>

namespace vouch::config {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

const json::array* list_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value != nullptr && value->is_array() ? &value->get_array() : nullptr;
}

}  // namespace

std::string to_json(const ChecksNotice& notice) {
  json::array sections;
  for (const ChecksNotice::Section& section : notice.sections) {
    sections.push_back(
        json::object{{"heading", section.heading},
                     {"lines", json::array(section.lines.begin(), section.lines.end())}});
  }
  return json::serialize(json::object{
      {"key", notice.key}, {"sections", std::move(sections)}, {"title", notice.title}});
}

Result<ChecksNotice> checks_notice_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object())
    return fail(ErrorCode::kCorrupt, "a stored notice of what is checked cannot be read");
  ChecksNotice out;
  out.key = text_of(value.get_object(), "key");
  out.title = text_of(value.get_object(), "title");
  const json::array* sections = list_of(value.get_object(), "sections");
  if (sections == nullptr) return out;
  for (const json::value& one : *sections) {
    if (!one.is_object()) continue;
    ChecksNotice::Section section;
    section.heading = text_of(one.get_object(), "heading");
    const json::array* lines = list_of(one.get_object(), "lines");
    for (std::size_t i = 0; lines != nullptr && i < lines->size(); ++i) {
      if ((*lines)[i].is_string()) section.lines.emplace_back((*lines)[i].get_string());
    }
    out.sections.push_back(std::move(section));
  }
  return out;
}

}  // namespace vouch::config
