/** The public door of the simulators: `tvilling/mocks`. */
export * from './all.gen.ts'
export { simulators } from './simulators.ts'
