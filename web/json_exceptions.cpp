#include <boost/json.hpp>

#include "web/exceptions.h"
#include "web/json_figures.h"
#include "web/json_parts.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

json::object missing_json(const MissingDay& missing) {
  return {{"login", parts::text_or_null(missing.login)},
          {"name", text(missing.name)},
          {"date", text(to_iso_date(missing.date))}};
}

json::value next_json(const std::optional<std::int64_t>& next) {
  if (!next) return nullptr;
  return *next;
}

}  // namespace

std::string desk_json(const DeskView& view, const std::vector<std::string>& banners,
                      const Names& names) {
  json::object out;
  out["teams"] = parts::texts(view.teams);
  out["lists"] = array_of(view.lists, [](const DeskCount& list) {
    return json::object{
        {"key", text(list.key)}, {"count", list.count}, {"oldest_at", moment(list.oldest_at)}};
  });
  out["coverage"] = coverage_json(view.coverage, names);
  out["banners"] = parts::texts(banners);
  out["missing"] = array_of(view.missing, missing_json);
  out["proposals"] = view.proposals;
  out["pages_to_open"] = view.pages_to_open;
  out["blockers"] = view.blockers;
  return json::serialize(out);
}

std::string desk_list_json(const DeskListView& view) {
  json::object out;
  out["items"] = array_of(view.claims, parts::claim_json);
  out["pages"] = array_of(view.pages, [](const IndexPageRow& row) {
    return json::object{
        {"claim_id", row.claim.value}, {"title", text(row.title)},
        {"url", text(row.url)},        {"work_date", text(to_iso_date(row.work_date))},
        {"engine", text(row.engine)},  {"verdict", to_string(row.verdict)}};
  });
  out["missing"] = array_of(view.missing, missing_json);
  out["next"] = next_json(view.next);
  return json::serialize(out);
}

std::string disputes_json(const DisputeList& list) {
  json::object out;
  out["items"] = array_of(list.items, [](const DisputeRow& row) {
    json::object item = parts::dispute_json(row.dispute);
    item["claim"] = parts::claim_json(row.claim);
    return item;
  });
  out["next"] = next_json(list.next);
  return json::serialize(out);
}

}  // namespace vouch::web
