#!/usr/bin/python3
"""Reads one mail with Python's email package and prints what a reader would see, as JSON."""

import email
import email.policy
import email.utils
import json
import sys

raw = open(sys.argv[1], "rb").read()
mail = email.message_from_bytes(raw, policy=email.policy.default)
parts = [part for part in mail.walk() if not part.is_multipart()]
print(
    json.dumps(
        {
            "defects": [str(defect) for part in mail.walk() for defect in part.defects]
            + [str(defect) for value in mail.values() for defect in value.defects],
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "names": [name for name, _ in mail.items()],
            "top": mail.get_content_type(),
            "types": [part.get_content_type() for part in parts],
            "charsets": [part.get_content_charset() for part in parts],
            "texts": [part.get_content() for part in parts],
            "date": int(email.utils.parsedate_to_datetime(mail["date"]).timestamp()),
            "bare_lf": raw.replace(b"\r\n", b"").count(b"\n"),
            "bare_cr": raw.replace(b"\r\n", b"").count(b"\r"),
            "longest_line": max(len(line) for line in raw.split(b"\r\n")),
            "eight_bit": any(byte > 126 for byte in raw),
        },
        ensure_ascii=False,
    )
)
