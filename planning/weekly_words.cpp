#include "planning/weekly_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace vouch::planning {
namespace {

constexpr std::size_t kPlatformsShown = 10;
constexpr std::size_t kPagesShown = 10;
constexpr std::size_t kMovesShown = 5;
constexpr std::size_t kNamesShown = 20;
constexpr std::size_t kTroubleShown = 3;
constexpr Millis kWorthTelling = std::chrono::minutes(10);

// Never 100 where something is missing, never 0 where something is there.
int percent(double share) {
  if (share >= 1) return 100;
  if (share <= 0) return 0;
  return static_cast<int>(std::clamp(std::lround(share * 100), 1L, 99L));
}

std::string number(double value) {
  const double rounded = std::round(value * 10) / 10;
  return rounded == std::round(rounded) ? fmt::format("{:.0f}", rounded)
                                        : fmt::format("{:.1f}", rounded);
}

class BlockWriter {
 public:
  BlockWriter(const Weekly& weekly, const WeekWords& words) : weekly_(weekly), words_(words) {}

  std::vector<WeekBlock> write() {
    checks();
    team();
    exceptions();
    keywords();
    index();
    lost();
    not_connected(7, say("访问与转化", "Visits and funnel"));
    not_connected(8, say("付费推广", "Paid promotion"));
    not_connected(9, say("目标", "Targets"));
    praise();
    corrections();
    next();
    return std::move(blocks_);
  }

 private:
  [[nodiscard]] bool leads() const { return words_.edition == WeekEdition::kLeader; }
  [[nodiscard]] std::string_view say(std::string_view zh, std::string_view en) const {
    return words_.english ? en : zh;
  }
  [[nodiscard]] std::string list_url(std::string_view list) const {
    return words_.list_url ? words_.list_url(list) : std::string();
  }
  [[nodiscard]] std::string claim_url(ClaimId claim) const {
    return words_.claim_url ? words_.claim_url(claim) : std::string();
  }
  static std::string named(const std::map<std::string, std::string>& names,
                           const std::string& key) {
    const auto found = names.find(key);
    return found == names.end() ? key : found->second;
  }
  [[nodiscard]] std::string engine(const std::string& key) const {
    return named(words_.engines, key);
  }
  [[nodiscard]] std::string_view post(const std::string& key) const {
    if (key == "editor") return say("编辑", "editors");
    if (key == "promoter") return say("推广", "promoters");
    if (key == "service") return say("客服", "service");
    if (key == "sales") return say("销售", "sales");
    if (key == "vendor") return say("外包", "vendors");
    return key.empty() ? say("其他", "others") : std::string_view(key);
  }
  [[nodiscard]] std::string stage(const Stage& one) const {
    switch (one.kind) {
      case StageKind::kLive:
        return std::string(say("网址能否打开", "whether addresses open"));
      case StageKind::kContent:
        return std::string(say("页面上的内容", "what pages hold"));
      case StageKind::kIndex:
        return words_.english ? "index of " + engine(one.engine) : engine(one.engine) + "收录";
    }
    return {};
  }

  void begin(int number, std::string_view heading) {
    blocks_.push_back({number, std::string(heading), false, {}});
  }
  void line(std::string text, std::string url = {}) {
    blocks_.back().lines.push_back({std::move(text), std::move(url)});
  }
  void nothing_yet() {
    if (blocks_.back().lines.empty()) line(std::string(say("没有。", "None.")));
  }
  void not_connected(int number, std::string_view heading) {
    begin(number, heading);
    line(std::string(say("尚未接入，没有数字。", "Not connected yet: no figures.")));
  }
  // Before a team's own lines where there is more than one.
  [[nodiscard]] std::string of_team(const WeekTeam& team) const {
    if (weekly_.teams.size() < 2) return {};
    return team.name + std::string(say(" · ", " · "));
  }

  void checks() {
    begin(1, say("检测情况", "Checks"));
    bool low = false;
    for (const WeekChecks& one : weekly_.company.checks) {
      if (one.claims == 0) continue;
      if (!one.is_enough()) low = true;
      const int share =
          percent(static_cast<double>(one.answered) / static_cast<double>(one.claims));
      std::string text = words_.english
                             ? fmt::format("{}: {} of {} have an answer ({}%)", stage(one.stage),
                                           one.answered, one.claims, share)
                             : fmt::format("{}：{} 项中 {} 项有结论（{}%）", stage(one.stage),
                                           one.claims, one.answered, share);
      if (!one.is_enough()) text += say("，不足 90%", ", below 90%");
      line(std::move(text));
    }
    if (weekly_.company.stood_still >= kWorthTelling) {
      const auto minutes =
          std::chrono::duration_cast<std::chrono::minutes>(weekly_.company.stood_still).count();
      line(words_.english
               ? fmt::format("Nothing was checked for {} h {} min: the service did not run",
                             minutes / 60, minutes % 60)
               : fmt::format("检测服务没有运行的时间合计 {} 小时 {} 分", minutes / 60,
                             minutes % 60));
    }
    const auto& trouble = weekly_.company.trouble;
    for (std::size_t i = 0; i < trouble.size() && i < kTroubleShown; ++i)
      line(trouble[i], list_url("health"));
    nothing_yet();
    if (!low) return;
    blocks_.back().warns = true;
    auto& lines = blocks_.back().lines;
    const std::string_view warning =
        say("下面的数字依据不足：有些页面没能检测，没能检测不是任何人的错。",
            "The figures below rest on too little: some pages could not be checked, which is "
            "nobody's failure.");
    lines.insert(lines.begin(), WeekLine{std::string(warning), {}});
  }

  [[nodiscard]] std::string tally(const WeekTally& sum) const {
    std::string text =
        words_.english
            ? fmt::format(
                  "reports {} of {}, handed in {}, on time {}, with a result {}, verified "
                  "{}",
                  sum.reported, sum.expected, sum.claims, sum.on_time, sum.decided, sum.verified)
            : fmt::format("报告 {}/{}，提交 {} 项，按时 {}，有结论 {}，已核实 {}", sum.reported,
                          sum.expected, sum.claims, sum.on_time, sum.decided, sum.verified);
    if (const auto share = sum.verified_share())
      text += fmt::format("{}{}%{}", say("（", " ("), percent(*share), say("）", ")"));
    return text + plan(sum);
  }

  // Empty: nobody in it has a plan, or none of its days is over.
  [[nodiscard]] std::string plan(const WeekTally& sum) const {
    if (sum.planned.value_or(0) == 0) return {};
    const auto of_plan = [&](int part) {
      return percent(static_cast<double>(part) / *sum.planned);
    };
    return words_.english ? fmt::format("; planned {}, of it done {} ({}%), on time {} ({}%)",
                                        *sum.planned, sum.plan_done, of_plan(sum.plan_done),
                                        sum.plan_on_time, of_plan(sum.plan_on_time))
                          : fmt::format("；计划 {} 项，完成 {}（{}%），按时 {}（{}%）",
                                        *sum.planned, sum.plan_done, of_plan(sum.plan_done),
                                        sum.plan_on_time, of_plan(sum.plan_on_time));
  }

  void team() {
    begin(2, leads() ? say("团队", "Team") : say("您和团队", "You and the team"));
    for (const WeekTeam& team : weekly_.teams) {
      const std::string before = of_team(team);
      const std::string_view colon = say("：", ": ");
      if (!leads()) {
        for (const WeekPerson& person : team.people)
          line(fmt::format("{}{}{}", say("您", "you"), colon, tally(person.tally)),
               list_url("all"));
      }
      if (!leads() && team.sum == WeekTally()) continue;  // too few for a sum
      line(fmt::format("{}{}{}{}", before, say("全队", "whole team"), colon, tally(team.sum)));
      if (leads() && team.posts.size() > 1) {
        for (const auto& [key, sum] : team.posts)
          line(fmt::format("{}{}{}{}", before, post(key), colon, tally(sum)));
      }
      std::string weeks;
      for (const WeekTally& week : team.weeks) {
        const auto share = week.verified_share();
        weeks += weeks.empty() ? "" : " → ";
        weeks += share ? fmt::format("{}%", percent(*share)) : std::string("–");
      }
      line(fmt::format("{}{}{}", before,
                       say("近四周核实率（本周在后）：", "verified, four weeks, this one last: "),
                       weeks));
    }
    nothing_yet();
  }

  [[nodiscard]] std::string open_words(const WeekExceptions& open) const {
    std::string text;
    const auto add = [&](int count, std::string_view zh, std::string_view en,
                         std::string_view unit) {
      if (count == 0) return;
      if (!text.empty()) text += say("、", ", ");
      text += words_.english ? fmt::format("{} {}", en, count)
                             : fmt::format("{} {} {}", zh, count, unit);
    };
    add(open.failed, "未检测到", "not found", "项");
    add(open.regressed, "掉线", "went offline", "项");
    add(open.not_reported, "未交报告", "days without a report", "天");
    return text;
  }

  void exceptions() {
    begin(3, leads() ? say("过了处理期、等您处理的", "After the term for mending, waiting for you")
                     : say("您过了处理期的", "Yours, after the term for mending"));
    for (const WeekTeam& team : weekly_.teams) {
      const std::string before = of_team(team);
      if (leads() && team.open.sum() != 0) line(before + open_words(team.open), list_url("failed"));
      std::size_t shown = 0;
      std::size_t more = 0;
      for (const WeekPerson& person : team.people) {
        if (person.open.sum() == 0) continue;
        if (shown == kNamesShown) ++more;
        if (shown == kNamesShown) continue;
        ++shown;
        const std::string who = leads() ? person.name : std::string(say("您", "you"));
        line(fmt::format("{}{}{}", who, say("：", ": "), open_words(person.open)),
             list_url(leads() ? "failed" : "all"));
      }
      if (more != 0)
        line(words_.english ? fmt::format("and {} more people", more)
                            : fmt::format("另有 {} 人", more),
             list_url("failed"));
      beside(team, before);
    }
    nothing_yet();
  }

  // Printed beside it, never added to it (domain §5.9).
  void beside(const WeekTeam& team, const std::string& before) {
    if (!leads() && team.people.empty()) return;
    const WeekTally& sum = leads() ? team.sum : team.people.front().tally;
    if (sum.with_employee != 0 && leads())
      line(words_.english
               ? fmt::format("{}Beside it: {} still with the employees", before, sum.with_employee)
               : fmt::format("{}另：员工处理中 {} 项", before, sum.with_employee),
           list_url("with_employees"));
    if (sum.with_employee != 0 && !leads())
      line(words_.english
               ? fmt::format("Beside it: {} for you to mend or explain, nobody else is told yet",
                             sum.with_employee)
               : fmt::format("另：等您处理 {} 项，还没有告诉别人", sum.with_employee),
           list_url("all"));
    if (sum.manual != 0)
      line(words_.english ? fmt::format("{}Beside it: {} could not be checked (no failure)", before,
                                        sum.manual)
                          : fmt::format("{}另：无法检测 {} 项（不算未完成）", before, sum.manual),
           list_url(leads() ? "manual" : "all"));
    if (leads() && team.disputes != 0)
      line(words_.english ? fmt::format("{}Beside it: {} disputes are open", before, team.disputes)
                          : fmt::format("{}另：申诉待处理 {} 项", before, team.disputes),
           list_url("disputes"));
  }

  [[nodiscard]] std::string move(const WeekMove& one) const {
    const auto place = [&](double at) {
      return at == 0 ? std::string(say("无排名", "unranked")) : number(at);
    };
    return fmt::format("{}{}{}{} {} → {}", one.keyword, say("（", " ("), engine(one.engine),
                       say("）", ")"), place(one.from), place(one.to));
  }

  void keywords() {
    begin(4, say("关键词", "Keywords"));
    for (const WeekEngine& one : weekly_.company.engines) {
      if (one.keywords == 0) continue;
      std::string text = words_.english ? fmt::format("{}: {} of {} measured", engine(one.engine),
                                                      one.measured, one.keywords)
                                        : fmt::format("{}：{} 个词测到 {} 个", engine(one.engine),
                                                      one.keywords, one.measured);
      if (one.first_page_share)
        text += fmt::format("{}{}%", say("，首页占比 ", ", first page "),
                            percent(*one.first_page_share));
      if (one.median)
        text += fmt::format("{}{}", say("，排名中位数 ", ", median place "), number(*one.median));
      if (one.visibility)
        text += fmt::format("{}{:.1f}%", say("，可见度 ", ", visibility "), *one.visibility * 100);
      if (!one.first_page_share) text += say("，测到的太少，不给数字", ", too few for figures");
      line(std::move(text), list_url("ranks"));
    }
    const auto& movers = weekly_.company.movers;
    for (std::size_t i = 0; i < movers.size() && i < kMovesShown; ++i)
      line(fmt::format("{}{}", say("变动：", "Moved: "), move(movers[i])), list_url("ranks"));
    nothing_yet();
  }

  void index() {
    begin(5, say("收录（引擎的结果，不计入个人）", "Index (the engines' doing, nobody's count)"));
    for (const WeekTeam& team : weekly_.teams) {
      const std::string before = of_team(team);
      for (std::size_t i = 0; i < team.platforms.size() && i < kPlatformsShown; ++i)
        line(before + platform(team.platforms[i]), list_url("index"));
    }
    for (const WeekEngine& one : weekly_.company.engines) {
      if (!one.median_days) continue;
      line(words_.english ? fmt::format("{}: half of the pages are indexed after {} days",
                                        engine(one.engine), number(*one.median_days))
                          : fmt::format("{}：一半的页面在 {} 天内被收录", engine(one.engine),
                                        number(*one.median_days)),
           list_url("index"));
    }
    for (const WeekTeam& team : weekly_.teams) {
      const std::string before = of_team(team);
      std::size_t shown = 0;
      for (const WeekPage& page : team.not_indexed) {
        if (shown++ == kPagesShown) break;
        line(fmt::format("{}{} · {} · {}", before, engine(page.engine),
                         page.lost ? say("掉收录", "lost") : say("逾期未收录", "not indexed"),
                         page.title.empty() ? page.url : page.title),
             claim_url(page.claim));
      }
      if (leads() && team.not_indexed_sum > static_cast<int>(kPagesShown))
        line(words_.english ? fmt::format("{}{} in all", before, team.not_indexed_sum)
                            : fmt::format("{}共 {} 项", before, team.not_indexed_sum),
             list_url("not_indexed"));
    }
    nothing_yet();
  }

  // No share: what is indexed is known at once, what is not only when its term is over.
  [[nodiscard]] std::string platform(const WeekPlatform& one) const {
    const int waiting = one.eligible - one.unknown - one.indexed - one.overdue - one.lost;
    std::string text =
        words_.english
            ? fmt::format("{}, {}: {} in {} days, indexed {}, overdue {}, dropped {}, term runs {}",
                          named(words_.platforms, one.platform), engine(one.engine), one.eligible,
                          kWeekIndexDays, one.indexed, one.overdue, one.lost, waiting)
            : fmt::format("{} · {}：{} 天提交 {}，已收录 {}，逾期未收录 {}，掉收录 {}，未到期限 {}",
                          named(words_.platforms, one.platform), engine(one.engine), kWeekIndexDays,
                          one.eligible, one.indexed, one.overdue, one.lost, waiting);
    if (one.unknown != 0)
      text += fmt::format("{}{}", say("，没有查到或没有抽查 ", ", not known or not sampled "),
                          one.unknown);
    return text;
  }

  void lost() {
    begin(6, leads() ? say("本周掉线", "Went offline this week")
                     : say("您的页面，本周掉线", "Your pages that went offline this week"));
    for (const WeekTeam& team : weekly_.teams) {
      std::size_t shown = 0;
      for (const WeekPage& page : team.lost) {
        if (shown++ == kPagesShown) break;
        line(of_team(team) + (page.title.empty() ? page.url : page.title), claim_url(page.claim));
      }
      if (team.lost.size() > kPagesShown)
        line(words_.english ? fmt::format("{} in all", team.lost.size())
                            : fmt::format("共 {} 项", team.lost.size()),
             list_url(leads() ? "lost" : "all"));
    }
    nothing_yet();
  }

  void praise() {
    begin(10, say("表扬", "Praise"));
    std::string names;
    for (const WeekTeam& team : weekly_.teams) {
      for (const WeekPerson& person : team.people) {
        if (!person.full) continue;
        if (!names.empty()) names += say("、", ", ");
        names += leads() ? person.name : std::string(say("您", "you"));
      }
    }
    if (!names.empty())
      line(fmt::format(
          "{}{}", say("报告交齐、全部核实：", "every report in, everything verified: "), names));
    for (const WeekMove& one : weekly_.company.first_page) {
      if (blocks_.back().lines.size() > kMovesShown) break;
      line(words_.english ? fmt::format("first time on page one: {}", move(one))
                          : fmt::format("首次进入首页：{}", move(one)),
           list_url("ranks"));
    }
    nothing_yet();
  }

  void corrections() {
    begin(11, say("更正（检测错了的）", "Corrections (where the checker was wrong)"));
    const WeekCompany& all = weekly_.company;
    line(words_.english
             ? fmt::format("This week {} findings were told; corrected: {} by a person, {} because "
                           "a source had been blind",
                           all.told, all.overturned, all.withdrawn)
             : fmt::format("本周告知“未检测到” {} 次；更正：人工改判 {}，数据源看不全而撤回 {}",
                           all.told, all.overturned, all.withdrawn));
    if (all.false_rate)
      line(fmt::format("{}{:.1f}%", say("近 90 天误报率 ", "False-alert rate of 90 days: "),
                       *all.false_rate * 100));
  }

  void next() {
    begin(12, say("待办与建议", "Open and suggested"));
    const WeekCompany& all = weekly_.company;
    if (leads() && all.pages_to_open != 0)
      line(words_.english
               ? fmt::format("{} searches wait for somebody to open them", all.pages_to_open)
               : fmt::format("待人工打开查询 {} 次", all.pages_to_open),
           list_url("captures"));
    if (leads() && all.proposals != 0)
      line(words_.english
               ? fmt::format("{} proposals about platforms wait for an answer", all.proposals)
               : fmt::format("平台档案建议 {} 条待答复", all.proposals),
           list_url("index"));
    if (leads()) {
      for (const WeekSuggestion& one : suggestions(weekly_)) line(suggestion(one));
    }
    nothing_yet();
  }

  [[nodiscard]] std::string suggestion(const WeekSuggestion& one) const {
    switch (one.kind) {
      case WeekSuggestion::Kind::kWeakPlatform:
        return words_.english
                   ? fmt::format(
                         "Suggestion: plan less on {}: of what {} indexed or left out in "
                         "{} days only {}% is indexed",
                         named(words_.platforms, one.subject), engine(one.engine), kWeekIndexDays,
                         percent(one.share))
                   : fmt::format(
                         "建议：“{}”少安排一些，{} 天里{}已收录和逾期未收录的合计，只有 {}% 已收录",
                         named(words_.platforms, one.subject), kWeekIndexDays, engine(one.engine),
                         percent(one.share));
      case WeekSuggestion::Kind::kLowCoverage: {
        const auto parsed = parse_stage(one.subject);
        const std::string what = parsed ? stage(*parsed) : one.subject;
        return words_.english
                   ? fmt::format("Suggestion: have the checker looked at, {} told only {}%", what,
                                 percent(one.share))
                   : fmt::format("建议：请管理员检查检测系统，“{}”只有 {}% 有结论", what,
                                 percent(one.share));
      }
      case WeekSuggestion::Kind::kKeywordDropped:
        return words_.english ? fmt::format("Suggestion: work on {}, it left page one of {}",
                                            one.subject, engine(one.engine))
                              : fmt::format("建议：下周安排“{}”，它离开了{}首页", one.subject,
                                            engine(one.engine));
    }
    return {};
  }

  const Weekly& weekly_;
  const WeekWords& words_;
  std::vector<WeekBlock> blocks_;
};

}  // namespace

std::vector<WeekBlock> week_blocks(const Weekly& weekly, const WeekWords& words) {
  return BlockWriter(weekly, words).write();
}

std::string week_span(Date monday, bool english) {
  const Date sunday = monday + std::chrono::days(6);
  return fmt::format("{} {} {}", to_iso_date(monday), english ? "to" : "至",
                     to_iso_date(sunday).substr(5));
}

}  // namespace vouch::planning
