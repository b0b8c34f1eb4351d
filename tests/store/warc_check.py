#!/usr/bin/env python3
"""An independent reader of our WARC files: standard library only, written from ISO 28500:2017.

warc_check.py DIRECTORY               checks every *.warc.gz against the standard and records.json
warc_check.py --listed DIRECTORY      compares records.json with what npm warcio listed (*.index)
warc_check.py --spoil HOW FROM TO     copies FROM with one fault, for the test of this test
"""

import argparse
import base64
import hashlib
import json
import pathlib
import re
import shutil
import sys
import urllib.parse
import zlib

URN = re.compile(r"^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$")
DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$")
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})( |\r\n)")
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
NEEDED = {
    "warcinfo": {"WARC-Filename", "Content-Type"},
    "request": {"WARC-Target-URI", "WARC-Concurrent-To", "WARC-IP-Address", "Content-Type"},
    "response": {"WARC-Target-URI", "WARC-IP-Address", "WARC-Payload-Digest", "Content-Type"},
    "revisit": {"WARC-Target-URI", "WARC-Profile", "WARC-Refers-To", "WARC-Refers-To-Date",
                "WARC-Refers-To-Target-URI", "Content-Type"},
    "resource": {"WARC-Target-URI", "WARC-Payload-Digest", "Content-Type"},
}


class Wrong(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Wrong(what)


class Record:
    def __init__(self, offset, length, raw):
        self.offset, self.length = offset, length
        head, separator, rest = raw.partition(b"\r\n\r\n")
        need(separator, "no empty line after the fields")
        lines = head.split(b"\r\n")
        need(lines[0] == b"WARC/1.1", f"version line {lines[0]!r}")
        self.fields = {}
        for line in lines[1:]:
            need(b"\n" not in line and b"\r" not in line, "a bare line end in the fields")
            name, colon, value = line.partition(b": ")
            need(colon and name, f"no field: {line!r}")
            name = name.decode("ascii")
            need(name.lower() not in {known.lower() for known in self.fields}, f"{name} twice")
            self.fields[name] = value.decode("ascii")
        need("Content-Length" in self.fields, "no Content-Length")
        size = int(self.fields["Content-Length"])
        need(rest[size:] == b"\r\n\r\n", "the record does not end with its block and two line ends")
        self.block = rest[:size]
        self.type = self.fields.get("WARC-Type", "")
        self.id = self.fields.get("WARC-Record-ID", "")

    def get(self, name):
        return self.fields.get(name, "")

    def http(self):
        head, separator, body = self.block.partition(b"\r\n\r\n")
        need(separator, "no HTTP head")
        return head + separator, body

    def payload(self):
        return self.http()[1] if self.get("Content-Type").startswith("application/http") else self.block


def members(path):
    data = path.read_bytes()
    offset = 0
    while offset < len(data):
        unpack = zlib.decompressobj(wbits=31)
        raw = unpack.decompress(data[offset:]) + unpack.flush()
        need(unpack.eof, f"the gzip member at {offset} is cut off")
        length = len(data) - offset - len(unpack.unused_data)
        yield offset, length, raw
        offset += length


def check_digest(label, data, what):
    algorithm, _, value = label.partition(":")
    need(algorithm == "sha256", f"{what}: algorithm {algorithm!r}")
    sum_ = hashlib.sha256(data).digest()
    need(value in (sum_.hex(), base64.b32encode(sum_).decode().rstrip("=")), f"{what} does not fit")


def check_chunks(body):
    while True:
        line, separator, body = body.partition(b"\r\n")
        need(separator, "the chunks end too early")
        size = int(line.split(b";")[0], 16)
        if size == 0:
            return
        need(body[size:size + 2] == b"\r\n", "a chunk has another length than it says")
        body = body[size + 2:]


def check_http(record):
    head, body = record.http()
    need(STATUS.match(head), "no HTTP status line")
    fields = {}
    for line in head.split(b"\r\n")[1:-2]:
        name, _, value = line.partition(b":")
        fields[name.strip().lower()] = value.strip()
    if record.type == "revisit":
        need(not body, "a revisit holds a head alone")
        return
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        check_chunks(body)
    elif b"content-length" in fields and not record.get("WARC-Truncated"):
        need(int(fields[b"content-length"]) == len(body), "Content-Length is not the body's")


def check_record(record):
    need(record.type in NEEDED, f"type {record.type!r}")
    need(URN.match(record.id), f"record id {record.id!r}")
    need(DATE.match(record.get("WARC-Date")), f"date {record.get('WARC-Date')!r}")
    for name in NEEDED[record.type]:
        need(record.get(name), f"{record.type} without {name}")
    check_digest(record.get("WARC-Block-Digest"), record.block, "block digest")
    uri = record.get("WARC-Target-URI")
    need(record.type == "warcinfo" or re.fullmatch(r"[a-z][a-z0-9+.-]*:[\x21-\x3b\x3d\x3f-\x7e]+", uri),
         f"target URI {uri!r}")
    if record.type in ("response", "resource"):
        check_digest(record.get("WARC-Payload-Digest"), record.payload(), "payload digest")
    if record.type in ("response", "revisit"):
        check_http(record)


def check_links(records):
    by_id = {}
    for record in records:
        need(record.id not in by_id, f"record id {record.id} twice")
        by_id[record.id] = record
    for record in records:
        if record.type == "request":
            answer = by_id.get(record.get("WARC-Concurrent-To"))
            need(answer is not None and answer.type in ("response", "revisit"), "a request without its answer")
            need(answer.get("WARC-Target-URI") == record.get("WARC-Target-URI"), "request and answer differ in URI")
        if record.type == "revisit":
            original = by_id.get(record.get("WARC-Refers-To"))
            need(original is not None and original.type == "response", "a revisit of nothing")
            need(original.get("WARC-Target-URI") == record.get("WARC-Refers-To-Target-URI"), "revisit: another URI")
            need(original.get("WARC-Date") == record.get("WARC-Refers-To-Date"), "revisit: another date")
            if record.get("WARC-Profile") == IDENTICAL:
                need(original.get("WARC-Payload-Digest") == record.get("WARC-Payload-Digest"), "revisit: another payload")
            else:
                need(record.get("WARC-Profile") == UNCHANGED, "revisit: unknown profile")
                need(record.block.split(b" ")[1] == b"304", "revisit: server-not-modified is a 304")
    return by_id


def check_listing(directory, files, by_id):
    """The store's own list: where each record lies and what its digests are."""
    wanted = json.loads((directory / "records.json").read_text())
    need(wanted, "records.json is empty")
    for row in wanted:
        found = [r for r in files[row["file"]] if r.offset == row["offset"]]
        need(found, f"no record at {row['offset']} of {row['file']}")
        record = found[0]
        need(record.length == row["length"], "another length than recorded")
        need(record.type == row["type"], "another type than recorded")
        whole, payload = record.block, record.payload()
        if record.type == "revisit" and record.get("WARC-Profile") == IDENTICAL:
            payload = by_id[record.get("WARC-Refers-To")].payload()
            whole += payload
        need(hashlib.sha256(whole).hexdigest() == row["sha256"], "another SHA-256 than recorded")
        need(hashlib.sha256(payload).hexdigest() == row["payload_sha256"], "another payload SHA-256 than recorded")
    stored = sum(r.type in ("response", "revisit", "resource") for rs in files.values() for r in rs)
    need(stored == len(wanted), f"{stored} records in the files, {len(wanted)} recorded")


def read_all(directory):
    files = {}
    for path in sorted(directory.glob("*.warc.gz")):
        try:
            files[path.name] = [Record(*member) for member in members(path)]
            need(files[path.name], "no record")
            first = files[path.name][0]
            need(first.type == "warcinfo" and first.get("WARC-Filename") == path.name, "no warcinfo of this file first")
            for record in files[path.name]:
                check_record(record)
        except (Wrong, ValueError, zlib.error) as problem:
            raise Wrong(f"{path.name}: {problem}") from problem
    need(files, "no files")
    return files


def check(directory):
    files = read_all(directory)
    records = [record for rows in files.values() for record in rows]
    by_id = check_links(records)
    check_listing(directory, files, by_id)
    kinds = {kind: sum(r.type == kind for r in records) for kind in NEEDED}
    for kind, number in kinds.items():
        need(number, f"the sample has no {kind}")
    need({r.get("WARC-Profile") for r in records} >= {IDENTICAL, UNCHANGED}, "the sample has not both revisits")
    print(f"{len(files)} files, {len(records)} records: {kinds}")


def check_listed(directory):
    """npm warcio says the same about place, type, address and status."""
    listed = {}
    for path in sorted(directory.glob("*.index")):
        name = path.name.removesuffix(".index")
        for line in path.read_text().splitlines():
            row = json.loads(line)
            listed[name, row["offset"]] = row
    wanted = json.loads((directory / "records.json").read_text())
    for row in wanted:
        seen = listed.get((row["file"], row["offset"]))
        need(seen, f"warcio lists nothing at {row['offset']} of {row['file']}")
        need(seen["warc-type"] == row["type"], f"warcio: type {seen['warc-type']} at {row['offset']}")
        need(urllib.parse.unquote(seen["warc-target-uri"]) == row["url"], f"warcio: {seen['warc-target-uri']}")
        need(row["status"] == 0 or seen.get("http:status") == row["status"], f"warcio: status at {row['offset']}")
    stored = [row for row in listed.values() if row["warc-type"] not in ("warcinfo", "request")]
    need(len(stored) == len(wanted), f"warcio lists {len(stored)} records, {len(wanted)} are recorded")
    print(f"warcio lists {len(listed)} records, as recorded")


def pack(raw):
    packer = zlib.compressobj(wbits=31)
    return packer.compress(raw) + packer.flush()


def spoil(how, source, target):
    shutil.copytree(source, target)
    path = sorted(target.glob("*.warc.gz"))[0]
    raws = [raw for _, _, raw in members(path)]
    response = next(i for i, raw in enumerate(raws) if b"WARC-Type: response" in raw)
    revisit = next(i for i, raw in enumerate(raws) if b"WARC-Type: revisit" in raw)
    other = {
        "block": lambda: raws.__setitem__(response, raws[response].replace(b"xxxx", b"xxyx", 1)),
        "payload": lambda: raws.__setitem__(response, re.sub(rb"(WARC-Payload-Digest: sha256:)....", rb"\g<1>0000", raws[response])),
        "order": lambda: raws.insert(0, raws.pop(1)),
        "length": lambda: raws.__setitem__(response, re.sub(rb"(\r\nContent-Length: )(\d+)(\r\n\r\nHTTP)",
                                                            lambda m: m[1] + str(int(m[2]) - 1).encode() + m[3], raws[response])),
        "identity": lambda: raws.append(raws[response]),
        "revisit": lambda: raws.__setitem__(revisit, re.sub(rb"(WARC-Refers-To: <urn:uuid:)........", rb"\g<1>00000000", raws[revisit])),
        "tail": lambda: None,
    }
    before = list(raws)
    other[how]()
    need(how == "tail" or raws != before, f"'{how}' changed nothing")
    data = b"".join(pack(raw) for raw in raws) if how != "tail" else path.read_bytes()[:-7]
    path.write_bytes(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listed", action="store_true")
    parser.add_argument("--spoil", metavar="HOW")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    given = parser.parse_args()
    try:
        if given.spoil:
            spoil(given.spoil, *given.paths)
        elif given.listed:
            check_listed(given.paths[0])
        else:
            check(given.paths[0])
    except Wrong as problem:
        print(f"wrong: {problem}")
        sys.exit(1)


if __name__ == "__main__":
    main()
