package lingdian.testing;

/** Cases as if they had been grouped, for lists of very many. */
public final class MadeUpCases {
    /** A statement that adds the violations of all cases, which a café is told of: {@link #like} adds their copies alone. */
    public static final String VIOLATIONS = """
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
            SELECT violation_id, code, place_code, region, standing, state, ARRAY[placed.authority], started_at, started_at,
              format('{"id":"%s","code":"%s","evidence":[]}', violation_id, code)
            FROM case_violation AS placed JOIN case_file ON case_file.id = case_id
            ON CONFLICT DO NOTHING
            """;

    private MadeUpCases() {}

    /** A statement that adds so many cases like another one, of so many violations each. */
    public static String like(String id, int cases, int violations) {
        return """
                WITH made AS (
                  INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                                         priority, began_at, due_at)
                  SELECT gen_random_uuid(), authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                    priority, began_at, due_at
                  FROM case_file, generate_series(1, %2$d) WHERE case_file.id = '%1$s' RETURNING id, authority),
                opened AS (
                  INSERT INTO case_action (case_id, number, action, step, at, account, place_code)
                  SELECT made.id, number, action, step, at, account, place_code FROM case_action, made
                  WHERE case_id = '%1$s' AND number = 1)
                INSERT INTO case_violation (violation_id, authority, case_id, joined_at, code, standing, state, case_step, started_at)
                SELECT gen_random_uuid(), authority, id, now(), 'MINOR_ADMITTED', 'fact', 'open', 'new', '2026-07-09Z'
                FROM made, generate_series(1, %3$d)
                """.formatted(id, cases, violations);
    }
}
