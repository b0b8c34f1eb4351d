// How the world's people reach vouchd: one HTTP/1.1 request a connection, over TCP with a token or
// over the Unix socket as the operator. Blocking; one owner.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace vouch::practice {

struct ApiAnswer {
  int status = 0;
  std::string body;
};

struct ApiRequest {
  std::string method = "POST";
  std::string target;
  std::string token;  // empty: over the Unix socket
  std::string content_type = "application/json";
  std::string body;
  std::string idempotency_key;
};

class ApiClient {
 public:
  ApiClient(int port, std::string socket) : port_(port), socket_(std::move(socket)) {}

  // kNetwork: nobody listens, or the connection broke before the whole answer.
  [[nodiscard]] Result<ApiAnswer> call(const ApiRequest& request) const;

 private:
  int port_;
  std::string socket_;
};

std::string percent_encode(std::string_view text);

}  // namespace vouch::practice
