#include "planning/paste.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/decode.h"
#include "core/text.h"
#include "core/url.h"
#include "planning/paste_words.h"
#include "planning/report_columns.h"

namespace vouch::planning {
namespace {

constexpr std::size_t kMostKeywordGuesses = 5;

std::string joined(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    if (trim(cell).empty()) continue;
    if (!out.empty()) out += ' ';
    out += trim(cell);
  }
  return out;
}

// One row for each address of a row.
void add_each_address(InputRow row, std::string raw, std::string text, Paste& out) {
  const std::vector<std::string> urls = find_urls(row.url);
  if (urls.size() < 2) {
    out.rows.push_back({std::move(row), std::move(raw), std::move(text)});
    return;
  }
  for (const std::string& url : urls) {
    InputRow one = row;
    one.url = url;
    out.rows.push_back({std::move(one), raw, text});
  }
}

Paste of_file(InputFile file) {
  Paste out;
  out.columns = std::move(file.columns);
  out.ignored = std::move(file.passed);
  for (InputRow& row : file.rows) {
    std::string raw = joined(row.cells);
    // Something in the place of an address is a mistake to be told; nothing at all is no work.
    if (trim(row.url).empty()) {
      out.ignored.push_back({row.row, std::move(raw)});
      continue;
    }
    std::string text = row.note;
    add_each_address(std::move(row), std::move(raw), std::move(text), out);
  }
  std::stable_sort(out.ignored.begin(), out.ignored.end(),
                   [](const auto& left, const auto& right) { return left.row < right.row; });
  return out;
}

// A header, or tabs in most lines that hold an address: cells of a spreadsheet.
bool is_table(const std::vector<std::string>& lines, const InputFile& file) {
  if (file.had_header && file.columns.size() > 1) return true;
  std::size_t with_url = 0;
  std::size_t with_tab = 0;
  std::size_t with_comma = 0;
  for (const std::string& line : lines) {
    const std::vector<FoundUrl> urls = locate_urls(line);
    if (urls.empty()) continue;
    ++with_url;
    if (line.find('\t') != std::string::npos) ++with_tab;
    const std::size_t end = urls.front().end;
    const bool before = urls.front().begin > 0 && line[urls.front().begin - 1] == ',';
    const bool after = end < line.size() && line[end] == ',';
    const bool chat = line.find("：") != std::string::npos || line.find("，") != std::string::npos;
    if ((before || after) && !chat) ++with_comma;
  }
  return with_url > 0 && (with_tab * 2 > with_url || with_comma == with_url);
}

// Lines of words and addresses.
class TextReader {
 public:
  explicit TextReader(const FileContext& context) : context_(context) {}

  Paste run(const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) take(static_cast<int>(i) + 1, lines[i]);
    give_up_pending();
    std::stable_sort(out_.ignored.begin(), out_.ignored.end(),
                     [](const auto& left, const auto& right) { return left.row < right.row; });
    return std::move(out_);
  }

 private:
  struct Line {
    int row = 0;
    std::string text;
  };

  void take(int number, const std::string& whole) {
    const std::string_view line = trim(whole);
    if (line.empty()) {
      give_up_pending();
      last_ = false;
      return;
    }
    const std::vector<FoundUrl> urls = locate_urls(line);
    if (urls.empty()) return take_words(number, line);
    take_addresses(number, line, urls);
  }

  void take_words(int number, std::string_view line) {
    if (is_sender_line(line) || is_heading(line) || !says_something(line)) {
      give_up_pending();
      last_ = false;
      out_.ignored.push_back({number, std::string(line)});
      return;
    }
    if (const auto label = labelled(line)) return take_label(number, line, *label);
    // A new line of words: the one before it was about nothing.
    if (!words_.empty()) give_up_pending();
    last_ = false;
    pending_.push_back({number, std::string(line)});
    words_ = std::string(line);
  }

  // "关键词：空气净化器" below an address belongs to it, above one to the next.
  void take_label(int number, std::string_view line, const Labelled& label) {
    const bool begins = label.column == Column::kTitle;
    if (last_ && !begins && put(out_.rows.back().input, label)) {
      out_.rows.back().raw += "\n" + std::string(line);
      return;
    }
    if (begins && !pending_.empty() && !labels_.title.empty()) give_up_pending();
    last_ = false;
    pending_.push_back({number, std::string(line)});
    put(labels_, label);
  }

  static bool put_once(std::string& to, const std::string& value) {
    if (!to.empty()) return false;
    to = value;
    return true;
  }

  // False: it is said already, or of no use.
  static bool put(InputRow& row, const Labelled& label) {
    switch (label.column) {
      case Column::kTitle:
        return put_once(row.title, label.value);
      case Column::kPlatform:
        return put_once(row.platform, label.value);
      case Column::kWorkType:
        return put_once(row.work_type, label.value);
      case Column::kDate:
        return put_once(row.date, label.value);
      case Column::kNote:
        return put_once(row.note, label.value);
      case Column::kKeywords:
        if (!row.keywords.empty()) return false;
        row.keywords = split_keywords(label.value);
        return true;
      case Column::kPerson:
      case Column::kUrl:
      case Column::kLinkTarget:
      case Column::kIgnored:
        return false;
    }
    return false;
  }

  void take_addresses(int number, std::string_view line, const std::vector<FoundUrl>& urls) {
    std::string target;
    const bool has_foreign = std::any_of(urls.begin(), urls.end(),
                                         [&](const FoundUrl& one) { return !is_own(one.url); });
    std::size_t from = 0;
    bool first = true;
    const std::size_t begin = out_.rows.size();
    for (std::size_t i = 0; i < urls.size(); ++i) {
      const FoundUrl& one = urls[i];
      // Own pages beside a foreign one are what the foreign page should link to.
      const bool is_target = has_foreign && is_own(one.url);
      const bool last = i + 1 == urls.size();
      const std::string_view before = line.substr(from, one.begin - from);
      const std::string_view after = last ? line.substr(one.end) : std::string_view();
      from = one.end;
      if (is_target) {
        if (target.empty()) target = one.url;
        continue;
      }
      if (is_there(begin, one.url)) continue;
      add_row(number, line, one.url, read_words(before, after), std::exchange(first, false));
    }
    for (std::size_t i = begin; i < out_.rows.size(); ++i) out_.rows[i].input.link_target = target;
    last_ = true;
  }

  [[nodiscard]] bool is_there(std::size_t begin, const std::string& url) const {
    return std::any_of(out_.rows.begin() + static_cast<std::ptrdiff_t>(begin), out_.rows.end(),
                       [&](const PastedRow& row) { return row.input.url == url; });
  }

  void add_row(int number, std::string_view line, const std::string& url, SharedWords words,
               bool takes_pending) {
    PastedRow row;
    row.input = takes_pending ? labels_ : InputRow{};
    row.input.row = number;
    row.input.url = url;
    if (row.input.title.empty()) row.input.title = words.title;
    for (const Labelled& label : words.labels) put(row.input, label);
    row.text = words.text;
    if (takes_pending) {
      for (const Line& line_above : pending_) row.raw += line_above.text + "\n";
      if (!words_.empty()) {
        SharedWords above = read_words(words_, {});
        if (row.input.title.empty()) row.input.title = above.title;
        if (!above.text.empty())
          row.text = row.text.empty() ? above.text : above.text + " " + row.text;
      }
      pending_.clear();
      labels_ = InputRow{};
      words_.clear();
    }
    row.raw += line;
    row.input.note = row.text;
    row.input.cells = {row.raw};
    out_.rows.push_back(std::move(row));
  }

  [[nodiscard]] bool is_own(const std::string& text) const {
    const Result<Url> url = Url::parse(text);
    if (!url) return false;
    return std::any_of(context_.own_hosts.begin(), context_.own_hosts.end(),
                       [&](const std::string& own) {
                         return url->host() == own || url->host().ends_with('.' + own);
                       });
  }

  void give_up_pending() {
    for (Line& line : pending_) out_.ignored.push_back({line.row, std::move(line.text)});
    pending_.clear();
    labels_ = InputRow{};
    words_.clear();
  }

  const FileContext& context_;
  Paste out_;
  std::vector<Line> pending_;  // lines above the next address
  InputRow labels_;            // what those of them say that bear a label
  std::string words_;          // the one that bears none
  bool last_ = false;          // the line above held an address
};

struct Match {
  std::size_t begin = 0;
  std::size_t end = 0;
  const Keyword* keyword = nullptr;
};

std::vector<const Keyword*> keywords_in(std::string_view text, std::span<const Keyword> library) {
  const std::string folded = fold(text);
  std::vector<Match> matches;
  for (const Keyword& keyword : library) {
    if (keyword.folded.empty()) continue;
    const std::size_t at = folded.find(keyword.folded);
    if (at != std::string::npos) matches.push_back({at, at + keyword.folded.size(), &keyword});
  }
  std::stable_sort(matches.begin(), matches.end(), [](const Match& left, const Match& right) {
    return left.end - left.begin > right.end - right.begin;
  });
  std::vector<const Keyword*> out;
  std::vector<Match> taken;
  for (const Match& match : matches) {
    // "净化器" inside "空气净化器" is not said by itself.
    const bool inside = std::any_of(taken.begin(), taken.end(), [&](const Match& other) {
      return other.begin <= match.begin && match.end <= other.end;
    });
    if (inside || out.size() == kMostKeywordGuesses) continue;
    taken.push_back(match);
    out.push_back(match.keyword);
  }
  return out;
}

}  // namespace

Paste read_paste(std::string_view text, const FileContext& context) {
  const std::string valid = to_valid_utf8(text);
  const std::vector<std::string> lines = split_lines(valid);
  InputFile file = read_report_file(valid, context);
  if (is_table(lines, file)) return of_file(std::move(file));
  return TextReader(context).run(lines);
}

Paste read_file_as_paste(std::string_view bytes, const FileContext& context) {
  return of_file(read_report_file(bytes, context));
}

Paste rows_as_paste(std::vector<InputRow> rows) {
  Paste out;
  for (InputRow& row : rows) {
    std::string raw = row.url;
    add_each_address(std::move(row), std::move(raw), {}, out);
  }
  return out;
}

std::vector<KeywordGuess> guess_keywords(const PastedRow& row, std::span<const Keyword> library) {
  using From = KeywordGuess::From;
  std::vector<KeywordGuess> out;
  for (const std::string& cell : row.input.keywords) {
    for (std::string& word : split_keywords(cell)) {
      const std::string folded = fold(word);
      const bool known = std::any_of(library.begin(), library.end(), [&](const Keyword& keyword) {
        return keyword.folded == folded;
      });
      out.push_back({std::move(word), From::kWritten, known});
    }
  }
  if (!out.empty()) return out;
  for (const Keyword* keyword : keywords_in(row.input.title, library))
    out.push_back({keyword->text, From::kTitle, true});
  if (!out.empty()) return out;
  for (const Keyword* keyword : keywords_in(row.text, library))
    out.push_back({keyword->text, From::kText, true});
  return out;
}

}  // namespace vouch::planning
