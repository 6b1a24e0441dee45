-- Small pictures of an inspection's photographs, so that a page shows sixty of them. One goes with its photograph.
CREATE TABLE photo_thumbnail (
  attachment uuid PRIMARY KEY REFERENCES attachment ON DELETE CASCADE,
  content bytea NOT NULL -- encrypted JPEG
);
CREATE TRIGGER only_resealed BEFORE UPDATE OF content ON photo_thumbnail
  FOR EACH ROW EXECUTE FUNCTION refuse_all_but_resealing('content');
CREATE TRIGGER append_only BEFORE UPDATE OF attachment ON photo_thumbnail FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON photo_thumbnail FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON photo_thumbnail FROM CURRENT_USER;
GRANT SELECT, INSERT, UPDATE (content) ON photo_thumbnail TO lingdian_service;
