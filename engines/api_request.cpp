#include "engines/api_request.h"

#include <fmt/format.h>

namespace vouch::engines {

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string form_text(std::span<const Parameter> parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out.push_back('&');
    out += percent_encoded(name) + "=" + percent_encoded(value);
  }
  return out;
}

Result<crawler::FetchRequest> api_get(const std::string& href, Millis timeout) {
  Result<Url> url = Url::parse(href);
  if (!url || !url->is_http()) {
    return fail(ErrorCode::kInvalid, "the provider's address is no http or https URL");
  }
  crawler::FetchRequest request(std::move(*url), crawler::AddressClass::kConfigured);
  request.headers = {HeaderField{"Accept", "application/json"},
                     HeaderField{"Accept-Encoding", "identity"}};
  request.limits.timeout = timeout;
  request.limits.max_body_bytes = kLargestAnswer;
  return request;
}

Result<crawler::FetchRequest> api_post(const std::string& href, std::string content_type,
                                       std::string body, Millis timeout) {
  Result<crawler::FetchRequest> request = api_get(href, timeout);
  if (!request) return request;
  request->method = crawler::Method::kPost;
  request->headers.push_back(HeaderField{"Content-Type", std::move(content_type)});
  request->body = std::move(body);
  return request;
}

}  // namespace vouch::engines
