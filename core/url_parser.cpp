// The basic URL parser (URL Standard 4.4), one function a state. No state override: nothing here
// changes a part of a URL in place.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/decode.h"
#include "core/text.h"
#include "core/url.h"
#include "core/url_host.h"
#include "core/url_percent.h"
#include "core/url_scheme.h"

namespace vouch {
namespace {

// Leading and trailing C0 controls and spaces go, tabs and line breaks go everywhere.
std::string clean_input(std::string_view input) {
  const auto is_c0_or_space = [](char c) { return static_cast<std::uint8_t>(c) <= 0x20; };
  while (!input.empty() && is_c0_or_space(input.front())) input.remove_prefix(1);
  while (!input.empty() && is_c0_or_space(input.back())) input.remove_suffix(1);
  std::string out = to_valid_utf8(input);
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](char c) { return c == '\t' || c == '\n' || c == '\r'; }),
            out.end());
  return out;
}

bool is_single_dot(std::string_view segment) {
  return segment == "." || ascii_iequals(segment, "%2e");
}

bool is_double_dot(std::string_view segment) {
  constexpr std::array<std::string_view, 4> kForms = {"..", ".%2e", "%2e.", "%2e%2e"};
  return std::any_of(kForms.begin(), kForms.end(),
                     [&](std::string_view form) { return ascii_iequals(segment, form); });
}

bool is_windows_drive(std::string_view text) {
  return text.size() == 2 && is_ascii_alpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool starts_with_windows_drive(std::string_view text) {
  return is_windows_drive(text.substr(0, 2)) &&
         (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    const std::size_t end = path.find('/', 1);
    segments.emplace_back(path.substr(1, end == std::string_view::npos ? end : end - 1));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end);
  }
  return segments;
}

}  // namespace

class UrlParser {
 public:
  UrlParser(std::string input, const Url* base, std::string_view encoding)
      : input_(std::move(input)), base_(base), encoding_(encoding) {}

  Result<Url> run() {
    for (State state = State::kSchemeStart; state != State::kDone;) {
      state = step(state);
      if (state == State::kFailure) return fail(ErrorCode::kInvalid, problem_);
    }
    if (!url_.opaque_path_) {
      for (const std::string& segment : path_) url_.path_.append("/").append(segment);
    }
    return std::move(url_);
  }

 private:
  enum class State {
    kSchemeStart,
    kNoScheme,
    kSpecialRelativeOrAuthority,
    kPathOrAuthority,
    kRelative,
    kRelativeSlash,
    kSpecialAuthoritySlashes,
    kAuthority,
    kHost,
    kPort,
    kFile,
    kFileSlash,
    kFileHost,
    kPathStart,
    kPath,
    kOpaquePath,
    kQuery,
    kFragment,
    kDone,
    kFailure,
  };

  State step(State state) {
    switch (state) {
      case State::kSchemeStart:
        return scheme_start();
      case State::kNoScheme:
        return no_scheme();
      case State::kSpecialRelativeOrAuthority:
        return special_relative_or_authority();
      case State::kPathOrAuthority:
        return path_or_authority();
      case State::kRelative:
        return relative();
      case State::kRelativeSlash:
        return relative_slash();
      case State::kSpecialAuthoritySlashes:
        return special_authority_slashes();
      case State::kAuthority:
        return authority();
      case State::kHost:
        return host();
      case State::kPort:
        return port();
      case State::kFile:
        return file();
      case State::kFileSlash:
        return file_slash();
      case State::kFileHost:
        return file_host();
      case State::kPathStart:
        return path_start();
      case State::kPath:
        return path();
      case State::kOpaquePath:
        return opaque_path();
      case State::kQuery:
        return query();
      case State::kFragment:
        return fragment();
      case State::kDone:
      case State::kFailure:
        break;
    }
    return State::kFailure;
  }

  [[nodiscard]] bool ended() const { return position_ >= input_.size(); }
  [[nodiscard]] char now() const { return ended() ? '\0' : input_[position_]; }
  [[nodiscard]] std::string_view rest() const { return std::string_view(input_).substr(position_); }
  [[nodiscard]] bool special() const { return is_special_scheme(url_.scheme_); }
  [[nodiscard]] bool is_slash(char c) const { return c == '/' || (c == '\\' && special()); }
  [[nodiscard]] bool at_slash() const { return !ended() && is_slash(now()); }

  State failure(std::string_view problem) {
    problem_ = problem;
    return State::kFailure;
  }

  std::string_view take_until(std::string_view ends) {
    const std::size_t end = std::min(input_.find_first_of(ends, position_), input_.size());
    const std::string_view taken = std::string_view(input_).substr(position_, end - position_);
    position_ = end;
    return taken;
  }

  // "scheme start state" and "scheme state"
  State scheme_start() {
    const std::size_t colon = input_.find_first_not_of(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
    if (input_.empty() || !is_ascii_alpha(input_[0]) || colon == std::string::npos ||
        input_[colon] != ':') {
      return State::kNoScheme;
    }
    url_.scheme_ = ascii_lower(std::string_view(input_).substr(0, colon));
    position_ = colon + 1;
    if (url_.scheme_ == "file") return State::kFile;
    if (special()) {
      const bool same = base_ != nullptr && base_->scheme_ == url_.scheme_;
      return same ? State::kSpecialRelativeOrAuthority : State::kSpecialAuthoritySlashes;
    }
    if (now() == '/') {
      ++position_;
      return State::kPathOrAuthority;
    }
    url_.opaque_path_ = true;
    return State::kOpaquePath;
  }

  State no_scheme() {
    if (base_ == nullptr) return failure("the address has no scheme such as https://");
    if (base_->opaque_path_) {
      if (now() != '#') return failure("the base address takes no relative address");
      url_ = *base_;
      url_.fragment_.reset();
      return after_path();
    }
    url_.scheme_ = base_->scheme_;
    return base_->scheme_ == "file" ? State::kFile : State::kRelative;
  }

  State special_relative_or_authority() {
    if (rest().starts_with("//")) return State::kSpecialAuthoritySlashes;
    return State::kRelative;
  }

  State path_or_authority() {
    if (now() != '/') return State::kPath;
    ++position_;
    return State::kAuthority;
  }

  State relative() {
    if (at_slash()) {
      ++position_;
      return State::kRelativeSlash;
    }
    copy_authority();
    return relative_to_base_path();
  }

  // The tail that "relative state" and "file state" share.
  State relative_to_base_path() {
    path_ = segments_of(base_->path_);
    if (ended() || now() == '?' || now() == '#') {
      url_.query_ = base_->query_;
      return after_path();
    }
    if (url_.scheme_ == "file" && starts_with_windows_drive(rest())) {
      path_.clear();
    } else {
      shorten_path();
    }
    return State::kPath;
  }

  State relative_slash() {
    if (at_slash()) {
      ++position_;
      return special() ? State::kSpecialAuthoritySlashes : State::kAuthority;
    }
    copy_authority();
    return State::kPath;
  }

  void copy_authority() {
    url_.username_ = base_->username_;
    url_.password_ = base_->password_;
    url_.host_ = base_->host_;
    url_.has_host_ = base_->has_host_;
    url_.port_ = base_->port_;
  }

  // "special authority slashes state" and "special authority ignore slashes state"
  State special_authority_slashes() {
    while (now() == '/' || now() == '\\') ++position_;
    return State::kAuthority;
  }

  State authority() {
    const std::string_view ends = special() ? "/?#\\" : "/?#";
    authority_end_ = std::min(input_.find_first_of(ends, position_), input_.size());
    const std::string_view whole =
        std::string_view(input_).substr(position_, authority_end_ - position_);
    const std::size_t at = whole.rfind('@');
    if (at == std::string_view::npos) return State::kHost;
    const std::string_view credentials = whole.substr(0, at);
    const std::size_t colon = credentials.find(':');
    append_percent_encoded(url_.username_, credentials.substr(0, colon), PercentSet::kUserinfo);
    if (colon != std::string_view::npos) {
      append_percent_encoded(url_.password_, credentials.substr(colon + 1), PercentSet::kUserinfo);
    }
    position_ += at + 1;
    if (position_ == authority_end_) return failure("a user name stands before an empty host");
    return State::kHost;
  }

  // "host state": up to a colon outside brackets or the end of the authority.
  State host() {
    std::size_t end = position_;
    for (bool inside = false; end < authority_end_; ++end) {
      const char c = input_[end];
      if (c == '[') inside = true;
      if (c == ']') inside = false;
      if (c == ':' && !inside) break;
    }
    const std::string_view text = std::string_view(input_).substr(position_, end - position_);
    const bool has_port = end < authority_end_;
    if (text.empty() && (has_port || special())) return failure("the host is missing");
    url_.has_host_ = true;
    if (!text.empty() && !take_host(text)) return State::kFailure;
    position_ = has_port ? end + 1 : end;
    return has_port ? State::kPort : State::kPathStart;
  }

  bool take_host(std::string_view text) {
    Result<std::string> parsed = parse_host(text, special());
    if (parsed) {
      url_.host_ = std::move(*parsed);
    } else {
      problem_ = parsed.error().message;
    }
    return parsed.has_value();
  }

  State port() {
    unsigned value = 0;
    const bool given = position_ < authority_end_;
    for (; position_ < authority_end_; ++position_) {
      if (!is_ascii_digit(now())) return failure("the port is no number");
      value = value * 10 + hex_value(now());
      if (value > 0xFFFF) return failure("the port is larger than 65535");
    }
    const auto number = static_cast<std::uint16_t>(value);
    if (given && default_port(url_.scheme_) != number) url_.port_ = number;
    return State::kPathStart;
  }

  [[nodiscard]] bool base_is_file() const { return base_ != nullptr && base_->scheme_ == "file"; }

  State file() {
    url_.has_host_ = true;
    if (at_slash()) {
      ++position_;
      return State::kFileSlash;
    }
    if (!base_is_file()) return State::kPath;
    url_.host_ = base_->host_;
    return relative_to_base_path();
  }

  State file_slash() {
    if (at_slash()) {
      ++position_;
      return State::kFileHost;
    }
    if (base_is_file()) {
      url_.host_ = base_->host_;
      const std::vector<std::string> segments = segments_of(base_->path_);
      if (!starts_with_windows_drive(rest()) && !segments.empty() &&
          is_windows_drive(segments[0]) && segments[0][1] == ':') {
        path_.push_back(segments[0]);
      }
    }
    return State::kPath;
  }

  State file_host() {
    const std::size_t start = position_;
    const std::string_view text = take_until("/\\?#");
    if (is_windows_drive(text)) {
      position_ = start;
      return State::kPath;
    }
    if (!text.empty() && !take_host(text)) return State::kFailure;
    if (url_.host_ == "localhost") url_.host_.clear();
    return State::kPathStart;
  }

  State path_start() {
    if (at_slash()) {
      ++position_;
      return State::kPath;
    }
    if (special()) return State::kPath;
    if (ended() || now() == '?' || now() == '#') return after_path();
    return State::kPath;
  }

  State path() {
    while (true) {
      const std::string_view raw = take_until(special() ? "/\\?#" : "/?#");
      std::string segment;
      append_percent_encoded(segment, raw, PercentSet::kPath);
      const bool more = at_slash();
      add_segment(std::move(segment), more);
      if (!more) return after_path();
      ++position_;
    }
  }

  void add_segment(std::string segment, bool slash_follows) {
    const bool dot = is_single_dot(segment);
    const bool dots = is_double_dot(segment);
    if (dots) shorten_path();
    if (dot || dots) {
      if (!slash_follows) path_.emplace_back();
      return;
    }
    if (url_.scheme_ == "file" && path_.empty() && is_windows_drive(segment)) segment[1] = ':';
    path_.push_back(std::move(segment));
  }

  // "shorten a URL's path": a drive letter stays.
  void shorten_path() {
    const bool drive = url_.scheme_ == "file" && path_.size() == 1 && is_windows_drive(path_[0]) &&
                       path_[0][1] == ':';
    if (!path_.empty() && !drive) path_.pop_back();
  }

  // Trailing spaces would be lost when the href is parsed again, so the last one is escaped where a
  // query or fragment follows.
  State opaque_path() {
    const std::string_view raw = take_until("?#");
    append_percent_encoded(url_.path_, raw, PercentSet::kC0Control);
    if (!ended() && url_.path_.ends_with(' ')) url_.path_.replace(url_.path_.size() - 1, 1, "%20");
    return after_path();
  }

  State after_path() {
    if (ended()) return State::kDone;
    const bool query_follows = now() == '?';
    ++position_;
    return query_follows ? State::kQuery : State::kFragment;
  }

  State query() {
    const std::string_view raw = take_until("#");
    const PercentSet set = special() ? PercentSet::kSpecialQuery : PercentSet::kQuery;
    const bool as_utf8 = !special() || url_.scheme_ == "ws" || url_.scheme_ == "wss" ||
                         ascii_iequals(encoding_, "utf-8");
    std::string& out = url_.query_.emplace();
    if (as_utf8) {
      append_percent_encoded(out, raw, set);
    } else {
      append_percent_encoded(out, encode_for_query(raw, encoding_), set);
    }
    return ended() ? State::kDone : after_path();
  }

  State fragment() {
    append_percent_encoded(url_.fragment_.emplace(), rest(), PercentSet::kFragment);
    return State::kDone;
  }

  const std::string input_;
  const Url* base_;
  std::string_view encoding_;
  std::size_t position_ = 0;
  std::size_t authority_end_ = 0;
  std::string problem_;
  std::vector<std::string> path_;
  Url url_;
};

Result<Url> Url::parse(std::string_view input, const Url* base,
                       std::string_view document_encoding) {
  return UrlParser(clean_input(input), base, document_encoding).run();
}

}  // namespace vouch
