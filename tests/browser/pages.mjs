// Addresses of the practice world that somebody may hand in.
import assert from 'node:assert/strict'

const kGood = ['forum_post', 'soft_article', 'own_article', 'answer', 'listing', 'backlink', 'moved', 'answer_reviewed', 'listing_reviewed']
const kGone = ['forum_never', 'soft404_never', 'deleted', 'parked']
const kWalls = ['captcha_wall', 'login_wall']

// Twenty addresses of the world: most of them good, some gone, some behind a wall; nobody's twice.
export function twenty(world, login) {
  const claims = world.truth().filter((line) => line.fact === 'claim' && line.value.duplicate_of === null && line.value.who !== login)
  const of = (kinds) => claims.filter((line) => kinds.includes(line.value.kind)).map((line) => line.url)
  const [gone, walls] = [of(kGone).slice(0, 4), of(kWalls).slice(0, 2)]
  const good = of(kGood).slice(0, 20 - gone.length - walls.length)
  assert.equal(good.length + gone.length + walls.length, 20)
  assert.ok(gone.length >= 2 && walls.length >= 1)
  return { good, gone, walls, all: [...good, ...gone, ...walls] }
}
