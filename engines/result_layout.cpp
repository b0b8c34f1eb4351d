#include "engines/result_layout.h"

#include <utility>

#include <fmt/format.h>

namespace vouch::engines {

Result<SelectorNumber> ResultLayout::number(const std::string& selector) {
  if (selector.empty()) return SelectorNumber();
  const auto compiled = crawler::Selector::compile(selector);
  if (!compiled) {
    return fail(ErrorCode::kInvalid,
                fmt::format("layout {}: {}: {}", record_->key, selector, compiled.error().message));
  }
  return SelectorNumber(selectors_.add(*compiled));
}

Status ResultLayout::add_values(const std::vector<SerpValue>& records, std::vector<Value>& out) {
  out.reserve(records.size());
  for (const SerpValue& record : records) {
    const auto select = number(record.select);
    if (!select) return tl::unexpected(select.error());
    out.push_back(Value{&record, *select});
  }
  return {};
}

Result<ResultLayout> ResultLayout::compile(SerpLayout record) {
  ResultLayout out;
  out.record_ = std::make_unique<const SerpLayout>(std::move(record));
  const SerpLayout& layout = *out.record_;
  for (const SerpSign& sign : layout.signs) {
    const auto select = out.number(sign.select);
    if (!select) return tl::unexpected(select.error());
    out.signs.push_back(Sign{&sign, *select});
  }
  for (const SerpRowRule& row : layout.rows) {
    const auto select = out.number(row.select);
    const auto has = out.number(row.has);
    const auto lacks = out.number(row.lacks);
    for (const auto* const part : {&select, &has, &lacks}) {
      if (!*part) return tl::unexpected(part->error());
    }
    out.rows.push_back(Row{row.kind, *select, *has, *lacks});
  }
  for (const SerpTarget& target : layout.targets) {
    const auto select = out.number(target.value.select);
    if (!select) return tl::unexpected(select.error());
    out.targets.push_back(Target{&target, *select});
  }
  const std::pair<const std::vector<SerpValue>*, std::vector<Value>*> kinds[] = {
      {&layout.links, &out.links},           {&layout.slots, &out.slots},
      {&layout.titles, &out.titles},         {&layout.shown_urls, &out.shown_urls},
      {&layout.snippets, &out.snippets},     {&layout.totals, &out.totals},
      {&layout.next_pages, &out.next_pages}, {&layout.echoes, &out.echoes}};
  for (const auto& [records, values] : kinds) {
    if (const Status added = out.add_values(*records, *values); !added) {
      return tl::unexpected(added.error());
    }
  }
  return out;
}

}  // namespace vouch::engines
