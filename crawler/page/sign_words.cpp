#include "crawler/page/sign_words.h"

#include <algorithm>
#include <array>
#include <memory>

#include <re2/re2.h>

#include "core/text.h"
#include "crawler/page/site_notices.h"

namespace vouch::crawler {

namespace {

// All patterns are matched against a whole clause: folded (no white space, simplified, lower case)
// and without punctuation.
constexpr std::string_view kPolite =
    "(?:(?:很|非常|十分|真)?(?:抱歉|对不起|遗憾|不好意思)|糟糕|哎呀|啊哦|哎哟|您好|亲|温馨提示|"
    "系统提示|"
    "提示信息|提示|sorry|oops|whoops|uhoh)?";
constexpr std::string_view kThing =
    "(?:页面|网页|内容|文章|帖子|贴子|主题|话题|回答|问题|商品|产品|宝贝|信息|视频|笔记|作品|动态|"
    "微博|资源|"
    "文件|文档|链接|网址|地址|博客|博文|日志|词条|图文|消息|新闻|供求信息|公众号|账号|贴|帖|文|"
    "url)";
constexpr std::string_view kWhich =
    "(?:(?:您|你|我们|系统)?(?:所|正在|当前|正|刚才)?(?:要|想要|想|需要)?(?:访问|查看|浏览|请求|"
    "查找|"
    "寻找|找|打开|阅读|指定|点击|搜索)?(?:到)?的?)?(?:该|此|这个|这条|这篇|这|本|当前|指定的?|相关|"
    "目标)?"
    "(?:条|篇|个)?";
constexpr std::string_view kWho =
    "(?:原作者|作者|发布者|发布人|发帖人|发帖者|楼主|版主|吧主|管理员|站长|平台|系统|用户|卖家|"
    "商家|本人|博主)?";

std::string soft_404_pattern() {
  const std::string thing = std::string(kWhich) + std::string(kThing);
  const std::string number = "(?:(?:http|状态码|错误代码|错误|error|status)?404(?:错误|error)?)";
  const std::string missing =
      "(?:可能|似乎|好像)?(?:已经|已|暂时|暂)?(?:不存在|不见|没有找到|没找到|未找到|找不到|"
      "无法找到|无法访问|"
      "走丢|丢失|丢|飞走|迷路|失效|过期|离家出走)了?";
  const std::string either =
      "(?:不存在(?:或者?|,)?|已?失效或?|已?过期或?|可能)(?:已经|已)?被?(?:移动|更名|移动或|审核|"
      "删除|移除|下架)"
      "(?:了|或(?:正在)?被?(?:审核|移动|移除|删除|更名|下架|屏蔽|关闭|隐藏)){0,3}";
  const std::string turned =
      "(?:已经|已)?被?(?:删除|移除|下架)或?(?:者)?(?:已经|已)?(?:不存在|失效|过期|被?移动)";
  const std::string seek =
      "(?:我们)?(?:(?:没有|没能|没|未能|未|无法)找到|找不到|没有(?:该|此|这个))(?:该|此|这个|您|你|"
      "相关|指定)?"
      "(?:要|想要|所)?(?:访问|查看|浏览|请求|查找|找)?的?" +
      std::string(kThing);
  const std::string english_thing =
      "(?:the|this|that|your)?(?:requested)?(?:page|url|content|post|article|file|thread|topic|"
      "resource)(?:you(?:are|re|were)?(?:looking|trying|searching)?(?:for|toreach|toview|"
      "requested|haverequested|wanted)?)?";
  const std::string english =
      english_thing +
      "(?:(?:could|can)(?:not|nt)befound|cannotbefound|(?:was|is)?notfound|(?:does|do)(?:not|nt)"
      "exist|(?:is)?nolonger(?:exists?|available|here)|isunavailable|isnotavailable|isntavailable|"
      "isntavailable|hasbeenremovedordeleted|mayhavebeen(?:removed|deleted|moved).{0,30})";
  const std::string we =
      "we(?:could|can)(?:not|nt)find(?:the|that|this)?(?:page|url|content)"
      "(?:you(?:are|re|were)?lookingfor)?";
  const std::string sentence = "(?:" + thing + "(?:" + missing + "|" + either + "|" + turned +
                               ")|" + seek + "|" + english + "|" + we + ")";
  return std::string(kPolite) + number + "?" + sentence + number + "?";
}

std::string deleted_pattern() {
  const std::string why = "(?:因|由于|涉嫌).{1,24}?";
  return std::string(kPolite) + std::string(kWhich) + std::string(kThing) + "(?:" + why +
         ")?(?:(?:已经|已)被?|被)" + std::string(kWho) +
         "(?:自行|主动)?(?:删除|移除|下架|屏蔽|撤回|封禁|清理)(?:了|处理|或(?:屏蔽|下架|隐藏|移除))"
         "?"
         "|" +
         std::string(kPolite) + std::string(kWhich) + std::string(kThing) +
         "(?:因|由于|涉嫌).{1,24}?无法查看"
         "|(?:this|the)(?:page|post|content|article|topic|thread)(?:has|was)(?:been)?(?:deleted|"
         "removed)(?:by(?:the|its)?(?:author|user|moderators?|owner))?";
}

std::string review_pattern() {
  const std::string thing = std::string(kWhich) + "(?:" + std::string(kThing) + ")?";
  return std::string(kPolite) + thing +
         "(?:目前|现在)?(?:(?:正在|正|仍在|还在|处于)(?:被|等待|接受|人工)?(?:审核|审查)(?:中|阶段|"
         "状态)?|"
         "(?:人工)?审核中|(?:等待|待)(?:管理员|人工)?审核(?:中)?|(?:尚|还)?未通过审核|审核未通过|"
         "需要?(?:管理员)?审核(?:通过)?后?(?:才能|才可|方可|后)?(?:可见|显示|查看)?|"
         "仅(?:自己|作者|本人)可见|审核通过后.{0,4}(?:查看|显示|展示|可见|发布))"
         "|(?:this|your)(?:post|content|article|topic)is(?:pending|awaiting)(?:review|moderation|"
         "approval)";
}

std::string login_pattern() {
  const std::string see =
      "(?:查看|浏览|阅读|访问|可见|查阅|观看|继续)(?:查看|浏览|阅读|访问|操作)?";
  const std::string rest =
      "(?:该|此|本|更多|全部|完整|剩余|当前)?(?:内容|全文|文章|帖子|页面|信息|网页)?";
  const std::string allowed = "(?:才能|才可以|才可|即可|方可|方能|可以|可|再|后)?";
  return std::string(kPolite) +
         "(?:"
         "(?:您|你)?(?:还|尚)?(?:请|请您|需要|需|须|必须|要)?先?登[录陆](?:之后|以后|后)" +
         allowed + see + rest +
         "|(?:该|此|本|当前)?(?:页面|内容|文章|帖子|版块|主题|网页)(?:需要?|须|必须)先?登[录陆](?:"
         "后|之后)?" +
         allowed + "(?:" + see + rest + ")?" + "|(?:您|你)(?:需要|必须)先?登[录陆](?:" + allowed +
         see + rest + ")?" +
         "|(?:请|请您|请先|您?需要先?|必须先)(?:先)?登[录陆](?:您?的?(?:账号|帐号|账户))?(?:" +
         allowed + see + rest +
         ")?"
         "|(?:您|你)?(?:还没有?|还未|尚未|未)登[录陆].{0,12}"
         "|(?:您|你)?(?:没有|无|暂无)(?:足够的?)?(?:查看|浏览|阅读|访问)?(?:该|此|本)?(?:页面|内容|"
         "文章|帖子|版块|"
         "主题)?的?权限.{0,10}|权限不足|(?:您|你)?无权(?:查看|浏览|访问|阅读|进行当前操作).{0,10}"
         "|本(?:帖|主题|版块)要求阅读权限高于\\d+才能浏览"
         "|(?:该|此|本)?(?:页面|内容|文章|帖子|版块|主题)?仅(?:对|限|供)?(?:注册|登录|内部|付费|"
         "vip)?(?:会员|好友|粉丝|"
         "用户|员工|成员|团队)(?:可见|可看|查看|可以查看|可查看|访问|浏览|开放)"
         "|(?:please|youmust|youneedto|youhaveto)(?:firstly|first)?(?:login|signin)(?:first)?"
         "(?:to(?:view|continue|see|read|access).{0,24})?|(?:login|signin)to(?:view|continue|see|"
         "read|access).{0,24}|(?:this|the)(?:page|content|post|forum)(?:is)?(?:requires(?:a)?login|"
         "onlyvisibletomembers|formembersonly|private)"
         ")";
}

constexpr std::string_view kLoginLabel =
    "(?:用户|会员|账号|帐号|账户|账号密码|密码|扫码|手机|统一|请|系统|企业|安全|快捷)?登[录陆](?:"
    "页|页面|中心|系统|界面)?|"
    "(?:登[录陆]注册|注册登[录陆]|登[录陆]或注册|统一身份认证|login|signin|logon|memberlogin|"
    "userlogin|"
    "loginorregister|signinorregister|loginorsignup)";

std::string captcha_pattern() {
  const std::string what = "(?:安全|人机|滑动|滑块|图形|拼图|身份|真人|点选)";
  return std::string(kPolite) +
         "(?:(?:百度|网站|用户|访问|系统|网络|浏览器)?(?:安全|人机|人机身份|真人|滑动|滑块|拼图|"
         "图形|访问)验证码?(?:中心|页面)?"
         "|正在(?:进行)?(?:安全|人机)?验证(?:中)?"
         "|(?:请|请您|请先|您?需要|需)?(?:先)?(?:完成|通过|进行)(?:下方|以下|下列|下面的?|一下)?"
         "的?" +
         what +
         "?(?:验证码|验证|校验)(?:操作)?(?:后|之后|以|来)?.{0,12}"
         "|(?:为了?|为保证).{0,20}请.{0,8}(?:验证码|验证|滑块).{0,8}"
         "|请?(?:输入|填写|点击)(?:图中|下图|图片|下方|图形|右侧|上图|左图|右图)?(?:中|里)?的?(?:"
         "验证码|字符|文字).{0,10}"
         "|请?(?:按住|拖动|向右|拖拽).{0,10}(?:滑块|滑动|拖动|拼图|为正|验证).{0,12}"
         "|(?:请)?(?:证明|确认|验证)(?:您|你)(?:是真人|不是机器人|是人类|是否为?机器人).{0,6}"
         "|(?:please)?verify(?:ing)?(?:that)?you(?:are|re)(?:a)?human.{0,40}|verify(?:that)?"
         "youarenotarobot"
         "|areyou(?:not)?(?:a)?(?:robot|human)|pleaseconfirmthatyouandnotarobot.{0,30}|"
         "(?:please)?solve(?:the|this)(?:below)?challenge.{0,30}|(?:请)?解决以下(?:难题|谜题|问题)"
         "以继续|im?notarobot|robotcheck|securitycheck|humanverification|"
         "securityverification|(?:please)?(?:complete|solve|enter|typein)(?:the)?(?:captcha|"
         "securitycheck).{0,40}|captcha|recaptcha)";
}

std::string challenge_pattern() {
  return std::string(kPolite) +
         "(?:(?:您|你)?的?(?:当前)?(?:网络|访问|操作|请求)?环境(?:存在)?异常"
         "|(?:您|你)?的?(?:访问|操作|请求)(?:次数)?(?:过于|太过?|过)频繁.{0,12}|(?:访问|请求)"
         "次数过多"
         "|(?:系统)?检测到(?:您|你)?(?:的|所在的?)?(?:网络|ip|访问|操作|当前)?.{0,8}(?:异常|可疑|"
         "攻击).{0,10}"
         "|网络不给力|网络(?:异常|繁忙|错误|开小差了?)|(?:系统|服务器|服务)(?:繁忙|异常|错误|"
         "开小差了?|内部错误|暂时?不可用)"
         "|(?:您|你)?的?(?:访问|请求|ip地?址?)(?:已经|已|被)+.{0,10}(?:阻断|拦截|拒绝|限制|禁止|"
         "封禁).{0,6}"
         "|由于您访问的url有可能对网站造成安全威胁"
         "|正在(?:进行)?(?:检查|验证|检测)(?:您|你)?的?(?:浏览器|安全|环境|访问|连接).{0,12}|请稍["
         "候等]"
         "|请(?:开启|启用|打开)(?:您|你)?的?(?:浏览器)?的?javascript.{0,20}"
         "|请在(?:微信|手机|app|客户端|手机客户端|官方app)(?:客户端|app)?(?:中|内|上|里)?(?:打开|"
         "查看|访问|浏览)(?:链接|该?页面|该?内容)?"
         "|(?:网站|系统|本站|站点|服务)(?:正在|目前)?(?:维护|升级|建设|关闭|调整)(?:中|维护|维护中)"
         "?|加载失败"
         "|justamoment|checkingyourbrowser.{0,60}|attentionrequired(?:cloudflare)?|"
         "(?:please)?enablejavascript.{0,60}|youneedtoenablejavascript.{0,40}|ddosprotectionby.{0,"
         "20}|"
         "(?:aboutthispage)?(?:our)?systemshavedetectedunusualtraffic.{0,60}|unusualtraffic.{0,40}|"
         "toomanyrequests|"
         "(?:access)?toofrequent(?:ly)?|(?:site)?undermaintenance)";
}

constexpr std::string_view kParkedPattern =
    "(?:该|此|本|这个)?(?:优质|精品)?域名(?:正在|可以|可|现|已|在)?(?:出售|转让|待售|寻求买家|停放)"
    "(?:中|了)?|"
    "(?:出售|转让)(?:该|此|本)域名|"
    "(?:(?:the|this|your)?(?:premium)?(?:domain|domainname)(?:name)?(?:is|maybe|isnow)?"
    "(?:forsale|parked(?:free)?|availableforpurchase|availableforsale).{0,30})|"
    "buythisdomain|domainforsale|inquireaboutthisdomain|(?:该|此|本)域名已(?:过期|到期)(?:未续费)?";

constexpr std::string_view kSoft404Label =
    "(?:(?:http|状态码|错误代码|错误|error|status)?404(?:错误|error|页|页面|notfound|pagenotfound|"
    "filenotfound)?|notfound|pagenotfound|filenotfound|找不到了|页面没找到)";

struct Row {
  PageSign sign;
  bool label;
  std::unique_ptr<RE2> pattern;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = [] {
    RE2::Options options;
    options.set_log_errors(false);
    std::vector<Row> made;
    const auto add = [&](PageSign sign, bool label, const std::string& pattern) {
      made.push_back({sign, label, std::make_unique<RE2>("(?:" + pattern + ")", options)});
    };
    add(PageSign::kCaptcha, false, captcha_pattern());
    add(PageSign::kLogin, false, login_pattern());
    add(PageSign::kLogin, true, std::string(kPolite) + "(?:" + std::string(kLoginLabel) + ")");
    add(PageSign::kChallenge, false, challenge_pattern());
    add(PageSign::kChallenge, false, std::string(kPolite) + "(?:" + site_notice_pattern() + ")");
    add(PageSign::kSoft404, false, soft_404_pattern());
    add(PageSign::kSoft404, true, std::string(kPolite) + std::string(kSoft404Label));
    add(PageSign::kDeleted, false, deleted_pattern());
    add(PageSign::kUnderReview, false, review_pattern());
    add(PageSign::kParked, false, std::string(kParkedPattern));
    return made;
  }();
  return table;
}

template <std::size_t N>
bool holds_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool is_quote_mark(char32_t c) {
  constexpr std::u32string_view kMarks = U"\"“”「」『』《》‘’〝〞«»";
  return kMarks.find(c) != std::u32string_view::npos;
}

bool quotes(std::string_view clause) {
  for (std::size_t at = 0; at < clause.size();) {
    if (is_quote_mark(next_code_point(clause, at))) return true;
  }
  return false;
}

// Folded, letters, digits and Han only; empty where the clause quotes.
std::string bare(std::string_view clause) {
  std::string out;
  if (quotes(clause)) return out;
  const std::string folded = fold(clause);
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(folded, at);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool mark = c < 0x80 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
                      (c >= 0xFE30 && c <= 0xFE4F);
    if (letter || !mark) out.append(folded, from, at - from);
  }
  return out;
}

// About such a sentence, not one.
bool talks_about(std::string_view folded) {
  constexpr std::array<std::string_view, 30> kWords = {
      "怎么", "如何", "什么", "为何", "为啥",  "办法", "教程", "意思",  "攻略", "技巧",
      "是否", "原理", "方法", "案例", "分析",  "解读", "详解", "经验",  "设计", "大全",
      "盘点", "显示", "看待", "破解", "howto", "why",  "what", "guide", "tips", "吗"};
  return holds_any(folded, kWords);
}

// A wall in front of one small thing of a page that is otherwise open.
bool only_a_part(std::string_view folded) {
  constexpr std::array<std::string_view, 22> kWords = {
      "附件", "图片", "下载", "回帖",    "回复",  "评论",    "价格", "联系",
      "电话", "点赞", "收藏", "发帖",    "发表",  "购买",    "留言", "报价",
      "提问", "关注", "投票", "comment", "reply", "download"};
  return holds_any(folded, kWords);
}

std::optional<Saying> platform_phrase(std::string_view folded, const Platform& platform) {
  constexpr std::size_t kTight = 9;   // bytes around the phrase: three Han characters
  constexpr std::size_t kLoose = 36;  // a dozen
  const auto said = [&](PageSign sign, const std::vector<std::string>& phrases) {
    std::optional<Saying> best;
    for (const std::string& phrase : phrases) {
      const std::string key = bare(phrase);
      if (key.empty() || folded.find(key) == std::string_view::npos) continue;
      if (folded.size() > key.size() + kLoose) continue;
      const bool loose = folded.size() > key.size() + kTight;
      if (!best || !loose) best = Saying{sign, true, false, loose};
    }
    return best;
  };
  if (auto wall = said(PageSign::kChallenge, platform.challenge_phrases)) return wall;
  if (auto wall = said(PageSign::kLogin, platform.login_phrases)) return wall;
  if (auto gone = said(PageSign::kDeleted, platform.gone_phrases)) return gone;
  return said(PageSign::kUnderReview, platform.review_phrases);
}

bool is_clause_mark(char32_t c) {
  constexpr std::u32string_view kMarks = U"。！？!?；;，,\n\r…:：|";
  return kMarks.find(c) != std::u32string_view::npos;
}

}  // namespace

std::optional<Saying> what_is_said(std::string_view clause, const Platform* platform) {
  constexpr std::size_t kLongest = 240;  // bytes
  if (clause.size() > kLongest) return std::nullopt;
  const std::string folded = bare(clause);
  if (folded.empty() || talks_about(folded)) return std::nullopt;
  std::optional<Saying> own;
  if (platform != nullptr) own = platform_phrase(folded, *platform);
  // "百度安全验证" is a captcha, wherever it was written down.
  for (const Row& row : rows()) {
    if (own && row.sign != PageSign::kCaptcha) continue;
    if (!RE2::FullMatch(folded, *row.pattern)) continue;
    if (row.sign == PageSign::kLogin && only_a_part(folded)) continue;
    return Saying{row.sign, own.has_value(), row.label, false};
  }
  return own;
}

bool is_small_talk(std::string_view clause) {
  constexpr std::array<std::string_view, 62> kWords = {
      "返回",   "首页",       "秒",     "跳转",     "刷新",     "稍后",     "稍候",   "重试",
      "检查",   "网址",       "地址",   "链接",     "客服",     "管理员",   "反馈",   "点击",
      "上一页", "后退",       "搜索",   "原因",     "可能",     "等待",     "看看",   "逛逛",
      "试试",   "关闭",       "帮助",   "登录",     "登陆",     "注册",     "密码",   "用户名",
      "账号",   "帐号",       "手机号", "验证",     "记住",     "协议",     "隐私",   "加载",
      "提交",   "确定",       "取消",   "谅解",     "不便",     "sorry",    "home",   "goback",
      "try",    "contact",    "search", "check",    "password", "remember", "forgot", "email",
      "rayid",  "cloudflare", "http",   "username", "cookies",  "换一张"};
  constexpr std::size_t kLongest = 16;  // characters: longer clauses say something
  const std::string folded = bare(clause);
  if (folded.empty()) return !quotes(clause);
  constexpr std::array<std::string_view, 9> kOnlyNotice = {"提示",     "提示信息", "温馨提示",
                                                           "系统提示", "错误",     "错误提示",
                                                           "出错了",   "error",    "attention"};
  if (std::find(kOnlyNotice.begin(), kOnlyNotice.end(), folded) != kOnlyNotice.end()) return true;
  if (count_code_points(clause) > kLongest * 2) return false;
  if (count_han(folded) > kLongest) return false;
  const bool numbers =
      std::all_of(folded.begin(), folded.end(), [](char c) { return (c >= '0' && c <= '9'); });
  return numbers || holds_any(std::string_view(folded), kWords);
}

std::vector<std::string_view> clauses_of(std::string_view text) {
  std::vector<std::string_view> clauses;
  std::size_t from = 0;
  int quoted = 0;
  const auto cut = [&](std::size_t end) {
    const std::string_view clause = trim(text.substr(from, end - from));
    if (!clause.empty()) clauses.push_back(clause);
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (c == U'“' || c == U'「' || c == U'『' || c == U'《') ++quoted;
    if ((c == U'”' || c == U'」' || c == U'』' || c == U'》') && quoted > 0) --quoted;
    const bool stop = c == '.' && (at == text.size() || text[at] == ' ');
    if (quoted > 0 || (!stop && !is_clause_mark(c))) continue;
    cut(begin);
    from = at;
  }
  cut(text.size());
  return clauses;
}

std::vector<std::string_view> title_parts(std::string_view title) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  char32_t before = ' ';
  const auto cut = [&](std::size_t end) {
    const std::string_view part = trim(title.substr(from, end - from));
    if (!part.empty()) parts.push_back(part);
  };
  for (std::size_t at = 0; at < title.size();) {
    constexpr std::u32string_view kMarks = U"_|—–·»｜";
    const std::size_t begin = at;
    const char32_t c = next_code_point(title, at);
    // "sign-in" is one word.
    const bool dash = c == '-' && !(before > ' ' && before < 0x80 && at < title.size() &&
                                    title[at] > ' ' && title[at] < 0x7F);
    before = c;
    if (!dash && kMarks.find(c) == std::u32string_view::npos) continue;
    cut(begin);
    from = at;
  }
  cut(title.size());
  return parts;
}

}  // namespace vouch::crawler
