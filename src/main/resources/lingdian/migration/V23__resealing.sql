-- Texts that are kept longer than a sealing key are sealed anew under the key in use, so that the older one can be retired.
--
-- What they are beside it stays append-only: a ciphertext gives way to one of the same length under another key, and nothing else
-- changes. That it is the same text nobody but the holder of the keys can tell; that is the service, which opened it.

-- Whether one ciphertext is another one sealed anew: under another key, which seals now. Its number is in four bytes after the first.
CREATE FUNCTION resealed(before bytea, after bytea) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT length(before) = length(after) AND substr(before, 1, 5) <> substr(after, 1, 5) AND EXISTS (
    SELECT FROM vault_key WHERE use = 'sealing' AND used_at IS NOT NULL AND retired_at IS NULL
      AND decode('01' || lpad(to_hex(number), 8, '0'), 'hex') = substr(after, 1, 5))
$$;

-- On the columns that it is given.
CREATE FUNCTION refuse_all_but_resealing() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  sealed_column text;
  before bytea;
  after bytea;
BEGIN
  FOREACH sealed_column IN ARRAY TG_ARGV LOOP
    EXECUTE format('SELECT ($1).%1$I, ($2).%1$I', sealed_column) INTO before, after USING OLD, NEW;
    IF before IS DISTINCT FROM after AND resealed(before, after) IS NOT TRUE THEN
      RAISE EXCEPTION 'what is sealed in % is only sealed anew', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
  RETURN NEW;
END
$$;

-- The trigger that refused every change of a row goes on to do so for all columns but these.
CREATE PROCEDURE let_reseal(resealing text, kept_by text, keeping text, deletes boolean, VARIADIC sealed_columns text[])
LANGUAGE plpgsql AS $$
DECLARE
  others text := (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
    WHERE attrelid = resealing::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (sealed_columns));
  sealed text := (SELECT string_agg(quote_ident(one), ', ') FROM unnest(sealed_columns) AS one);
BEGIN
  IF kept_by IS NOT NULL THEN
    EXECUTE format('DROP TRIGGER %I ON %I', kept_by, resealing);
    EXECUTE format('CREATE TRIGGER %I BEFORE %s UPDATE OF %s ON %I FOR EACH ROW EXECUTE FUNCTION %I()',
      kept_by, CASE WHEN deletes THEN 'DELETE OR' ELSE '' END, others, resealing, keeping);
  END IF;
  EXECUTE format('CREATE TRIGGER only_resealed BEFORE UPDATE OF %s ON %I FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing(%s)',
    sealed, resealing, (SELECT string_agg(quote_literal(one), ', ') FROM unnest(sealed_columns) AS one));
  EXECUTE format('GRANT UPDATE (%s) ON %I TO lingdian_service', sealed, resealing);
END
$$;

CALL let_reseal('attachment', 'append_only', 'refuse_change', true, 'name', 'content');
CALL let_reseal('case_step', 'append_only', 'refuse_change', true, 'note', 'found');
CALL let_reseal('objection', 'append_only', 'refuse_change', true, 'statement');
CALL let_reseal('inspection_version', 'append_only', 'refuse_change', true, 'content');
CALL let_reseal('inspection_correction', 'append_only', 'refuse_change', true, 'note');
CALL let_reseal('draw', 'append_only', 'refuse_change', true, 'officers');
CALL let_reseal('kept_bundle', 'kept_as_it_is', 'refuse_change', false, 'bundle');
CALL let_reseal('kept_text', NULL, NULL, false, 'resealed');
CALL let_reseal('unmasking', 'decided_once', 'keep_decision', false, 'reason');
CALL let_reseal('record_request', 'decided_once', 'keep_decision', false, 'legal_basis', 'reason');
CALL let_reseal('legal_hold', 'lifted_once', 'keep_legal_hold', false, 'reason', 'lifting_reason');
DROP PROCEDURE let_reseal;

-- Why a hold is to be lifted is written and taken back while it runs.
DROP TRIGGER only_resealed ON legal_hold;
CREATE TRIGGER only_resealed BEFORE UPDATE OF reason ON legal_hold
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('reason');
CREATE TRIGGER lifting_only_resealed BEFORE UPDATE OF lifting_reason ON legal_hold
  FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL OR OLD.lifting_reason IS NOT NULL AND NEW.lifting_reason IS NOT NULL)
  EXECUTE FUNCTION refuse_all_but_resealing('lifting_reason');
