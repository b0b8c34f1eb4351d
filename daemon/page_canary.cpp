#include "daemon/page_canary.h"

namespace vouch::daemon {
namespace {

// An answer is used again only where the look that asks has time left to finish.
constexpr Millis kReused = kControlAge / 2;

}  // namespace

bool is_at_home(const Hop& last, const Url& asked) {
  const auto reached = Url::parse(last.url);
  return reached && registrable_domain(reached->host()) == registrable_domain(asked.host());
}

void PageCanary::answered(const Url& url) {
  answers_[registrable_domain(url.host())] = Answer{wall_.now(), url.href_without_fragment()};
}

std::optional<CanaryNote> PageCanary::recent(const std::string& own_domain) const {
  const Time now = wall_.now();
  for (const auto& [domain, answer] : answers_) {
    // Not from the future either: the clock may have been set back.
    if (domain != own_domain && answer.at <= now && answer.at + kReused >= now) {
      CanaryNote note;
      note.passed = true;
      note.url = answer.url;
      note.at = answer.at;
      return note;
    }
  }
  return std::nullopt;
}

Task<CanaryNote> PageCanary::check(Url subject, std::set<std::string>& sites) {
  const std::string own_domain = registrable_domain(subject.host());
  CanaryNote failed;
  failed.at = wall_.now();
  const std::vector<Url> controls = controls_;  // a reload may replace them while we wait
  for (const Url& control : controls) {
    if (registrable_domain(control.host()) == own_domain) continue;
    // Somebody else's look may have answered while we waited for a control that did not.
    if (auto note = recent(own_domain)) co_return std::move(*note);
    const crawler::PageLook look = co_await fetcher_.look(control, FirstVisit::kReserve, sites);
    failed.url = control.href();
    failed.at = wall_.now();
    const Hop* hop = look.exchange.last();
    const bool good = !look.exchange.failure && hop != nullptr && hop->status >= 200 &&
                      hop->status < 300 && hop->body && !hop->body->empty();
    if (!good || !is_at_home(*hop, control)) continue;
    answered(control);
    failed.passed = true;
    co_return failed;
  }
  if (auto note = recent(own_domain)) co_return std::move(*note);
  co_return failed;
}

}  // namespace vouch::daemon
