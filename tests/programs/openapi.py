"""A small validator: does an answer say what docs/openapi.yaml says? Stricter than OpenAPI: a member that
the document does not name is a fault, so that the document cannot fall behind."""

import re

import yaml

from harness import SOURCE


class Document:
    def __init__(self):
        self.root = yaml.safe_load((SOURCE / "docs" / "openapi.yaml").read_text(encoding="utf-8"))

    def follow(self, node):
        while "$ref" in node:
            target = self.root
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def operation(self, method, path):
        """(pattern, operation) for a path of a request; none: the document does not know it."""
        for pattern, operations in self.root["paths"].items():
            if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", pattern), path) and method.lower() in operations:
                return pattern, operations[method.lower()]
        return None, None

    def faults(self, method, path, status, content_type, value):
        pattern, operation = self.operation(method, path)
        if operation is None:
            return [f"{method} {path} is not described"]
        responses = operation["responses"]
        response = responses.get(str(status)) or responses.get("default")
        if response is None:
            return [f"{method} {pattern}: status {status} is not described"]
        content = self.follow(response).get("content", {})
        kind = content_type.split(";")[0]
        if kind not in content:
            return [f"{method} {pattern} {status}: {kind} is not described ({', '.join(content) or 'no content is'})"]
        return [f"{method} {pattern} {status}: {fault}" for fault in self.check(content[kind]["schema"], value, "answer")]

    def members(self, schema):
        """Properties of an object schema, those of allOf included."""
        schema = self.follow(schema)
        found = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []):
            found.update(self.members(part))
        return found

    def check(self, schema, value, where):
        schema = self.follow(schema)
        if value is None:
            return [] if schema.get("nullable") else [f"{where} is null"]
        if "allOf" in schema:
            return self.check_object({"properties": self.members(schema)}, value, where)
        if "enum" in schema and value not in schema["enum"]:
            return [f"{where} is {value!r}, none of {schema['enum']}"]
        kind = schema.get("type")
        if kind == "object":
            return self.check_object(schema, value, where)
        if kind == "array":
            if not isinstance(value, list):
                return [f"{where} is no list"]
            return [fault for i, item in enumerate(value) for fault in self.check(schema["items"], item, f"{where}[{i}]")]
        types = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
        if kind in types and (not isinstance(value, types[kind]) or (kind != "boolean" and isinstance(value, bool))):
            return [f"{where} is {value!r}, no {kind}"]
        formats = {"date": r"\d{4}-\d\d-\d\d", "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z"}
        form = schema.get("format")
        if form in formats and not re.fullmatch(formats[form], value):
            return [f"{where} is {value!r}, no {form}"]
        return []

    def check_object(self, schema, value, where):
        if not isinstance(value, dict):
            return [f"{where} is no object"]
        known = schema.get("properties", {})
        faults = [f"{where} has no {name}" for name in schema.get("required", []) if name not in value]
        extra = schema.get("additionalProperties")
        for name, member in value.items():
            if name in known:
                faults += self.check(known[name], member, f"{where}.{name}")
            elif isinstance(extra, dict):
                faults += self.check(extra, member, f"{where}.{name}")
            elif known:
                faults.append(f"{where}.{name} is not described")
        return faults
