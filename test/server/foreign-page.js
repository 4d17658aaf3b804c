// Runs inside a page, in a browser.

/** Tries everything that a page can send without permission, and says what it could read: `failed`, or status and text. */
async function attack(server) {
  const seen = {}
  const control = `${server}/_tvilling`
  const note = async (name, sent) => {
    seen[name] = await sent.then(
      async (response) =>
        response.type === 'opaque' ? 'opaque' : `${response.status} ${await response.text()}`,
      () => 'failed',
    )
  }
  const json = { 'content-type': 'application/json' }
  const advance = JSON.stringify({ by: 'P1D' })
  const fault = JSON.stringify({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  await note('read', fetch(`${control}/clock`))
  await note('read without CORS', fetch(`${control}/clock`, { mode: 'no-cors' }))
  await note('simple POST', fetch(`${control}/clock/advance`, { method: 'POST', body: advance }))
  await note(
    'POST without CORS',
    fetch(`${control}/clock/advance`, { method: 'POST', body: advance, mode: 'no-cors' }),
  )
  await note(
    'fault without CORS',
    fetch(`${control}/faults`, { method: 'POST', body: fault, mode: 'no-cors' }),
  )
  await note('reset without CORS', fetch(`${control}/reset`, { method: 'POST', mode: 'no-cors' }))
  await note(
    'beacon',
    Promise.resolve(new Response(String(navigator.sendBeacon(`${control}/reset`, advance)))),
  )
  await note(
    'POST with preflight',
    fetch(`${control}/clock/advance`, { method: 'POST', headers: json, body: advance }),
  )
  await note(
    'PUT with preflight',
    fetch(`${control}/clock`, { method: 'PUT', headers: json, body: '{"mode":"real"}' }),
  )
  await note('DELETE with preflight', fetch(`${control}/faults`, { method: 'DELETE' }))

  /** Resolves with the name of the event, whichever comes. */
  const happened = (target) =>
    new Promise((resolve) => {
      for (const name of ['load', 'error']) target.addEventListener(name, () => resolve(name))
    })
  for (const tag of ['img', 'script']) {
    const element = document.createElement(tag)
    const event = happened(element)
    element.src = `${control}/openapi.json`
    document.body.append(element)
    seen[tag] = await event
  }
  const frame = document.createElement('iframe')
  frame.name = 'answer'
  document.body.append(frame)
  const form = document.createElement('form')
  Object.assign(form, {
    method: 'post',
    action: `${control}/clock/advance`,
    enctype: 'text/plain',
    target: 'answer',
  })
  const input = document.createElement('input')
  // As plain text it is {"by":"P1D","x":"="}.
  Object.assign(input, { name: '{"by":"P1D","x":"', value: '"}' })
  form.append(input)
  document.body.append(form)
  const event = happened(frame)
  form.submit()
  await event
  try {
    seen['form'] = frame.contentDocument?.body.textContent ?? 'failed'
  } catch {
    seen['form'] = 'failed'
  }
  return seen
}

/** What a page of the server itself does. */
async function visit() {
  const body = JSON.stringify({ by: 'P1D' })
  const response = await fetch('/_tvilling/clock/advance', { method: 'POST', body })
  return `${response.status} ${await response.text()}`
}

globalThis.foreignPage = { attack, visit }
