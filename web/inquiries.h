// The register of inquiries as its readers see it: people of service and sales their own, leaders
// those of the people they lead, administrators all; contacts masked for everybody. Reading jobs
// and JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/inquiries.h"
#include "web/claim_sentences.h"
#include "web/gather.h"
#include "web/inquiry_commands.h"
#include "web/list_query.h"
#include "web/sheet.h"

namespace vouch::web {

struct InquiryRequest {
  store::inquiries::Filter filter;  // without its scope
  std::string owner;                // login; empty: anybody's
};
struct InquiryList {
  std::vector<store::inquiries::Listed> items;  // contacts masked
  std::optional<InquiryId> next;
};

struct InquiryFile {
  store::inquiries::Listed row;
  bool may_see_contact = false;
  bool may_set_owner = false;
  std::vector<InquiryDuplicate> same_contact;
  struct Note {
    InquiryNote note;
    std::string by;
  };
  std::vector<Note> notes;
  struct Change {
    InquiryChange change;
    std::string by;
  };
  std::vector<Change> changes;
};

struct InquirySummary {
  Days days;
  std::vector<store::inquiries::Count> sources;
  std::vector<store::inquiries::Count> keywords;
  std::vector<store::inquiries::Count> states;
  std::vector<store::inquiries::Waiting> people;
};

// kInvalid; Error::where names the parameter.
Result<InquiryRequest> read_inquiry_list(const Target& target);

namespace gather {

// kDenied: not for this reader.
Result<InquiryList> inquiries(store::Connection& db, InquiryRequest request, const Viewer& viewer);
// kNotFound also for whom it does not concern.
Result<InquiryFile> inquiry(store::Connection& db, InquiryId id, const Viewer& viewer);
Result<InquirySummary> inquiry_summary(store::Connection& db, Days days, const Viewer& viewer);

}  // namespace gather

std::string inquiries_json(const InquiryList& list, Date today, const Names& names);
std::string inquiry_json(const InquiryFile& file, Date today, const Names& names);
std::string inquiry_summary_json(const InquirySummary& summary, const Names& names);
std::string contact_json(const std::string& contact);
std::string added_inquiry_json(const AddedInquiry& added);
std::string imported_inquiries_json(const ImportedInquiries& imported);
Sheet inquiries_sheet(const std::vector<store::inquiries::Listed>& rows, const Telling& telling);

}  // namespace vouch::web
