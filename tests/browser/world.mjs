// A practice world with its vouchd, in a folder of its own on a free port; all of it ends with the
// test, or with this process whatever ends it.
import { spawn } from 'node:child_process'
import { closeSync, createWriteStream, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const worlds = []
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

// The first true value of condition(); an error that says what was waited for when there is none.
export async function until(what, condition, seconds = 60) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > end) throw new Error(`waited ${seconds} s for: ${what}`)
    await pause(50)
  }
}

class World {
  constructor(folder, child) {
    this.folder = folder
    this.child = child
    this.ended = new Promise((resolve) => child.once('exit', resolve))
  }

  file(name) {
    return path.join(this.folder, name)
  }
  json(name) {
    return JSON.parse(readFileSync(this.file(name), 'utf8'))
  }
  get log() {
    return existsSync(this.file('vouchd.log')) ? readFileSync(this.file('vouchd.log'), 'utf8') : ''
  }
  get address() {
    return this.json('world.json').address
  }
  // The simulated clock.
  now() {
    return Number(readFileSync(this.file('clock')).readBigInt64LE())
  }
  // One account of each duty, in the order of vouchd's greeting.
  accounts() {
    const seen = new Set()
    return this.json('accounts.json').filter((one) => {
      const duty = one.role === 'employee' ? one.post : one.role
      return !seen.has(duty) && seen.add(duty)
    })
  }
  account(duty) {
    const found = this.accounts().find((one) => (one.role === 'employee' ? one.post : one.role) === duty)
    if (found === undefined) throw new Error(`the world has no account for ${duty}`)
    return found
  }
  truth() {
    return readFileSync(this.file('truth.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  }
  // The script is over: its last act is answered.
  async over(seconds = 240) {
    await until('the end of the script', () => this.alive() && existsSync(this.file('done')), seconds)
  }
  // Lets simulated time jump after the script's end, as `span` says; returns when it has passed and
  // nothing due within it waits any more. By itself the world lets an hour pass in a minute.
  async passes(span) {
    const end = this.now() + span
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(end))
    const jump = () => {
      const file = openSync(this.file('world_next'), 'r+')
      if (Number(readFileSync(this.file('world_next')).readBigInt64LE()) < end) writeSync(file, bytes, 0, 8, 0) // in place: it is mapped
      closeSync(file)
    }
    await until('simulated time to pass', () => (jump(), this.alive() && this.now() >= end), 120) // the world writes there too
  }
  alive() {
    if (this.child.exitCode !== null) throw new Error(`vouchd ended with ${this.child.exitCode}:\n${this.log.slice(-3000)}`)
    return true
  }
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM')
      const hard = setTimeout(() => this.child.kill('SIGKILL'), 15_000)
      await this.ended
      clearTimeout(hard)
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

// `more`: further words of vouchd's command line.
export async function startWorld(...more) {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir()
  const folder = mkdtempSync(path.join(parent, 'vouch-browser-'))
  const log = createWriteStream(path.join(folder, 'vouchd.log'))
  await new Promise((resolve) => log.once('open', resolve))
  const words = ['--pdeathsig', 'KILL', path.join(process.env.VOUCH_BUILD, 'vouchd'), '--practice', '--dir', folder, ...more]
  const environment = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: '/nonexistent' }
  const child = spawn('setpriv', words, { stdio: ['ignore', log, log], env: environment, cwd: '/' })
  const world = new World(folder, child)
  worlds.push(world)
  await until('vouchd answers', async () => {
    world.alive()
    if (!existsSync(world.file('world.json')) || !/ready:/.test(world.log)) return false
    return (await fetch(`${world.address}/readyz`).catch(() => null))?.ok
  })
  // Accounts get their passwords when the world's people have set the company up.
  await until('the accounts can sign in', () => existsSync(world.file('accounts.json')) && firstActIsDone(world))
  return world
}

const firstActIsDone = (world) => existsSync(world.file('acts.jsonl')) && readFileSync(world.file('acts.jsonl'), 'utf8').length > 0

export async function endAll() {
  for (const world of worlds.splice(0)) await world.stop()
}
