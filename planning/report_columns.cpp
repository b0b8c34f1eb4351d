#include "planning/report_columns.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

struct Name {
  std::string_view text;
  Column column;
};

// Whole names, folded at first use.
constexpr Name kNames[] = {
    {"日期", Column::kDate},
    {"时间", Column::kDate},
    {"工作日期", Column::kDate},
    {"发布日期", Column::kDate},
    {"发布时间", Column::kDate},
    {"发表时间", Column::kDate},
    {"上报日期", Column::kDate},
    {"提交日期", Column::kDate},
    {"完成日期", Column::kDate},
    {"date", Column::kDate},
    {"day", Column::kDate},
    {"workdate", Column::kDate},
    {"work_date", Column::kDate},
    {"员工", Column::kPerson},
    {"姓名", Column::kPerson},
    {"人员", Column::kPerson},
    {"负责人", Column::kPerson},
    {"发布人", Column::kPerson},
    {"提交人", Column::kPerson},
    {"上报人", Column::kPerson},
    {"推广员", Column::kPerson},
    {"编辑", Column::kPerson},
    {"作者", Column::kPerson},
    {"员工姓名", Column::kPerson},
    {"employee", Column::kPerson},
    {"name", Column::kPerson},
    {"user", Column::kPerson},
    {"login", Column::kPerson},
    {"person", Column::kPerson},
    {"staff", Column::kPerson},
    {"who", Column::kPerson},
    {"author", Column::kPerson},
    {"工作类型", Column::kWorkType},
    {"类型", Column::kWorkType},
    {"类别", Column::kWorkType},
    {"工作类别", Column::kWorkType},
    {"工作内容", Column::kWorkType},
    {"任务类型", Column::kWorkType},
    {"推广方式", Column::kWorkType},
    {"推广类型", Column::kWorkType},
    {"形式", Column::kWorkType},
    {"worktype", Column::kWorkType},
    {"work_type", Column::kWorkType},
    {"type", Column::kWorkType},
    {"category", Column::kWorkType},
    {"平台", Column::kPlatform},
    {"发布平台", Column::kPlatform},
    {"推广平台", Column::kPlatform},
    {"网站", Column::kPlatform},
    {"站点", Column::kPlatform},
    {"网站名称", Column::kPlatform},
    {"发布网站", Column::kPlatform},
    {"渠道", Column::kPlatform},
    {"媒体", Column::kPlatform},
    {"论坛", Column::kPlatform},
    {"platform", Column::kPlatform},
    {"site", Column::kPlatform},
    {"website", Column::kPlatform},
    {"channel", Column::kPlatform},
    {"标题", Column::kTitle},
    {"主题", Column::kTitle},
    {"名称", Column::kTitle},
    {"文章标题", Column::kTitle},
    {"帖子标题", Column::kTitle},
    {"内容标题", Column::kTitle},
    {"文章名称", Column::kTitle},
    {"title", Column::kTitle},
    {"subject", Column::kTitle},
    {"headline", Column::kTitle},
    {"url", Column::kUrl},
    {"链接", Column::kUrl},
    {"网址", Column::kUrl},
    {"地址", Column::kUrl},
    {"外链", Column::kUrl},
    {"外链地址", Column::kUrl},
    {"link", Column::kUrl},
    {"links", Column::kUrl},
    {"href", Column::kUrl},
    {"address", Column::kUrl},
    {"关键词", Column::kKeywords},
    {"关键字", Column::kKeywords},
    {"长尾词", Column::kKeywords},
    {"目标词", Column::kKeywords},
    {"keyword", Column::kKeywords},
    {"keywords", Column::kKeywords},
    {"kw", Column::kKeywords},
    {"外链目标", Column::kLinkTarget},
    {"目标页", Column::kLinkTarget},
    {"linktarget", Column::kLinkTarget},
    {"link_target", Column::kLinkTarget},
    {"target", Column::kLinkTarget},
    {"targeturl", Column::kLinkTarget},
    {"target_url", Column::kLinkTarget},
    {"备注", Column::kNote},
    {"说明", Column::kNote},
    {"note", Column::kNote},
    {"notes", Column::kNote},
    {"remark", Column::kNote},
    {"comment", Column::kNote},
    {"序号", Column::kIgnored},
    {"编号", Column::kIgnored},
    {"no", Column::kIgnored},
    {"no.", Column::kIgnored},
    {"id", Column::kIgnored},
    {"账号", Column::kIgnored},
    {"帐号", Column::kIgnored},
    {"account", Column::kIgnored},
    {"是否收录", Column::kIgnored},
    {"收录", Column::kIgnored},
    {"收录情况", Column::kIgnored},
    {"排名", Column::kIgnored},
    {"字数", Column::kIgnored},
    {"数量", Column::kIgnored},
    {"栏目", Column::kIgnored},
    {"原创度", Column::kIgnored},
    {"附件", Column::kIgnored},
    {"状态", Column::kIgnored},
    {"部门", Column::kIgnored},
    {"岗位", Column::kIgnored},
    {"阅读量", Column::kIgnored},
};

// Longer names by what they contain, in this order: 目标链接 is a target, 目标关键词 a keyword.
struct Part {
  std::string_view first;
  std::string_view second;  // empty: the first alone decides
  Column column;
};
constexpr Part kParts[] = {
    {"目标", "链接", Column::kLinkTarget},
    {"目标", "网址", Column::kLinkTarget},
    {"目标", "url", Column::kLinkTarget},
    {"目标", "地址", Column::kLinkTarget},
    {"指向", "", Column::kLinkTarget},
    {"关键词", "", Column::kKeywords},
    {"关键字", "", Column::kKeywords},
    {"收录", "", Column::kIgnored},
    {"链接", "", Column::kUrl},
    {"网址", "", Column::kUrl},
    {"url", "", Column::kUrl},
    {"地址", "", Column::kUrl},
    {"标题", "", Column::kTitle},
    {"日期", "", Column::kDate},
    {"姓名", "", Column::kPerson},
    {"员工", "", Column::kPerson},
    {"平台", "", Column::kPlatform},
    {"类型", "", Column::kWorkType},
    {"keyword", "", Column::kKeywords},
    {"备注", "", Column::kNote},
};

const std::map<std::string, Column, std::less<>>& names() {
  static const std::map<std::string, Column, std::less<>> table = [] {
    std::map<std::string, Column, std::less<>> out;
    for (const Name& name : kNames) out.emplace(fold(name.text), name.column);
    return out;
  }();
  return table;
}

// "关键词1（必填）*：" -> "关键词"
std::string bare_name(std::string_view header) {
  std::string name = fold(header);
  for (const std::string_view open : {"(", "[", "【", "<"}) {
    const std::size_t bracket = name.find(open);
    if (bracket != std::string::npos && bracket > 0) name.resize(bracket);
  }
  while (!name.empty() &&
         std::string_view("0123456789*:#_").find(name.back()) != std::string::npos) {
    name.pop_back();
  }
  while (name.starts_with('*')) name.erase(0, 1);
  return name;
}

}  // namespace

std::optional<Column> column_named(std::string_view header) {
  constexpr std::size_t kLongestName = 24;     // characters; what is longer is a value
  const std::string name = bare_name(header);  // a hint in brackets may be long
  if (name.empty() || count_code_points(name) > kLongestName) return std::nullopt;
  if (const auto found = names().find(name); found != names().end()) return found->second;
  for (const Part& part : kParts) {
    const bool first = name.find(fold(part.first)) != std::string::npos;
    if (first && (part.second.empty() || name.find(fold(part.second)) != std::string::npos)) {
      return part.column;
    }
  }
  return std::nullopt;
}

std::optional<std::vector<std::optional<Column>>> read_header(
    const std::vector<std::string>& cells) {
  std::vector<std::optional<Column>> columns;
  std::size_t known = 0;
  std::size_t filled = 0;
  bool has_url = false;
  bool has_example = false;
  for (const std::string& cell : cells) {
    // "网址（如 https://www.example.com/1.html）" is a name with an example, and no work: but only
    // where every cell is a name.
    if (!find_urls(bare_name(cell)).empty()) return std::nullopt;
    has_example = has_example || !find_urls(cell).empty();
    columns.push_back(column_named(cell));
    filled += trim(cell).empty() ? 0 : 1;
    known += columns.back() ? 1 : 0;
    has_url = has_url || columns.back() == Column::kUrl;
  }
  // One known word among strange ones may be a title line ("推广日报 | 日期 2026-11-24").
  const bool mostly_known = known * 2 >= filled;
  if (known == 0 || !mostly_known || (known < 2 && !has_url)) return std::nullopt;
  if (has_example && (known < filled || known < 2)) return std::nullopt;
  return columns;
}

}  // namespace vouch::planning
