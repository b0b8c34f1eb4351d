// Read-only links: an owner makes one, whoever has it reads the month without signing in, and once it
// is ended it opens nothing. And the files that lists are taken along as.
import assert from 'node:assert/strict'

import { Person } from './browser.mjs'
import { startWorld } from './world.mjs'

const clean = async (person) => assert.deepEqual(await person.noticed(), [])

let made = null
async function world() {
  made ??= (async () => {
    const started = await startWorld('--speed', '0')
    await started.over()
    return started
  })()
  return await made
}

export const tests = {
  async 'an owner makes a link, somebody reads by it without signing in, and ended it opens nothing'() {
    const place = await world()
    const owner = await Person.at(place)
    await owner.signIn(place.account('owner'))
    await owner.page.getByRole('link', { name: '只读链接' }).click()
    await owner.settled()
    await owner.page.getByRole('button', { name: '生成链接' }).first().click()
    const dialog = owner.page.getByRole('dialog')
    await dialog.locator('input').first().fill('车上看的')
    await dialog.getByRole('button', { name: '生成链接' }).click()
    await dialog.getByRole('button', { name: '复制链接' }).click()
    const address = await owner.page.evaluate(() => navigator.clipboard.readText())
    assert.match(address, /\/o\/[\w-]{20,}$/)
    await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
    const row = owner.page.locator('tr.el-table__row', { hasText: '车上看的' })
    assert.match(await row.innerText(), /有效/)
    assert.doesNotMatch(await owner.words('main'), new RegExp(address.split('/').pop()), 'the secret is shown once')

    const reader = await Person.at(place)
    const path = new URL(address).pathname
    await reader.page.goto(`${place.address}${path}`)
    assert.match(await reader.words(), /上线/)

    await row.getByRole('button', { name: '作废' }).click()
    await owner.page.getByRole('dialog').getByRole('button', { name: '作废' }).click()
    await row.getByText('已作废').waitFor()
    reader.expect(404, path)
    assert.equal((await reader.page.goto(`${place.address}${path}`)).status(), 404)
    await clean(owner)
    await clean(reader)
  },

  async 'every list that is offered as a file comes as one'() {
    const place = await world()
    const admin = await Person.at(place)
    await admin.signIn(place.account('admin'))
    for (const [screen, name] of [['/ranks', 'ranks'], ['/desk/waivers', 'waivers'], ['/admin/users', 'users'], ['/admin/audit', 'audit'], ['/desk/disputes', 'disputes'], ['/team', 'matrix']]) {
      await admin.go(screen)
      const file = admin.page.waitForEvent('download')
      await admin.page.getByRole('button', { name: '导出', exact: true }).click()
      await admin.page.getByRole('menuitem', { name: 'CSV' }).click()
      const download = await file
      assert.match(new URL(download.url()).pathname, new RegExp(`/exports/${name}\\.csv$`))
      assert.equal(await download.failure(), null, name)
    }
    await clean(admin)
  },
}
