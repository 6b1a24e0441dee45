-- Checkpoints, their leaves, and the times when nodes listened: whoever has the service's login writes them too, without a key.

-- Batches of nodes that are working meanwhile wait here, before they hold a lock on a table that is altered below.
LOCK TABLE head IN ACCESS EXCLUSIVE MODE;

-- Waits for a checkpoint that is being made, and then sees it: a snapshot from before would not.
CREATE FUNCTION after_other_checkpoints() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a checkpoint is made in READ COMMITTED' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM take_turn('checkpoint');
END
$$;

-- The next number alone: from the greatest one there is no next one. It may go on from an earlier one than the last, since the service
-- goes on from its own (V123). A day that is not over would be taken for one that is closed, and a draw by lot is decided by it; a text of
-- another form could not be read. That it is signed, only the service and "verify" can tell.
CREATE FUNCTION continue_checkpoints() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF signed_in_as_owner() THEN
    RETURN NEW;
  END IF;
  PERFORM after_other_checkpoints();
  IF NEW.number <> coalesce((SELECT max(number) FROM checkpoint), 0) + 1
    OR NEW.body !~ ('^lingdian checkpoint 1\nhash: (sha256|sm3)\nnumber: ' || NEW.number || '\nday: '
      || coalesce(to_char(NEW.day, 'YYYY-MM-DD'), '-') || '\nmade: \d{4}-\d\d-\d\dT\S+\nprevious: [0-9a-f]{64}'
      || '\nheads: \d{1,18}\nroot: [0-9a-f]{64}\n$')
    OR NEW.day >= (now() AT TIME ZONE interval '8 hours')::date
    OR NEW.made_at NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day' THEN
    RAISE EXCEPTION 'a checkpoint is the next one, and of now' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER goes_on BEFORE INSERT ON checkpoint FOR EACH ROW EXECUTE FUNCTION continue_checkpoints();

-- Leaves come before their checkpoint, which signs them: one more would make each proof that leads to it a false one.
CREATE FUNCTION refuse_leaves_of_what_is_signed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF signed_in_as_owner() THEN
    RETURN NULL;
  END IF;
  PERFORM after_other_checkpoints();
  IF EXISTS (SELECT FROM checkpoint WHERE number IN (SELECT DISTINCT added.checkpoint FROM added)) THEN
    RAISE EXCEPTION 'a checkpoint that is made gets no further leaves' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER before_its_checkpoint AFTER INSERT ON checkpoint_leaf REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_leaves_of_what_is_signed();

-- When a node listened: it begins now, goes on by no more than it said last, and stays. A time without rows counts as not listening, and
-- a row that stays behind keeps every silence from being found. A minute is allowed between the clocks, six times what a ready node has.
REVOKE UPDATE ON listening FROM lingdian_service;
GRANT UPDATE (heard_until, renewed_at, over) ON listening TO lingdian_service;

CREATE FUNCTION keep_listening() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT signed_in_as_owner() AND (CASE TG_OP
      -- The service keeps them a day longer, by its own clock.
      WHEN 'DELETE' THEN OLD.renewed_at >= now() - interval '730 days'
      WHEN 'INSERT' THEN NEW.over OR NEW.heard_until <> NEW.from_at OR NEW.renewed_at <> NEW.from_at
        OR NEW.from_at NOT BETWEEN now() - interval '1 minute' AND now() + interval '1 minute'
      ELSE OLD.over OR NEW.heard_until < OLD.heard_until OR NEW.heard_until > greatest(OLD.heard_until, OLD.renewed_at)
        OR NEW.renewed_at < OLD.renewed_at OR NEW.renewed_at > now() + interval '1 minute' END) THEN
    RAISE EXCEPTION 'a time of listening is as its node said' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER as_it_was BEFORE INSERT OR UPDATE OR DELETE ON listening FOR EACH ROW EXECUTE FUNCTION keep_listening();

-- When to look at a café for silence or absence: a look puts the next one off by a day at most.
CREATE TRIGGER soon_again BEFORE UPDATE ON silence_watch FOR EACH ROW
  WHEN (NEW.look_at > OLD.look_at AND NEW.look_at > now() + interval '2 days')
  EXECUTE FUNCTION refuse_but_to_owner('a café is looked at again within two days');
CREATE TRIGGER soon_again BEFORE UPDATE ON absence_watch FOR EACH ROW
  WHEN (NEW.look_at > OLD.look_at AND NEW.look_at > now() + interval '2 days')
  EXECUTE FUNCTION refuse_but_to_owner('a café is looked at again within two days');

REVOKE ALL ON FUNCTION after_other_checkpoints FROM PUBLIC;
GRANT EXECUTE ON FUNCTION after_other_checkpoints TO lingdian_service;
