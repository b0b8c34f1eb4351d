#include <boost/json.hpp>

#include "web/assets.h"
#include "web/json_parts.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

std::string word(const std::map<std::string, std::string>& names, const std::string& key) {
  const auto found = names.find(key);
  return found == names.end() ? key : found->second;
}

json::object row_json(const AssetRow& row) {
  const Asset& asset = row.listed.asset;
  return {{"id", asset.id.value},
          {"title", text(asset.title)},
          {"url", text(asset.url)},
          {"made_by", json::object{{"login", text(row.login)}, {"name", text(row.name)}}},
          {"at", moment(asset.at)},
          {"distributions", row.listed.distributions},
          {"online", row.listed.online}};
}

json::object entry_json(const AssetEntryView& view, const Names& names) {
  const Claim& claim = view.claim.claim;
  json::object out;
  out["claim_id"] = claim.id.value;
  out["login"] = text(view.claim.login);
  out["name"] = text(view.claim.name);
  out["work_date"] = text(to_iso_date(claim.work_date));
  out["platform"] = text(claim.platform);
  out["platform_name"] = text(word(names.platforms, claim.platform));
  out["work_type"] = text(claim.work_type);
  out["title"] = text(claim.title);
  out["url"] = text(claim.url);
  out["verdict"] = to_string(view.claim.verdict.work);
  json::array engines;
  for (const EngineResult& engine : view.claim.verdict.engines) {
    if (!view.with_engines) break;
    engines.push_back(json::object{{"engine", text(engine.engine)},
                                   {"name", text(word(names.engines, engine.engine))},
                                   {"verdict", to_string(engine.verdict)}});
  }
  out["engines"] = std::move(engines);
  out["linked_by"] = text(view.linked_by);
  out["text_match"] = nullptr;
  if (view.claim.text_match && view.claim.text_match->same_asset)
    out["text_match"] = view.claim.text_match->share;
  return out;
}

}  // namespace

std::string assets_json(const AssetList& list) {
  json::object out;
  out["items"] = array_of(list.items, row_json);
  out["next"] = list.next ? parts::id_or_null(*list.next) : json::value(nullptr);
  return json::serialize(out);
}

std::string asset_json(const AssetFile& file, const Names& names) {
  const auto entry = [&](const AssetEntryView& view) { return entry_json(view, names); };
  json::object out = row_json(file.row);
  out["text"] = text(file.row.listed.asset.text);
  out["lines"] = array_of(file.lines, [&](const AssetFile::Line& one) {
    return json::object{{"id", one.line.id.value},
                        {"monday", text(to_iso_date(one.line.monday))},
                        {"login", text(one.login)},
                        {"name", text(one.name)},
                        {"work_type", text(one.line.work_type)},
                        {"work_type_name", text(word(names.work_types, one.line.work_type))},
                        {"quantity", one.line.quantity},
                        {"platforms", parts::texts(one.line.platforms)}};
  });
  out["own_entry"] = nullptr;
  if (file.own_entry) out["own_entry"] = entry(*file.own_entry);
  out["entries"] = array_of(file.entries, entry);
  json::array index;
  for (const auto& [engine, counts] : file.index) {
    index.push_back(json::object{{"engine", text(engine)},
                                 {"name", text(word(names.engines, engine))},
                                 {"counts", parts::counts_json(counts)}});
  }
  out["index"] = std::move(index);
  return json::serialize(out);
}

std::string shares_json(const SharesView& view) {
  const auto person = [](const SharesView::Person& one) {
    return json::object{
        {"login", text(one.login)}, {"name", text(one.name)}, {"basis_points", one.basis_points}};
  };
  json::object out;
  out["shares"] =
      view.versions.empty() ? json::array() : array_of(view.versions.front().shares, person);
  out["may_set"] = view.may_set;
  out["versions"] = array_of(view.versions, [&](const SharesView::Version& one) {
    return json::object{{"at", moment(one.at)},
                        {"by", text(one.by)},
                        {"reason", text(one.reason)},
                        {"shares", array_of(one.shares, person)}};
  });
  return json::serialize(out);
}

}  // namespace vouch::web
