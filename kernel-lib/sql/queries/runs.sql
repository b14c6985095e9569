-- Runs, newest first; :name may be null: all. A run whose owner is gone reads `interrupted`.
SELECT id, name, state, started_at AS startedAt, ended_at AS endedAt, model, recogniser, options, owner_pid AS ownerPid,
  owner_host AS ownerHost, heartbeat_at AS heartbeatAt, total, done, failed, cursor
FROM run_states WHERE :name IS NULL OR name = :name ORDER BY id DESC
