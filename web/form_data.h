// multipart/form-data as browsers send it (RFC 7578), read within bounds. Pure values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vouch::web {

struct FormField {
  std::string name;
  std::string file_name;     // empty: no file
  std::string content_type;  // of a file; may be empty
  std::string body;
};

class FormData {
 public:
  // kInvalid: another content type, no boundary, a damaged or an endless form.
  static Result<FormData> parse(std::string_view content_type, std::string_view body);

  [[nodiscard]] const FormField* find(std::string_view name) const;  // first that is not empty
  [[nodiscard]] std::string text(std::string_view name) const;       // "" where there is none

 private:
  std::vector<FormField> fields_;
};

}  // namespace vouch::web
