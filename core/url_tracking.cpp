#include "core/url_tracking.h"

#include <algorithm>
#include <array>

namespace vouch {
namespace {

constexpr std::string_view kGoogle = "Google Analytics and Ads help: campaign and click parameters";
constexpr std::string_view kVendors = "the advertisers' own help pages: click identifiers";
constexpr std::string_view kBaidu = "Baidu Tongji and Baidu promotion help: campaign parameters";
constexpr std::string_view kSearchAds = "360 and Sogou promotion help: click identifiers";
constexpr std::string_view kAlibaba = "Alibaba SPM/SCM position codes; ClearURLs rules";
constexpr std::string_view kWeixin = "what WeChat adds to a link that is opened or shared";
constexpr std::string_view kShare = "what Chinese share buttons add; ClearURLs rules";
constexpr std::string_view kSite = "ClearURLs rules for this site";

// Never here: names that select a page somewhere (id, p, page, tid, fid, aid, cid, pid, v, q, wd
// ...). A name that is functional on some sites stands with its host or with the values that betray
// it.
constexpr auto kTable = std::to_array<TrackingParameter>({
    {"", "utm_*", "", kGoogle},
    {"", "gclid", "", kGoogle},
    {"", "gclsrc", "", kGoogle},
    {"", "dclid", "", kGoogle},
    {"", "gbraid", "", kGoogle},
    {"", "wbraid", "", kGoogle},
    {"", "srsltid", "", kGoogle},
    {"", "_ga", "", kGoogle},
    {"", "_gl", "", kGoogle},
    {"", "fbclid", "", kVendors},
    {"", "msclkid", "", kVendors},
    {"", "yclid", "", kVendors},
    {"", "twclid", "", kVendors},
    {"", "ttclid", "", kVendors},
    {"", "igshid", "", kVendors},
    {"", "mc_cid", "", kVendors},
    {"", "mc_eid", "", kVendors},
    {"", "mkt_tok", "", kVendors},
    {"", "mtm_*", "", kVendors},
    {"", "pk_campaign", "", kVendors},
    {"", "pk_kwd", "", kVendors},
    {"", "_hsenc", "", kVendors},
    {"", "_hsmi", "", kVendors},
    {"", "__hstc", "", kVendors},
    {"", "__hssc", "", kVendors},
    {"", "__hsfp", "", kVendors},
    {"", "hmsr", "", kBaidu},
    {"", "hmpl", "", kBaidu},
    {"", "hmcu", "", kBaidu},
    {"", "hmkw", "", kBaidu},
    {"", "hmci", "", kBaidu},
    {"", "bd_vid", "", kBaidu},
    {"", "bdclkid", "", kBaidu},
    {"", "renqun_youhua", "", kBaidu},
    {"baidu.com", "wfr", "", kBaidu},
    {"baidu.com", "for", "pc|wap", kBaidu},
    {"baidu.com", "isBdboxFrom", "", kBaidu},
    {"baidu.com", "bdrainrwDuration", "", kBaidu},
    {"", "qhclickid", "", kSearchAds},
    {"", "sogou_clickid", "", kSearchAds},
    {"", "spm", "", kAlibaba},
    {"", "scm", "", kAlibaba},
    {"taobao.com", "ali_refid", "", kAlibaba},
    {"taobao.com", "ali_trackid", "", kAlibaba},
    {"taobao.com", "abbucket", "", kAlibaba},
    {"taobao.com", "pvid", "", kAlibaba},
    {"taobao.com", "utparam", "", kAlibaba},
    {"taobao.com", "ut_sk", "", kAlibaba},
    {"taobao.com", "share_crt_v", "", kAlibaba},
    {"taobao.com", "sp_tk", "", kAlibaba},
    {"tmall.com", "ali_refid", "", kAlibaba},
    {"tmall.com", "ali_trackid", "", kAlibaba},
    {"tmall.com", "abbucket", "", kAlibaba},
    {"tmall.com", "pvid", "", kAlibaba},
    {"tmall.com", "utparam", "", kAlibaba},
    {"", "from", "singlemessage|timeline|groupmessage", kWeixin},
    {"", "isappinstalled", "0|1", kWeixin},
    {"", "nsukey", "", kWeixin},
    {"", "wxfid", "", kWeixin},
    {"", "wxshare_count", "", kWeixin},
    {"", "sharer_shareid", "", kWeixin},
    {"", "sharer_sharetime", "", kWeixin},
    {"mp.weixin.qq.com", "chksm", "", kWeixin},
    {"mp.weixin.qq.com", "scene", "", kWeixin},
    {"mp.weixin.qq.com", "subscene", "", kWeixin},
    {"mp.weixin.qq.com", "ascene", "", kWeixin},
    {"mp.weixin.qq.com", "srcid", "", kWeixin},
    {"mp.weixin.qq.com", "mpshare", "", kWeixin},
    {"mp.weixin.qq.com", "from", "", kWeixin},
    {"mp.weixin.qq.com", "clicktime", "", kWeixin},
    {"mp.weixin.qq.com", "enterid", "", kWeixin},
    {"mp.weixin.qq.com", "sessionid", "", kWeixin},
    {"mp.weixin.qq.com", "devicetype", "", kWeixin},
    {"mp.weixin.qq.com", "version", "", kWeixin},
    {"mp.weixin.qq.com", "nettype", "", kWeixin},
    {"mp.weixin.qq.com", "lang", "", kWeixin},
    {"mp.weixin.qq.com", "abtest_cookie", "", kWeixin},
    {"mp.weixin.qq.com", "exportkey", "", kWeixin},
    {"mp.weixin.qq.com", "pass_ticket", "", kWeixin},
    {"mp.weixin.qq.com", "wx_header", "", kWeixin},
    {"mp.weixin.qq.com", "fontgear", "", kWeixin},
    {"mp.weixin.qq.com", "uin", "", kWeixin},
    {"mp.weixin.qq.com", "key", "", kWeixin},
    {"mp.weixin.qq.com", "poc_token", "", kWeixin},
    {"", "spm_id_from", "", kShare},
    {"", "from_spmid", "", kShare},
    {"", "vd_source", "", kShare},
    {"", "share_source", "", kShare},
    {"", "share_medium", "", kShare},
    {"", "share_plat", "", kShare},
    {"", "share_session_id", "", kShare},
    {"", "share_tag", "", kShare},
    {"", "share_from", "", kShare},
    {"", "share_token", "", kShare},
    {"", "share_times", "", kShare},
    {"", "shareuid", "", kShare},
    {"bilibili.com", "from", "", kSite},
    {"bilibili.com", "from_source", "", kSite},
    {"bilibili.com", "seid", "", kSite},
    {"bilibili.com", "timestamp", "", kSite},
    {"bilibili.com", "unique_k", "", kSite},
    {"bilibili.com", "buvid", "", kSite},
    {"bilibili.com", "plat_id", "", kSite},
    {"bilibili.com", "is_story_h5", "", kSite},
    {"bilibili.com", "up_id", "", kSite},
    {"xiaohongshu.com", "xhsshare", "", kSite},
    {"xiaohongshu.com", "xsec_source", "", kSite},
    {"xiaohongshu.com", "xsec_token", "", kSite},
    {"xiaohongshu.com", "author_share", "", kSite},
    {"xiaohongshu.com", "app_version", "", kSite},
    {"xiaohongshu.com", "app_platform", "", kSite},
    {"xiaohongshu.com", "appuid", "", kSite},
    {"xiaohongshu.com", "apptime", "", kSite},
    {"xiaohongshu.com", "shareRedId", "", kSite},
    {"xiaohongshu.com", "share_id", "", kSite},
    {"xiaohongshu.com", "exSource", "", kSite},
    {"weibo.com", "weibo_id", "", kSite},
    {"weibo.com", "dt_dapp", "", kSite},
    {"weibo.cn", "weibo_id", "", kSite},
    {"weibo.cn", "dt_dapp", "", kSite},
    {"sohu.com", "pvid", "", kSite},
    {"youku.com", "tpa", "", kSite},
});

bool name_matches(std::string_view pattern, std::string_view name) {
  if (!pattern.ends_with('*')) return pattern == name;
  return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool value_matches(std::string_view values, std::string_view value) {
  if (values.empty()) return true;
  while (true) {
    const std::size_t end = values.find('|');
    if (values.substr(0, end) == value) return true;
    if (end == std::string_view::npos) return false;
    values.remove_prefix(end + 1);
  }
}

}  // namespace

std::span<const TrackingParameter> tracking_parameters() {
  return kTable;
}

bool host_is_below(std::string_view host, std::string_view domain) {
  if (host == domain || domain.empty()) return true;
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

bool is_tracking_parameter(std::string_view host, std::string_view name, std::string_view value) {
  return std::any_of(kTable.begin(), kTable.end(), [&](const TrackingParameter& row) {
    return name_matches(row.name, name) && value_matches(row.values, value) &&
           host_is_below(host, row.host);
  });
}

}  // namespace vouch
