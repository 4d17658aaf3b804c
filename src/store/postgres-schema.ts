/**
 * The schema `tvilling` of a PostgreSQL database, and how an older one becomes this one. It has one set of tables for all
 * harnesses. A migration that was released is never changed: add another one.
 */
import type { Connection } from './postgres-connections.ts'
import { StoreRefused } from './store-errors.ts'

/** As many values as an index of a collection can have; a column for each. */
export const UNIQUE_COLUMNS = 4
export const INDEX_COLUMNS = 8

/** By this comment we know our own schema. */
const OURS = 'The versions of the store of Tvilling (npm package tvilling).'
/** Any number that nobody else takes for an advisory lock of this database. */
const MIGRATION_LOCK = 8_471_526_139

const names = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
const uniques = names('u', UNIQUE_COLUMNS)
const indexes = names('v', INDEX_COLUMNS)

const MIGRATIONS: readonly string[] = [
  `
  -- Epochs never repeat, not even if a harness is removed and made again.
  CREATE SEQUENCE tvilling.epochs;

  CREATE TABLE tvilling.harnesses (
    name text COLLATE "C" PRIMARY KEY,
    epoch bigint NOT NULL DEFAULT nextval('tvilling.epochs'),
    -- JSON: what the harness keeps by name.
    meta text NOT NULL DEFAULT '{}',
    -- JSON: [collection, last position] of each collection, and the last number of a job.
    positions text NOT NULL DEFAULT '[]',
    last_job bigint NOT NULL DEFAULT 0,
    -- JSON: [collection, its columns] of each collection.
    columns text NOT NULL DEFAULT '[]',
    -- The server that runs exclusive work.
    holder bigint
  ) WITH (fillfactor = 50);
  CREATE INDEX harnesses_holder ON tvilling.harnesses (holder) WHERE holder IS NOT NULL;

  -- place is harness and collection. It is also the beginning of key, of the unique values u1… and of the index values v1…
  -- (postgres-text.ts): so every reading has just one index that fits, whatever the planner believes of the table.
  -- doc is text, since jsonb would sort its members.
  CREATE TABLE tvilling.documents (
    place text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    key text COLLATE "C" PRIMARY KEY,
    doc text COLLATE "C" NOT NULL,
    ${[...uniques, ...indexes].map((name) => `${name} text COLLATE "C",`).join(' ')}
    UNIQUE (place, position)
  );
  ${uniques.map((name) => `CREATE UNIQUE INDEX documents_${name} ON tvilling.documents (${name}) WHERE ${name} IS NOT NULL;`).join('\n')}
  ${indexes.map((name) => `CREATE INDEX documents_${name} ON tvilling.documents (${name}, position) WHERE ${name} IS NOT NULL;`).join('\n')}

  -- lane is harness, simulator and subject: what is claimed one after the other.
  CREATE TABLE tvilling.jobs (
    harness text COLLATE "C" NOT NULL,
    id bigint NOT NULL,
    due double precision NOT NULL,
    lane text COLLATE "C" NOT NULL,
    job text COLLATE "C" NOT NULL,
    claimed_by bigint,
    PRIMARY KEY (harness, id)
  );
  CREATE INDEX jobs_due ON tvilling.jobs (harness, due, id) WHERE claimed_by IS NULL;
  CREATE INDEX jobs_lane ON tvilling.jobs (lane);
  CREATE INDEX jobs_claimed ON tvilling.jobs (lane, claimed_by) WHERE claimed_by IS NOT NULL;
  CREATE INDEX jobs_claimed_by ON tvilling.jobs (claimed_by) WHERE claimed_by IS NOT NULL;

  -- Servers that are alive: each renews its row, and counts as dead when its lease is over.
  CREATE SEQUENCE tvilling.server_ids;
  CREATE TABLE tvilling.servers (id bigint PRIMARY KEY, seen timestamptz NOT NULL, lease interval NOT NULL);

  CREATE TABLE tvilling.log (
    harness text COLLATE "C" NOT NULL,
    turn bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text COLLATE "C",
    simulator text COLLATE "C",
    operation text COLLATE "C",
    status integer,
    size integer NOT NULL,
    json text COLLATE "C" NOT NULL,
    PRIMARY KEY (harness, turn, id)
  );
  `,
]

/**
 * Brings the schema up to date, while every other process that wants to do that waits.
 * @throws if it was made by a newer version, or if the schema of that name is not ours; it is then as it was.
 */
export async function migrate(connection: Connection, database: string): Promise<void> {
  await connection.script(`BEGIN; SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
  try {
    const version = await versionOf(connection, database)
    if (version > MIGRATIONS.length) {
      throw new StoreRefused(
        `The schema "tvilling" of the PostgreSQL database "${database}" was made by a newer version of Tvilling (schema ${version}, this one knows ${MIGRATIONS.length}): update Tvilling, or use another database.`,
      )
    }
    for (let next = version; next < MIGRATIONS.length; next += 1) {
      await connection.script(
        `${MIGRATIONS[next]}; INSERT INTO tvilling.migrations (version) VALUES (${next + 1})`,
      )
    }
    await connection.script('COMMIT')
  } catch (error) {
    await connection.script('ROLLBACK').catch(() => {})
    throw error
  }
}

/** The version of the schema; it is made if there is none. */
async function versionOf(connection: Connection, database: string): Promise<number> {
  const { rows } = await connection.query(
    `SELECT n.oid IS NOT NULL AS present,
      obj_description(to_regclass('tvilling.migrations'), 'pg_class') AS comment,
      EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = n.oid) AS used
    FROM (SELECT to_regnamespace('tvilling')::oid AS oid) n`,
  )
  const { present, comment, used } = rows[0] ?? {}
  if (comment === OURS) {
    const { rows: versions } = await connection.query(
      'SELECT max(version) AS version FROM tvilling.migrations',
    )
    return Number(versions[0]?.['version'])
  }
  if (used) {
    throw new StoreRefused(
      `The PostgreSQL database "${database}" has a schema "tvilling" that Tvilling did not make, so it is left as it is: use another database, or rename that schema.`,
    )
  }
  // An administrator may have made an empty one for us.
  if (!present) await connection.script('CREATE SCHEMA tvilling')
  await connection.script(
    `CREATE TABLE tvilling.migrations (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now()); COMMENT ON TABLE tvilling.migrations IS '${OURS}'`,
  )
  return 0
}
