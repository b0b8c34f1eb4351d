"""A small validator: do an answer, and the request that brought it, say what docs/openapi.yaml says? Stricter
than OpenAPI: a member or parameter that the document does not name is a fault, so that the document cannot fall
behind."""

import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

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

    def request_faults(self, method, target, content_type="", body=b"", headers=()):
        """Of a request that was answered well; `target` with its query, `headers` the names of those to be described."""
        split = urlsplit(target)
        pattern, operation = self.operation(method, split.path)
        if operation is None:
            return [f"{method} {split.path} is not described"]
        shared = self.root["paths"][pattern].get("parameters", [])
        named = {}
        for parameter in map(self.follow, shared + operation.get("parameters", [])):
            named[parameter["in"], parameter["name"]] = parameter
        given = [("query", name, value) for name, value in parse_qsl(split.query, keep_blank_values=True)]
        places = re.findall(r"\{([^}]*)\}", pattern)
        values = re.fullmatch(re.sub(r"\{[^}]*\}", "([^/]+)", pattern), split.path).groups()
        given += [("path", name, unquote(value)) for name, value in zip(places, values)]
        given += [("header", name, None) for name in headers]
        faults = []
        for place, name, value in given:
            parameter = named.get((place, name))
            if parameter is None:
                faults.append(f"{place} {name} is not described")
            elif value is not None:
                faults += self.check(parameter["schema"], self.typed(parameter["schema"], value), f"{place} {name}")
        sent = {(place, name) for place, name, _ in given}
        faults += [f"{key[0]} {key[1]} is missing" for key, parameter in named.items() if parameter.get("required") and key not in sent]
        faults += self.body_faults(operation, content_type, body)
        return [f"{method} {pattern}: {fault}" for fault in faults]

    def body_faults(self, operation, content_type, body):
        described = self.follow(operation.get("requestBody", {}))
        if not body:
            return ["the body is missing"] if described.get("required") else []
        content = described.get("content", {})
        kind = content_type.split(";")[0]
        if kind not in content:
            return [f"a body of {kind} is not described ({', '.join(content) or 'none is'})"]
        return self.check(content[kind]["schema"], json.loads(body), "body") if kind == "application/json" else []

    def typed(self, schema, text):
        """What a parameter's text stands for."""
        kind = self.follow(schema).get("type")
        if kind == "integer" and re.fullmatch(r"-?\d+", text):
            return int(text)
        if kind == "boolean" and text in ("true", "false"):
            return text == "true"
        return text

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
        faults = self.limit_faults(schema, value, where)
        if faults:
            return faults
        formats = {"date": r"\d{4}-\d\d-\d\d", "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z"}
        form = schema.get("format")
        if form in formats and not re.fullmatch(formats[form], value):
            return [f"{where} is {value!r}, no {form}"]
        return []

    def limit_faults(self, schema, value, where):
        if isinstance(value, str):
            size, least, most = len(value), "minLength", "maxLength"
        else:
            size, least, most = value, "minimum", "maximum"
        if least in schema and size < schema[least]:
            return [f"{where} is {value!r}: {least} {schema[least]}"]
        if most in schema and size > schema[most]:
            return [f"{where} is {value!r}: {most} {schema[most]}"]
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return [f"{where} is {value!r}: pattern {schema['pattern']}"]
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
