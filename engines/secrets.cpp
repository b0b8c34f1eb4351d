#include "engines/secrets.h"

#include <algorithm>
#include <memory>

#include <boost/json.hpp>

#include "core/hash.h"
#include "core/text.h"
#include "engines/api_request.h"

namespace vouch::engines {
namespace {

constexpr std::size_t kShortest = 6;
constexpr std::string_view kHidden = "[secret]";

std::string in_json(std::string_view text) {
  const std::string quoted = boost::json::serialize(boost::json::string(text));
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

Status Secrets::add(std::string_view secret) {
  if (secret.size() < kShortest) {
    return fail(ErrorCode::kInvalid,
                "the key is shorter than 6 characters and could not be kept out of the evidence");
  }
  add_form(std::string(secret));
  const std::string encoded = percent_encoded(secret);
  add_form(encoded);
  add_form(ascii_lower(encoded));
  add_form(in_json(secret));
  add_form(base64_encode(secret));
  std::stable_sort(
      forms_.begin(), forms_.end(),
      [](const std::string& left, const std::string& right) { return left.size() > right.size(); });
  return {};
}

void Secrets::add_form(std::string form) {
  if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) {
    forms_.push_back(std::move(form));
  }
}

std::string Secrets::hidden(std::string_view text) const {
  std::string out(text);
  for (const std::string& form : forms_) {
    std::size_t at = 0;
    while ((at = out.find(form, at)) != std::string::npos) {
      out.replace(at, form.size(), kHidden);
      at += kHidden.size();
    }
  }
  return out;
}

void Secrets::hide(Exchange& exchange) const {
  const auto hide_bytes = [&](Bytes& bytes) {
    if (!bytes) return;
    std::string clean = hidden(*bytes);
    if (clean != *bytes) bytes = std::make_shared<const std::string>(std::move(clean));
  };
  exchange.failure_text = hidden(exchange.failure_text);
  for (Hop& hop : exchange.hops) {
    hop.url = hidden(hop.url);
    hop.request_head = hidden(hop.request_head);
    hop.response_head = hidden(hop.response_head);
    for (HeaderField& field : hop.headers) field.value = hidden(field.value);
    hide_bytes(hop.body);
    hide_bytes(hop.wire_body);
  }
}

}  // namespace vouch::engines
