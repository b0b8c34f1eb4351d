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

std::string text(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

// "the request could not be read" says less than the list of fields that follows.
bool is_generic(std::string_view detail) {
  return detail.ends_with("could not be read");
}

const char* words_of_status(int status) {
  switch (status) {
    case 400:
      return "填写有误";
    case 401:
      return "没有登录";
    case 403:
      return "不允许";
    case 404:
      return "没有找到";
    case 409:
      return "与已有的内容冲突";
    case 410:
      return "已按期清除";
    case 413:
      return "内容太大";
    case 429:
      return "次数太多";
    default:
      return status >= 500 ? "现在做不到" : "没有成功";
  }
}

}  // namespace

int complain(const Error& error) {
  std::fprintf(stderr, "vouch: %s\n", error.text().c_str());
  return error.code == ErrorCode::kInvalid ? kUsage : kCouldNotTell;
}

int complain(const Answer& answer) {
  boost::system::error_code bad;
  const json::value value = json::parse(answer.body, bad);
  const json::object problem = !bad && value.is_object() ? value.as_object() : json::object();
  std::string detail = text(problem, "detail");
  if (detail.empty()) detail = answer.body;
  const json::value* errors = problem.if_contains("errors");
  const bool listed = errors != nullptr && errors->is_array() && answer.status == 400;
  std::fprintf(stderr, "vouch: %s%s%s（HTTP %d）\n", words_of_status(answer.status),
               listed && is_generic(detail) ? "" : "：",
               listed && is_generic(detail) ? "" : detail.c_str(), answer.status);
  if (errors != nullptr && errors->is_array()) {
    for (const json::value& error : errors->as_array()) {
      if (!error.is_object() || text(error.as_object(), "message") == detail) continue;
      const std::string row = text(error.as_object(), "row");
      std::fprintf(stderr, "  %s%s：%s\n", row.empty() ? "" : ("第 " + row + " 行 ").c_str(),
                   text(error.as_object(), "field").c_str(),
                   text(error.as_object(), "message").c_str());
    }
  }
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
