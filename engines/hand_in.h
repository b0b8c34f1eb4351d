// Does a page that somebody handed in answer the question that waits? Only a page of the right
// engine, of the right query and of its first results counts; everything else is returned with
// words. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "engines/captured.h"
#include "engines/question.h"
#include "engines/result_layout.h"

namespace vouch::engines {

struct HandedPage {
  std::string bytes;
  std::string content_type;  // as sent; may be empty
  std::string address;       // that the browser showed; empty where the file names it
};

// Where a person opens the question in his own browser.
std::string search_address(const ResultLayout& layout, const Question& question);

// Of the page: what the file itself names, else what came with it.
std::string address_of(const HandedPage& page);

// Is this the address of the question's page, whichever of its pages it is?
bool is_asked_at(const ResultLayout& layout, const Question& question, const std::string& address);

// Outcome, rows and depth of the capture are set, the rest is the caller's. kInvalid: returned,
// with a sentence for the person who handed it in.
Result<Capture> read_handed_page(const ResultLayout& layout, const Question& question,
                                 const HandedPage& page);

}  // namespace vouch::engines
