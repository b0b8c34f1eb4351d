#include "web/answers.h"

#include <boost/json.hpp>

#include "core/log.h"
#include "core/text.h"

namespace vouch::web {
namespace {

struct Title {
  int status;
  std::string_view title;
};
constexpr Title kTitles[] = {
    {400, "Bad request"},        {401, "Not signed in"},
    {403, "Not allowed"},        {404, "Not found"},
    {405, "Method not allowed"}, {408, "Request timeout"},
    {409, "Conflict"},           {410, "Gone"},
    {413, "Too large"},          {415, "Unsupported media type"},
    {422, "Another request"},    {429, "Too often"},
    {431, "Header too large"},   {500, "Internal error"},
    {501, "Not supported"},      {502, "Bad gateway"},
    {503, "Not available now"},  {504, "Gateway timeout"},
};

std::string_view title_of(int status) {
  for (const Title& row : kTitles) {
    if (row.status == status) return row.title;
  }
  return "Error";
}

HttpResponse answer(int status, std::string_view type, std::string body) {
  HttpResponse response;
  response.status = status;
  response.content_type = std::string(type);
  response.body = std::move(body);
  return response;
}

}  // namespace

HttpResponse json_answer(int status, std::string body) {
  return answer(status, "application/json; charset=utf-8", std::move(body));
}

HttpResponse html_answer(int status, std::string body) {
  return answer(status, "text/html; charset=utf-8", std::move(body));
}

HttpResponse text_answer(int status, std::string body) {
  return answer(status, "text/plain; charset=utf-8", std::move(body));
}

HttpResponse problem(int status, std::string_view detail, const std::vector<Problem>& errors) {
  boost::json::object body;
  body["type"] = "about:blank";
  body["title"] = title_of(status);
  body["status"] = status;
  body["detail"] = to_valid_utf8(detail);
  if (!errors.empty()) {
    boost::json::array list;
    for (const Problem& error : errors) {
      boost::json::object row;
      if (error.row != 0) row["row"] = error.row;
      if (!error.field.empty()) row["field"] = to_valid_utf8(error.field);
      row["message"] = to_valid_utf8(error.message);
      list.push_back(std::move(row));
    }
    body["errors"] = std::move(list);
  }
  HttpResponse response =
      answer(status, "application/problem+json; charset=utf-8", boost::json::serialize(body));
  if (status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kDenied:
      return 403;
    case ErrorCode::kUnavailable:
    case ErrorCode::kCancelled:
      return 503;
    case ErrorCode::kTimeout:
      return 504;
    case ErrorCode::kNetwork:
      return 502;
    case ErrorCode::kUnsupported:
      return 501;
    case ErrorCode::kNoSpace:
      return 507;
    case ErrorCode::kIo:
    case ErrorCode::kCorrupt:
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

namespace {

// What the caller can act on; paths and statements stay in the log.
std::string_view words_of_failure(ErrorCode code) {
  if (code == ErrorCode::kNoSpace) {
    return "磁盘已满，这次没有保存任何内容；请管理员腾出空间，然后再提交一次，不必重启 (disk full; "
           "nothing of this was kept: free some space and send it again)";
  }
  if (code == ErrorCode::kIo) {
    return "磁盘出错，写不进去，这次没有保存任何内容；请管理员看 vouchd 的日志 (the disk failed; "
           "nothing of this was kept)";
  }
  if (code == ErrorCode::kCorrupt) {
    return "数据库损坏，这次没有保存任何内容；请管理员看 vouchd 的日志，用 vouch restore 恢复备份 "
           "(database damaged; nothing of this was kept)";
  }
  return "something went wrong here; the operator's log says what";
}

}  // namespace

std::string told(const Error& error) {
  const int status = status_of(error.code);
  if (status != 500 && status != 507) return error.message;
  log::error("web", "request failed: {}", error.text());
  return std::string(words_of_failure(error.code));
}

HttpResponse problem(const Error& error) {
  const int status = status_of(error.code);
  if (status == 500 || status == 507) {
    log::error("web", "request failed: {}", error.text());
    return problem(status, words_of_failure(error.code));
  }
  std::vector<Problem> errors;
  if (!error.where.empty()) errors.push_back({0, error.where, error.message});
  return problem(status, error.message, errors);
}

}  // namespace vouch::web
