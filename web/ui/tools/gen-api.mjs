// Types of docs/openapi.yaml. What an answer names without saying so is always there; what a request
// names without saying so may be left out: schemas that only requests use get an empty `required`.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { BaseResolver } from '@redocly/openapi-core'
import openapiTS, { astToString } from 'openapi-typescript'

const kDocument = fileURLToPath(new URL('../../../docs/openapi.yaml', import.meta.url))
const kTypes = new URL('../src/api/schema.d.ts', import.meta.url)

const { parsed: document } = await new BaseResolver().resolveDocument(null, kDocument, true)
const follow = (ref) => ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], document)

// Every object below `from`, through references.
function below(from, found = new Set()) {
  if (typeof from !== 'object' || from === null || found.has(from)) return found
  found.add(from)
  for (const one of Object.values(from)) below(one, found)
  if (typeof from.$ref === 'string') below(follow(from.$ref), found)
  return found
}

const operations = Object.values(document.paths).flatMap((path) => Object.values(path).filter((one) => one?.responses !== undefined))
const answered = below(operations.map((one) => one.responses))
const asked = below(operations.map((one) => one.requestBody))
for (const schema of asked) {
  if (schema.properties !== undefined && schema.required === undefined && !answered.has(schema)) schema.required = []
}

writeFileSync(kTypes, astToString(await openapiTS(document, { propertiesRequiredByDefault: true })))
