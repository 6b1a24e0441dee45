-- An inspection that is erased takes no photograph either: nothing would erase it again. The API refuses it already.
CREATE FUNCTION refuse_photograph_of_erased() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF EXISTS (SELECT FROM inspection WHERE id = NEW.owner AND erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'an inspection that is erased cannot be added to' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER not_erased BEFORE INSERT ON attachment FOR EACH ROW EXECUTE FUNCTION refuse_photograph_of_erased();
