// @bitrix24/b24jssdk, as published, against the fake portal.

import assert from 'node:assert/strict'
import { B24Hook } from '@bitrix24/b24jssdk'

const portal = JSON.parse(process.env.FAKE_PORTAL)
const count = Number(process.env.FAKE_PORTAL_ROWS)
const b24 = B24Hook.fromWebhookUrl(portal.webhook)
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

function same(what, found, expected) {
  assert.deepEqual(found, expected, what)
  console.log(`  ${what}`)
}

function data(result) {
  assert.ok(result.isSuccess, result.getErrorMessages().join('; '))
  return result.getData()
}

const ids = rows => rows.map(row => Number(row.id ?? row.ID))

// REST 2: lists by the last identifier, whole and in pieces.
for (const [method, options] of [
  ['crm.deal.list', {}],
  ['crm.item.list', { params: { entityTypeId: 2 }, idKey: 'id', customKeyForResult: 'items' }],
  ['tasks.task.list', { idKey: 'id', cursorIdKey: 'ID', customKeyForResult: 'tasks' }],
]) {
  const rows = data(await b24.actions.v2.callList.make({ method, ...options }))
  same(`${method} by identifiers`, ids(rows), numbers(1, count))
}
const pieces = []
const some = { filter: { '<=ID': 260 }, select: ['ID', 'TITLE'] }
for await (const rows of b24.actions.v2.fetchList.make({ method: 'crm.deal.list', params: some })) {
  pieces.push(...rows)
}
same('a filter, in pieces', pieces.map(row => row.TITLE), numbers(1, 260).map(id => `Deal ${id}`))

// Batches, named, numbered and longer than one request.
const named = data(await b24.actions.v2.batch.make({
  calls: {
    first: { method: 'crm.deal.list', params: { filter: { '>ID': 7 }, start: -1 } },
    second: { method: 'crm.deal.get', params: { id: '$result[first][3][ID]' } }
  },
  options: { isHaltOnError: true, returnAjaxResult: false }
}))
same('a reference', named.second.TITLE, 'Deal 11')
const calls = numbers(1, 120).map(id => ['crm.deal.get', { id }])
const long = data(await b24.actions.v2.batchByChunk.make({ calls, options: { isHaltOnError: false } }))
same('120 commands', ids(long), numbers(1, 120))
const mixed = await b24.actions.v2.batch.make({
  calls: { good: ['crm.deal.get', { id: 1 }], bad: ['crm.deal.get', { id: 10 ** 6 }] },
  options: { isHaltOnError: false, returnAjaxResult: true }
})
assert.ok(mixed.getData().good.isSuccess && !mixed.getData().bad.isSuccess)

// REST 3.0: lists, one batch, an error with its code.
const select = ['id', 'title']
const tasks = data(await b24.actions.v3.callList.make({
  method: 'tasks.task.list', params: { select }, idKey: 'id', customKeyForResult: 'items', limit: 60
}))
same('REST 3.0 tasks.task.list', ids(tasks), numbers(1, count))
const pair = data(await b24.actions.v3.batch.make({
  calls: [
    ['tasks.task.get', { id: 3, select }],
    ['tasks.task.get', { id: 5, select }]
  ],
  options: { isHaltOnError: true }
}))
same('REST 3.0 batch', pair.map(result => result.item.title), ['Task 3', 'Task 5'])
const wrong = await b24.actions.v3.call.make({
  method: 'tasks.task.list', params: { filter: [['nothing', '=', 1]] }
}).catch(error => error)
const code = wrong.code ?? [...wrong.errors.values()][0].code
same('REST 3.0 error', code, 'BITRIX_REST_V3_EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION')

// A write, with what a query string could break.
const title = 'Ünï & [x]=%41 +1 $result'
const added = data(await b24.actions.v2.batch.make({
  calls: { add: ['crm.deal.add', { fields: { TITLE: title } }] },
  options: { isHaltOnError: true, returnAjaxResult: false }
}))
const deal = data(await b24.actions.v2.call.make({ method: 'crm.deal.get', params: { id: added.add } }))
same('a write in a batch', deal.result.TITLE, title)
b24.destroy()
