// Pictures that people hand in with an entry.
import { ask, api, sendBytes } from './client'
import type { Attached, Attachments } from './contract'

const kMostText = 500 // it travels in the address

export function sendPicture(claim: number, picture: { name: string; blob: Blob }, text: string): Promise<Attached> {
  const words = [...text].slice(0, kMostText).join('')
  const query = `name=${encodeURIComponent(picture.name)}&text=${encodeURIComponent(words)}`
  return sendBytes<Attached>(`/api/v1/claims/${claim}/attachments?${query}`, picture.blob.type, picture.blob)
}

export function attachmentsOf(claim: number): Promise<Attachments> {
  return ask(api.GET('/api/v1/claims/{id}/attachments', { params: { path: { id: claim } } }))
}

export const pictureAddress = (evidence: number): string => `/api/v1/evidence/${evidence}`
