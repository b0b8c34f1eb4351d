// Evidence in words (design law 6): what was asked, when, by which route, what came back, which
// rule. The sentences of claim_sentences.h, written into a page.
#pragma once

#include <string>

#include "web/claim_sentences.h"
#include "web/html.h"
#include "web/views.h"
#include "web/words.h"

namespace vouch::web {

// "11-24 16:30 第 2 次检测：程序访问 ...，网站答复 404。没有看到；对照检测通过，算一次有效检测。"
void tell_observation(Html& html, const ObservationView& view, const Telling& telling);

// "规则：截止 ... 之后，连续 2 次有效检测都没有看到，间隔不少于 2 小时 ..."
void tell_rule(Html& html, const StageResult& stage, const Policy& policy, const Telling& telling);

}  // namespace vouch::web
