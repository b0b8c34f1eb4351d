#include "checks/page_judgement.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "core/url.h"

namespace vouch::checks {
namespace {

constexpr double kMaxReplacedRatio = 0.001;  // design §8 "Bad bytes"

StageFinding finding(Reason reason) {
  return {outcome_of(reason), reason};
}

std::optional<Reason> from_status(int status, const Platform& platform) {
  if (status >= 200 && status < 300)
    return status == 204 ? std::optional(Reason::kEmptyBody) : std::nullopt;
  switch (status) {
    case 401:
      return Reason::kHttp401;
    case 403:
      return Reason::kHttp403;
    case 404:
      return platform.not_found_is_proof ? Reason::kHttp404 : Reason::kLoginWall;
    case 410:
      return platform.not_found_is_proof ? Reason::kHttp410 : Reason::kLoginWall;
    case 429:
      return Reason::kHttp429;
    case 451:
      return Reason::kGeoBlock;
    default:
      break;
  }
  if (status >= 500) return Reason::kHttp5xx;
  if (status >= 400) return Reason::kHttp4xx;
  return Reason::kTooManyRedirects;  // a redirect that was not followed to an end
}

Reason reason_of(PageSign sign) {
  switch (sign) {
    case PageSign::kSoft404:
      return Reason::kSoft404;
    case PageSign::kDeleted:
      return Reason::kDeletedByPlatform;
    case PageSign::kUnderReview:
      return Reason::kUnderReview;
    case PageSign::kLogin:
      return Reason::kLoginWall;
    case PageSign::kCaptcha:
      return Reason::kCaptcha;
    case PageSign::kParked:
      return Reason::kParked;
    case PageSign::kChallenge:
      return Reason::kRobotInterstitial;
  }
  return Reason::kUnknownLayout;
}

// Walls outrank everything else that a page may seem to say.
int precedence(PageSign sign) {
  switch (sign) {
    case PageSign::kCaptcha:
      return 0;
    case PageSign::kChallenge:
      return 1;
    case PageSign::kLogin:
      return 2;
    case PageSign::kDeleted:
      return 3;
    case PageSign::kUnderReview:
      return 4;
    case PageSign::kSoft404:
      return 5;
    case PageSign::kParked:
      return 6;
  }
  return 7;
}

const SignFact* strongest_sign(const PageFacts& facts) {
  const auto best = std::min_element(facts.signs.begin(), facts.signs.end(),
                                     [](const SignFact& left, const SignFact& right) {
                                       return precedence(left.sign) < precedence(right.sign);
                                     });
  return best == facts.signs.end() ? nullptr : &*best;
}

bool read_whole(const PageFacts& facts) {
  return facts.refused.empty() && !facts.truncated && facts.replaced_ratio <= kMaxReplacedRatio;
}

bool is_html(const Hop& hop) {
  const std::string type = ascii_lower(header_value(hop.headers, "content-type"));
  return type.empty() || type.starts_with("text/html") || type.starts_with("application/xhtml") ||
         type.starts_with("text/plain") || type.starts_with("text/xml") ||
         type.starts_with("application/xml");
}

// Deep page answered by the site's front page: the usual dress of "gone".
bool landed_elsewhere(const Claim& claim, const PageFacts& facts) {
  const auto asked = Url::parse(claim.url);
  const auto got = Url::parse(facts.final_url);
  if (!asked || !got || strict_key(*asked) == strict_key(*got)) return false;
  const bool front_page = (got->path() == "/" && !got->query()) && asked->path() != "/";
  return front_page && registrable_domain(asked->host()) == registrable_domain(got->host());
}

// Its readers see another page before they have read this one.
bool jumps_away(const PageFacts& facts) {
  constexpr double kAtOnce = 1;  // seconds
  if (!facts.refresh || facts.refresh->seconds > kAtOnce) return false;
  const auto target = Url::parse(facts.refresh->url);
  const auto own = Url::parse(facts.final_url);
  return target && own && strict_key(*target) != strict_key(*own);
}

void match_content(const Claim& claim, const ContentNeeds& needs, const PageFacts& facts,
                   PageJudgement& out) {
  for (const std::string& keyword : claim.keywords)
    out.keywords.push_back(find_keyword(facts, keyword));
  if (needs.link || !claim.link_target.empty()) {
    const auto nofollow = facts.robots.nofollow.find("google");
    out.link = find_link(
        facts, LinkExpectation{claim.link_target, needs.sites,
                               nofollow != facts.robots.nofollow.end() && nofollow->second});
  }
  out.mentioned = needs.link && mentions_site(facts, needs.sites);
  out.title_agrees = titles_agree(claim.title, facts);
}

std::optional<Reason> link_reason(const LinkFinding& link, bool must_follow) {
  switch (link.kind) {
    case LinkKind::kDirect:
      return std::nullopt;
    case LinkKind::kNofollow:
      return must_follow ? std::optional(Reason::kBacklinkNofollow) : std::nullopt;
    case LinkKind::kHidden:
      return Reason::kBacklinkHidden;
    case LinkKind::kWrongPage:
      return Reason::kBacklinkWrongPage;
    case LinkKind::kJumpPage:
      return Reason::kBacklinkJumpPage;
    case LinkKind::kPlainText:
      return Reason::kBacklinkPlainText;
    case LinkKind::kMissing:
      return Reason::kBacklinkMissing;
  }
  return std::nullopt;
}

// The first thing that is missing, in the order in which people would mend it.
Reason content_reason(const ContentNeeds& needs, const PageJudgement& seen) {
  if (needs.link && seen.link) {
    const auto reason = link_reason(*seen.link, needs.link_must_follow);
    const bool mention =
        needs.mention_suffices && (seen.mentioned || seen.link->kind == LinkKind::kPlainText);
    if (reason && !mention) return *reason;
  }
  if (needs.keyword) {
    for (const KeywordFinding& keyword : seen.keywords) {
      if (keyword.place == Place::kNowhere) return Reason::kKeywordMissing;
      if (keyword.place == Place::kHidden) return Reason::kKeywordHidden;
    }
  }
  if (needs.title && !seen.title_agrees) return Reason::kTitleMismatch;
  return Reason::kOk;
}

// On a page that was not read whole what was found counts, what was not found does not.
StageFinding content_finding(const ContentNeeds& needs, const PageJudgement& seen, bool whole) {
  const Reason reason = content_reason(needs, seen);
  if (reason == Reason::kOk || whole) return finding(reason);
  return finding(Reason::kPageUnparseable);
}

bool something_matches(const PageJudgement& seen) {
  const bool keyword =
      std::any_of(seen.keywords.begin(), seen.keywords.end(), [](const auto& found) {
        return found.place == Place::kTitle || found.place == Place::kHeading ||
               found.place == Place::kBody;
      });
  const bool link =
      seen.link && (seen.link->kind == LinkKind::kDirect || seen.link->kind == LinkKind::kNofollow);
  return keyword || link;
}

void could_not_see(PageJudgement& out, const ContentNeeds& needs, Reason reason,
                   std::string words) {
  out.live = finding(reason);
  out.evidence_words = std::move(words);
  // The same wall hides the content; a page that is gone is one finding, not two.
  if (needs.any() && outcome_of(reason) == Outcome::kInconclusive) out.content = finding(reason);
}

}  // namespace

PageJudgement judge_page(const Claim& claim, const ContentNeeds& needs, const Platform& platform,
                         const Exchange& exchange, const PageFacts* facts) {
  PageJudgement out;
  if (exchange.failure) {
    could_not_see(out, needs, *exchange.failure, exchange.failure_text);
    return out;
  }
  const Hop* hop = exchange.last();
  if (hop == nullptr) {
    could_not_see(out, needs, Reason::kConnect, "no answer");
    return out;
  }
  // A captcha may come with any status; a login form stands in the frame of many honest 404 pages.
  const SignFact* sign = facts == nullptr ? nullptr : strongest_sign(*facts);
  const bool gone = hop->status == 404 || hop->status == 410;
  if (sign != nullptr && outcome_of(reason_of(sign->sign)) == Outcome::kInconclusive &&
      (!gone || sign->sign != PageSign::kLogin)) {
    could_not_see(out, needs, reason_of(sign->sign), sign->evidence);
    return out;
  }
  if (const auto reason = from_status(hop->status, platform)) {
    could_not_see(out, needs, *reason, fmt::format("HTTP {}", hop->status));
    return out;
  }
  if (facts == nullptr) {
    could_not_see(out, needs, is_html(*hop) ? Reason::kEmptyBody : Reason::kNotHtml, "");
    if (!is_html(*hop))
      out.live = finding(Reason::kOk);  // a file is there; what it says is for a person
    return out;
  }
  if (!facts->refused.empty()) {
    could_not_see(out, needs, Reason::kPageUnparseable, facts->refused);
    return out;
  }
  match_content(claim, needs, *facts, out);
  const bool matches = something_matches(out);
  const bool whole = read_whole(*facts);
  // Words that say "gone" on a page of which a part is missing prove nothing (design §8).
  const auto lost = [&](Reason reason, const std::string& words) {
    const bool cut = !whole && outcome_of(reason) == Outcome::kNotFound;
    could_not_see(out, needs, cut ? Reason::kPageUnparseable : reason, words);
    return !cut;
  };
  if (sign != nullptr && !(matches && precedence(sign->sign) >= precedence(PageSign::kSoft404))) {
    const bool kept = lost(reason_of(sign->sign), sign->evidence);
    out.needs_sibling_probe =
        kept && (sign->sign == PageSign::kSoft404 || sign->sign == PageSign::kParked);
    return out;
  }
  if (facts->text_chars == 0 && facts->title.empty()) {
    could_not_see(out, needs, Reason::kEmptyBody, "");
    return out;
  }
  if (!matches && landed_elsewhere(claim, *facts)) {
    out.needs_sibling_probe = lost(Reason::kRedirectedElsewhere, facts->final_url);
    return out;
  }
  if (jumps_away(*facts)) {
    could_not_see(out, needs, Reason::kUnknownLayout,
                  "sends its readers on at once: " + facts->refresh->url);
    return out;
  }
  // A title that nobody gave agrees with every page and proves nothing.
  const bool named = !claim.title.empty() && out.title_agrees;
  out.recognised = matches || named;
  if (!whole && !out.recognised) {
    could_not_see(out, needs, Reason::kPageUnparseable, facts->truncated ? "truncated" : "charset");
    return out;
  }
  out.live = finding(exchange.hops.size() > 1 ? Reason::kOkRedirected : Reason::kOk);
  if (needs.any()) out.content = content_finding(needs, out, whole);
  return out;
}

}  // namespace vouch::checks
