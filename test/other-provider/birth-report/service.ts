/** Another implementation of birth reports. */
import { randomInt, randomUUID } from 'node:crypto'
import { Router } from 'express'

export function service(): Router {
  const births = new Map<string, string>()
  const router = Router()

  router.post('/v1/birthreport', (request, response) => {
    const { reportId, mother, barn } = request.body
    const wrong = ['M', 'K'].includes(barn?.gender)
      ? []
      : [{ reason: 'M eller K', value: '', property: 'barn' }]
    if (wrong.length > 0) {
      const [title, detail, errorId] = ['Bad Request', 'Fel i anmälan.', randomUUID()]
      response.status(400).json({ title, detail, status: 400, errorId, invalidParameters: wrong })
    } else if (!mother.personalIdentityNumber) {
      const [message, description] = ['Tack, vi hör av oss.', 'Modern saknar nummer.']
      response
        .status(202)
        .json({ reportId, message: { message, description, messageConfirmationCode: 'U1' } })
    } else {
      const number = births.get(reportId) ?? `${barn.date.replaceAll('-', '')}${randomInt(1000, 9999)}`
      births.set(reportId, number)
      response.status(201).json({ reportId, personalIdentityNumber: number })
    }
  })
  return router
}
