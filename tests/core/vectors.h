// Conformance vectors that lie beside the checkout (VOUCH_DATA_DIR); absent ones skip their test.
#pragma once

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace vouch {

inline std::optional<boost::json::value> read_vectors(const std::string& name) {
  std::ifstream file(std::string(VOUCH_DATA_DIR) + "/vectors/" + name, std::ios::binary);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return boost::json::parse(text);
}

inline std::string text_of(const boost::json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : std::string{};
}

inline std::string text_at(const boost::json::object& row, const char* key) {
  const boost::json::value* value = row.if_contains(key);
  return value == nullptr ? std::string{} : text_of(*value);
}

}  // namespace vouch

#define VOUCH_VECTORS(variable, name)                                   \
  const auto variable##_file = ::vouch::read_vectors(name);             \
  if (!variable##_file) GTEST_SKIP() << "skipped: no conformance data"; \
  const boost::json::object& variable = variable##_file->as_object()
