#include "core/reason_words.h"

#include <array>
#include <cstddef>

namespace vouch {
namespace {

struct ReasonWords {
  Reason reason;
  std::string_view english;
};

constexpr auto kEnglish = std::to_array<ReasonWords>({
    {Reason::kOk, "found"},
    {Reason::kOkRedirected, "found, after a redirect"},
    {Reason::kOkTitleChanged, "found, with a changed title"},
    {Reason::kHttp404, "the site answers that the page does not exist (404)"},
    {Reason::kHttp410, "the site answers that the page was removed (410)"},
    {Reason::kSoft404, "the site shows a \"page not found\" text"},
    {Reason::kDeletedByAuthor, "the site shows that the publisher deleted it"},
    {Reason::kDeletedByPlatform, "the site shows that the platform removed it"},
    {Reason::kUnderReview, "the site shows that it is under review"},
    {Reason::kParked, "a parked domain; the content cannot be seen"},
    {Reason::kRedirectedElsewhere, "the address leads to another page"},
    {Reason::kKeywordMissing, "the keyword was not found in the visible text"},
    {Reason::kKeywordHidden, "the keyword stands only in hidden text"},
    {Reason::kTitleMismatch, "the title differs from the reported one"},
    {Reason::kBacklinkMissing, "no link to the company's site was found"},
    {Reason::kBacklinkNofollow, "the link is marked nofollow, ugc or sponsored"},
    {Reason::kBacklinkHidden, "the link is hidden from readers"},
    {Reason::kBacklinkJumpPage, "the link goes through a jump page"},
    {Reason::kBacklinkPlainText, "the address stands as text only, not as a link"},
    {Reason::kBacklinkWrongPage, "the link leads to another page of the company's site"},
    {Reason::kNotIndexable, "the page forbids search engines to index it"},
    {Reason::kSerpNoMatch, "the search result is valid and does not hold this address"},
    {Reason::kCaptcha, "could not check: the site asked for a captcha"},
    {Reason::kLoginWall, "could not check: a login is needed"},
    {Reason::kAppOnly, "could not check: visible in the app only"},
    {Reason::kHttp401, "could not check: the site asks for authorisation (401)"},
    {Reason::kHttp403, "could not check: the site refused access (403)"},
    {Reason::kHttp429, "could not check: the site asked to slow down (429)"},
    {Reason::kHttp4xx, "could not check: an unusual answer (4xx)"},
    {Reason::kHttp5xx, "could not check: the site has an error (5xx)"},
    {Reason::kQuotaExhausted, "could not check: today's query quota is used up"},
    {Reason::kTimeout, "could not check: the site did not answer in time"},
    {Reason::kDns, "could not check: the domain name was not resolved"},
    {Reason::kTls, "could not check: no secure connection"},
    {Reason::kConnect, "could not check: no connection"},
    {Reason::kReset, "could not check: the connection was cut"},
    {Reason::kRobotsDisallowed, "could not check: the site does not admit programs"},
    {Reason::kRobotsUnreachable, "could not check: the site's robots rules were not readable"},
    {Reason::kUnknownLayout, "could not check: unknown layout of the result page"},
    {Reason::kCanaryFailed, "does not count: the control look did not pass"},
    {Reason::kProviderError, "could not check: the data source had an error"},
    {Reason::kEmptyBody, "could not check: the page came empty"},
    {Reason::kGeoBlock, "could not check: the site restricts access by region"},
    {Reason::kRobotInterstitial, "could not check: the site showed a security page"},
    {Reason::kPageUnparseable,
     "the page could not be read whole; what was not seen does not count"},
    {Reason::kTooLarge, "could not check: the page is too large"},
    {Reason::kTooManyRedirects, "could not check: too many redirects"},
    {Reason::kAddressNotAllowed, "could not check: this address is not allowed"},
    {Reason::kUntrusted, "does not count: the search result was not trustworthy"},
    {Reason::kBlocked, "could not check: the data source was blocked"},
    {Reason::kNotHtml, "could not check: a file, not a page"},
    {Reason::kPlatformEngineNa, "the platform is closed to this search engine"},
    {Reason::kNoUrl, "no address, not checked"},
    {Reason::kAssistedOnly, "this platform takes evidence from people only"},
    {Reason::kEvidenceKept, "pictures are kept, and it was not drawn for a second look"},
    {Reason::kEvidenceDrawn, "pictures are kept, and it was drawn: the supervisor looks at them"},
    {Reason::kEngineNotConnected, "the search engine is not connected"},
    {Reason::kNotSampled, "not sampled"},
    {Reason::kTimer, "not checked yet"},
});

constexpr bool rows_follow_the_enum() {
  for (std::size_t i = 0; i < kEnglish.size(); ++i) {
    if (static_cast<std::size_t>(kEnglish[i].reason) != i) return false;
  }
  return true;
}
static_assert(rows_follow_the_enum());
static_assert(kEnglish.size() == static_cast<std::size_t>(Reason::kTimer) + 1);

}  // namespace

std::string_view english(Reason reason) {
  return kEnglish[static_cast<std::size_t>(reason)].english;
}

}  // namespace vouch
