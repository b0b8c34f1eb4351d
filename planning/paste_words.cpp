#include "planning/paste_words.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text.h"

namespace vouch::planning {
namespace {

constexpr std::size_t kLongestTitle = 120;  // characters; what is longer is a text
constexpr std::size_t kShortestTitle = 4;
constexpr std::size_t kLongestHeading = 16;
constexpr std::size_t kLongestTag = 6;  // of 【...】; what is longer is a title

bool is_emoji(char32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0xFE0F ||
         c == 0x200D || c == 0x20E3 || (c >= 0x2190 && c <= 0x21FF) ||
         (c >= 0x2460 && c <= 0x24FF) || (c >= 0x25A0 && c <= 0x25FF) ||
         (c >= 0x2B00 && c <= 0x2BFF) || c == 0x2022;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_han(c);
}

// Without emoji, and without those that chats write as words: [强], [玫瑰].
std::string without_emoji(std::string_view text) {
  std::string out;
  std::size_t position = 0;
  while (position < text.size()) {
    if (text[position] == '[') {
      const std::size_t close = text.find(']', position);
      const bool near = close != std::string_view::npos && close - position <= 13;
      if (near) {
        const std::string_view inside = text.substr(position + 1, close - position - 1);
        if (count_han(inside) > 0 && count_han(inside) == count_code_points(inside)) {
          position = close + 1;
          continue;
        }
      }
    }
    const std::size_t start = position;
    const char32_t c = next_code_point(text, position);
    if (!is_emoji(c)) out.append(text.substr(start, position - start));
  }
  return out;
}

bool is_one_of(std::string_view text, std::string_view marks) {
  std::size_t position = 0;
  const char32_t c = next_code_point(text, position);
  std::size_t at = 0;
  while (at < marks.size()) {
    if (next_code_point(marks, at) == c) return true;
  }
  return false;
}

// The last character of a text, as it is written.
std::string_view last_of(std::string_view text) {
  std::size_t start = text.size();
  while (start > 0) {
    --start;
    if ((static_cast<unsigned char>(text[start]) & 0xC0U) != 0x80U) break;
  }
  return text.substr(start);
}

std::string_view strip(std::string_view text, std::string_view front, std::string_view back) {
  text = trim(text);
  while (!text.empty() && is_one_of(text, front)) {
    std::size_t position = 0;
    next_code_point(text, position);
    text = trim(text.substr(position));
  }
  while (!text.empty() && is_one_of(last_of(text), back)) {
    text = trim(text.substr(0, text.size() - last_of(text).size()));
  }
  return text;
}

std::string_view tidy(std::string_view text) {
  return strip(text, "-—_*·.,，。、:：;；|>→", "-—_*·,，、:：;；|<→(（【[「。");
}

// "1." "2、" "(3)" before an entry of a list.
std::string_view without_number(std::string_view text) {
  text = trim(text);
  std::string_view rest = text;
  if (!rest.empty() && is_one_of(rest, "(（")) {
    std::size_t position = 0;
    next_code_point(rest, position);
    rest = rest.substr(position);
  }
  std::size_t digits = 0;
  while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
  if (digits == 0 || digits > 3) return text;
  rest = rest.substr(digits);
  if (rest.empty() || !is_one_of(rest, ".．、)）:：")) return text;
  std::size_t position = 0;
  next_code_point(rest, position);
  // "7.43" is no number of a list.
  if (position < rest.size() && rest[position] >= '0' && rest[position] <= '9') return text;
  return trim(rest.substr(position));
}

std::vector<std::string_view> tokens_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool gap = i == text.size() || text[i] == ' ' || text[i] == '\t';
    if (!gap) continue;
    if (i > start) out.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  return out;
}

bool is_clock(std::string_view token) {
  std::size_t digits = 0;
  std::size_t colons = 0;
  for (const char c : token) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == ':') {
      ++colons;
    } else {
      return false;
    }
  }
  return colons >= 1 && colons <= 2 && digits >= 3 && digits <= 6;
}

bool is_day(std::string_view token) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"今天", "昨天", "前天", "上午", "下午", "中午", "晚上", "凌晨", "早上", "AM", "PM"});
  if (std::find(kWords.begin(), kWords.end(), token) != kWords.end()) return true;
  if (token.starts_with("星期") || token.starts_with("周")) return token.size() <= 9;
  std::size_t digits = 0;
  std::size_t position = 0;
  while (position < token.size()) {
    const char32_t c = next_code_point(token, position);
    const bool mark = c == '-' || c == '/' || c == '.' || c == U'年' || c == U'月' || c == U'日';
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (!mark) {
      return false;
    }
  }
  return digits >= 2;
}

struct Label {
  std::string_view word;
  Column column;
};
constexpr auto kLabels = std::to_array<Label>({{"文章标题", Column::kTitle},
                                               {"标题", Column::kTitle},
                                               {"题目", Column::kTitle},
                                               {"主题", Column::kTitle},
                                               {"目标关键词", Column::kKeywords},
                                               {"关键词", Column::kKeywords},
                                               {"关键字", Column::kKeywords},
                                               {"长尾词", Column::kKeywords},
                                               {"发布平台", Column::kPlatform},
                                               {"平台", Column::kPlatform},
                                               {"渠道", Column::kPlatform},
                                               {"工作类型", Column::kWorkType},
                                               {"类型", Column::kWorkType},
                                               {"发布日期", Column::kDate},
                                               {"日期", Column::kDate},
                                               {"备注", Column::kNote},
                                               {"说明", Column::kNote},
                                               {"原文链接", Column::kUrl},
                                               {"文章链接", Column::kUrl},
                                               {"链接地址", Column::kUrl},
                                               {"链接", Column::kUrl},
                                               {"网址", Column::kUrl},
                                               {"地址", Column::kUrl},
                                               {"url", Column::kUrl},
                                               {"URL", Column::kUrl},
                                               {"link", Column::kUrl}});

struct FoundLabel {
  std::size_t begin = 0;
  std::size_t value = 0;  // where what it says begins
  Column column = Column::kIgnored;
};

// A label at this place: a word that reports know, and a colon.
std::optional<FoundLabel> label_at(std::string_view text, std::size_t at) {
  for (const Label& label : kLabels) {
    if (!text.substr(at).starts_with(label.word)) continue;
    std::size_t end = at + label.word.size();
    while (end < text.size() && text[end] == ' ') ++end;
    if (end < text.size() && text[end] == ':') return FoundLabel{at, end + 1, label.column};
    constexpr std::string_view kWide = "：";
    if (text.substr(end).starts_with(kWide))
      return FoundLabel{at, end + kWide.size(), label.column};
  }
  return std::nullopt;
}

std::vector<FoundLabel> labels_in(std::string_view text) {
  std::vector<FoundLabel> out;
  std::size_t position = 0;
  while (position < text.size()) {
    if (const auto found = label_at(text, position)) {
      out.push_back(*found);
      position = found->value;
      continue;
    }
    next_code_point(text, position);
  }
  return out;
}

// What share buttons add; the sentence in which it stands goes.
constexpr auto kJunk = std::to_array<std::string_view>(
    {"复制打开",   "复制此链接", "复制本条", "复制这段",     "复制后打开",
     "复制链接",   "复制以下",   "长按复制", "打开【",       "打开App",
     "打开APP",    "打开Dou音",  "打开抖音", "直接观看",     "点击链接",
     "点击查看",   "点开链接",   "快来看",   "查看精彩内容", "查看笔记",
     "分享自",     "来自@",      "来自 @",   "该作品在",     "发布了一篇小红书笔记",
     "发布了一个", "我在抖音",   "我在快手", "查看详情",     "更多精彩",
     "扫码"});

// Of page titles as browsers and apps copy them: what stands before is the page's own title.
constexpr auto kSiteSuffixes = std::to_array<std::string_view>(
    {"知乎",     "今日头条", "哔哩哔哩",     "bilibili", "小红书", "百度知道", "百度文库",
     "百度贴吧", "百度百科", "简书",         "CSDN博客", "博客园", "搜狐",     "搜狐网",
     "网易",     "网易订阅", "新浪",         "微博",     "抖音",   "快手",     "西瓜视频",
     "豆瓣",     "百家号",   "微信公众平台", "腾讯新闻", "腾讯网", "凤凰网"});

std::size_t sentence_begin(std::string_view text, std::size_t at) {
  std::size_t begin = 0;
  for (const std::string_view mark : {"，", "。", "！", "!", "～", "；", "？", "?", " "}) {
    const std::size_t found = text.substr(0, at).rfind(mark);
    if (found != std::string_view::npos) begin = std::max(begin, found + mark.size());
  }
  return begin;
}

std::size_t sentence_end(std::string_view text, std::size_t at) {
  std::size_t end = text.size();
  for (const std::string_view mark : {"，", "。", "！", "!", "～", "；", ","}) {
    const std::size_t found = text.find(mark, at);
    if (found != std::string_view::npos) end = std::min(end, found + mark.size());
  }
  return end;
}

bool has_junk(std::string_view text) {
  return std::any_of(kJunk.begin(), kJunk.end(), [&](std::string_view junk) {
    return text.find(junk) != std::string_view::npos;
  });
}

std::string without_junk(std::string text) {
  for (const std::string_view junk : kJunk) {
    for (std::size_t at = text.find(junk); at != std::string::npos; at = text.find(junk)) {
      const std::size_t begin = sentence_begin(text, at);
      const std::size_t end = sentence_end(text, at);
      text.erase(begin, end - begin);
    }
  }
  return text;
}

struct Bracketed {
  std::string inside;
  std::string before;
  std::string after;
};

std::optional<Bracketed> bracketed(std::string_view text, std::string_view open,
                                   std::string_view close) {
  const std::size_t begin = text.find(open);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = text.find(close, begin);
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t from = begin + open.size();
  return Bracketed{std::string(trim(text.substr(from, end - from))),
                   std::string(text.substr(0, begin)),
                   std::string(text.substr(end + close.size()))};
}

bool is_title(std::string_view text) {
  const std::size_t length = count_code_points(text);
  return length >= kShortestTitle && length <= kLongestTitle && says_something(text);
}

// "怎么选？ - 张三的回答 - 知乎" -> "怎么选？"; empty: no site's name at the end.
std::string before_site(std::string_view text) {
  static constexpr auto kBetween =
      std::to_array<std::string_view>({" - ", " | ", " – ", " — ", "_", "-", "|", "—"});
  for (const std::string_view between : kBetween) {
    const std::size_t last = text.rfind(between);
    if (last == std::string_view::npos || last == 0) continue;
    const std::string_view site = trim(text.substr(last + between.size()));
    const bool known =
        std::any_of(kSiteSuffixes.begin(), kSiteSuffixes.end(), [&](std::string_view name) {
          return site == name || (site.starts_with(name) && count_code_points(site) <= 16);
        });
    if (!known) continue;
    std::string_view title = trim(text.substr(0, last));
    for (std::string longer = before_site(title); !longer.empty(); longer = before_site(title)) {
      title = title.substr(0, longer.size());
    }
    // "问题 - 张三的回答", "标题 - 小美"
    constexpr std::string_view kAuthor = " - ";
    const std::size_t author = between.front() == ' ' ? title.rfind(kAuthor) : title.npos;
    const bool named = author != title.npos && author > 0 &&
                       count_code_points(title.substr(author + kAuthor.size())) <= 12;
    if (named) title = trim(title.substr(0, author));
    return std::string(title);
  }
  return {};
}

// The description of a short video: up to its tags.
std::string up_to_tags(std::string_view text) {
  const std::size_t tag = text.find('#');
  return std::string(tidy(text.substr(0, tag)));
}

// "7.43 " and "38 " that an app writes before a share text.
std::string_view without_code(std::string_view text) {
  text = trim(text);
  const auto tokens = tokens_of(text);
  if (tokens.size() < 2) return text;
  const bool number = std::all_of(tokens[0].begin(), tokens[0].end(),
                                  [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (!number || tokens[0].size() > 5) return text;
  return trim(text.substr(tokens[0].size()));
}

// Codes between signs that an app adds: "😆 AbCdE12 😆", "08/22 pQK:/ u@f.Nw".
std::string without_codes(std::string_view text) {
  std::string out;
  for (const std::string_view token : tokens_of(text)) {
    const bool han = count_han(token) > 0;
    bool digit = false;
    bool letter = false;
    bool mark = false;
    for (const char c : token) {
      digit = digit || (c >= '0' && c <= '9');
      letter = letter || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      mark = mark || std::string_view(":/@.").find(c) != std::string_view::npos;
    }
    const bool code =
        !han && token.size() <= 24 && ((digit && letter) || (mark && (digit || letter)));
    if (code) continue;
    if (!out.empty()) out += ' ';
    out += token;
  }
  return out;
}

// Of a text that a share button wrote; empty: it names no title.
std::string shared_title(std::string_view before, std::string_view after) {
  if (const auto named = bracketed(before, "《", "》"); named && is_title(named->inside))
    return named->inside;
  if (const auto marked = bracketed(before, "【", "】")) {
    const std::string site = before_site(marked->inside);
    if (is_title(site)) return site;
    if (marked->inside.ends_with("作品")) {
      const std::string title = up_to_tags(marked->after);
      return is_title(title) ? title : std::string();
    }
    const bool alone = tidy(without_junk(without_emoji(marked->before))).empty();
    if (alone && count_code_points(marked->inside) > kLongestTag && is_title(marked->inside))
      return marked->inside;
  }
  const std::string site = before_site(tidy(without_codes(without_junk(std::string(before)))));
  if (is_title(site)) return site;
  if (has_junk(before) || has_junk(after)) {
    const std::string first(without_code(without_emoji(before)));
    const std::string title = up_to_tags(without_codes(without_junk(first)));
    if (is_title(title)) return title;
    const std::string behind = up_to_tags(without_codes(without_junk(without_emoji(after))));
    if (is_title(behind)) return behind;
  }
  return {};
}

}  // namespace

bool is_sender_line(std::string_view line) {
  std::string_view text = strip(line, "[【(（<", "]】)）>:：");
  if (count_code_points(text) > 50) return false;
  const std::vector<std::string_view> tokens = tokens_of(text);
  if (tokens.size() < 2 || tokens.size() > 6 || !is_clock(tokens.back())) return false;
  std::size_t names = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (is_day(tokens[i]) || is_clock(tokens[i])) continue;
    ++names;
    if (count_code_points(tokens[i]) > 20) return false;
  }
  return names <= 2;
}

bool is_heading(std::string_view line) {
  const std::string clean(trim(without_emoji(line)));
  const std::string_view last = last_of(clean);
  if (last == "：" || last == ":") return true;
  const std::size_t length = count_code_points(clean);
  if (const auto marked = bracketed(clean, "【", "】")) {
    const bool whole = trim(marked->before).empty() && trim(marked->after).empty();
    if (whole && count_code_points(marked->inside) <= kLongestTag) return true;
  }
  if (length > kLongestHeading) return false;
  static constexpr auto kReports =
      std::to_array<std::string_view>({"日报", "周报", "汇报", "工作总结", "今日完成", "今日工作"});
  return std::any_of(kReports.begin(), kReports.end(),
                     [&](std::string_view word) { return clean.find(word) != std::string::npos; });
}

bool says_something(std::string_view line) {
  const std::string clean = without_emoji(line);
  std::size_t letters = 0;
  std::size_t position = 0;
  while (position < clean.size()) {
    if (is_letter(next_code_point(clean, position))) ++letters;
  }
  return letters >= 2;
}

std::optional<Labelled> labelled(std::string_view line) {
  const std::string clean(without_number(trim(without_emoji(line))));
  const auto found = label_at(clean, 0);
  if (!found || found->column == Column::kUrl) return std::nullopt;
  const std::string_view value = trim(std::string_view(clean).substr(found->value));
  if (value.empty()) return std::nullopt;
  return Labelled{found->column, std::string(value)};
}

SharedWords read_words(std::string_view before, std::string_view after) {
  SharedWords out;
  const std::string line(without_number(trim(without_emoji(before))));
  const std::vector<FoundLabel> labels = labels_in(line);
  std::string rest = line.substr(0, labels.empty() ? line.size() : labels.front().begin);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::size_t end = i + 1 < labels.size() ? labels[i + 1].begin : line.size();
    const std::string value(
        tidy(std::string_view(line).substr(labels[i].value, end - labels[i].value)));
    if (value.empty() || labels[i].column == Column::kUrl) continue;
    if (labels[i].column == Column::kTitle && out.title.empty()) {
      const auto named = bracketed(value, "《", "》");
      out.title = named && named->before.empty() ? named->inside : value;
    } else {
      out.labels.push_back({labels[i].column, value});
    }
  }
  if (out.title.empty()) out.title = shared_title(rest, after);
  std::string text = without_codes(without_junk(std::string(without_code(rest))));
  const std::string behind = without_codes(without_junk(without_emoji(after)));
  text = std::string(tidy(text));
  if (const std::string_view more = tidy(behind); says_something(more)) {
    if (!text.empty()) text += ' ';
    text += more;
  }
  if (says_something(text)) out.text = collapse_space(text);
  return out;
}

}  // namespace vouch::planning
