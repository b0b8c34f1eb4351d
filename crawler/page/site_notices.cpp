#include "crawler/page/site_notices.h"

namespace vouch::crawler {

std::string site_notice_pattern() {
  const std::string site = "(?:站点|网站|本站|该站)";
  const std::string busy =
      "(?:系统|服务器|服务|网络)(?:正|太|很)?忙|"
      "(?:当前|现在|目前)?(?:访问|在线|排队)的?人数(?:过多|太多|较多).{0,6}";
  const std::string maintained =
      ".{0,24}(?:进行|实施)(?:系统|服务器|机房|数据库|网站|网络|全站)的?(?:升级|维护|割接|迁移|"
      "调整|"
      "检修)(?:维护|工作)?|"
      "(?:系统|网站|服务器|机房|网络|停机)(?:升级|维护|割接|检修)(?:升级|维护)?(?:公告|通知|中)?|"
      "割接公告|(?:本站|系统|网站)?暂停服务|"
      "(?:weare)?(?:currently)?(?:performing|undergoing)?(?:scheduled)?maintenance(?:mode)?|"
      "(?:the)?(?:server|service)(?:is)?(?:temporarily)?unavailable|serviceunavailable";
  const std::string stopped =
      "(?:您|你)?(?:所)?访问的" + site + "已经?被(?:管理员|站长)?(?:停止运行|停止|暂停|关闭)|" +
      site +
      "(?:已经|已|暂时)(?:暂停|关闭|停止)(?:服务|访问|运行|使用)?|站点创建成功|"
      "(?:该|此|本)网站暂时无法(?:进行)?访问|未根据工信部相关(?:要求|法律法规)进行备案|"
      "welcometonginx|bandwidthlimitexceeded";
  const std::string blocked =
      "(?:您|你)的请求(?:带有|包含|含有)(?:不合法|非法|危险)的?(?:参数|字符|内容)|"
      "已被网站管理员设置拦截|网站防火墙|accessdenied|(?:sorry)?youhavebeenblocked|"
      "youareunabletoaccess.{0,40}"
      "|"
      "youdonthavepermissiontoaccess.{0,60}|"
      "(?:您|你)?所在的?(?:地区|区域|国家)暂?(?:不支持|无法|不能)(?:访问|查看)(?:该|此)?"
      "(?:内容|页面|网站)?";
  const std::string provider =
      "(?:您|你)的?(?:宽带|上网)?(?:账户|账号|帐号|宽带|号码)已?(?:欠费|停机|到期)";
  const std::string browser =
      "(?:您|你)的?(?:浏览器)?(?:禁用了|未启用|没有启用)cookies?|(?:您|你)的?浏览器版本(?:过低|"
      "太低|"
      "过旧)";
  const std::string broken =
      "errorestablishingadatabaseconnection|(?:discuz)?databaseerror|cannotconnecttomysqlserver";
  return busy + "|" + maintained + "|" + stopped + "|" + blocked + "|" + provider + "|" + browser +
         "|" + broken;
}

}  // namespace vouch::crawler
