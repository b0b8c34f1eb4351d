// A queue of captures that writes down what it was asked and answers as told.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "web/captures.h"

namespace vouch::web::test {

class FakeCaptures final : public Captures {
 public:
  std::vector<CaptureItem> items;
  std::optional<Error> refusal;  // answered to everything that changes something, while set
  HandInAnswer answer;
  std::string good_token = "abcdefghijklmnopqrstuvwxyz0123456789ABCD";

  Actor actor;  // of the last call
  HandIn handed;
  SkipCapture skipped;
  int handed_in = 0;

  Task<Result<std::vector<CaptureItem>>> list(Actor who) override {
    actor = std::move(who);
    co_return items;
  }
  Task<Result<HandInAnswer>> hand_in(Actor who, HandIn page) override {
    actor = std::move(who);
    handed = std::move(page);
    ++handed_in;
    if (refusal) co_return tl::unexpected(*refusal);
    co_return answer;
  }
  Task<Status> skip(Actor who, SkipCapture skip) override {
    actor = std::move(who);
    skipped = std::move(skip);
    if (refusal) co_return tl::unexpected(*refusal);
    co_return Status();
  }
  Task<Result<CaptureToken>> issue_token(Actor who) override {
    actor = std::move(who);
    if (refusal) co_return tl::unexpected(*refusal);
    CaptureToken token;
    token.token = good_token;
    token.expires_at = parse_rfc3339("2026-11-24T16:00:00.000Z").value();
    co_return token;
  }
  Task<Result<std::optional<Actor>>> owner_of(std::string token) override {
    std::optional<Actor> owner;
    if (token == good_token) owner = Actor{UserId{4}, Role::kEmployee, "lilei", Via::kLink};
    co_return owner;
  }
};

}  // namespace vouch::web::test
