#include "practice/company.h"

#include <array>

namespace vouch::practice {
namespace {

constexpr std::array<std::string_view, 16> kSubjects = {
    "老小区厨房改造记",         "装修第三周的几点记录",   "办公室茶水间怎么布置",
    "学校食堂的一次设备更换",   "夏天用水高峰的应对办法", "给爸妈家换了新设备之后",
    "施工队长的十条提醒",       "从图纸到通水的三十天",   "小餐馆后厨的省钱经验",
    "设备间里的那些小毛病",     "冬天来之前要做的几件事", "一位老师傅的维护日记",
    "新房验收时容易漏看的地方", "社区便民点的用水账单",   "写字楼物业的采购笔记",
    "健身房老板的选购清单"};

struct KnownPerson {
  std::string_view login, name, role, post;
  bool csv;
};
constexpr std::array<KnownPerson, kWholeCompany> kEmployees = {{
    {"li", "李娜", "employee", "promoter", false},
    {"wang", "王强", "employee", "editor", false},
    {"chen", "陈静", "employee", "promoter", true},
    {"zhang", "张伟", "employee", "promoter", false},
    {"liu", "刘洋", "employee", "editor", false},
    {"sun", "孙丽", "employee", "promoter", false},
    {"ma", "马超", "employee", "editor", false},
    {"zhu", "朱琳", "employee", "promoter", false},
    {"hu", "胡斌", "employee", "promoter", false},
    {"guo", "郭芳", "employee", "editor", false},
    {"he", "何平", "employee", "promoter", false},
    {"gao", "高洁", "employee", "promoter", false},
    {"lin", "林涛", "employee", "editor", false},
    {"luo", "罗敏", "employee", "promoter", false},
    {"zheng", "郑凯", "employee", "promoter", false},
    {"liang", "梁爽", "employee", "editor", false},
    {"xie", "谢婷", "employee", "promoter", false},
    {"song", "宋杰", "employee", "promoter", false},
    {"tang", "唐悦", "employee", "editor", false},
    {"xu", "许诺", "employee", "promoter", false},
}};

std::string token(Dice& dice) {
  static constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string out;
  for (int i = 0; i < 64; ++i) out.push_back(kLetters[dice.below(kLetters.size())]);
  return out;
}

Person person(std::string_view login, std::string_view name, std::string_view role,
              std::string_view post, Dice& dice) {
  Person out;
  out.login = login;
  out.name = name;
  out.role = role;
  out.post = post;
  out.email = std::string(login) + "@qingquan.example";
  out.token = token(dice);
  return out;
}

}  // namespace

void add_sites(World& world, bool all) {
  using enum SiteKind;
  world.company = "清泉净水设备有限公司";
  world.team = "网销部";
  world.own_site = "own";
  world.sites = {
      {"own", "qingquan.localhost", "清泉官网", kOpen, "utf-8", 0, true, "/news/{}.html"},
      {"forum", "forum.localhost", "青桥论坛", kOpen, "gbk", 0, true, "/thread-{}-1-1.html"},
      {"ask", "ask.localhost", "百问网", kOpen, "utf-8", 0, true, "/question/{}"},
      // Its resets never meet a connection that is used again, which clients rightly repeat at
      // once.
      {"b2b", "b2b.localhost", "商路网", kOpen, "utf-8", 0, false, "/offer/{}.html", false},
      {"news", "news.localhost", "江城新闻", kOpen, "utf-8", 0, true, "/article/{}.shtml"},
      {"wall", "wall.localhost", "问安社区", kCaptchaWall, "utf-8", 0, true, "/s/{}"},
      {"club", "club.localhost", "会员俱乐部", kLoginWall, "utf-8", 0, true, "/topic/{}"},
      {"blog", "blog.localhost", "晚风博客", kSoft404, "utf-8", 0, true, "/post/{}"},
      {"slow", "slow.localhost", "慢生活论坛", kOpen, "utf-8", 120, true, "/t/{}.html"},
      {"old", "old.localhost", "旧城论坛", kParked, "utf-8", 0, false, "/read/{}.html"},
  };
  if (all) {
    world.sites.push_back({"closed", "closed.localhost", "闭门商城", kRobotsClosed, "utf-8", 0,
                           true, "/item/{}.html"});
    world.sites.push_back(
        {"guard", "guard.localhost", "守望论坛", kForbidden, "utf-8", 0, true, "/p/{}"});
    world.sites.push_back(
        {"bbs", "bbs.localhost", "江边社区", kHomeForUnknown, "gbk", 0, true, "/bbs/{}.html"});
    world.sites.push_back(
        {"wiki", "wiki.localhost", "行业百科", kOpen, "gb18030", 0, true, "/entry/{}"});
    Site safe{"safe", "safe.localhost", "安信论坛", kTlsBroken, "utf-8", 0, false, "/t/{}"};
    safe.tls = true;
    world.sites.push_back(safe);
    // A label of 64 letters: no resolver is ever asked for it.
    world.sites.push_back(
        {"lost", std::string(64, 'x') + ".test", "失联论坛", kNoName, "utf-8", 0, false, "/t/{}"});
  }
  world.link_target = world.url(*world.site("own"), "/product/ro.html");
  world.keywords = {{"反渗透净水器", 1}, {"商用直饮机", 1}, {"全屋软水系统", 2},
                    {"滤芯更换服务", 2}, {"净水器加盟", 3}, {"车间纯水设备", 3}};
}

void add_people(World& world, int employees, Dice& dice) {
  for (int i = 0; i < employees; ++i) {
    const KnownPerson& known = kEmployees[static_cast<std::size_t>(i)];
    Person added = person(known.login, known.name, known.role, known.post, dice);
    added.csv = known.csv;
    added.weekdays = {1, 2, 3, 4, 5};
    world.people.push_back(std::move(added));
  }
  world.people.push_back(person("zhou", "周敏", "supervisor", "", dice));
  world.people.push_back(person("ops", "运维值班", "admin", "", dice));
}

void add_colleagues(World& world) {
  Dice dice(world.seed, "colleagues");
  world.colleagues = {person("lu", "吕晴", "employee", "service", dice),
                      person("qin", "秦川", "employee", "sales", dice),
                      person("wu", "吴帆", "employee", "vendor", dice),
                      person("qian", "钱总", "owner", "", dice)};
}

std::string_view subject(std::size_t number) {
  return kSubjects[number % kSubjects.size()];
}
std::size_t subject_count() {
  return kSubjects.size();
}

}  // namespace vouch::practice
