// HTTP/1.1 by hand: a request read from bytes, an answer turned into bytes and pauses, whole or
// broken on purpose. Pure; shares nothing with the product's readers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::practice {

struct HttpRequest {
  std::string method;
  std::string target;                                        // "/search?q=..."
  std::string host;                                          // lower case, without port
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case
  std::string body;
  bool keep_alive = true;

  [[nodiscard]] std::string header(std::string_view name) const;  // empty when absent
  [[nodiscard]] std::string path() const;
  [[nodiscard]] std::string parameter(std::string_view name) const;  // decoded; empty when absent
};

// Takes one whole request off the front of `bytes`; none: more must come. `malformed` is set when
// nothing can be made of them.
std::optional<HttpRequest> take_request(std::string& bytes, bool& malformed);

enum class Mangle {
  kNone,
  kReset,
  kEmptyReply,
  kShortBody,
  kTruncatedGzip,
  kGarbage,
  kTorn,
  kResetInHead,
  kResetInBody,
  kDrip,
  kEndlessChunks,
  kSilent,
};

struct HttpAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool gzip = false;   // compress where the client accepts it
  bool close = false;  // the connection, after the answer
  Mangle mangle = Mangle::kNone;
  std::chrono::milliseconds delay{0};
  std::string held_by;  // wait until the act of this name is done
};

enum class After { kKeep, kClose, kReset };
struct Step {  // bytes to be sent after a pause
  std::chrono::milliseconds pause{0};
  std::string bytes;
  After after = After::kKeep;
  std::string held_by;
  int times = 1;  // sent so often
};

std::vector<Step> to_steps(const HttpAnswer& answer, const HttpRequest& request);

std::string percent_decode(std::string_view text, bool plus_is_space);
std::string gzip(std::string_view bytes);

}  // namespace vouch::practice
