#include "practice/hook_answers.h"

#include <cstdint>
#include <cstdlib>

#include "core/hash.h"

namespace vouch::practice {
namespace {

constexpr std::int64_t kTolerance = 300;  // seconds

std::string wrong_with(const HttpRequest& request, Time now, std::string_view secret) {
  const std::string id = request.header("webhook-id");
  const std::string timestamp = request.header("webhook-timestamp");
  const std::string signatures = request.header("webhook-signature");
  if (request.method != "POST") return "method is not POST";
  if (id.empty()) return "webhook-id is missing";
  if (timestamp.empty()) return "webhook-timestamp is missing";
  if (signatures.empty()) return "webhook-signature is missing";
  const std::int64_t seconds = std::strtoll(timestamp.c_str(), nullptr, 10);
  if (std::llabs(to_millis(now) / 1000 - seconds) > kTolerance) return "webhook-timestamp is off";
  std::string key;
  if (!base64_decode(secret.substr(secret.find('_') + 1), key)) return "the secret is unusable";
  const Sha256Bytes mac = hmac_sha256(key, id + "." + timestamp + "." + request.body);
  const std::string raw(mac.begin(), mac.end());
  const std::string wanted = "v1," + base64_encode(raw);
  const std::string list = " " + signatures + " ";
  if (list.find(" " + wanted + " ") == std::string::npos) return "webhook-signature does not fit";
  return {};
}

}  // namespace

HookTaken answer_hook(const World& world, Time now, const HttpRequest& request,
                      std::string_view secret) {
  HookTaken out;
  out.id = request.header("webhook-id");
  out.answer.headers = {{"Content-Type", "text/plain"}};
  out.problem = wrong_with(request, now, secret);
  if (!out.problem.empty()) {
    out.answer.status = 401;
    out.answer.body = out.problem + "\n";
    return out;
  }
  if (world.has(Trouble::kHook500, now)) {
    out.answer.status = 500;
    return out;
  }
  if (world.has(Trouble::kHookSilent, now)) {
    out.answer.mangle = Mangle::kSilent;
    return out;
  }
  out.taken = true;
  out.answer.status = 204;
  if (world.has(Trouble::kHookDropped, now)) out.answer.mangle = Mangle::kReset;
  return out;
}

}  // namespace vouch::practice
