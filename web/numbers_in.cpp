#include "web/numbers_in.h"

#include <boost/json.hpp>

namespace vouch::web {

namespace json = boost::json;

planning::Numbers numbers_in(std::string_view stored) {
  planning::Numbers out;
  boost::system::error_code error;
  const json::value value = json::parse({stored.data(), stored.size()}, error);
  if (error || !value.is_object()) return out;
  for (const auto& field : value.get_object()) {
    if (field.value().is_int64())
      out[std::string(field.key_c_str(), field.key().size())] = field.value().get_int64();
  }
  return out;
}

}  // namespace vouch::web
