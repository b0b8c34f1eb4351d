#include "engines/providers/api_access.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::engines {

Result<ApiAccess> ApiAccess::from(const config::ProviderSettings& settings,
                                  const config::ProviderTraits& traits) {
  const auto wrong = [&](std::string_view what) {
    return fail(ErrorCode::kInvalid, fmt::format("provider {}: {}", settings.name, what));
  };
  ApiAccess out;
  out.name = fmt::format("{}:{}", traits.key, settings.name);
  out.engine = settings.engine;
  out.traits = traits;
  if (!traits.engines.contains(settings.engine)) {
    return wrong(fmt::format("{} does not answer for {}", traits.key, settings.engine));
  }
  out.base = settings.url.empty() ? traits.endpoint : settings.url;
  while (out.base.ends_with('/')) out.base.pop_back();
  const Result<Url> base = Url::parse(out.base);
  if (!base || !base->is_http()) return wrong("has no http or https address");
  Result<std::string> secret = config::read_secret(settings.secret);
  if (!secret) return tl::unexpected(secret.error());
  out.secret = std::move(*secret);
  if (const Status kept = out.secrets.add(out.secret); !kept) return wrong(kept.error().message);
  out.price = settings.price.value_or(traits.price_of(settings.engine));
  out.place = settings.place;
  out.device = settings.device == "mobile" ? Device::kMobile : Device::kDesktop;
  out.timeout = settings.timeout;
  return out;
}

Result<std::string> ApiAccess::address(std::string_view what) const {
  const auto path = traits.paths.find(std::string(what));
  if (path == traits.paths.end()) {
    return fail(ErrorCode::kUnsupported, fmt::format("{} has no path for {}", traits.key, what));
  }
  return base + path->second;
}

std::string ApiAccess::authorization() const {
  return traits.authorization.empty() ? secret : traits.authorization + " " + secret;
}

std::string_view ApiAccess::place_of(const Question& question) const {
  return question.place.empty() ? std::string_view(place) : question.place;
}

Device ApiAccess::device_of(const Question& question) const {
  return question.device == Device::kDesktop ? device : question.device;
}

Task<Exchange> fetch_hidden(crawler::HttpClient& http, crawler::FetchRequest request,
                            const Secrets& secrets) {
  Exchange exchange = co_await http.fetch(std::move(request));
  secrets.hide(exchange);
  co_return exchange;
}

Millis next_poll(const config::ProviderTraits& traits, Millis age) {
  return std::max(traits.poll_every, age / 4);
}

std::optional<Ticket> opened(std::string_view text, const std::string& provider, Collected& out) {
  Result<Ticket> ticket = parse_ticket(text);
  if (ticket && ticket->provider == provider) return std::move(*ticket);
  out.reason = Reason::kProviderError;
  out.explanation = ticket ? "the ticket is another provider's" : ticket.error().message;
  if (ticket) out.answers = refuse_all(ticket->questions(), not_asked(out.explanation));
  return std::nullopt;
}

void keep_open(Ticket ticket, const config::ProviderTraits& traits, Time now, Collected& out) {
  if (ticket.tasks.empty()) return;
  const Millis age = now - ticket.submitted_at;
  if (age > traits.ticket_life) {
    const SearchAnswer late = refused(SerpOutcome::kBlocked, Reason::kTimeout,
                                      "the provider has not finished the task in time");
    for (Answered& answer : refuse_all(ticket.questions(), late)) {
      out.answers.push_back(std::move(answer));
    }
    return;
  }
  out.ticket = to_text(ticket);
  out.collect_at = now + next_poll(traits, age);
}

SearchAnswer not_asked(std::string_view why) {
  SearchAnswer answer = refused(SerpOutcome::kBlocked, Reason::kProviderError, why);
  answer.retry = RetryClass::kNeverThis;
  return answer;
}

}  // namespace vouch::engines
