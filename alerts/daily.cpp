#include "alerts/daily.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "alerts/letter.h"
#include "alerts/not_reported.h"
#include "alerts/rules.h"
#include "alerts/words.h"

namespace vouch::alerts {
namespace {

constexpr std::size_t kNamesShown = 8;
constexpr std::size_t kHealthLines = 3;

bool is_public(const DailyClaim& claim, Time now) {
  return claim.public_at && *claim.public_at <= now;
}

// 张三 2、李四 1: most first, then by name.
std::string people_words(const std::map<std::string, int>& counts, Language language) {
  std::vector<std::pair<std::string, int>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& left, const auto& right) { return left.second > right.second; });
  std::string words;
  for (std::size_t i = 0; i < order.size() && i < kNamesShown; ++i) {
    if (!words.empty()) words += pick(language, "、", ", ");
    words += fmt::format("{} {}", one_line(order[i].first, kTitleBytes), order[i].second);
  }
  if (order.size() > kNamesShown) words += pick(language, " 等", " and others");
  return words;
}

struct Counts {
  int disputed = 0;
  int manual = 0;
  int with_employee = 0;
  std::map<std::string, int> failed;  // by person, after grace
  std::map<std::string, int> lost;
};

int total(const std::map<std::string, int>& counts) {
  int sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

Counts count(const DailyFacts& facts) {
  Counts counts;
  for (const DailyClaim& claim : facts.claims) {
    switch (claim.work) {
      case WorkVerdict::kDisputed:
        ++counts.disputed;
        break;
      case WorkVerdict::kManual:
        ++(claim.public_at && !is_public(claim, facts.now) ? counts.with_employee : counts.manual);
        break;
      case WorkVerdict::kFailed:
        if (is_public(claim, facts.now)) {
          ++counts.failed[claim.person];
        } else {
          ++counts.with_employee;
        }
        break;
      case WorkVerdict::kRegressed:
        if (is_public(claim, facts.now)) {
          ++counts.lost[claim.person];
        } else {
          ++counts.with_employee;
        }
        break;
      case WorkVerdict::kVoid:
      case WorkVerdict::kWaived:
      case WorkVerdict::kConfirmed:
      case WorkVerdict::kAccepted:
      case WorkVerdict::kVerified:
      case WorkVerdict::kPending:
        break;
    }
  }
  return counts;
}

class DailyWriter {
 public:
  DailyWriter(const DailyFacts& facts, const User& supervisor, const RenderContext& context)
      : facts_(facts), supervisor_(supervisor), context_(context), counts_(count(facts)) {}

  std::vector<DailyLine> lines() {
    const bool incomplete = work_in_doubt();
    if (incomplete) health();
    disputes_due();
    needs_you();
    not_reported();
    lost();
    with_employees();
    not_indexed();
    corrected();
    if (!incomplete) health();
    if (lines_.empty()) {
      nothing_to_do();
    } else {
      add(checks(), "health");
      if (!facts_.ledger_head.empty()) add(ledger(), "ledger");
    }
    return std::move(lines_);
  }

 private:
  std::string_view say(std::string_view zh, std::string_view en) const {
    return pick(context_.language, zh, en);
  }
  bool english() const { return context_.language == Language::kEnglish; }

  void add(std::string_view text, std::string_view list) {
    lines_.push_back({std::string(text), supervisor_link(context_, supervisor_, list)});
  }

  // Only what touches people's work stands above it; an engine's column bears its own mark.
  bool work_in_doubt() {
    for (const DailyChecks& one : facts_.checks) {
      if (!one.stage.is_work() || is_enough(one)) continue;
      const std::string stage = stage_words(one.stage, context_);
      add(english()
              ? fmt::format("Data incomplete: {}: of {} entries looked at, {} could be told "
                            "({}%). Please judge nobody by today's figures.",
                            stage, one.claims, one.answered, percent(one))
              : fmt::format("数据不完整：{}，检测了 {} 项，{} 项有结论（{}%），请勿据此评价员工。",
                            stage, one.claims, one.answered, percent(one)),
          "health");
    }
    return !lines_.empty();
  }

  // That the checker lives, what it looked at and how much of it it could tell.
  std::string checks() const {
    if (facts_.checks.empty()) {
      return std::string(say("检测系统在运行；上次以来没有到期的检测",
                             "The checker runs; nothing was due since the last message"));
    }
    std::string text(say("检测系统在运行；上次以来检测：", "The checker runs; looked at since: "));
    for (std::size_t i = 0; i < facts_.checks.size(); ++i) {
      const DailyChecks& one = facts_.checks[i];
      if (i != 0) text += say("、", ", ");
      text += english() ? fmt::format("{} {}, {}% told", stage_words(one.stage, context_),
                                      one.claims, percent(one))
                        : fmt::format("{} {} 项，{}% 有结论", stage_words(one.stage, context_),
                                      one.claims, percent(one));
      if (!is_enough(one)) text += say("（不完整）", " (incomplete)");
    }
    return text;
  }

  void health() {
    for (std::size_t i = 0; i < facts_.health.size() && i < kHealthLines; ++i) {
      std::string text(say("检测系统：", "Checker: "));
      text += one_line(facts_.health[i], 2 * kTitleBytes);
      if (i + 1 == kHealthLines && facts_.health.size() > kHealthLines) {
        const std::size_t more = facts_.health.size() - kHealthLines;
        text += english() ? fmt::format(" ({} more)", more) : fmt::format("（另有 {} 条）", more);
      }
      add(text, "health");
    }
  }

  // Two working days are over, the third is the last (domain §5.9 AL12).
  void disputes_due() {
    if (facts_.disputes_due.empty()) return;
    const Time first = *std::min_element(facts_.disputes_due.begin(), facts_.disputes_due.end());
    const std::string when = context_.zone.minutes_text(first);
    add(english() ? fmt::format("Disputes about to run out: {}, the first at {}; unanswered, the "
                                "employee's side stands",
                                facts_.disputes_due.size(), when)
                  : fmt::format("申诉快到期：{} 项，最早 {}；不答复即按员工一方成立",
                                facts_.disputes_due.size(), when),
        "disputes");
  }

  void needs_you() {
    const int failed = total(counts_.failed);
    const int sum = counts_.disputed + counts_.manual + failed;
    if (sum == 0) return;
    std::string parts;
    const auto part = [&](int number, std::string_view zh, std::string_view en) {
      if (number == 0) return;
      if (!parts.empty()) parts += say("，", ", ");
      parts += fmt::format("{} {}", say(zh, en), number);
    };
    part(counts_.disputed, "申诉", "disputes");
    part(counts_.manual, "无法检测待人工", "could not be checked");
    part(failed, "需补正", "needs correction");
    if (failed != 0) {
      parts += fmt::format("{}{}{}", say("（", " ("),
                           people_words(counts_.failed, context_.language), say("）", ")"));
    }
    add(english() ? fmt::format("Needs you: {} ({})", sum, parts)
                  : fmt::format("需要您处理：{} 项（{}）", sum, parts),
        "needs_you");
  }

  void not_reported() {
    std::map<Date, std::vector<std::string>> named;
    int unnamed = 0;
    for (const DailyMissing& missing : facts_.missing) {
      if (missing.hard_at <= facts_.now) {
        named[missing.date].push_back(one_line(missing.person, kTitleBytes));
      } else {
        ++unnamed;
      }
    }
    if (named.empty() && unnamed == 0) return;
    std::string text;
    for (auto& [date, people] : named) {
      std::sort(people.begin(), people.end());
      if (!text.empty()) text += say("；", "; ");
      text += to_iso_date(date) + " ";
      for (std::size_t i = 0; i < people.size() && i < kNamesShown; ++i) {
        if (i != 0) text += say("、", ", ");
        text += people[i];
      }
      if (people.size() > kNamesShown) {
        text += english() ? fmt::format(" and {} more", people.size() - kNamesShown)
                          : fmt::format(" 等 {} 人", people.size());
      }
    }
    if (unnamed != 0) {
      if (!text.empty()) text += say("；", "; ");
      text += english() ? fmt::format("{} still within the term", unnamed)
                        : fmt::format("另有 {} 人未到截止时间", unnamed);
    }
    add(fmt::format("{}{}", say("未交报告：", "No report: "), text), "not_reported");
  }

  void lost() {
    const int sum = total(counts_.lost);
    if (sum == 0) return;
    const std::string people = people_words(counts_.lost, context_.language);
    add(english() ? fmt::format("No longer online: {} ({})", sum, people)
                  : fmt::format("掉线：{} 项（{}）", sum, people),
        "lost");
  }

  void with_employees() {
    if (counts_.with_employee == 0) return;
    add(english() ? fmt::format("With the employees, not public yet: {}", counts_.with_employee)
                  : fmt::format("员工处理中（未到公开时间）：{} 项", counts_.with_employee),
        "with_employees");
  }

  void not_indexed() {
    if (facts_.index_overdue == 0 && facts_.index_lost == 0) return;
    std::string text;
    if (facts_.index_overdue != 0) {
      text = english() ? fmt::format("Not indexed after the term: {}", facts_.index_overdue)
                       : fmt::format("逾期未收录：{} 项", facts_.index_overdue);
    }
    if (facts_.index_lost != 0) {
      if (!text.empty()) text += say("，", ", ");
      text += english() ? fmt::format("lost from the index: {}", facts_.index_lost)
                        : fmt::format("掉收录：{} 项", facts_.index_lost);
    }
    add(text, "not_indexed");
  }

  void corrected() {
    if (facts_.corrected == 0) return;
    add(english() ? fmt::format("Corrections since the last message: {}", facts_.corrected)
                  : fmt::format("更正：上次以来 {} 项", facts_.corrected),
        "corrected");
  }

  std::string ledger() const {
    return fmt::format("{}{}{} · {}", say("账本留底（不用处理）：第 ", "Ledger, to be kept: row "),
                       facts_.ledger_sequence, say(" 条", ""), one_line(facts_.ledger_head, 64));
  }

  void nothing_to_do() {
    std::string text(say("今天没有需要您处理的事。", "Nothing needs you today. "));
    text += checks() + std::string(say("。", "."));
    if (!facts_.ledger_head.empty()) {
      text += fmt::format("{}{}{}", say("（", " ("), ledger(), say("）", ")"));
    }
    add(text, "all");
  }

  const DailyFacts& facts_;
  const User& supervisor_;
  const RenderContext& context_;
  Counts counts_;
  std::vector<DailyLine> lines_;
};

}  // namespace

bool is_enough(const DailyChecks& checks) {
  return static_cast<double>(checks.answered) >=
         kEnoughAnswers * static_cast<double>(checks.claims);
}

std::int64_t percent(const DailyChecks& checks) {
  return checks.claims == 0 ? 100 : checks.answered * 100 / checks.claims;
}

std::vector<DailyLine> daily_lines(const DailyFacts& facts, const User& supervisor,
                                   const RenderContext& context) {
  return DailyWriter(facts, supervisor, context).lines();
}

Letter render_daily(const DailyFacts& facts, const User& supervisor, const RenderContext& context) {
  std::vector<Block> blocks;
  for (const DailyLine& line : daily_lines(facts, supervisor, context)) {
    blocks.push_back(item(line.text, line.url));
  }
  const std::string company = one_line(context.company, kTitleBytes);
  const std::string subject =
      context.language == Language::kEnglish
          ? fmt::format("{} promotion work, {}", company, to_iso_date(facts.date))
          : fmt::format("{} 推广工作 {}", company, to_iso_date(facts.date));
  return compose(subject, blocks, context);
}

Time next_daily(const Calendar& calendar, Time after, Millis at) {
  const Date today = calendar.zone().date_of(after);
  if (calendar.is_workday(today)) {
    const Time moment = calendar.zone().at(today, at);
    if (moment > after) return moment;
  }
  return calendar.zone().at(calendar.next_workday(today), at);
}

Time next_weekly(const Calendar& calendar, Time after) {
  constexpr Millis kAt = std::chrono::hours(18);
  Date date = calendar.zone().date_of(after);
  while (std::chrono::weekday(date) != std::chrono::Sunday ||
         calendar.zone().at(date, kAt) <= after) {
    date += std::chrono::days(1);
  }
  return calendar.zone().at(date, kAt);
}

std::vector<DailyRecipient> daily_recipients(const std::vector<Team>& teams,
                                             const std::vector<User>& users,
                                             const std::vector<Leave>& leave, Date date) {
  std::vector<DailyRecipient> recipients;
  for (const Team& team : teams) {
    const UserId supervisor = acting_supervisor(team, date);
    const auto user = std::find_if(users.begin(), users.end(),
                                   [&](const User& one) { return one.id == supervisor; });
    if (!supervisor || user == users.end() || !user->active || on_leave(supervisor, leave, date)) {
      continue;
    }
    const auto known =
        std::find_if(recipients.begin(), recipients.end(),
                     [&](const DailyRecipient& one) { return one.supervisor == supervisor; });
    if (known == recipients.end()) {
      recipients.push_back({supervisor, {team.id}});
    } else {
      known->teams.push_back(team.id);
    }
  }
  return recipients;
}

}  // namespace vouch::alerts
