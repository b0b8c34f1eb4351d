#include "web/form_data.h"

#include <algorithm>

#include "core/text.h"

namespace vouch::web {
namespace {

constexpr std::size_t kMostFields = 20;
constexpr std::size_t kLongestHead = 2000;
constexpr std::size_t kLongestBoundary = 70;  // RFC 2046 5.1.1

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::kInvalid, "the form could not be read");
}

// Value of `name` in "form-data; name=\"a\"; filename=\"b.html\"".
std::string parameter(std::string_view value, std::string_view name) {
  const std::string key = std::string(name) + "=";
  std::size_t at = value.find(key);
  while (at != std::string_view::npos && at > 0 && value[at - 1] != ' ' && value[at - 1] != ';') {
    at = value.find(key, at + 1);  // the end of a longer name
  }
  if (at == std::string_view::npos) return {};
  std::string_view rest = value.substr(at + key.size());
  if (!rest.starts_with('"')) return std::string(trim(rest.substr(0, rest.find(';'))));
  rest.remove_prefix(1);
  return std::string(rest.substr(0, rest.find('"')));
}

Result<FormField> field_of(std::string_view part) {
  const std::size_t end = part.find("\r\n\r\n");
  if (end == std::string_view::npos || end > kLongestHead) return damaged();
  FormField out;
  for (const std::string& line : split_lines(part.substr(0, end))) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string name = ascii_lower(line.substr(0, colon));
    const std::string_view value = trim(std::string_view(line).substr(colon + 1));
    if (name == "content-disposition") {
      out.name = parameter(value, "name");
      out.file_name = parameter(value, "filename");
    }
    if (name == "content-type") out.content_type = value;
  }
  if (out.name.empty()) return damaged();
  out.body = part.substr(end + 4);
  return out;
}

}  // namespace

Result<FormData> FormData::parse(std::string_view content_type, std::string_view body) {
  if (!ascii_lower(content_type).starts_with("multipart/form-data")) return damaged();
  const std::string boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kLongestBoundary) return damaged();
  const std::string opening = "--" + boundary;
  const std::string between = "\r\n" + opening;
  if (!body.starts_with(opening)) return damaged();
  body.remove_prefix(opening.size());
  FormData out;
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n") || out.fields_.size() == kMostFields) return damaged();
    body.remove_prefix(2);
    const std::size_t end = body.find(between);
    if (end == std::string_view::npos) return damaged();
    Result<FormField> field = field_of(body.substr(0, end));
    if (!field) return tl::unexpected(field.error());
    out.fields_.push_back(std::move(*field));
    body.remove_prefix(end + between.size());
  }
  return out;
}

const FormField* FormData::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const FormField& field) {
    return field.name == name && !field.body.empty();
  });
  return found == fields_.end() ? nullptr : &*found;
}

std::string FormData::text(std::string_view name) const {
  const FormField* const field = find(name);
  return field == nullptr ? std::string() : field->body;
}

}  // namespace vouch::web
