#include "daemon/submission_queue.h"

#include <algorithm>

#include <boost/json.hpp>

#include "checks/content_match.h"
#include "checks/page_addresses.h"
#include "core/url.h"
#include "store/sites.h"
#include "store/submissions.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

bool was_seen_live(const Verdict& verdict) {
  return std::any_of(verdict.stages.begin(), verdict.stages.end(), [](const StageResult& stage) {
    return stage.stage.kind == StageKind::kLive && stage.first_pass_at.has_value();
  });
}

// indexnow.org/faq: shared among engines of which Bing is the one that we ask.
std::string_view engine_told(config::SubmissionRoute route) {
  switch (route) {
    case config::SubmissionRoute::kBaiduPush:
      return "baidu";
    case config::SubmissionRoute::kIndexNow:
    case config::SubmissionRoute::kBingBatch:
      return "bing";
  }
  return {};
}

// The page itself forbids this engine to take it in.
bool keeps_out(const json::value& detail, std::string_view engine) {
  const json::value* const all =
      detail.is_object() ? detail.get_object().if_contains("noindex") : nullptr;
  const json::value* const one =
      all != nullptr && all->is_object() ? all->get_object().if_contains(engine) : nullptr;
  return one != nullptr && one->is_bool() && one->get_bool();
}

// A canonical that names another page of the site, such as the front page in a template, is not
// believed (decision 085).
bool names_the_page(const PageRecord& page, const std::string& seen, const Url& canonical) {
  const auto known = checks::page_addresses(page.claim.url, {seen, page.findings.canonical});
  return std::any_of(known.same.begin(), known.same.end(), [&](const std::string& text) {
    const auto url = Url::parse(text);
    return url && loose_key(*url) == loose_key(canonical);
  });
}

// The address under which the page wants to be known: its canonical, else where the look ended.
std::string address_of(const PageRecord& page) {
  const Hop* const last = page.exchange.last();
  const auto seen = Url::parse(last != nullptr ? last->url : page.claim.url);
  if (!seen) return {};
  const auto canonical = Url::parse(page.findings.canonical);
  const bool elsewhere = canonical && canonical->host() != seen->host();
  const bool own = canonical && names_the_page(page, seen->href(), *canonical);
  return (elsewhere || own ? *canonical : *seen).href_without_fragment();
}

}  // namespace

Result<int> queue_submissions(store::WriteContext& context, const Rulebook& rules,
                              const PageRecord& page, const ClaimChange& change) {
  const auto& routes = rules.settings.submissions;
  if (routes.empty() || page.claim.marks.baseline) return 0;
  if (was_seen_live(change.before) || !was_seen_live(change.verdict)) return 0;
  const std::string address = address_of(page);
  const auto url = Url::parse(address);
  if (!url) return 0;
  const auto own = store::sites::list(context.db);
  if (!own) return tl::unexpected(own.error());
  if (!checks::is_own_host(url->host(), *own)) return 0;
  boost::system::error_code unread;
  const json::value detail = json::parse(page.findings.detail, unread);
  int queued = 0;
  for (const config::SubmissionSettings& route : routes) {
    const std::string_view engine = engine_told(route.route);
    if (!route.covers(address) || keeps_out(detail, engine)) continue;
    store::Submission wanted;
    wanted.route = std::string(config::to_string(route.route));
    wanted.site = route.site;
    wanted.engine = std::string(engine);
    wanted.url = address;
    wanted.claim = page.claim.id;
    wanted.queued_at = context.now;
    const auto added = store::submissions::queue(context.db, wanted);
    if (!added) return tl::unexpected(added.error());
    queued += *added ? 1 : 0;
  }
  return queued;
}

}  // namespace vouch::daemon
