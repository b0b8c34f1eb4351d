// <noscript> as browsers with scripts see it: nothing. Gumbo reads its content as elements, and a
// picture in it ends the head: titles and canonicals behind it would land in the body. Pure.
#pragma once

#include <string>

namespace vouch::crawler {

// Blanks the content of every <noscript> but for its <meta> tags: they end no head, and a robots
// meta there is shown with its place. Offsets stay.
std::string without_noscript(std::string html);

}  // namespace vouch::crawler
