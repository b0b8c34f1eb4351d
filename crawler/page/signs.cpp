#include "crawler/page/signs.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/text.h"
#include "crawler/page/sign_elements.h"
#include "crawler/page/sign_words.h"

namespace vouch::crawler {

namespace {

// A page with more text than this has something else to say than one message.
constexpr std::size_t kLongestSpeech = 1500;
constexpr std::size_t kLongestTitle = 600;  // bytes; more of it is no title
// Characters of a page's text that are neither the message nor the small talk around it.
constexpr std::size_t kBesideTitle = 60;    // the title or a heading is the message
constexpr std::size_t kBesideBox = 40;      // a message box is
constexpr std::size_t kBesideNothing = 20;  // only a sentence of the text is
constexpr std::size_t kBesideWall = 150;    // walls explain themselves at length
constexpr std::size_t kBesideForm = 300;    // with a captcha box on the page
constexpr std::size_t kSmallTalk = 150;     // more of it is no small talk
constexpr std::size_t kNoPage = 15;         // characters of a page that scripts have yet to write
constexpr std::size_t kNoPageWithFrame = 60;

enum class Where { kTitle, kHeading, kBox, kText };

struct Said {
  PageSign sign;
  Where where;
  bool label;
  bool from_platform;
  std::string words;
};

struct Speech {
  std::vector<Said> said;
  std::size_t rest = 0;        // characters that are neither message nor small talk
  std::size_t main_chars = 0;  // of the main region
  std::size_t all_chars = 0;   // of everything visible
  bool other_heading = false;  // a heading that says something else
  std::vector<std::string> text;
};

// Characters without white space, three of ASCII as one: a Han character says as much as three
// letters.
std::size_t chars_of(std::string_view text) {
  std::size_t ascii = 0;
  std::size_t other = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x80) ++ascii;
    if (byte >= 0xC0) ++other;
  }
  return other + (ascii + 2) / 3;
}

bool is_speech(const WalkBlock& row) {
  const bool links = row.link_chars * 2 > row.chars && row.block.kind == TextBlock::Kind::kBody;
  return row.block.visible && row.block.region == Region::kMain && !row.comment && !links;
}

class Listener {
 public:
  explicit Listener(const SignInput& input) : input_(input) {}

  Speech listen() {
    if (is_long()) return std::move(speech_);
    for (const std::string_view part : title_parts(cut_utf8(input_.title, kLongestTitle))) {
      parts_.push_back(fold(part));
      if (hear(part, Where::kTitle)) continue;
      // "抱歉，页面不存在": one part, two clauses.
      const auto clauses = clauses_of(part);
      const bool all = std::all_of(clauses.begin(), clauses.end(), [&](std::string_view clause) {
        return what_is_said(clause, input_.platform) || is_small_talk(clause);
      });
      if (!all) continue;
      for (const std::string_view clause : clauses) hear(clause, Where::kTitle);
    }
    for (const WalkBlock& row : input_.walk->blocks) {
      if (!row.block.visible) continue;
      const std::size_t chars = chars_of(row.block.text);
      speech_.all_chars += chars;
      if (!is_speech(row)) continue;
      speech_.main_chars += chars;
      if (speech_.main_chars > kLongestSpeech) break;
      add_block(row);
    }
    speech_.rest += small_talk_ > kSmallTalk ? small_talk_ - kSmallTalk : 0;
    return std::move(speech_);
  }

 private:
  bool hear(std::string_view clause, Where where) {
    const auto saying = what_is_said(clause, input_.platform);
    if (!saying) return false;
    if (saying->loose && (where == Where::kTitle || where == Where::kHeading)) return false;
    // A bare word is a message only where it is the whole title, heading or box.
    if (!saying->label || where != Where::kText) {
      speech_.said.push_back({saying->sign, where, saying->label, saying->from_platform,
                              std::string(cut_utf8(clause, 120))});
    }
    return true;
  }

  void add_block(const WalkBlock& row) {
    speech_.text.push_back(row.block.text);
    const bool heading = row.block.kind == TextBlock::Kind::kHeading;
    const bool quote = row.block.kind == TextBlock::Kind::kQuote;
    const Where where = heading ? Where::kHeading : row.message ? Where::kBox : Where::kText;
    const std::string folded = fold(row.block.text);
    if (!quote && hear(row.block.text, where)) return;
    std::size_t other = 0;
    std::vector<std::string_view> statements;
    for (const std::string_view clause : clauses_of(row.block.text)) {
      if (!quote && what_is_said(clause, input_.platform)) {
        statements.push_back(clause);
      } else if (!quote && is_small_talk(clause)) {
        small_talk_ += chars_of(clause);
      } else {
        other += chars_of(clause);
      }
    }
    // In a heading each word counts; in a text a statement may stand among other clauses.
    if (!heading || other == 0) {
      for (const std::string_view clause : statements) hear(clause, where);
    }
    // The site's own name is no text, and the title again says nothing new.
    const bool known = std::find(parts_.begin(), parts_.end(), folded) != parts_.end();
    if (heading && other > 0 && !names_the_site(folded)) speech_.other_heading = true;
    if (!known || !names_the_site(folded)) speech_.rest += other;
  }

  // Then nothing that is said on the page counts (carries()), and no clause need be looked at.
  bool is_long() {
    for (const WalkBlock& row : input_.walk->blocks) {
      if (is_speech(row)) speech_.main_chars += chars_of(row.block.text);
      if (speech_.main_chars > kLongestSpeech) return true;
    }
    speech_.main_chars = 0;
    return false;
  }

  // The last part of a title of several.
  [[nodiscard]] bool names_the_site(const std::string& folded) const {
    return parts_.size() > 1 && std::find(parts_.begin() + 1, parts_.end(), folded) != parts_.end();
  }

  const SignInput& input_;
  Speech speech_;
  std::vector<std::string> parts_;
  std::size_t small_talk_ = 0;
};

bool is_wall(PageSign sign) {
  return sign == PageSign::kCaptcha || sign == PageSign::kChallenge || sign == PageSign::kLogin;
}

// Enough of the page is this message and nothing else.
bool carries(const Said& said, const Speech& speech) {
  if (speech.main_chars > kLongestSpeech) return false;
  switch (said.where) {
    case Where::kTitle:
    case Where::kHeading:
      if (said.label) return speech.rest <= kBesideNothing;
      return speech.rest <= (is_wall(said.sign) ? kBesideWall : kBesideTitle);
    case Where::kBox:
      return speech.rest <= kBesideBox;
    case Where::kText:
      return speech.rest <= kBesideNothing && !speech.other_heading;
  }
  return false;
}

const Said* message_of(PageSign sign, const Speech& speech) {
  const auto found = std::find_if(speech.said.begin(), speech.said.end(), [&](const Said& said) {
    return said.sign == sign && carries(said, speech);
  });
  return found == speech.said.end() ? nullptr : &*found;
}

const Said* titled(PageSign sign, const Speech& speech) {
  const auto found = std::find_if(speech.said.begin(), speech.said.end(), [&](const Said& said) {
    return said.sign == sign && (said.where == Where::kTitle || said.where == Where::kHeading);
  });
  return found == speech.said.end() ? nullptr : &*found;
}

const Said* anywhere(PageSign sign, const Speech& speech) {
  const auto found = std::find_if(speech.said.begin(), speech.said.end(),
                                  [&](const Said& said) { return said.sign == sign; });
  return found == speech.said.end() ? nullptr : &*found;
}

// Whole labels of the host and names in the path, without their endings.
std::vector<std::string> names_in(const Url& url) {
  std::vector<std::string> names;
  std::string name;
  const auto end = [&] {
    if (!name.empty()) names.push_back(name);
    name.clear();
  };
  for (const char c : ascii_lower(url.host() + "/" + url.path())) {
    if (c == '.' || c == '/') {
      end();
    } else {
      name.push_back(c);
    }
  }
  end();
  return names;
}

template <std::size_t N>
bool names_any(const Url& url, const std::array<std::string_view, N>& words) {
  const std::vector<std::string> names = names_in(url);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(words.begin(), words.end(), name) != words.end();
  });
}

// Sent away from the page to one with another name: `words` are new in the address.
template <std::size_t N>
bool sent_to(const SignInput& input, const std::array<std::string_view, N>& words) {
  if (input.asked == nullptr || input.landed == nullptr) return false;
  if (strict_key(*input.asked) == strict_key(*input.landed)) return false;
  return names_any(*input.landed, words) && !names_any(*input.asked, words);
}

constexpr std::array<std::string_view, 8> kCaptchaPlaces = {
    "wappass", "captcha",    "antispider", "anti-spider", "wappoc_appmsgcaptcha",
    "seccode", "verifycode", "punish"};
constexpr std::array<std::string_view, 10> kLoginPlaces = {
    "login",   "passport", "signin",    "sign-in",    "sso",
    "sign_in", "logon",    "userlogin", "user_login", "denglu"};

std::optional<SignFact> captcha(const SignInput& input, const Speech& speech,
                                const WallElements& elements) {
  if (sent_to(input, kCaptchaPlaces)) return SignFact{PageSign::kCaptcha, input.landed->href()};
  if (input.landed != nullptr && input.landed->host() == "wappass.baidu.com") {
    return SignFact{PageSign::kCaptcha, input.landed->host()};
  }
  const Said* said = message_of(PageSign::kCaptcha, speech);
  if (said == nullptr && !elements.captcha.empty()) said = titled(PageSign::kCaptcha, speech);
  if (said != nullptr) {
    const bool alone = speech.rest <= kBesideTitle;
    if (alone || (!elements.captcha.empty() && speech.rest <= kBesideForm)) {
      return SignFact{PageSign::kCaptcha, said->words};
    }
  }
  if (elements.captcha.empty()) return std::nullopt;
  const bool accused = anywhere(PageSign::kChallenge, speech) != nullptr;
  if ((accused && speech.rest <= kBesideWall) ||
      (speech.rest <= kBesideNothing && !speech.other_heading)) {
    return SignFact{PageSign::kCaptcha, elements.captcha};
  }
  return std::nullopt;
}

std::optional<SignFact> challenge(const Speech& speech, const WallElements& elements) {
  if (!elements.challenge.empty() && speech.rest <= kBesideWall) {
    return SignFact{PageSign::kChallenge, elements.challenge};
  }
  if (const Said* said = message_of(PageSign::kChallenge, speech)) {
    return SignFact{PageSign::kChallenge, said->words};
  }
  return std::nullopt;
}

bool has_negative(const Speech& speech) {
  return std::any_of(speech.said.begin(), speech.said.end(), [&](const Said& said) {
    return !is_wall(said.sign) && carries(said, speech);
  });
}

std::optional<SignFact> login(const SignInput& input, const Speech& speech,
                              const WallElements& elements) {
  if (sent_to(input, kLoginPlaces)) return SignFact{PageSign::kLogin, input.landed->href()};
  const bool form = !elements.password.empty();
  if (const Said* said = message_of(PageSign::kLogin, speech)) {
    return SignFact{PageSign::kLogin, said->words};
  }
  const Said* said = titled(PageSign::kLogin, speech);
  if (form && said != nullptr && said->where == Where::kTitle) {
    return SignFact{PageSign::kLogin, said->words};
  }
  // A form and nothing to read; the login box of a site's frame does not make a notice a wall.
  const bool wall = elements.password_inside || !has_negative(speech);
  if (form && wall && speech.rest <= kBesideBox && !speech.other_heading) {
    return SignFact{PageSign::kLogin, elements.password};
  }
  return std::nullopt;
}

// Scripts or frames have yet to bring the page.
std::optional<SignFact> unwritten(const Speech& speech, const WallElements& elements) {
  if (!elements.scripts || speech.main_chars > kNoPage || speech.all_chars > kNoPageWithFrame) {
    return std::nullopt;
  }
  return SignFact{PageSign::kChallenge, "no text without scripts"};
}

// It speaks of the very domain it stands on.
bool names_own_domain(const SignInput& input, const Speech& speech) {
  if (input.landed == nullptr) return false;
  const std::string domain = registrable_domain(input.landed->host());
  if (domain.empty()) return false;
  const auto holds = [&](const std::string& text) {
    return ascii_lower(text).find(domain) != std::string::npos;
  };
  return holds(input.title) || std::any_of(speech.text.begin(), speech.text.end(), holds);
}

bool links_lead_away(const SignInput& input) {
  std::size_t away = 0;
  std::size_t total = 0;
  const std::string own =
      input.landed == nullptr ? std::string() : registrable_domain(input.landed->host());
  for (const WalkLink& link : input.walk->links) {
    const auto url = Url::parse(link.fact.url);
    if (!url) continue;
    ++total;
    if (registrable_domain(url->host()) != own) ++away;
  }
  return total > 0 && away * 5 >= total * 4;
}

std::optional<SignFact> parked(const SignInput& input, const Speech& speech,
                               const WallElements& elements) {
  constexpr std::size_t kShort = 200;  // characters of text beside links
  if (speech.rest > kShort) return std::nullopt;
  if (!elements.parking.empty()) return SignFact{PageSign::kParked, elements.parking};
  const Said* said = anywhere(PageSign::kParked, speech);
  if (said == nullptr || speech.rest > kBesideWall) return std::nullopt;
  const bool alone = speech.rest <= kBesideTitle && speech.text.size() <= 8;
  if (!names_own_domain(input, speech) && !(alone && links_lead_away(input))) return std::nullopt;
  return SignFact{PageSign::kParked, said->words};
}

std::optional<SignFact> gone(const SignInput& input, const Speech& speech) {
  const Said* deleted = message_of(PageSign::kDeleted, speech);
  const Said* review = message_of(PageSign::kUnderReview, speech);
  const Said* missing = message_of(PageSign::kSoft404, speech);
  const bool proof = input.platform == nullptr || input.platform->not_found_is_proof;
  const bool by_phrase = deleted != nullptr && deleted->from_platform;
  if (!proof && !by_phrase && (deleted != nullptr || missing != nullptr)) {
    // This platform says so to everybody who is not signed in (domain §5.4).
    return SignFact{PageSign::kLogin, (deleted != nullptr ? deleted : missing)->words};
  }
  if (!input.whole) return std::nullopt;
  // "Does not exist" beside "was deleted": the weaker one, which needs the sibling's proof.
  if (deleted != nullptr && (by_phrase || missing == nullptr)) {
    return SignFact{PageSign::kDeleted, deleted->words};
  }
  if (review != nullptr) return SignFact{PageSign::kUnderReview, review->words};
  if (missing != nullptr) return SignFact{PageSign::kSoft404, missing->words};
  return std::nullopt;
}

}  // namespace

std::vector<SignFact> find_signs(const SignInput& input) {
  std::vector<SignFact> signs;
  const Speech speech = Listener(input).listen();
  const bool article = speech.main_chars > kLongestSpeech;
  WallElements elements;
  // No element changes what a page with a text of its own is; only a login page may have terms.
  const bool bare = speech.rest <= kBesideForm || titled(PageSign::kLogin, speech) != nullptr;
  if (input.document != nullptr && !article && bare) {
    elements = find_wall_elements(*input.document, *input.paint);
  }
  const auto add = [&](std::optional<SignFact> sign) {
    if (sign) signs.push_back(std::move(*sign));
  };
  add(captcha(input, speech, elements));
  add(challenge(speech, elements));
  add(login(input, speech, elements));
  if (!signs.empty() || article) return signs;
  if (const auto negative = gone(input, speech)) {
    // A wall that is only hinted at still could be what was meant.
    for (const PageSign wall : {PageSign::kCaptcha, PageSign::kChallenge, PageSign::kLogin}) {
      const Said* said = anywhere(wall, speech);
      if (said == nullptr) continue;
      add(SignFact{wall, said->words});
      return signs;
    }
    if (!elements.captcha.empty()) {
      add(SignFact{PageSign::kCaptcha, elements.captcha});
      return signs;
    }
    add(negative);
    return signs;
  }
  if (!input.whole) return signs;
  add(parked(input, speech, elements));
  // An error page may be short: its status says what it is.
  if (signs.empty() && input.status < 400) add(unwritten(speech, elements));
  return signs;
}

}  // namespace vouch::crawler
