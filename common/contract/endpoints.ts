/** Every operation of the API by its id: method, and path below `/api` in Express notation. The screens call
 *  operations by these ids; `operations.ts` says what each takes and answers. */
export const ENDPOINTS = {
  // absences
  listAbsences: 'GET /absences',
  enterAbsence: 'POST /absences',
  removeAbsence: 'DELETE /absences/:id',

  // alert subscriptions
  readAlertOptions: 'GET /alert-subscriptions/options',
  optIntoAlerts: 'POST /alert-subscriptions',
  confirmAlerts: 'POST /alert-subscriptions/confirm',
  readSubscription: 'POST /alert-subscriptions/read',
  changeSubscription: 'PUT /alert-subscriptions',
  endSubscription: 'POST /alert-subscriptions/end',

  // alerts
  listAlerts: 'GET /alerts',
  readAlert: 'GET /alerts/:id',
  draftAlert: 'POST /alerts',
  editAlert: 'PUT /alerts/:id',
  submitAlert: 'POST /alerts/:id/submit',
  withdrawAlert: 'POST /alerts/:id/withdraw',

  // audit
  listAudit: 'GET /audit',
  readAuditChain: 'GET /audit/chain',
  checkAudit: 'POST /audit/checks',

  // batch operations
  actOnInstance: 'POST /instances/:key/actions',
  previewModification: 'POST /instances/:key/modification-preview',
  listBrokenOffCases: 'GET /broken-off-cases',
  createBatchOperation: 'POST /batch-operations',
  listBatchOperations: 'GET /batch-operations',
  readBatchOperation: 'GET /batch-operations/:id',
  listBatchOperationItems: 'GET /batch-operations/:id/items',
  startBatchOperation: 'POST /batch-operations/:id/start',
  stopOperation: 'POST /batch-operations/:id/stop',
  resumeOperation: 'POST /batch-operations/:id/resume',
  discardOperation: 'POST /batch-operations/:id/discard',

  // departments
  listDepartments: 'GET /departments',
  listProvinces: 'GET /provinces',

  // draft collaboration
  listDraftRevisions: 'GET /drafts/:id/revisions',
  readDraftRevision: 'GET /drafts/:id/revisions/:revisionId',
  restoreDraftRevision: 'POST /drafts/:id/revisions/:revisionId/restore',
  listDraftComments: 'GET /drafts/:id/comments',
  writeDraftComment: 'POST /drafts/:id/comments',
  settleDraftComment: 'PATCH /drafts/:id/comments/:commentId',
  showPresence: 'PUT /drafts/:id/presence/:clientId',
  endPresence: 'DELETE /drafts/:id/presence/:clientId',

  // engine health
  readEngineHealth: 'GET /engine',
  listQuarantine: 'GET /engine/quarantine',
  replayQuarantine: 'POST /engine/quarantine/replays',

  // escalation
  listDepartmentHeads: 'GET /department-heads',
  nameDepartmentHead: 'PUT /department-heads/:slug',
  unnameDepartmentHead: 'DELETE /department-heads/:slug',
  listStuckSlaSteps: 'GET /sla-steps/stuck',
  sendSlaStepAgain: 'POST /sla-steps/:id/send-again',

  // events
  listenToChanges: 'GET /events',

  // forms
  getForm: 'GET /forms/*key',

  // instance migration
  planMigration: 'POST /instance-migrations',
  listMigrations: 'GET /instance-migrations',
  compareVersionsForMigration: 'GET /instance-migration-diagrams',
  getMigration: 'GET /instance-migrations/:id',
  listMigrationItems: 'GET /instance-migrations/:id/items',
  startMigration: 'POST /instance-migrations/:id/start',
  stopMigration: 'POST /instance-migrations/:id/stop',
  resumeMigration: 'POST /instance-migrations/:id/resume',

  // instances
  listInstances: 'GET /instances',
  countInstances: 'GET /instances/count',
  listLiveProcesses: 'GET /instances/processes',
  readBottlenecks: 'GET /instances/bottlenecks',
  readVersionDiagram: 'GET /instances/processes/:processKey/:version/diagram',
  readLiveElements: 'GET /instances/processes/:processKey/:version/live',
  readElementDurations: 'GET /instances/processes/:processKey/:version/durations',
  readInstance: 'GET /instances/:key',
  listIncidents: 'GET /incidents',

  // modelling
  readModelling: 'GET /modelling',

  // notices
  listNotices: 'GET /notices',
  readNotices: 'POST /notices/read',

  // process definitions
  listElementTemplates: 'GET /element-templates',
  listProcessDefinitions: 'GET /process-definitions',

  // process drafts
  listProcesses: 'GET /processes',
  readRunningFile: 'GET /processes/:processKey/files/*name',
  listDrafts: 'GET /drafts',
  createDraft: 'POST /drafts',
  readDraft: 'GET /drafts/:id',
  renameDraft: 'PATCH /drafts/:id',
  discardDraft: 'POST /drafts/:id/discard',
  readDraftFile: 'GET /drafts/:id/files/*name',
  saveDraftFile: 'PUT /drafts/:id/files/*name',
  removeDraftFile: 'DELETE /drafts/:id/files/*name',
  importDraftFile: 'POST /drafts/:id/imports',
  checkDraft: 'POST /drafts/:id/check',

  // releases
  getDraftRelease: 'GET /drafts/:id/release',
  submitDraft: 'POST /drafts/:id/submit',
  reviewDraft: 'POST /drafts/:id/review',
  takeDraftBack: 'POST /drafts/:id/take-back',
  scheduleDraft: 'POST /drafts/:id/schedule',
  callOffDraft: 'POST /drafts/:id/call-off',
  deployDraft: 'POST /process-definitions',
  listReleases: 'GET /releases',
  listProcessVersions: 'GET /process-definitions/:processKey/versions',
  getRunningApplication: 'GET /process-definitions/:processKey/files',
  getProcessVersion: 'GET /process-definitions/:processKey/versions/:version',
  restoreProcessVersion: 'POST /process-definitions/:processKey/versions/:version/restore',

  // requests
  fileRequest: 'POST /requests',
  listRequests: 'GET /requests',
  readRequest: 'GET /requests/:id',
  readTimeline: 'GET /requests/:id/timeline',
  readRequestDiagram: 'GET /requests/:id/diagram',
  readRequestSla: 'GET /requests/:id/sla',
  recordOutsideReply: 'POST /requests/:id/outside-reply',

  // services
  listServices: 'GET /services',

  // sla
  readWorkingCalendar: 'GET /working-calendar',
  listWorkingCalendars: 'GET /working-calendars',
  listCalendarVersions: 'GET /working-calendars/:id/versions',
  publishCalendar: 'POST /working-calendars/:id/versions',
  announceClosure: 'POST /working-calendars/:id/closures',

  // staff
  getMe: 'GET /me',
  listDepartmentStaff: 'GET /departments/:slug/staff',

  // surveys
  readSurvey: 'POST /surveys/read',
  answerSurvey: 'POST /surveys/answer',

  // tasks
  listTasks: 'GET /tasks',
  getTask: 'GET /tasks/:taskKey',
  claimTask: 'POST /tasks/:taskKey/claim',
  unclaimTask: 'POST /tasks/:taskKey/unclaim',
  assignTask: 'POST /tasks/:taskKey/assign',
  completeTask: 'POST /tasks/:taskKey/complete',

  // test runs
  planTestRun: 'GET /drafts/:draftId/test-runs/plan',
  listTestRuns: 'GET /drafts/:draftId/test-runs',
  startTestRun: 'POST /drafts/:draftId/test-runs',
  getTestRun: 'GET /test-runs/:id',
  getTestRunFiles: 'GET /test-runs/:id/files',
  completeTestTask: 'POST /test-runs/:id/tasks/:taskKey/complete',
  sendTestMessage: 'POST /test-runs/:id/messages/:awaitedKey',
  skipTestTimer: 'POST /test-runs/:id/timers/:awaitedKey/skip',
  setTestAnswers: 'PUT /test-runs/:id/answers',
  hurryTestRun: 'POST /test-runs/:id/fast',
  keepTestRun: 'POST /test-runs/:id/keep',
  leaveTestRun: 'POST /test-runs/:id/leave',

  // tracking
  trackRequest: 'POST /track',
  replyToQuestion: 'POST /track/reply',
  giveFeedback: 'POST /track/feedback',
  fileAppeal: 'POST /track/appeal',
  withdrawRequest: 'POST /track/withdraw',
  listFeedbackReasons: 'GET /feedback-reasons',

  // ui config
  uiConfig: 'GET /ui-config',

  // what ifs
  listWhatIfs: 'GET /drafts/:draftId/what-ifs',
  startWhatIf: 'POST /drafts/:draftId/what-ifs',
  readPastUse: 'GET /drafts/:draftId/past-use',
  getWhatIf: 'GET /what-ifs/:id',
  listWhatIfRows: 'GET /what-ifs/:id/rows',
  cancelWhatIf: 'POST /what-ifs/:id/cancel',
} as const;

export type OperationId = keyof typeof ENDPOINTS;
