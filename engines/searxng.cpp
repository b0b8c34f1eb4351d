#include "engines/searxng.h"

#include <fmt/format.h>

#include "engines/api_request.h"

namespace vouch::engines {
namespace {

constexpr std::size_t kMostBytes = 2'000'000;

std::string search_path(const Url& base) {
  std::string path = base.path();
  if (path.ends_with("/search")) return path;
  if (!path.ends_with('/')) path.push_back('/');
  return path + "search";
}

}  // namespace

Result<SearxngOptions> SearxngOptions::from(const config::ProviderSettings& settings) {
  Result<Url> base = Url::parse(settings.url);
  if (!base || !base->is_http()) {
    return fail(ErrorCode::kInvalid, fmt::format("provider {}: \"{}\" is no http or https URL",
                                                 settings.name, settings.url));
  }
  SearxngOptions options;
  if (settings.secret.set()) {
    Result<std::string> secret = config::read_secret(settings.secret);
    if (!secret) return tl::unexpected(secret.error());
    options.bearer = std::move(*secret);
    if (const Status kept = options.secrets.add(options.bearer); !kept) {
      return fail(ErrorCode::kInvalid,
                  fmt::format("provider {}: {}", settings.name, kept.error().message));
    }
  }
  options.name = settings.name;
  options.engine = settings.engine;
  options.engine_name = settings.engine_name.empty() ? settings.engine : settings.engine_name;
  options.base = std::move(*base);
  options.page_size = settings.page_size;
  options.timeout = settings.timeout;
  return options;
}

Url searxng_url(const SearxngOptions& options, std::string_view text, int page) {
  const std::string href =
      fmt::format("{}{}?q={}&format=json&pageno={}&language={}&safesearch=0&engines={}",
                  options.base.origin(), search_path(options.base), percent_encoded(text), page,
                  percent_encoded(options.language), percent_encoded(options.engine_name));
  return Url::parse(href).value_or(options.base);
}

crawler::FetchRequest searxng_request(const SearxngOptions& options, std::string_view text,
                                      int page) {
  crawler::FetchRequest request(searxng_url(options, text, page),
                                crawler::AddressClass::kConfigured);
  // English, so that the reasons of silent engines can be read; not compressed, so that evidence is
  // what was judged.
  request.headers = {HeaderField{"Accept", "application/json"},
                     HeaderField{"Accept-Language", "en"},
                     HeaderField{"Accept-Encoding", "identity"}};
  if (!options.bearer.empty()) {
    request.headers.push_back(HeaderField{"Authorization", "Bearer " + options.bearer});
  }
  request.limits.timeout = options.timeout;
  request.limits.max_body_bytes = kMostBytes;
  return request;
}

SearxngProvider::SearxngProvider(SearxngOptions options, crawler::HttpClient& http)
    : options_(std::move(options)), http_(http) {}

Task<SearchAnswer> SearxngProvider::ask(Question question, Pause pause) {
  SearchAnswer all;
  std::string first_url;
  const int pages = (question.depth + options_.page_size - 1) / options_.page_size;
  for (int page = 1; page <= pages; ++page) {
    if (page > 1 && pause) co_await pause();
    crawler::FetchRequest request = searxng_request(options_, question.text, page);
    Exchange exchange = co_await http_.fetch(std::move(request));
    options_.secrets.hide(exchange);
    SearchAnswer one = read_searxng(exchange, options_, page);
    // Engines repeat their last page for numbers beyond it.
    const bool repeated = page > 1 && !one.rows.empty() && one.rows.front().url == first_url;
    if (!one.rows.empty()) first_url = one.rows.front().url;
    all.queries += one.queries;
    all.absence_counts = all.absence_counts && one.absence_counts;
    all.cancelled = all.cancelled || one.cancelled;
    all.exchanges.push_back(std::move(exchange));
    if (!one.valid()) {
      all.outcome = one.outcome;
      all.reason = one.reason;
      all.explanation = std::move(one.explanation);
      all.retry_after = one.retry_after;
      break;
    }
    if (page == 1) {
      all.outcome = one.outcome;
      all.reason = one.reason;
      all.total = one.total;
    }
    if (repeated || one.rows.empty()) break;
    all.depth = std::max(all.depth, one.depth);
    all.rows.insert(all.rows.end(), one.rows.begin(), one.rows.end());
  }
  co_return all;
}

}  // namespace vouch::engines
