#!/usr/bin/env python3
"""Reads every include line and fails on an arrow that points the wrong way (docs/architecture.md)."""
import pathlib
import re
import sys

MIDDLE = {"config", "crawler", "checks", "planning", "store"}
UPPER = {"engines", "alerts", "web"}
SEES = {"core": set(), "practice": {"core"}}
SEES.update({room: {"core"} for room in MIDDLE})
SEES.update({room: {"core"} | MIDDLE for room in UPPER})
SEES["daemon"] = {"core"} | MIDDLE | UPPER
ROOMS = set(SEES)

# library header -> files that may include it
ONLY = {
    r"<curl/": r"^(crawler/net/|alerts/smtp_client\.cpp$)",
    r"<gumbo": r"^crawler/page/",
    r"<sqlite3": r"^store/",
    r"<boost/beast": r"^web/(http_server|beast_impl)\.cpp$",
    r"<spdlog/": r"^core/log\.cpp$",
}
NEVER_IN_HEADERS = [r"<boost/json", r"<curl/", r"<gumbo", r"<sqlite3", r"<spdlog/", r"<boost/beast"]
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"][^>"]+[>"])')


def problems_of(path, text):
    room = path.split("/")[0]
    for number, line in enumerate(text.splitlines(), 1):
        if path.endswith(".h") and re.search(r"\bco_(await|return|yield)\b", line.split("//")[0]):
            yield f"{path}:{number}: a header holds no coroutine body"
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(1)
        if name.startswith('"'):
            target = name[1:-1].split("/")[0]
            if target not in ROOMS:
                yield f"{path}:{number}: include {name} is not written from the root"
            elif target != room and target not in SEES[room]:
                yield f"{path}:{number}: {room} must not see {target}"
        for library, allowed in ONLY.items():
            if name.startswith(library) and not re.search(allowed, path):
                yield f"{path}:{number}: {name} does not belong in this file"
        if path.endswith(".h"):
            for library in NEVER_IN_HEADERS:
                if name.startswith(library):
                    yield f"{path}:{number}: {name} in a header"


def self_test():
    wrong = [("core/x.h", '#include "store/sql.h"'), ("checks/x.cpp", '#include "crawler/page/document.h"'),
             ("web/routes.cpp", "#include <boost/beast/http.hpp>"), ("store/x.h", "#include <sqlite3.h>"),
             ("practice/x.cpp", '#include "crawler/net/robots.h"'), ("core/x.h", "co_await f();"),
             ("alerts/x.cpp", '#include "web/router.h"')]
    return [f"the check is blind to: {path}: {line}" for path, line in wrong if not list(problems_of(path, line))]


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    found = self_test()
    for room in sorted(ROOMS):
        for file in sorted((root / room).rglob("*")):
            if file.suffix in (".h", ".cpp") and "node_modules" not in file.parts:
                found += problems_of(str(file.relative_to(root)), file.read_text(encoding="utf-8"))
    print("\n".join(found) if found else "layering: every arrow points down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
