#include "web/claim_sentences.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "web/detail_words.h"
#include "web/html.h"

namespace vouch::web {
namespace {

struct CodeWords {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr CodeWords kPlaces[] = {
    {"title", "标题", "the title"},
    {"heading", "小标题", "a heading"},
    {"body", "正文", "the text"},
    {"hidden", "隐藏文字", "hidden text"},
    {"nowhere", "", ""},
};

constexpr CodeWords kLinks[] = {
    {"direct", "看到一条直接链接", "a direct link was seen"},
    {"nofollow", "看到链接，带 nofollow/ugc/sponsored 标记",
     "a link marked nofollow/ugc/sponsored was seen"},
    {"hidden", "链接是隐藏的，读者看不到", "the link is hidden from readers"},
    {"wrong_page", "链接指向本公司网站的其他页面", "the link leads to another page of our site"},
    {"jump_page", "链接经过中转页", "the link goes through a jump page"},
    {"plain_text", "网址只以文字出现，点不开", "the address stands there as text only"},
    {"missing", "没有看到指向本公司网站的链接", "no link to our site was seen"},
};

constexpr CodeWords kOthers[] = {
    {"text_chars", "正文字数", "characters of text"},
    {"canonical", "页面自称的规范网址", "canonical address"},
    {"noindex", "页面要求这些引擎不收录", "asks these engines not to index it"},
    {"published", "页面上的发布时间", "publication date on the page"},
    {"canary", "对照检测", "control look"},
    {"control_passed", "同一时段能打开的对照", "control that answered at the same time"},
    {"control_found", "同一时段能搜到的对照", "control that was found at the same time"},
    {"control_failed", "对照没有通过", "control that failed"},
    {"hops", "跳转经过", "redirects"},
    {"matched", "搜索结果里的网址", "address in the results"},
    {"from_list", "在这个关键词的搜索结果里看到", "seen in the list for the keyword"},
    {"uncertain", "为什么还不能说", "why it cannot be told"},
    {"rows", "结果行数", "result rows"},
    {"serp", "搜索结果", "result page"},
    {"explanation", "说明", "explanation"},
    {"same_page_as", "与较早的工作项是同一个页面，编号", "same page as the earlier entry"},
    {"rule", "规则", "rule"},
    {"excerpt", "摘录", "excerpt"},
};

constexpr CodeWords kResultPages[] = {
    {"ranked_list", "正常的结果列表", "a list of results"},
    {"no_results", "没有任何结果", "nothing was found"},
    {"no_exact_match", "没有完全相同的结果", "no exact match"},
    {"blocked", "被拦截", "blocked"},
    {"untrusted", "不可信", "not trustworthy"},
    {"unknown_layout", "格式不认识", "unknown layout"},
};

// Facts for machines, or said better by a neighbour.
constexpr std::string_view kNotTold[] = {"charset", "depth", "mentioned"};

template <std::size_t N>
const CodeWords* find(const CodeWords (&table)[N], std::string_view code) {
  for (const CodeWords& row : table) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::string_view said(Lang lang, const CodeWords* row, std::string_view code) {
  return row == nullptr ? code : pick(lang, row->zh, row->en);
}

constexpr int kOpened = 200;

// "searxng:office" -> "office": how a source is asked is the operator's business.
std::string_view source_name(std::string_view provider) {
  const auto colon = provider.find(':');
  return colon == std::string_view::npos ? provider : provider.substr(colon + 1);
}

// A status is said beside the address already.
bool is_status(std::string_view words) {
  return words.starts_with("HTTP ");
}

class Teller {
 public:
  explicit Teller(Lang lang) : lang_(lang) {}

  Teller& ours(std::string_view words) {
    // Neighbours are one phrase.
    if (!out_.empty() && out_.back().kind == Phrase::Kind::kOurs) {
      out_.back().text += words;
    } else {
      out_.push_back({Phrase::Kind::kOurs, std::string(words)});
    }
    return *this;
  }
  Teller& say(std::string_view zh, std::string_view en) { return ours(pick(lang_, zh, en)); }
  Teller& number(long long value) { return ours(fmt::format("{}", value)); }
  Teller& foreign(std::string_view words, std::size_t longest = 200) {
    out_.push_back({Phrase::Kind::kForeign, std::string(words), longest});
    return *this;
  }
  Teller& address(std::string_view url) {
    out_.push_back({Phrase::Kind::kAddress, std::string(url), 90});
    return *this;
  }
  Teller& quote(std::string_view words) {
    out_.push_back({Phrase::Kind::kQuote, std::string(words), 240});
    return *this;
  }
  Sentence take() { return std::move(out_); }

 private:
  Lang lang_;
  Sentence out_;
};

void tell_what_was_asked(Teller& teller, const Observation& seen, const Telling& telling) {
  if (seen.route == Route::kMachine) {
    teller.say("程序", "The program ");
  } else {
    teller.say("人工", "A person ");
  }
  if (seen.stage.kind == StageKind::kIndex) {
    teller.say("在", "asked ").ours(engine_name(telling.lang, seen.stage.engine, telling.names));
    if (!seen.query.empty()) teller.say("搜索", " for ").ours("“").foreign(seen.query).ours("”");
    if (!seen.provider.empty()) {
      teller.say("（经数据源 ", " (by the source ").ours(source_name(seen.provider));
      teller.say("）", ")");
    }
  } else {
    teller.say("访问了", "opened ");
    if (seen.final_url.empty()) {
      teller.say("这个网址", "the address");
    } else {
      teller.address(seen.final_url);
    }
  }
  // What a page answered when it opened is no news.
  if (seen.http_status != 0 && seen.http_status != kOpened)
    teller.say("，网站的答复是 ", "; the answer was ").number(seen.http_status);
  teller.say("。", ". ");
}

std::string_view weight(Lang lang, const Observation& seen) {
  switch (seen.outcome) {
    case Outcome::kFound:
      return pick(lang, "看到了。", "Seen.");
    case Outcome::kNotFound:
      return seen.negative_proved
                 ? pick(lang, "没有看到；同一时段的对照检测正常，这次作数。",
                        "Not seen; the control look of the same time passed, so this look counts.")
                 : pick(lang, "没有看到，但缺少对照检测，这次不作数。",
                        "Not seen, but without a passing control look: it does not count.");
    case Outcome::kInconclusive:
      return pick(lang, "没能检测，不作数，对任何人都没有影响。",
                  "Could not check: it does not count and affects nobody.");
    case Outcome::kNotApplicable:
      return pick(lang, "不适用。", "Does not apply.");
  }
  return {};
}

Sentence keyword_sentence(const DetailWords::Keyword& keyword, Lang lang) {
  Teller teller(lang);
  teller.say("关键词", "Keyword ").ours("“").foreign(keyword.keyword).ours("”");
  if (keyword.place == "nowhere" || keyword.place.empty()) {
    teller.say("：页面上没有看到", ": not seen on the page");
  } else {
    teller.say("：出现在", ": in ").ours(said(lang, find(kPlaces, keyword.place), keyword.place));
    if (keyword.count > 0) teller.say("，共 ", ", ").number(keyword.count).say(" 次", " times");
  }
  if (!keyword.sentence.empty()) teller.quote(keyword.sentence);
  return teller.take();
}

Sentence title_sentence(const DetailWords& detail, Lang lang) {
  Teller teller(lang);
  teller.say("页面标题：", "Page title: ").foreign(detail.title);
  if (!detail.title_agrees) teller.say("（与上报的标题不同）", " (differs from the reported one)");
  return teller.take();
}

Sentence link_sentence(const DetailWords& detail, Lang lang) {
  Teller teller(lang);
  teller.say("链接：", "Link: ").ours(said(lang, find(kLinks, detail.link_kind), detail.link_kind));
  if (!detail.link_url.empty()) teller.ours(" ").address(detail.link_url);
  return teller.take();
}

bool is_told(std::string_view name, std::string_view value) {
  if (value.empty() || value == "{}" || value == "[]" || value == "null") return false;
  return std::find(std::begin(kNotTold), std::end(kNotTold), name) == std::end(kNotTold);
}

std::string work_types_of(const std::vector<std::string>& keys, const Names& names) {
  std::string out;
  for (const std::string& key : keys) {
    if (!out.empty()) out += "、";
    out += work_type_name(key, names);
  }
  return out;
}

}  // namespace

std::string plain(const Sentence& sentence) {
  std::string out;
  for (const Phrase& phrase : sentence) {
    switch (phrase.kind) {
      case Phrase::Kind::kOurs:
        out += phrase.text;
        break;
      case Phrase::Kind::kForeign:
      case Phrase::Kind::kAddress:
        out += displayable(phrase.text, phrase.longest);
        break;
      case Phrase::Kind::kQuote:
        out += " “" + displayable(phrase.text, phrase.longest) + "”";
        break;
    }
  }
  return out;
}

Sentence look_sentence(const ObservationView& view, const Telling& telling) {
  const Observation& seen = view.observation;
  Teller teller(telling.lang);
  tell_what_was_asked(teller, seen, telling);
  teller.say("结果：", "Result: ").ours(reason_words(telling.lang, seen.reason));
  if (seen.position) {
    teller.say("，自然结果第 ", ", organic position ").number(*seen.position).say(" 位", "");
  }
  teller.say("。", ". ").ours(weight(telling.lang, seen));
  return teller.take();
}

std::vector<Sentence> look_details(const ObservationView& view, const Telling& telling) {
  const Lang lang = telling.lang;
  const DetailWords detail = read_detail(view.observation.detail);
  std::vector<Sentence> out;
  if (!detail.words.empty() && !is_status(detail.words)) {
    Teller teller(lang);
    teller.say("依据的原文：", "The words that decided: ").quote(detail.words);
    out.push_back(teller.take());
  }
  if (!detail.title.empty()) out.push_back(title_sentence(detail, lang));
  for (const DetailWords::Keyword& keyword : detail.keywords)
    out.push_back(keyword_sentence(keyword, lang));
  if (!detail.link_kind.empty()) out.push_back(link_sentence(detail, lang));
  for (const auto& [name, value] : detail.others) {
    if (!is_told(name, value)) continue;
    Teller teller(lang);
    teller.ours(said(lang, find(kOthers, name), name)).say("：", ": ");
    teller.foreign(name == "serp" ? said(lang, find(kResultPages, value), value) : value, 300);
    out.push_back(teller.take());
  }
  return out;
}

std::string rule_sentence(const StageResult& stage, const Policy& policy, const Telling& telling) {
  const Lang lang = telling.lang;
  const bool index = stage.stage.kind == StageKind::kIndex;
  const int confirmations = index ? policy.index_confirmations : policy.live_confirmations;
  const std::string gap = duration(lang, index ? policy.index_spacing : policy.live_spacing);
  if (stage.deadline == Time{}) {
    return std::string(pick(lang, "规则：没有截止时间，只作观察。",
                            "Rule: there is no deadline, it is only watched."));
  }
  const std::string deadline = moment(lang, stage.deadline, telling.now, telling.zone);
  if (lang == Lang::kZh) {
    return fmt::format(
        "规则：截止时间 {}。到截止时间以后，连续 {} 次有效检测都没有看到、两次之间相隔不少于 {}，"
        "才算“未检测到”；超时、网站出错、要验证码、要登录等检测不成的情况都不算。",
        deadline, confirmations, gap);
  }
  return fmt::format(
      "Rule: the deadline is {}. Only when {} valid looks in a row, at least {} apart and the last "
      "one after the deadline, see nothing does it count as not seen; timeouts, captchas, logins "
      "and the site's own errors never count.",
      deadline, confirmations, gap);
}

std::string stage_sentence(const StageResult& stage, const Telling& telling) {
  const Lang lang = telling.lang;
  if (stage.first_pass_at) {
    std::string out = fmt::format("{}{}", pick(lang, "首次看到 ", "first seen "),
                                  moment(lang, *stage.first_pass_at, telling.now, telling.zone));
    if (stage.on_time) out += pick(lang, "（按时）", " (on time)");
    if (stage.late) out += pick(lang, "（超过截止时间）", " (after the deadline)");
    return out;
  }
  if (stage.negatives == 0) return {};
  return fmt::format("{}{}{}", pick(lang, "有效检测没有看到 ", "valid looks without it: "),
                     stage.negatives, pick(lang, " 次", ""));
}

std::vector<std::string> policy_sentences(const Policy& policy, const Telling& telling) {
  const Lang lang = telling.lang;
  std::vector<std::string> out;
  const auto say = [&](std::string_view zh, std::string_view en) {
    out.emplace_back(pick(lang, zh, en));
  };
  if (!policy.work_types.empty()) {
    out.push_back(fmt::format("{}{}", pick(lang, "适用：", "For: "),
                              work_types_of(policy.work_types, telling.names)));
  }
  if (policy.live) {
    out.push_back(fmt::format(fmt::runtime(pick(lang, "上线：交上来以后 {} 内能打开",
                                                "Online: it opens within {} of handing in")),
                              duration(lang, policy.live_deadline)));
  } else {
    say("上线：程序不访问，由人工提供证据",
        "Online: no machine looks; a person brings the evidence");
  }
  if (policy.content_title) say("内容：标题与上报的一致", "Content: the title is the reported one");
  if (policy.content_keyword) say("内容：看得到关键词", "Content: the keyword can be seen");
  if (policy.content_link && policy.mention_suffices) {
    say("内容：有指向公司网站的链接，或写出公司名称、网址",
        "Content: a link to our site, or our name or address in the text");
  } else if (policy.content_link) {
    say(policy.link_must_follow ? "内容：有指向公司网站的链接，不带 nofollow"
                                : "内容：有指向公司网站的链接",
        policy.link_must_follow ? "Content: a link to our site, without nofollow"
                                : "Content: a link to our site");
  }
  if (policy.index != Expectation::kNotApplicable && policy.index_deadline.count() > 0) {
    out.push_back(fmt::format(
        fmt::runtime(
            pick(lang, "收录：{} 内看搜索引擎是否收录；结果属于搜索引擎，不算个人的成绩",
                 "Index: for {} engines are asked; what they say is nobody's personal score")),
        duration(lang, policy.index_deadline)));
  }
  if (policy.survival.count() > 0) {
    out.push_back(fmt::format(fmt::runtime(pick(lang, "存活：检测到以后继续关注 {}",
                                                "Survival: watched for {} afterwards")),
                              duration(lang, policy.survival)));
  }
  out.push_back(fmt::format(
      fmt::runtime(pick(lang, "没有检测到时先告诉本人，{} 个工作日以后主管才看得到",
                        "Its owner hears of a finding first; the supervisor sees it {} working "
                        "day(s) later")),
      policy.grace_workdays));
  return out;
}

}  // namespace vouch::web
