#include <boost/json.hpp>

#include "web/json_parts.h"
#include "web/preview.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::text;
using parts::text_or_null;

std::string_view word_of(PreviewWarning::Code code) {
  switch (code) {
    case PreviewWarning::Code::kDuplicate:
      return "duplicate";
    case PreviewWarning::Code::kOffList:
      return "off_list";
    case PreviewWarning::Code::kAssisted:
      return "assisted";
    case PreviewWarning::Code::kUnplanned:
      return "unplanned";
    case PreviewWarning::Code::kLate:
      return "late";
    case PreviewWarning::Code::kNoKeyword:
      return "no_keyword";
    case PreviewWarning::Code::kUnknownPlatform:
      return "unknown_platform";
    case PreviewWarning::Code::kSameInPaste:
      return "same_in_paste";
    case PreviewWarning::Code::kUnderstood:
      return "understood";
  }
  return "";
}

std::string_view word_of(planning::Origin origin) {
  switch (origin) {
    case planning::Origin::kWritten:
      return "written";
    case planning::Origin::kAddress:
      return "address";
    case planning::Origin::kPlatform:
      return "platform";
    case planning::Origin::kNone:
      return "none";
  }
  return "none";
}

std::string_view word_of(planning::KeywordGuess::From from) {
  switch (from) {
    case planning::KeywordGuess::From::kWritten:
      return "written";
    case planning::KeywordGuess::From::kTitle:
      return "title";
    case planning::KeywordGuess::From::kText:
      return "library";
  }
  return "";
}

std::string_view word_of(LiveMode mode) {
  switch (mode) {
    case LiveMode::kAutomatic:
    case LiveMode::kLowRate:
      return "auto";
    case LiveMode::kAssisted:
      return "assisted";
    case LiveMode::kOff:
      return "off";
  }
  return "off";
}

json::value chosen(const std::string& key, const std::string& name, planning::Origin from) {
  return json::object{{"key", text(key)}, {"name", text(name)}, {"from", word_of(from)}};
}

json::value duplicate_json(const std::optional<PreviewDuplicate>& duplicate) {
  if (!duplicate) return nullptr;
  return json::object{{"claim_id", duplicate->claim.value},
                      {"work_date", text(to_iso_date(duplicate->work_date))},
                      {"own", duplicate->own},
                      {"certain", duplicate->certain}};
}

json::object row_json(const PreviewRow& row, const Names& names) {
  json::object out;
  out["row"] = row.row;
  out["raw"] = text(row.raw);
  out["text"] = text(row.text);
  out["url"] = text_or_null(row.url);
  out["canonical"] = nullptr;
  out["date"] = nullptr;
  out["user"] = nullptr;
  out["platform"] = chosen("", "", planning::Origin::kNone);
  out["work_type"] = chosen("", "", planning::Origin::kNone);
  if (row.draft) {
    const Claim& claim = row.draft->claim;
    out["canonical"] = text(claim.strict_key);
    out["date"] = text(to_iso_date(claim.work_date));
    if (!row.login.empty())
      out["user"] = json::object{{"login", text(row.login)}, {"name", text(row.name)}};
    out["platform"] =
        chosen(claim.platform, platform_name(claim.platform, names), row.draft->platform_from);
    out["work_type"] =
        chosen(claim.work_type, work_type_name(claim.work_type, names), row.draft->work_type_from);
  }
  out["title"] = text(row.title);
  out["keywords"] = array_of(row.keywords, [](const planning::KeywordGuess& guess) {
    return json::object{
        {"text", text(guess.text)}, {"from", word_of(guess.from)}, {"known", guess.known}};
  });
  out["link_target"] = text(row.link_target);
  out["duplicate_of"] = duplicate_json(row.duplicate);
  out["check"] = word_of(row.check);
  out["warnings"] = array_of(row.warnings, [](const PreviewWarning& warning) {
    return json::object{{"code", word_of(warning.code)}, {"words", text(warning.words)}};
  });
  out["problem"] = text_or_null(row.problem);
  return out;
}

}  // namespace

std::string preview_json(const Preview& preview, const Names& names) {
  json::object out;
  out["rows"] = array_of(preview.rows, [&](const PreviewRow& row) { return row_json(row, names); });
  out["ignored"] = array_of(preview.ignored, [](const planning::PassedLine& line) {
    return json::object{{"row", line.row}, {"text", text(line.text)}};
  });
  out["columns"] = parts::texts(preview.columns);
  return json::serialize(out);
}

}  // namespace vouch::web
