-- Sets one threshold (null: unsets it). Rows set together share :change; one that takes a change back names it in :undoes.
INSERT INTO policy_history (change, undoes, model, key, value, author, at, note)
VALUES (:change, :undoes, :model, :key, :value, :author, :at, :note)
