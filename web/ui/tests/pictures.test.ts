import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { sendPicture } from '@/api/attachments'
import { ApiProblem } from '@/api/problem'
import { wantsPicture, type Draft } from '@/areas/staff/submit/draft'
import { drop, follow, kNoPairs, pairInOrder, place, turnedRound, type Pairs } from '@/pictures/pairing'
import type { Picture } from '@/pictures/prepare'
import { isLocated, nameOf, planOf, type Found } from '@/pictures/scaling'
import { useSession } from '@/stores/session'
import { useUploads } from '@/stores/uploads'

import { people } from '../mock/company'

const said = (pairs: Pairs): string => `${[...pairs.of].sort((a, b) => a[0] - b[0]).map(([row, picture]) => `${row}:${picture}`).join(' ')} | ${pairs.beside.join(' ')}`
const three = pairInOrder(kNoPairs, [0, 2, 5], [11, 12, 13])

describe('pictures and rows', () => {
  it('are_paired_in_order_and_what_is_left_lies_beside', () => {
    expect(said(three)).toBe('0:11 2:12 5:13 | ')
    expect(said(pairInOrder(kNoPairs, [0, 2], [11, 12, 13]))).toBe('0:11 2:12 | 13')
    expect(said(pairInOrder(pairInOrder(kNoPairs, [0, 2, 5], [11]), [0, 2, 5], [12]))).toBe('0:11 2:12 | ')
  })
  it('a_second_choice_begins_where_a_row_asked_for_it', () => {
    expect(said(pairInOrder(kNoPairs, [5, 0, 2], [11, 12]))).toBe('0:12 5:11 | ')
  })
  it('a_picture_moves_to_a_free_row', () => {
    expect(said(place(pairInOrder(kNoPairs, [0], [11]), 11, 4))).toBe('4:11 | ')
  })
  it('two_pictures_change_places', () => {
    expect(said(place(three, 11, 5))).toBe('0:13 2:12 5:11 | ')
    expect(said(place(three, 11, 0))).toBe('0:11 2:12 5:13 | ')
  })
  it('one_from_beside_sends_the_other_there_and_none_is_lost', () => {
    expect(said(place(pairInOrder(kNoPairs, [0], [11, 12]), 12, 0))).toBe('0:12 | 11')
  })
  it('one_that_is_removed_is_gone_from_both_places', () => {
    expect(said(drop(three, 12))).toBe('0:11 5:13 | ')
    expect(said(drop(pairInOrder(kNoPairs, [0], [11, 12]), 12))).toBe('0:11 | ')
  })
  it('newest_first_is_turned_round', () => {
    expect(said(turnedRound(three, [0, 2, 5]))).toBe('0:13 2:12 5:11 | ')
  })
  it('a_row_that_is_left_out_lays_its_picture_beside', () => {
    expect(said(follow(three, [0, 5]))).toBe('0:11 5:13 | 12')
    expect(follow(three, [0, 2, 5])).toBe(three)
  })
})

describe('a row', () => {
  const platforms = [{ key: 'xiaohongshu', name: '小红书', live: 'assisted' as const }, { key: 'sohu', name: '搜狐号', live: 'auto' as const }]
  const row = (change: Partial<Draft>): Draft => ({ platform: 'xiaohongshu', check: 'assisted', url: 'https://a', problem: null, left_out: false, ...change }) as Draft
  it('wants_a_picture_where_its_platform_cannot_be_looked_at', () => {
    expect(wantsPicture(row({}), platforms)).toBe(true)
    expect(wantsPicture(row({ platform: 'sohu' }), platforms)).toBe(false) // mended by hand
    expect(wantsPicture(row({ platform: '' }), platforms)).toBe(true) // as the daemon said
    expect(wantsPicture(row({ left_out: true }), platforms)).toBe(false)
    expect(wantsPicture(row({ problem: 'x' }), platforms)).toBe(false)
  })
})

describe('a picture on its way', () => {
  const found = (change: Partial<Found>): Found => ({ type: 'image/png', bytes: 400_000, width: 1080, height: 1920, located: false, ...change })
  it('goes_up_as_it_is_where_it_is_small_enough', () => {
    expect(planOf(found({}))).toEqual({ width: 1080, height: 1920, encode: false })
  })
  it('has_at_most_2000_on_its_longest_side', () => {
    expect(planOf(found({ width: 4000, height: 3000 }))).toEqual({ width: 2000, height: 1500, encode: true })
    expect(planOf(found({ width: 1170, height: 2532 }))).toEqual({ width: 924, height: 2000, encode: true })
  })
  it('a_long_screenshot_stays_readable', () => {
    expect(planOf(found({ width: 1080, height: 12_000 }))).toEqual({ width: 720, height: 8000, encode: true })
    expect(planOf(found({ width: 600, height: 9000 }))).toEqual({ width: 600, height: 9000, encode: false })
  })
  it('is_never_larger_than_a_phone_can_draw', () => {
    const { width, height } = planOf(found({ width: 1080, height: 60_000 }))
    expect(width * height).toBeLessThanOrEqual(16_100_000)
  })
  it('is_written_anew_where_the_daemon_takes_no_such_type_or_size_or_it_says_a_place', () => {
    expect(planOf(found({ type: 'image/heic' })).encode).toBe(true)
    expect(planOf(found({ bytes: 11 * 1024 * 1024 })).encode).toBe(true)
    expect(planOf(found({ located: true })).encode).toBe(true)
  })
  it('says_a_place_where_it_has_exif', () => {
    const bytes = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0))
    expect(isLocated(bytes('\xff\xd8\xff\xe1\0\x10Exif\0\0MM'))).toBe(true)
    expect(isLocated(bytes('\x89PNG....eXIf'))).toBe(true)
    expect(isLocated(bytes('\xff\xd8\xff\xe0JFIF'))).toBe(false)
  })
  it('bears_a_name_that_fits_its_type', () => {
    expect(nameOf('IMG_1.HEIC', 'image/jpeg')).toBe('IMG_1.jpg')
    expect(nameOf('IMG_1.JPG', 'image/jpeg')).toBe('IMG_1.JPG')
    expect(nameOf('a.png', 'image/png')).toBe('a.png')
  })
})

vi.mock('@/api/attachments', () => ({ sendPicture: vi.fn() }))

describe('uploads', () => {
  const answers: (boolean | null | ApiProblem)[] = []
  const one = (id: number): { claim: number; title: string; text: string; picture: Picture } => ({ claim: 100 + id, title: `t${id}`, text: '', picture: { id, name: `${id}.png`, blob: new Blob(['x']), thumb: '' } })
  const rest = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 5))
  const states = (): string => useUploads().mine.map((upload) => upload.state).join(' ')
  beforeEach(() => {
    setActivePinia(createPinia())
    useSession().me = people.chen ?? null
    answers.length = 0
    vi.mocked(sendPicture).mockReset()
    vi.mocked(sendPicture).mockImplementation(() => {
      const next = answers.shift()
      if (next === undefined || next instanceof ApiProblem) return Promise.reject(next ?? new ApiProblem(0, {}))
      return Promise.resolve({ id: 1, evidence: 1, sha256: '', size: 1, drawn: next, work: 'ACCEPTED', same_as: 7 })
    })
  })

  afterEach(() => (useSession().me = null)) // its store listens on

  it('go_one_after_the_other_and_one_refusal_stops_none', async () => {
    answers.push(true, new ApiProblem(415, {}), false)
    useUploads().add([one(1), one(2), one(3)])
    await rest()
    expect(states()).toBe('sent failed sent')
    expect(useUploads().mine.map((upload) => upload.drawn)).toEqual([true, null, false])
    expect(vi.mocked(sendPicture).mock.calls.map(([claim]) => claim)).toEqual([101, 102, 103])
  })
  it('stop_where_nobody_answers_and_go_on_when_tried_again', async () => {
    answers.push(true, new ApiProblem(0, {}))
    useUploads().add([one(1), one(2), one(3)])
    await rest()
    expect(states()).toBe('sent failed waiting')
    answers.push(null, null)
    useUploads().retry()
    await rest()
    expect(states()).toBe('sent sent sent')
    expect(useUploads().open).toBe(0)
  })
  it('ask_before_the_page_is_closed_over_them', async () => {
    const closes = (): boolean => globalThis.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    useUploads().add([one(1)]) // nobody answers
    await rest()
    expect(closes()).toBe(false)
    const failed = useUploads().failed[0]
    if (failed === undefined) throw new Error('nothing failed')
    useUploads().letGo(failed)
    expect(closes()).toBe(true)
  })
  it('of_one_person_are_not_sent_as_another', async () => {
    useUploads().add([one(1)])
    await rest()
    useSession().me = people.wang ?? null
    useUploads().retry()
    await rest()
    expect(useUploads().mine).toEqual([])
    expect(sendPicture).toHaveBeenCalledTimes(1)
    useSession().me = people.chen ?? null
    expect(states()).toBe('failed')
  })
  it('finished_ones_make_room_for_the_next', async () => {
    answers.push(true, true)
    useUploads().add([one(1)])
    await rest()
    useUploads().add([one(2)])
    await rest()
    expect(useUploads().mine.map((upload) => upload.picture.id)).toEqual([2])
  })
})
