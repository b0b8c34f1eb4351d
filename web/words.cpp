#include "web/words.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/reason_words.h"

namespace vouch::web {
namespace {

template <class Enum, std::size_t N>
constexpr std::string_view at(const std::array<std::string_view, N>& words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

// Rows in the order of the enums.
constexpr std::array<std::string_view, 10> kWorkEnglish = {
    "Void",         "Exempt",     "Disputed",        "Unverified", "Accepted by hand",
    "Went offline", "Needs work", "Could not check", "Online ✓",   "Checking"};
constexpr std::array<std::string_view, 8> kIndexEnglish = {
    "Indexed",         "Watching",    "Not indexed",   "Dropped",
    "Could not check", "Not sampled", "Not connected", "Does not apply"};
constexpr std::array<std::string_view, 7> kStageEnglish = {
    "does not apply", "being checked",   "seen",        "looked at again",
    "not seen",       "could not check", "went offline"};
constexpr std::array<std::string_view, 8> kDecisionEnglish = {
    "exempted",  "confirmed", "overruled", "accepted by hand", "not seen by a person",
    "withdrawn", "replaced",  "answered"};
constexpr std::array<std::string_view, 8> kDecisionChinese = {
    "免检", "确认", "改判", "人工认可", "人工未看到", "撤回", "替换", "答复"};
constexpr std::array<std::string_view, 4> kDisputeEnglish = {"open", "upheld", "not upheld",
                                                             "not handled in time: stands"};
constexpr std::array<std::string_view, 4> kDisputeChinese = {"处理中", "成立", "不成立",
                                                             "逾期未处理，按员工意见"};
constexpr std::array<std::string_view, 10> kWorkClasses = {
    "void", "waived", "disputed", "failed", "ok", "failed", "failed", "unknown", "ok", "pending"};
constexpr std::array<std::string_view, 7> kStageSigns = {"–", "…", "✓", "…", "!", "?", "!"};

// Records name engines as the company's people call them.
constexpr std::pair<std::string_view, std::string_view> kEngineEnglish[] = {{"baidu", "Baidu"},
                                                                            {"so360", "360 Search"},
                                                                            {"sogou", "Sogou"},
                                                                            {"bing", "Bing"},
                                                                            {"google", "Google"}};

constexpr std::string_view kMeaningChinese[] = {
    "已作废或被另一条替换，不计入统计。",
    "免检，不计入统计。",
    "已提出申诉，等待处理；处理期间不作不利认定。",
    "主管已确认未核实；以后检测到了会自动改为已整改。",
    "已由人工确认完成。",
    "之前检测到过，现在连续几次有效检测都看不到了。",
    "连续几次有效检测都没有看到要求的内容。",
    "程序没能检测，需要人来看一眼。这不代表没有做。",
    "已检测到，符合要求；之后一段时间会继续关注是否一直在线。",
    "还在检测，暂无结论。",
};
constexpr std::string_view kMeaningEnglish[] = {
    "Withdrawn or replaced by another entry; not counted.",
    "Exempt from checking; not counted.",
    "Disputed; nothing is held against anybody until it is handled.",
    "The supervisor confirmed that it is unverified; a later find turns this into corrected.",
    "Accepted as done by a person.",
    "It was seen before, and several valid looks in a row no longer see it.",
    "Several valid looks in a row did not see what is asked for.",
    "The program could not check; a person has to look. It does not mean the work was not done.",
    "Seen and as asked; it is watched for a while longer.",
    "Being checked, no conclusion yet.",
};

std::string named(const std::map<std::string, std::string>& names, const std::string& key) {
  const auto found = names.find(key);
  return found == names.end() ? key : found->second;
}

}  // namespace

std::string_view label(Lang lang, WorkVerdict verdict) {
  return lang == Lang::kZh ? chinese(verdict) : at(kWorkEnglish, verdict);
}
std::string_view label(Lang lang, IndexVerdict verdict) {
  return lang == Lang::kZh ? chinese(verdict) : at(kIndexEnglish, verdict);
}
std::string_view label(Lang lang, StageState state) {
  return lang == Lang::kZh ? chinese(state) : at(kStageEnglish, state);
}
std::string_view label(Lang lang, DecisionKind kind) {
  return at(lang == Lang::kZh ? kDecisionChinese : kDecisionEnglish, kind);
}
std::string_view label(Lang lang, DisputeState state) {
  return at(lang == Lang::kZh ? kDisputeChinese : kDisputeEnglish, state);
}

std::string reason_words(Lang lang, Reason reason) {
  return std::string(lang == Lang::kZh ? chinese(reason) : english(reason));
}

std::string_view css_class(WorkVerdict verdict, FailedPhase phase) {
  const bool needs_work = verdict == WorkVerdict::kFailed || verdict == WorkVerdict::kRegressed;
  if (needs_work && phase != FailedPhase::kWithSupervisor) return "mend";
  return at(kWorkClasses, verdict);
}

std::string_view css_class(StageState state, bool is_public) {
  switch (state) {
    case StageState::kNotApplicable:
      return "void";
    case StageState::kWaiting:
    case StageState::kSuspect:
      return "pending";
    case StageState::kPass:
      return "ok";
    case StageState::kFail:
    case StageState::kRegressed:
      return is_public ? "failed" : "mend";
    case StageState::kUncheckable:
      return "unknown";
  }
  return "void";
}

std::string_view sign(StageState state) {
  return at(kStageSigns, state);
}

std::string engine_name(Lang lang, const std::string& key, const Names& names) {
  if (lang == Lang::kEn) {
    for (const auto& [known, name] : kEngineEnglish) {
      if (known == key) return std::string(name);
    }
  }
  return named(names.engines, key);
}
std::string work_type_name(const std::string& key, const Names& names) {
  return named(names.work_types, key);
}
std::string platform_name(const std::string& key, const Names& names) {
  return named(names.platforms, key);
}

std::string stage_name(Lang lang, const Stage& stage, const Names& names) {
  switch (stage.kind) {
    case StageKind::kLive:
      return std::string(pick(lang, "上线", "online"));
    case StageKind::kContent:
      return std::string(pick(lang, "内容", "content"));
    case StageKind::kIndex:
      return fmt::format("{}{}", engine_name(lang, stage.engine, names),
                         pick(lang, "收录", " index"));
  }
  return {};
}

std::string moment(Lang lang, Time time, Time now, const Zone& zone) {
  const std::string full = zone.minutes_text(time);  // "2026-11-24 14:30"
  const auto days = (zone.date_of(time) - zone.date_of(now)).count();
  const std::string clock = full.size() > 11 ? full.substr(11) : full;
  if (days == 0) return fmt::format("{} {}", pick(lang, "今天", "today"), clock);
  if (days == 1) return fmt::format("{} {}", pick(lang, "明天", "tomorrow"), clock);
  if (days == -1) return fmt::format("{} {}", pick(lang, "昨天", "yesterday"), clock);
  const std::string today = zone.minutes_text(now);
  if (full.substr(0, 4) != today.substr(0, 4)) return full;
  return full.substr(5);
}

std::string duration(Lang lang, Millis length) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
  const auto plural = [&](std::int64_t count, std::string_view zh, std::string_view en) {
    if (lang == Lang::kZh) return fmt::format("{} {}", count, zh);
    return fmt::format("{} {}{}", count, en, count == 1 ? "" : "s");
  };
  if (minutes >= 48 * 60 && minutes % (24 * 60) == 0)
    return plural(minutes / (24 * 60), "天", "day");
  if (minutes >= 60 && minutes % 60 == 0) return plural(minutes / 60, "小时", "hour");
  return plural(minutes, "分钟", "minute");
}

std::string_view meaning(Lang lang, WorkVerdict verdict, FailedPhase phase) {
  if (verdict == WorkVerdict::kVerified && phase == FailedPhase::kCorrected)
    return pick(lang, "补正后已检测到，符合要求。", "Seen and as asked after a correction.");
  const auto row = static_cast<std::size_t>(verdict);
  return lang == Lang::kZh ? kMeaningChinese[row] : kMeaningEnglish[row];
}

}  // namespace vouch::web
