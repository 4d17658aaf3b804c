/** The countries of the API, by their names in the path. */
import type { CountryPath } from '../states.ts'
import type { Country } from './country.ts'
import { finland } from './finland.ts'
import { norway } from './norway.ts'
import { sweden } from './sweden.ts'

export const countries: Readonly<Record<CountryPath, Country>> = { no: norway, se: sweden, fi: finland }
