// Writes whose answer says no more than that they are done, or under which id: answers that the
// description shares among routes, whose generated types openapi-fetch does not follow.
import { ask } from './client'

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>

export const askDone = (call: Promise<unknown>): Promise<{ ok?: boolean }> => ask(call as Answer<{ ok?: boolean }>)
export const askId = (call: Promise<unknown>): Promise<{ id: number }> => ask(call as Answer<{ id: number }>)
