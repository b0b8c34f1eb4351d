// The front of every answer reader: from an exchange to a JSON object, or to the reason why there
// is none to trust. Pure; any thread. Internal to engines.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engines/answer.h"

namespace boost::json {  // its header stays out of ours
class array;
class object;
}  // namespace boost::json

namespace vouch::engines {

Reason reason_of_status(int status);                   // 401, 403, 429, 5xx; else kProviderError
std::optional<Millis> rest_asked_for(const Hop& hop);  // Retry-After, a day at most
bool looks_like_captcha(std::string_view body);

struct ApiBody {
  int status = 0;
  std::shared_ptr<const boost::json::object> object;  // null when `refusal` says why
  std::optional<SearchAnswer> refusal;                // nothing readable came

  [[nodiscard]] bool readable() const { return !refusal.has_value(); }
};

// A whole JSON object, whatever the status: interfaces explain their errors in JSON. Not readable:
// no answer, cut, empty, HTML, no JSON, or an error status without a JSON object.
ApiBody read_api_body(const Exchange& exchange);

// By status alone, with Retry-After where it was sent. For statuses other than 200.
SearchAnswer refused_by_status(const Exchange& exchange, std::string_view explanation);

// Members; a wrong type is the same as an absent member.
const boost::json::object* object_at(const boost::json::object& object, std::string_view key);
const boost::json::array* array_at(const boost::json::object& object, std::string_view key);
std::string text_at(const boost::json::object& object, std::string_view key);
std::optional<std::int64_t> integer_at(const boost::json::object& object, std::string_view key);
std::optional<double> number_at(const boost::json::object& object, std::string_view key);
// "5" and 5 alike, as some interfaces send either.
std::optional<std::int64_t> integer_or_digits_at(const boost::json::object& object,
                                                 std::string_view key);

std::string short_title(std::string_view title);  // valid UTF-8, cut
inline constexpr int kDeepestPlace = 100'000;     // a place beyond it is nonsense

// The common ending of every reader: the exchange as evidence, what it cost, whether we gave up.
SearchAnswer with_evidence(SearchAnswer answer, const Exchange& exchange, config::Micros price);

// The URL leads through the engine ("www.baidu.com/link" of the record's `redirects`).
bool hides_target(std::string_view url, const std::vector<std::string>& redirects);

}  // namespace vouch::engines
