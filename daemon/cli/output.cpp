#include "daemon/cli/output.h"

#include <cstdio>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

void indent(const json::value& value, int depth, std::string& out) {
  const std::string pad(static_cast<std::size_t>(depth) * 2, ' ');
  if (value.is_object() && !value.as_object().empty()) {
    out += "{\n";
    bool first = true;
    for (const auto& member : value.as_object()) {
      if (!first) out += ",\n";
      first = false;
      out += pad + "  " + json::serialize(json::value(member.key())) + ": ";
      indent(member.value(), depth + 1, out);
    }
    out += "\n" + pad + "}";
  } else if (value.is_array() && !value.as_array().empty()) {
    out += "[\n";
    bool first = true;
    for (const json::value& item : value.as_array()) {
      if (!first) out += ",\n";
      first = false;
      out += pad + "  ";
      indent(item, depth + 1, out);
    }
    out += "\n" + pad + "]";
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

int complain(const Error& error) {
  std::fprintf(stderr, "vouch: %s\n", error.text().c_str());
  return error.code == ErrorCode::kInvalid ? kUsage : kCouldNotTell;
}

int complain(const Answer& answer) {
  std::string words = answer.body;
  boost::system::error_code bad;
  const json::value value = json::parse(answer.body, bad);
  if (!bad && value.is_object()) {
    const json::object& problem = value.as_object();
    words.clear();
    for (const char* key : {"title", "detail"}) {
      if (const json::value* text = problem.if_contains(key);
          text != nullptr && text->is_string()) {
        words += (words.empty() ? "" : ": ") + std::string(text->as_string());
      }
    }
  }
  std::fprintf(stderr, "vouch: %s (HTTP %d)\n", words.c_str(), answer.status);
  if (answer.status == 404) return kNegative;
  return answer.status >= 400 && answer.status < 500 ? kUsage : kCouldNotTell;
}

bool is_good(const Answer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

void print_json(const std::string& text) {
  boost::system::error_code bad;
  const json::value value = json::parse(text, bad);
  if (bad) {
    std::printf("%s\n", text.c_str());
    return;
  }
  std::string out;
  indent(value, 0, out);
  std::printf("%s\n", out.c_str());
}

}  // namespace vouch::daemon::cli
