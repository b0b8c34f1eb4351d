// Sentences by which a page says that it is no article: gone, held back, walled. A clause counts
// only as a whole, never as a part of a longer one, and never when it quotes or talks about such a
// sentence. Pure; any thread after the first call.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/page_facts.h"
#include "core/policy.h"

namespace vouch::crawler {

struct Saying {
  PageSign sign;
  bool from_platform = false;  // one of the platform's own phrases
  bool label = false;  // a bare word ("登录", "404"): counts as a title or heading, not in a text
  bool loose = false;  // the platform's phrase with more around it: no title or heading
};

// What one clause states; none for anything else. `platform` may be null.
std::optional<Saying> what_is_said(std::string_view clause, const Platform* platform);

// A clause of the kind that stands around such sentences: "返回首页", "3 秒后自动跳转", form
// labels.
bool is_small_talk(std::string_view clause);

// Cut at sentence and clause marks; what stands inside quotation marks is not taken apart.
std::vector<std::string_view> clauses_of(std::string_view text);
// "页面不存在 - 某某论坛" -> both parts.
std::vector<std::string_view> title_parts(std::string_view title);

}  // namespace vouch::crawler
