/** What seed data can hold: indkaldelser, their myndighedsdeltagere, and request ids. */
import { allRows, defineSeed, durationOf, seedInstant, toIso } from 'tvilling'
import { receiveRequestId } from './request-ids.ts'
import type { Indkaldelse, Myndighedsdeltager, Types } from './states.ts'

export const seed = defineSeed<Types>()({
  indkaldelser: {
    about: 'Meetings to which citizens are invited.',
    schema: {
      id: { type: 'string', format: 'uuid', optional: true, description: 'drawn if it is left out' },
      person: { type: 'string', 'x-refers-to': 'people', 'x-must-exist': true, description: 'the citizen' },
      oprettet: seedInstant,
      oplysninger: {
        type: 'object',
        optional: true,
        description: 'as createIndkaldelse takes it; a meeting in 14 days if it is left out',
      },
    },
    async plant({ id, person, oprettet, oplysninger }, context) {
      const { indkaldelser } = context.collections
      const key = id?.toLowerCase() ?? context.random.uuid()
      if (await indkaldelser.get(key)) context.refuse('id', `${key} is there twice.`)
      await context.at(oprettet, async () => {
        const body = oplysninger ?? { moedeStarttidspunkt: toIso(context.clock.now() + durationOf('P14D')) }
        await context.checkBody('createIndkaldelse', body)
        const called = { id: key, cpr: person, oprettet: context.clock.iso(), oplysninger: body }
        await indkaldelser.put(called as Indkaldelse)
      })
    },
    export: async ({ collections }) =>
      (await allRows(collections.indkaldelser)).map(({ cpr, ...rest }) => ({ ...rest, person: cpr })),
  },

  myndighedsdeltagere: {
    about: 'Representatives of other authorities at the meetings, in the order in which they were added.',
    schema: {
      id: { type: 'string', format: 'uuid', optional: true, description: 'drawn if it is left out' },
      indkaldelse: { type: 'string', format: 'uuid', description: 'id of the meeting' },
      svar: { enum: ['AFVENTER', 'DELTAGER', 'AFBUD'], default: 'AFVENTER' },
      oplysninger: {
        type: 'object',
        optional: true,
        description: 'as createMyndighedsdeltager takes it, without the id of the meeting and the answer',
      },
    },
    async plant({ svar, ...given }, context) {
      const { myndighedsdeltagere, indkaldelser } = context.collections
      const { deltagerroller, afbudsaarsager } = context.settings
      const indkaldelse = given.indkaldelse.toLowerCase()
      const id = given.id?.toLowerCase() ?? context.random.uuid()
      if (!(await indkaldelser.get(indkaldelse))) {
        context.refuse('indkaldelse', `There is no indkaldelse ${indkaldelse}.`)
      }
      if (await myndighedsdeltagere.get(id)) context.refuse('id', `${id} is there twice.`)
      const awaited = await myndighedsdeltagere.page({ index: 'afventer', equals: indkaldelse, limit: 1 })
      if (awaited.rows.length > 0) {
        context.refuse([], `IN-24: nobody is added while ${awaited.rows[0]?.doc.id} has not answered.`)
      }
      const body = given.oplysninger ?? { deltagerrolle: deltagerroller[0] ?? 1, navn: 'Prøve Prøvesen' }
      await context.checkBody('createMyndighedsdeltager', { indkaldelseIdentifier: indkaldelse, ...body })
      const oplysninger = body as Myndighedsdeltager['oplysninger']
      if (!deltagerroller.includes(oplysninger.deltagerrolle)) {
        context.refuse(
          ['oplysninger', 'deltagerrolle'],
          'The code list, a setting, does not have it (IN-25).',
        )
      }
      if (oplysninger.afbudsaarsag !== undefined && !afbudsaarsager.includes(oplysninger.afbudsaarsag)) {
        context.refuse(['oplysninger', 'afbudsaarsag'], 'The code list, a setting, does not have it (IN-25).')
      }
      await context.begin('myndighedsdeltagere', { id, indkaldelse, svar, oplysninger })
    },
    export: ({ collections }) => allRows(collections.myndighedsdeltagere),
  },

  requestIds: {
    about: 'Request ids that were received: the next call with one of them is refused.',
    schema: {
      requestId: { type: 'string', minLength: 1, maxLength: 46 },
      receivedAt: seedInstant,
      operation: {
        enum: [
          'createIndkaldelse',
          'createMyndighedsdeltager',
          'updateMyndighedsdeltager',
          'deleteMyndighedsdeltager',
        ],
        default: 'createIndkaldelse',
      },
    },
    async plant({ requestId, receivedAt, operation }, context) {
      const first = await context.at(receivedAt, () => receiveRequestId(requestId, operation, context))
      if (first) context.refuse('requestId', `${requestId} is there twice.`)
    },
    export: async ({ collections }) =>
      (await allRows(collections.requestIds)).map(({ requestId, receivedAt, operation }) => ({
        requestId,
        receivedAt: toIso(receivedAt),
        operation,
      })),
  },
})
