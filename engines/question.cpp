#include "engines/question.h"

#include <array>

#include <boost/json.hpp>

#include "core/url.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr auto kKinds = std::to_array<std::string_view>({"url", "keyword"});
static_assert(kKinds.size() == static_cast<std::size_t>(QuestionKind::kKeyword) + 1);
constexpr auto kDevices = std::to_array<std::string_view>({"desktop", "mobile"});
static_assert(kDevices.size() == static_cast<std::size_t>(Device::kMobile) + 1);
constexpr std::int64_t kDeepest = 1000;

}  // namespace

std::string_view to_string(QuestionKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view to_string(Device device) {
  return kDevices[static_cast<std::size_t>(device)];
}

std::string index_query(std::string_view url) {
  const Result<Url> parsed = Url::parse(url);
  return parsed ? parsed->href_without_fragment() : std::string(url);
}

Question url_question(std::string engine, std::string url) {
  Question question;
  question.kind = QuestionKind::kUrl;
  question.engine = std::move(engine);
  question.text = index_query(url);
  question.url = std::move(url);
  return question;
}

Question site_question(std::string engine, std::string_view host) {
  return keyword_question(std::move(engine), "site:" + std::string(host));
}

bool is_site_question(const Question& question) {
  return question.kind == QuestionKind::kKeyword && question.text.starts_with("site:");
}

Question keyword_question(std::string engine, std::string text, int depth) {
  Question question;
  question.engine = std::move(engine);
  question.text = std::move(text);
  question.depth = depth;
  return question;
}

std::string to_json(const Question& question) {
  return json::serialize(json::object{{"kind", to_string(question.kind)},
                                      {"engine", question.engine},
                                      {"text", question.text},
                                      {"url", question.url},
                                      {"place", question.place},
                                      {"device", to_string(question.device)},
                                      {"depth", question.depth}});
}

Result<Question> question_from_json(std::string_view written) {
  json::error_code error;
  const json::value value = json::parse(written, error);
  const json::object* const object = error ? nullptr : value.if_object();
  const auto text = [&](std::string_view key, std::string& out) {
    const json::value* const member = object == nullptr ? nullptr : object->if_contains(key);
    if (member == nullptr || !member->is_string()) return false;
    out = std::string(member->get_string());
    return true;
  };
  Question question;
  std::string kind;
  std::string device;
  const bool whole = text("kind", kind) && text("engine", question.engine) &&
                     text("text", question.text) && text("url", question.url) &&
                     text("place", question.place) && text("device", device);
  const json::value* const depth = object == nullptr ? nullptr : object->if_contains("depth");
  const bool known =
      (kind == kKinds[0] || kind == kKinds[1]) && (device == kDevices[0] || device == kDevices[1]);
  if (!whole || !known || depth == nullptr || !depth->is_int64() || depth->get_int64() < 1 ||
      depth->get_int64() > kDeepest) {
    return fail(ErrorCode::kCorrupt, "a stored question is damaged");
  }
  question.kind = kind == kKinds[0] ? QuestionKind::kUrl : QuestionKind::kKeyword;
  question.device = device == kDevices[0] ? Device::kDesktop : Device::kMobile;
  question.depth = static_cast<int>(depth->get_int64());
  return question;
}

}  // namespace vouch::engines
