#include "core/observation.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace vouch {
namespace {

struct ReasonRow {
  Reason reason;
  std::string_view code;
  Outcome outcome;
  std::string_view chinese;
};

constexpr Outcome kYes = Outcome::kFound;
constexpr Outcome kNo = Outcome::kNotFound;
constexpr Outcome kUnknown = Outcome::kInconclusive;
constexpr Outcome kNone = Outcome::kNotApplicable;

constexpr auto kReasons = std::to_array<ReasonRow>({
    {Reason::kOk, "ok", kYes, "检测到"},
    {Reason::kOkRedirected, "ok_redirected", kYes, "检测到（经跳转）"},
    {Reason::kOkTitleChanged, "ok_title_changed", kYes, "检测到（标题有变动）"},
    {Reason::kHttp404, "http_404", kNo, "网址打不开：网站答复页面不存在（404）"},
    {Reason::kHttp410, "http_410", kNo, "网址打不开：网站答复页面已移除（410）"},
    {Reason::kSoft404, "soft404_signature", kNo, "网站显示“页面不存在”"},
    {Reason::kDeletedByAuthor, "deleted_by_author", kNo, "网站显示内容已被发布者删除"},
    {Reason::kDeletedByPlatform, "deleted_by_platform", kNo, "网站显示内容已被平台移除"},
    {Reason::kUnderReview, "under_review", kNo, "网站显示内容在审核中"},
    {Reason::kParked, "parked", kNo, "域名停放页，看不到原内容"},
    {Reason::kRedirectedElsewhere, "redirected_elsewhere", kNo, "网址跳到了别的页面"},
    {Reason::kKeywordMissing, "keyword_missing", kNo, "页面可见文字里未检测到关键词"},
    {Reason::kKeywordHidden, "keyword_hidden", kNo, "关键词只在隐藏文字里"},
    {Reason::kTitleMismatch, "title_mismatch", kNo, "标题与上报的不一致"},
    {Reason::kBacklinkMissing, "backlink_missing", kNo, "未检测到指向本公司网站的链接"},
    {Reason::kBacklinkNofollow, "backlink_nofollow", kNo, "链接带 nofollow/ugc/sponsored 标记"},
    {Reason::kBacklinkHidden, "backlink_hidden", kNo, "链接是隐藏的，读者看不到"},
    {Reason::kBacklinkJumpPage, "backlink_jump_page", kNo, "链接经过中转页，不是直接链接"},
    {Reason::kBacklinkPlainText, "backlink_plain_text", kNo, "网址只以文字出现，不是可点击的链接"},
    {Reason::kBacklinkWrongPage, "backlink_wrong_page", kNo, "链接指向了本公司网站的其他页面"},
    {Reason::kNotIndexable, "not_indexable", kNo, "页面禁止搜索引擎收录"},
    {Reason::kSerpNoMatch, "serp_valid_no_match", kNo, "搜索结果有效，但没有这个网址"},
    {Reason::kCaptcha, "captcha", kUnknown, "对方要求验证码，无法检测"},
    {Reason::kLoginWall, "login_wall", kUnknown, "需要登录才能看，无法检测"},
    {Reason::kAppOnly, "app_only", kUnknown, "只能在 App 里看，无法检测"},
    {Reason::kHttp401, "http_401", kUnknown, "网站要求授权（401），无法检测"},
    {Reason::kHttp403, "http_403", kUnknown, "网站拒绝访问（403），无法检测"},
    {Reason::kHttp429, "http_429", kUnknown, "网站要求放慢（429），无法检测"},
    {Reason::kHttp4xx, "http_4xx", kUnknown, "网站答复异常（4xx），无法检测"},
    {Reason::kHttp5xx, "http_5xx", kUnknown, "网站出错（5xx），无法检测"},
    {Reason::kQuotaExhausted, "quota_exhausted", kUnknown, "今日查询额度已用完"},
    {Reason::kTimeout, "timeout", kUnknown, "网站没有按时答复，无法检测"},
    {Reason::kDns, "dns", kUnknown, "域名解析不到，无法检测"},
    {Reason::kTls, "tls", kUnknown, "安全连接建立不了，无法检测"},
    {Reason::kConnect, "connect", kUnknown, "连不上网站，无法检测"},
    {Reason::kReset, "reset", kUnknown, "连接中断，无法检测"},
    {Reason::kRobotsDisallowed, "robots_disallowed", kUnknown, "网站不允许程序访问，需人工证据"},
    {Reason::kRobotsUnreachable, "robots_unreachable", kUnknown,
     "读不到网站的 robots 规则，暂不访问"},
    {Reason::kUnknownLayout, "parser_unknown_layout", kUnknown, "结果页格式不认识，无法检测"},
    {Reason::kCanaryFailed, "canary_failed", kUnknown, "对照检测没有通过，这次结果不算"},
    {Reason::kProviderError, "provider_error", kUnknown, "数据源出错，无法检测"},
    {Reason::kEmptyBody, "empty_body", kUnknown, "网站返回空页面，无法检测"},
    {Reason::kGeoBlock, "geo_block", kUnknown, "网站按地区限制访问，无法检测"},
    {Reason::kRobotInterstitial, "robot_interstitial", kUnknown, "网站显示安全验证页，无法检测"},
    {Reason::kPageUnparseable, "page_unparseable", kUnknown, "页面读不完整，没看到的不算没有"},
    {Reason::kTooLarge, "too_large", kUnknown, "页面过大，无法完整检测"},
    {Reason::kTooManyRedirects, "too_many_redirects", kUnknown, "跳转次数过多，无法检测"},
    {Reason::kAddressNotAllowed, "address_not_allowed", kUnknown, "这个网址不允许访问"},
    {Reason::kUntrusted, "untrusted", kUnknown, "搜索结果不可信，这次结果不算"},
    {Reason::kBlocked, "blocked", kUnknown, "数据源被拦截，无法检测"},
    {Reason::kNotHtml, "not_html", kUnknown, "不是网页（文件或图片），需人工证据"},
    {Reason::kPlatformEngineNa, "platform_engine_na", kNone, "该平台不对这个搜索引擎开放"},
    {Reason::kNoUrl, "no_url", kNone, "没有网址，不检测"},
    {Reason::kAssistedOnly, "assisted_only", kNone, "该平台只接受人工证据"},
    {Reason::kEvidenceKept, "evidence_kept", kNone, "已附截图，未抽中复核"},
    {Reason::kEvidenceDrawn, "evidence_drawn", kNone, "已附截图，抽中复核，等主管查看"},
    {Reason::kEngineNotConnected, "engine_not_connected", kNone, "搜索引擎未接入"},
    {Reason::kNotSampled, "not_sampled", kNone, "未抽检"},
    {Reason::kTimer, "timer", kNone, "尚未检测"},
});

constexpr bool rows_follow_the_enum() {
  for (std::size_t i = 0; i < kReasons.size(); ++i) {
    if (static_cast<std::size_t>(kReasons[i].reason) != i) return false;
  }
  return true;
}
static_assert(rows_follow_the_enum());
static_assert(kReasons.size() == static_cast<std::size_t>(Reason::kTimer) + 1);

const ReasonRow& row(Reason reason) {
  return kReasons[static_cast<std::size_t>(reason)];
}

constexpr std::array<std::string_view, 4> kOutcomes = {"FOUND", "NOT_FOUND", "INCONCLUSIVE",
                                                       "NOT_APPLICABLE"};

}  // namespace

std::string to_string(const Stage& stage) {
  switch (stage.kind) {
    case StageKind::kLive:
      return "live";
    case StageKind::kContent:
      return "content";
    case StageKind::kIndex:
      return "index:" + stage.engine;
  }
  return {};
}

Result<Stage> parse_stage(std::string_view text) {
  if (text == "live") return Stage{StageKind::kLive, {}};
  if (text == "content") return Stage{StageKind::kContent, {}};
  static constexpr std::string_view kPrefix = "index:";
  if (text.starts_with(kPrefix) && text.size() > kPrefix.size()) {
    return Stage{StageKind::kIndex, std::string(text.substr(kPrefix.size()))};
  }
  return fail(ErrorCode::kInvalid,
              fmt::format("no such stage: {} (live, content or index:<engine>)", text));
}

std::string_view to_string(Outcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}
std::string_view to_string(Reason reason) {
  return row(reason).code;
}
std::string_view chinese(Reason reason) {
  return row(reason).chinese;
}
Outcome outcome_of(Reason reason) {
  return row(reason).outcome;
}

bool is_silence(Reason reason) {
  switch (reason) {
    case Reason::kTimeout:
    case Reason::kDns:
    case Reason::kTls:
    case Reason::kConnect:
    case Reason::kReset:
    case Reason::kHttp5xx:
    case Reason::kHttp429:
    case Reason::kEmptyBody:
    case Reason::kRobotsUnreachable:
      return true;
    default:
      return false;
  }
}

Result<Outcome> parse_outcome(std::string_view text) {
  const auto found = std::find(kOutcomes.begin(), kOutcomes.end(), text);
  if (found == kOutcomes.end())
    return fail(ErrorCode::kInvalid, fmt::format("no such outcome: {}", text));
  return static_cast<Outcome>(found - kOutcomes.begin());
}

Result<Reason> parse_reason(std::string_view text) {
  const auto found =
      std::find_if(kReasons.begin(), kReasons.end(),
                   [&](const ReasonRow& candidate) { return candidate.code == text; });
  if (found == kReasons.end())
    return fail(ErrorCode::kInvalid, fmt::format("no such reason: {}", text));
  return found->reason;
}

}  // namespace vouch
