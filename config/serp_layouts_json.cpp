#include <boost/describe/class.hpp>
#include <boost/json.hpp>

#include <fmt/format.h>

#include "config/records.h"

namespace vouch {

BOOST_DESCRIBE_STRUCT(SerpRequest, (),
                      (url, exact_url, exact_title, site, page_size, first_offset, offset_step))
BOOST_DESCRIBE_STRUCT(SerpSign, (),
                      (kind, select, address, title, texts, longest_text, needs_control, reason,
                       words))
BOOST_DESCRIBE_STRUCT(SerpRowRule, (), (kind, select, has, lacks))
BOOST_DESCRIBE_STRUCT(SerpValue, (), (select, closest, containing, attribute, decoder, key, prefix))
BOOST_DESCRIBE_STRUCT(SerpTarget, (), (value, source, at, except, shown_only))
BOOST_DESCRIBE_STRUCT(SerpTrust, (), (rows, least_share))
BOOST_DESCRIBE_STRUCT(SerpLayout, (),
                      (key, engine, device, hosts, request, signs, rows, targets, links, slots,
                       titles, shown_urls, snippets, totals, next_pages, echoes, trust, end_tag))

namespace {

namespace json = boost::json;

template <class Enum>
json::result<Enum> enum_of(const json::value& value,
                           std::optional<Enum> (*parse)(std::string_view)) {
  const json::string* const text = value.if_string();
  const std::optional<Enum> read = text == nullptr ? std::nullopt : parse(*text);
  if (!read) return json::make_error_code(json::error::not_exact);
  return *read;
}

}  // namespace

// Boost.JSON finds these by the enums' namespace.
void tag_invoke(const json::value_from_tag&, json::value& out, SerpSignKind kind) {
  out = to_string(kind);
}
void tag_invoke(const json::value_from_tag&, json::value& out, SerpRowKind kind) {
  out = to_string(kind);
}
void tag_invoke(const json::value_from_tag&, json::value& out, SerpDecoder decoder) {
  out = to_string(decoder);
}
json::result<SerpSignKind> tag_invoke(const json::try_value_to_tag<SerpSignKind>&,
                                      const json::value& value) {
  return enum_of(value, parse_serp_sign_kind);
}
json::result<SerpRowKind> tag_invoke(const json::try_value_to_tag<SerpRowKind>&,
                                     const json::value& value) {
  return enum_of(value, parse_serp_row_kind);
}
json::result<SerpDecoder> tag_invoke(const json::try_value_to_tag<SerpDecoder>&,
                                     const json::value& value) {
  return enum_of(value, parse_serp_decoder);
}

namespace config {

std::string to_json(const SerpLayout& layout) {
  return json::serialize(json::value_from(layout));
}

Result<SerpLayout> serp_layout_from_json(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  if (!error) {
    json::result<SerpLayout> read = json::try_value_to<SerpLayout>(value);
    if (read) return std::move(*read);
    error = read.error();
  }
  return fail(ErrorCode::kCorrupt,
              fmt::format("stored serp_layout record is damaged: {}", error.message()));
}

}  // namespace config
}  // namespace vouch
