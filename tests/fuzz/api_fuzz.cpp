// What a caller of the API controls once HTTP is read: line 1 is a method, line 2 a request target,
// the rest a JSON body.
#include <string>

#include "core/text.h"
#include "tests/fuzz/fuzz.h"
#include "web/json_in.h"
#include "web/router.h"
#include "web/target.h"

using vouch::fuzz::require;
namespace web = vouch::web;

namespace {

void check_target(std::string_view method, std::string_view text) {
  const auto target = web::parse_target(text);
  if (!target) return;
  for (const std::string& segment : target->segments) {
    require(segment != "." && segment != "..", "no segment climbs");
    require(vouch::is_valid_utf8(segment), "segments are UTF-8");
    for (const char c : segment) require(static_cast<unsigned char>(c) >= 0x20, "no controls");
  }
  const web::Match match = web::match(web::routes(), method, *target);
  if (match.route != nullptr) require(match.allow.empty(), "a route that fits needs no Allow");
}

void check_body(std::string_view body) {
  auto parsed = web::JsonIn::parse(body);
  if (!parsed) return;
  web::JsonIn& in = *parsed;
  if (const auto text = in.text("note", 100)) {
    require(text->size() <= 100, "the limit holds");
    require(vouch::is_valid_utf8(*text), "texts are UTF-8");
  }
  static_cast<void>(in.flag("flag"));
  static_cast<void>(in.number("number"));
  static_cast<void>(in.date("date"));
  static_cast<void>(in.time("time"));
  static_cast<void>(in.texts("keywords"));
  static_cast<void>(in.numbers("ids"));
  in.need_text("need");
  auto rows = in.rows("rows", 50);
  require(rows.size() <= 50, "the number of rows is bounded");
  for (web::JsonIn& row : rows) {
    static_cast<void>(row.text("url", 4096));
    in.take_problems(row);
  }
  for (const auto& problem : in.problems()) {
    require(!problem.message.empty(), "a problem says what is wrong");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  const std::string_view method = vouch::fuzz::take_part(rest);
  check_target(method, vouch::fuzz::take_part(rest));
  check_body(rest);
  return 0;
}
