#include "crawler/page/sign_elements.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "crawler/page/regions.h"

namespace vouch::crawler {

namespace {

constexpr std::array<std::string_view, 24> kCaptchaNames = {
    "captcha",      "geetest",       "turnstile",    "verifycode",   "verify-code", "verify_code",
    "verifyimg",    "verify-img",    "seccode",      "yanzhengma",   "yzm",         "checkcode",
    "validatecode", "slider-verify", "slide-verify", "sliderverify", "slideverify", "nc_wrapper",
    "nc-container", "passmod",       "securimage",   "vaptcha",      "yidun",       "drag-verify"};
constexpr std::array<std::string_view, 6> kCaptchaTags = {"input", "img",  "iframe",
                                                          "div",   "form", "canvas"};
constexpr std::array<std::string_view, 9> kChallengeNames = {
    "challenge-form",          "challenge-running", "challenge-stage",
    "challenge-body-text",     "cf-please-wait",    "cf-challenge-running",
    "cf-browser-verification", "ddg-captcha",       "sucuri-challenge"};
constexpr std::array<std::string_view, 7> kParkingHosts = {"sedoparking.com",
                                                           "parkingcrew.net",
                                                           "bodis.com",
                                                           "parklogic.com",
                                                           "above.com/park",
                                                           "afternic.com",
                                                           "img1.wsimg.com/parking-lander"};

template <std::size_t N>
std::string_view found_in(std::string_view text, const std::array<std::string_view, N>& words) {
  for (const std::string_view word : words) {
    if (text.find(word) != std::string_view::npos) return word;
  }
  return {};
}

std::string lower(Node element, std::string_view attribute) {
  return ascii_lower(element.attribute(attribute).value_or(""));
}

bool is_hidden_input(Node element) {
  return element.tag() == "input" && lower(element, "type") == "hidden";
}

// "<input name=captcha>"
std::string shown(Node element, std::string_view attribute, std::string_view value) {
  return "<" + std::string(element.tag()) + " " + std::string(attribute) + "=" +
         std::string(cut_utf8(value, 60)) + ">";
}

std::string captcha_in(Node element) {
  const std::string_view tag = element.tag();
  const auto* kind = std::find(kCaptchaTags.begin(), kCaptchaTags.end(), tag);
  if (kind == kCaptchaTags.end() || is_hidden_input(element)) return {};
  for (const std::string_view attribute : {"id", "class", "name", "src", "action"}) {
    const std::string value = lower(element, attribute);
    if (!found_in(value, kCaptchaNames).empty()) return shown(element, attribute, value);
  }
  for (const std::string_view attribute : {"alt", "placeholder"}) {
    const std::string value(element.attribute(attribute).value_or(""));
    const bool by_phone =
        value.find("短信") != std::string::npos || value.find("手机") != std::string::npos;
    if (value.find("验证码") != std::string::npos && !by_phone) {
      return shown(element, attribute, value);
    }
  }
  return {};
}

struct Open {
  Node node;
  Paint paint;
  Place place;
};

}  // namespace

WallElements find_wall_elements(const Document& document, const PaintRules& rules) {
  WallElements found;
  const Node root = document.root();
  std::vector<Open> open;
  open.push_back({root, root_paint(rules), Place{}});
  bool descend = true;
  for (Node node = next_in_tree(root, root); node; node = next_in_tree(node, root, descend)) {
    const Node parent = node.parent();
    while (open.size() > 1 && open.back().node != parent) open.pop_back();
    descend = true;
    if (!node.is_element()) continue;
    const std::string_view tag = node.tag();
    if (tag == "noscript" || tag == "template" || tag == "style") {
      descend = false;
      continue;
    }
    const std::string source = lower(node, "src");
    if (tag == "script" || tag == "iframe" || tag == "frame") {
      const bool data = tag == "script" && lower(node, "type").find("json") != std::string::npos;
      found.scripts = found.scripts || !data;
      if (source.find("/cdn-cgi/challenge-platform/") != std::string::npos &&
          source.find("/orchestrate/") != std::string::npos) {
        found.challenge = shown(node, "src", source);
      }
      if (!found_in(source, kParkingHosts).empty()) found.parking = shown(node, "src", source);
    }
    Open next{node, paint_of(node, open.back().paint, rules), place_of(node, open.back().place, 0)};
    const bool seen = next.paint.hidden.empty() && !next.paint.invisible &&
                      next.paint.display != Display::kNone && tag != "script";
    if (!seen && tag != "head" && !next.paint.hidden.empty()) {
      descend = false;
      continue;
    }
    if (seen && next.place.region == Region::kMain && !next.place.comment) {
      if (found.captcha.empty()) found.captcha = captcha_in(node);
      if (tag == "input" && lower(node, "type") == "password") {
        if (found.password.empty()) found.password = "<input type=password>";
        if (next.place.article || next.place.message) found.password_inside = true;
      }
      if (found.challenge.empty()) {
        const std::string id = lower(node, "id");
        if (!found_in(id, kChallengeNames).empty()) found.challenge = shown(node, "id", id);
      }
    }
    if (node.first_child()) open.push_back(std::move(next));
  }
  return found;
}

}  // namespace vouch::crawler
