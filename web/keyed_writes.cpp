#include "web/keyed_writes.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/log.h"
#include "web/answers.h"
#include "web/app.h"

namespace vouch::web {
namespace {

constexpr std::string_view kHeader = "Idempotency-Key";
constexpr std::size_t kLongestKey = 200;
constexpr std::size_t kLongestBody = 64 * 1024;

bool is_usable(std::string_view key) {
  return key.size() <= kLongestKey &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// Nobody acted, or not now: the same key may try again.
bool is_taken_back(int status) {
  return status >= 500 || status == 429;
}

store::KeyedAnswer kept(const HttpResponse& response) {
  store::KeyedAnswer out;
  out.status = response.status;
  out.content_type = response.content_type;
  if (response.body.size() <= kLongestBody) out.body = response.body;
  return out;
}

HttpResponse replayed(const store::KeyedAnswer& answer) {
  if (!answer.body) {
    return problem(409, fmt::format("这个请求已经执行过（状态 {}），回答太长没有留存；请看结果，"
                                    "不要重复提交 (it was carried out before with status {}; the "
                                    "answer was too long to be kept: look at what it did)",
                                    answer.status, answer.status));
  }
  HttpResponse response;
  response.status = answer.status;
  response.content_type = answer.content_type;
  response.body = *answer.body;
  response.headers.push_back(HeaderField{"Idempotency-Replayed", "true"});
  return response;
}

HttpResponse answer_of(const store::Reservation& reservation) {
  using Kind = store::Reservation::Kind;
  switch (reservation.kind) {
    case Kind::kAnswered:
      return replayed(reservation.answer);
    case Kind::kOther:
      return problem(
          422,
          "这个 Idempotency-Key 已经用于另一个请求，请换一个 (the key stands for another "
          "request: take a new one)",
          {{0, std::string(kHeader), "stands for another request"}});
    case Kind::kMade:
    case Kind::kOpen:
      break;
  }
  return problem(
      409,
      "同样的请求还在执行，或中途断了，结果不明；请先看结果，再决定要不要重做 (its outcome "
      "is not known, look before you repeat it)");
}

}  // namespace

bool is_keyed(const Route& route, const HttpRequest& request) {
  return route.keeps == Keeps::kAnswer && route.method != "GET" &&
         route.pattern.starts_with("/api/v1/") && !header_value(request.headers, kHeader).empty();
}

Task<HttpResponse> answer_once(Services& services, KeyedWrites& writes, const Route& route,
                               Call call) {
  const UserId actor = call.actor.user;
  store::KeyedWrite write;
  write.actor = actor;
  write.key = std::string(header_value(call.request.headers, kHeader));
  if (!is_usable(write.key)) {
    const Problem unusable{0, std::string(kHeader), "1 to 200 visible ASCII characters"};
    const std::vector<Problem> problems(1, unusable);
    co_return problem(400, "the request could not be read", problems);
  }
  write.request = fmt::format("{} {}", call.request.method, call.request.target);
  write.body_sha256 = sha256_hex(call.request.body);
  const std::string key = write.key;
  const Result<store::Reservation> reserved = co_await writes.reserve(std::move(write));
  if (!reserved) co_return problem(reserved.error());
  if (reserved->kind != store::Reservation::Kind::kMade) co_return answer_of(*reserved);
  HttpResponse response = co_await route.handler(services, std::move(call));
  Status noted;
  if (is_taken_back(response.status)) {
    noted = co_await writes.take_back(actor, key);
  } else {
    store::KeyedAnswer answer = kept(response);
    noted = co_await writes.keep(actor, key, std::move(answer));
  }
  // It was carried out all the same; whoever asks again is told that its outcome is not known.
  if (!noted) log::warning("web", "the answer to a keyed write: {}", noted.error().text());
  co_return response;
}

}  // namespace vouch::web
