#include "core/exchange.h"

#include "core/text.h"

namespace vouch {
namespace {

std::string_view trim_blank(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string_view header_value(const std::vector<HeaderField>& fields, std::string_view name) {
  for (const HeaderField& field : fields) {
    if (ascii_iequals(field.name, name)) return field.value;
  }
  return {};
}

std::vector<std::string_view> header_values(const std::vector<HeaderField>& fields,
                                            std::string_view name) {
  std::vector<std::string_view> values;
  for (const HeaderField& field : fields) {
    if (ascii_iequals(field.name, name)) values.push_back(field.value);
  }
  return values;
}

std::vector<HeaderField> parse_header_fields(std::string_view head) {
  std::vector<HeaderField> fields;
  bool status_line = true;
  while (!head.empty()) {
    const auto end = head.find('\n');
    std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (std::exchange(status_line, false) || line.empty()) continue;
    if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
      // Obsolete line folding (RFC 9112 5.2): one space stands for the break.
      std::string& value = fields.back().value;
      if (!value.empty()) value += ' ';
      value += trim_blank(line);
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) continue;
    fields.push_back(HeaderField{std::string(trim_blank(line.substr(0, colon))),
                                 std::string(trim_blank(line.substr(colon + 1)))});
  }
  return fields;
}

}  // namespace vouch
