import { openMemoryStore } from 'tvilling'
import { storeConformance } from './store-conformance.ts'

storeConformance('memory', () => ({ open: openMemoryStore, lasting: false, clean: () => {} }))
