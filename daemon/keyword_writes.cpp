#include "daemon/keyword_writes.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/url.h"
#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/keyword_file.h"
#include "planning/plan_file.h"
#include "store/keyword_plans.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace keyword_plans = store::keyword_plans;

constexpr std::size_t kMostRows = 20'000;
constexpr std::size_t kMostWords = 500;  // of a week
constexpr std::size_t kGroupBytes = 90;
constexpr int kLeastPriority = 3;
constexpr int kDeepestGoal = 100;  // places

using Cards = std::map<KeywordId, KeywordCard>;

Result<Cards> cards_of(store::Connection& db) {
  const auto all = keyword_plans::cards(db);
  if (!all) return tl::unexpected(all.error());
  Cards out;
  for (const KeywordCard& card : *all) out[card.keyword] = card;
  return out;
}

KeywordCard card_for(const Cards& cards, KeywordId keyword) {
  const auto found = cards.find(keyword);
  if (found != cards.end()) return found->second;
  KeywordCard out;
  out.keyword = keyword;
  return out;
}

bool equal(const KeywordCard& left, const KeywordCard& right) {
  return left.group == right.group && left.intent == right.intent &&
         left.searches == right.searches && left.difficulty == right.difficulty &&
         left.site == right.site;
}

class Importer {
 public:
  Importer(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
           bool dry_run, Cards cards)
      : context_(context),
        rules_(rules),
        actor_(actor),
        dry_run_(dry_run),
        cards_(std::move(cards)) {}

  Result<KeywordImport> run(const planning::KeywordFile& file) {
    for (const planning::KeywordProblem& one : file.problems)
      out_.answer.problems.push_back({one.row, one.field, one.message});
    for (const planning::KeywordRow& row : file.rows) {
      if (row.same_as_row != 0) {
        out_.answer.repeated.push_back({row.row, row.text, row.same_as_row});
        continue;
      }
      if (const Status taken = take(row); !taken) return tl::unexpected(taken.error());
    }
    return std::move(out_);
  }

 private:
  Status take(const planning::KeywordRow& row) {
    const auto known = store::keywords::find_by_folded(context_.db, row.folded);
    if (!known) return tl::unexpected(known.error());
    if (row.group && row.group->size() > kGroupBytes) {
      out_.answer.problems.push_back({row.row, "group", "分组名太长"});
      return {};
    }
    if (!*known) return add(row);
    const KeywordCard before = card_for(cards_, (*known)->id);
    const KeywordCard after = told(before, row);
    const auto target = store::keywords::target(context_.db, (*known)->id);
    if (!target) return tl::unexpected(target.error());
    const bool moved = row.target_url && *row.target_url != *target;
    const bool ranked = row.priority && *row.priority != (*known)->priority;
    if (equal(before, after) && !moved && !ranked) {
      ++out_.answer.same;
      out_.answer.repeated.push_back({row.row, row.text, 0});
      return {};
    }
    ++out_.answer.changed;
    if (dry_run_) return {};
    if (ranked) {
      const Status put = store::keywords::set_priority(context_.db, (*known)->id, *row.priority);
      if (!put) return put;
    }
    if (moved) {
      const Status put = set_target(row, (*known)->id);
      if (!put) return put;
    }
    return keyword_plans::put_card(context_.db, after, context_.now);
  }

  Status add(const planning::KeywordRow& row) {
    ++out_.answer.added;
    if (dry_run_) return {};
    web::AddKeyword request;
    request.text = row.text;
    request.priority = row.priority.value_or(kLeastPriority);
    auto written = write_keyword(context_, actor_, rules_, request);
    if (!written) return tl::unexpected(written.error());
    out_.looks.insert(out_.looks.end(), written->looks.begin(), written->looks.end());
    if (row.target_url) {
      const Status put = set_target(row, written->id);
      if (!put) return put;
    }
    KeywordCard card;
    card.keyword = written->id;
    return keyword_plans::put_card(context_.db, told(card, row), context_.now);
  }

  Status set_target(const planning::KeywordRow& row, KeywordId keyword) {
    const auto url = Url::parse(*row.target_url);
    if (!url || !url->is_http()) {
      out_.answer.problems.push_back({row.row, "target_url", "目标网页要写完整网址（https://…）"});
      return {};
    }
    return store::keywords::set_target(context_.db, keyword, url->href_without_fragment());
  }

  static KeywordCard told(KeywordCard card, const planning::KeywordRow& row) {
    if (row.group) card.group = *row.group;
    if (row.searches) card.searches = *row.searches;
    if (row.intent) card.intent = *row.intent;
    if (row.difficulty) card.difficulty = *row.difficulty;
    return card;
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const web::Actor& actor_;
  bool dry_run_;
  Cards cards_;
  KeywordImport out_;
};

Result<SiteId> site_named(store::Connection& db, const std::string& domain) {
  if (trim(domain).empty()) return SiteId{};
  const auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  for (const OwnSite& site : *sites) {
    if (site.domain == trim(domain)) return site.id;
  }
  return fail(ErrorCode::kInvalid, "没有这个自有网站：" + std::string(cut_utf8(domain, 80)),
              "site");
}

bool is_between(const std::optional<int>& value, int least, int most) {
  return !value || (*value >= least && *value <= most);
}

bool is_goal(std::string_view goal) {
  static constexpr std::string_view kRank = "rank:";
  if (goal.empty() || goal == "index") return true;
  if (!goal.starts_with(kRank)) return false;
  int places = 0;
  const std::string_view digits = goal.substr(kRank.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), places);
  return error == std::errc() && end == digits.data() + digits.size() && places >= 1 &&
         places <= kDeepestGoal;
}

// Of a file; what is wrong with its cells goes to the answer.
std::vector<web::KeywordPlanRow> rows_of(planning::KeywordPlanFile file,
                                         web::ImportedKeywordPlan& out) {
  out.columns = std::move(file.columns);
  for (planning::TableProblem& one : file.problems)
    out.problems.push_back({one.row, std::move(one.field), std::move(one.message)});
  std::vector<web::KeywordPlanRow> rows;
  for (planning::KeywordPlanFileRow& row : file.rows) {
    rows.push_back({row.line, std::move(row.keyword), std::move(row.goal), std::move(row.person),
                    std::move(row.platforms), std::move(row.note)});
  }
  return rows;
}

// One word of the week; what is wrong goes to `problems`.
Result<KeywordPlanLine> line_of(store::WriteContext& context, const Rulebook& rules,
                                const Team& team, const web::KeywordPlanRow& row,
                                web::PlanProblems& problems) {
  const auto add = [&](std::string_view field, std::string message) {
    problems.push_back({row.row, std::string(field), std::move(message)});
  };
  KeywordPlanLine line;
  line.team = team.id;
  line.goal = row.goal;
  line.note = row.note;
  if (!is_goal(row.goal)) add("goal", "目标写 index 或 rank:10");
  const auto keyword = store::keywords::find_by_folded(context.db, fold(row.keyword));
  if (!keyword) return tl::unexpected(keyword.error());
  if (*keyword) line.keyword = (*keyword)->id;
  if (!*keyword) add("keyword", "词库里没有“" + std::string(cut_utf8(row.keyword, 60)) + "”");
  if (!row.login.empty()) {
    auto user = store::people::user_by_login(context.db, row.login);
    if (user && !*user) user = store::people::user_by_name(context.db, row.login);
    if (!user) return tl::unexpected(user.error());
    const bool ours = *user && (*user)->active && (*user)->team == team.id;
    if (ours) line.user = (*user)->id;
    if (!ours) add("login", std::string(cut_utf8(row.login, 60)) + " 不是这个团队的在职员工");
  }
  for (const std::string& text : row.platforms) {
    const Platform* platform = platform_named(rules.records.platforms, text);
    if (platform != nullptr) line.platforms.push_back(platform->key);
    if (platform == nullptr)
      add("platforms", "没有叫“" + std::string(cut_utf8(text, 60)) + "”的平台");
  }
  return line;
}

}  // namespace

Result<KeywordImport> import_keywords(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::ImportKeywords& request) {
  const planning::KeywordFile file = planning::read_keyword_file(request.text);
  if (file.rows.size() > kMostRows) {
    return fail(ErrorCode::kInvalid, fmt::format("一次最多 {} 个词", kMostRows), "text");
  }
  auto cards = cards_of(context.db);
  if (!cards) return tl::unexpected(cards.error());
  auto done = Importer(context, rules, actor, request.dry_run, std::move(*cards)).run(file);
  if (!done || request.dry_run) return done;
  const json::object detail{{"added", done->answer.added}, {"changed", done->answer.changed}};
  const Status noted =
      audited(context, actor, "keyword.import", "keywords", json::serialize(detail));
  if (!noted) return tl::unexpected(noted.error());
  return done;
}

Status patch_keyword(store::WriteContext& context, const web::Actor& actor,
                     const web::PatchKeyword& request) {
  const auto keyword = store::keywords::find(context.db, request.keyword);
  if (!keyword) return tl::unexpected(keyword.error());
  const auto wrong = [](const char* words, const char* field) {
    return fail(ErrorCode::kInvalid, words, field);
  };
  if (!is_between(request.intent, 1, 5)) return wrong("意图写 1 到 5", "intent");
  if (!is_between(request.difficulty, 0, 100)) return wrong("难度写 0 到 100", "difficulty");
  if (!is_between(request.priority, 1, 9)) return wrong("优先级是 1（最高）到 9", "priority");
  if (request.searches && *request.searches < 0) return wrong("搜索量不能是负数", "searches");
  if (request.group && request.group->size() > kGroupBytes) return wrong("分组名太长", "group");
  const auto cards = cards_of(context.db);
  if (!cards) return tl::unexpected(cards.error());
  KeywordCard card = card_for(*cards, request.keyword);
  if (request.group) card.group = *request.group;
  if (request.searches) card.searches = *request.searches;
  if (request.intent) card.intent = *request.intent;
  if (request.difficulty) card.difficulty = *request.difficulty;
  if (request.site) {
    const auto site = site_named(context.db, *request.site);
    if (!site) return tl::unexpected(site.error());
    card.site = *site;
  }
  if (request.priority) {
    const Status put =
        store::keywords::set_priority(context.db, request.keyword, *request.priority);
    if (!put) return put;
  }
  if (request.target_url) {
    std::string target;
    if (!trim(*request.target_url).empty()) {
      const auto url = Url::parse(std::string(trim(*request.target_url)));
      if (!url || !url->is_http()) return wrong("目标网页要写完整网址（https://…）", "target_url");
      target = url->href_without_fragment();
    }
    const Status put = store::keywords::set_target(context.db, request.keyword, target);
    if (!put) return put;
  }
  if (const Status put = keyword_plans::put_card(context.db, card, context.now); !put) return put;
  if (request.retire) {
    const auto gone = store::keywords::remove(context.db, request.keyword);
    if (!gone) return tl::unexpected(gone.error());
  }
  return audited(context, actor, request.retire ? "keyword.retire" : "keyword.change",
                 "keyword:" + keyword->folded);
}

Result<web::ImportedKeywordPlan> import_keyword_plan(store::WriteContext& context,
                                                     const Rulebook& rules, const web::Actor& actor,
                                                     const web::ImportKeywordPlan& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_a_week_to_plan(context, rules, request.monday); !week)
    return tl::unexpected(week.error());
  web::ImportedKeywordPlan out;
  std::vector<web::KeywordPlanRow> given = request.rows;
  if (request.is_text) given = rows_of(planning::read_keyword_plan_file(request.text), out);
  if (given.size() > kMostWords)
    return fail(ErrorCode::kInvalid, fmt::format("一周最多 {} 个词", kMostWords), "rows");
  std::set<int> marred;
  for (const web::Problem& one : out.problems) marred.insert(one.row);
  std::set<KeywordId> words;
  for (web::KeywordPlanRow& row : given) {
    web::PlanProblems wrong;
    const auto line = line_of(context, rules, *team, row, wrong);
    if (!line) return tl::unexpected(line.error());
    if (line->keyword && !words.insert(line->keyword).second)
      wrong.push_back({row.row, "keyword", "同一个词写了两次"});
    const bool good = wrong.empty() && !marred.contains(row.row);
    for (web::Problem& one : wrong) out.problems.push_back(std::move(one));
    if (!good) continue;
    row.platforms = line->platforms;
    if (line->user) {
      const auto user = store::people::find_user(context.db, line->user);
      if (!user) return tl::unexpected(user.error());
      row.login = user->login;
    }
    out.rows.push_back(std::move(row));
  }
  if (given.empty() && out.problems.empty()) out.problems.push_back({0, "", "没有一个词"});
  std::stable_sort(out.problems.begin(), out.problems.end(),
                   [](const auto& left, const auto& right) { return left.row < right.row; });
  if (request.dry_run || !out.problems.empty()) return out;
  const auto left = put_keyword_plan(context, rules, actor,
                                     web::PutKeywordPlan{request.monday, request.team, out.rows});
  if (!left) return tl::unexpected(left.error());
  out.problems = *left;
  out.written = left->empty();
  return out;
}

Result<web::PlanProblems> put_keyword_plan(store::WriteContext& context, const Rulebook& rules,
                                           const web::Actor& actor,
                                           const web::PutKeywordPlan& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_a_week_to_plan(context, rules, request.monday); !week)
    return tl::unexpected(week.error());
  web::PlanProblems problems;
  std::vector<KeywordPlanLine> lines;
  std::set<KeywordId> words;
  for (const web::KeywordPlanRow& row : request.rows) {
    auto line = line_of(context, rules, *team, row, problems);
    if (!line) return tl::unexpected(line.error());
    if (line->keyword && !words.insert(line->keyword).second)
      problems.push_back({row.row, "keyword", "同一个词写了两次"});
    line->monday = request.monday;
    lines.push_back(std::move(*line));
  }
  if (!problems.empty()) return problems;
  const Status put = keyword_plans::put_lines(context.db, team->id, request.monday, lines);
  if (!put) return tl::unexpected(put.error());
  const json::object detail{{"words", static_cast<std::int64_t>(lines.size())}};
  const Status noted =
      audited(context, actor, "plan.keywords",
              fmt::format("plan:{}:{}", team->id.value, to_iso_date(request.monday)),
              json::serialize(detail));
  if (!noted) return tl::unexpected(noted.error());
  return problems;
}

}  // namespace vouch::daemon
