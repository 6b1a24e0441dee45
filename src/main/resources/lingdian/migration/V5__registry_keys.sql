-- An entry of the registry goes to the token of the key in use. Where nodes with different keys had made two of one person,
-- the two become one, and the other row goes.
GRANT DELETE ON registered_person TO lingdian_service;
