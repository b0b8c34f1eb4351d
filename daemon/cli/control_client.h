// The command line's way to a running vouchd: HTTP over its Unix socket. Blocking; one request a
// call.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch::daemon::cli {

struct Answer {
  int status = 0;
  std::string body;
};

class ControlClient {
 public:
  explicit ControlClient(std::filesystem::path socket) : socket_(std::move(socket)) {}

  // kUnavailable when no vouchd listens there.
  Result<Answer> call(std::string_view method, std::string_view target, std::string_view body = {},
                      std::string_view content_type = "application/json") const;

 private:
  std::filesystem::path socket_;
};

std::string percent_encode(std::string_view text);  // for query values and path pieces

}  // namespace vouch::daemon::cli
