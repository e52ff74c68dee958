/** Numbers of PostgreSQL's advisory locks, all in one place: within a database, api and engine share one
 *  number space, and two uses of one number would wait for each other without a reason.
 *  A lock of two numbers (`ENGINE_PARTITION_LOCK` and the partition) never conflicts with one of a single
 *  number. */

/** Shared by every bulk of records that is projected; a rebuild of the projections holds it exclusively. */
export const REBUILD_LOCK = 4_711_000;

/** First of two numbers; the second is the partition whose records are projected. */
export const ENGINE_PARTITION_LOCK = 4_711_001;

/** One deployment of processes at a time. */
export const DEPLOYMENT_LOCK = 4_711_002;

/** One node at a time creates and drops the daily partitions of raw records. */
export const RECORDS_MAINTENANCE_LOCK = 4_711_003;

/** Held by the one engine that may write its state, as long as its connection lives. */
export const ENGINE_WRITER = 4_711_004;

/** One wave of alerts at a time, so that each counts what the others have sent. */
export const ALERT_WAVES_LOCK = 4_711_005;

/** One process at a time creates the roles of api and engine, and grants them their rights. */
export const ROLES_LOCK = 4_711_006;
