package lingdian.testing;

import java.util.UUID;

/** Violations without events, written like the judge's. For tests of officers' work. */
public final class MadeUpViolations {
    private final RunningApi api;
    private int count;

    public MadeUpViolations(RunningApi api) {
        this.api = api;
    }

    /** Tells the feed of a violation as it is now, as the judge does in the commit that changes it. */
    public void tell(String id, String event) {
        api.sql("""
                WITH next AS (UPDATE head SET position = position + 1 RETURNING position)
                INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot)
                SELECT next.position, now(), '%s', id, place_code, code, standing, authorities, late, snapshot
                FROM violation, next WHERE id = '%s'
                """.formatted(event, id));
    }

    /** @param authorities as an array of PostgreSQL */
    public String add(String code, String cafe, String authorities) {
        return add(code, cafe, authorities, "2026-07-1");
    }

    public String add(String code, String cafe, String authorities, String ruleVersion) {
        String id = new UUID(0x5000, 0x8000_0000_0000_0000L + ++count).toString();
        String snapshot = """
                {"id":"%s","code":"%s","standing":"fact","state":"open","case":"new","placeCode":"%s","region":"%s",\
                "ruleVersion":"%s","person":null,"evidence":[]}""".formatted(id, code, cafe, cafe.substring(0, 6), ruleVersion);
        api.sql("""
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                VALUES ('%s', '%s', '%s', '%s', 'fact', 'open', '%s', '2026-07-09Z', timestamptz '2026-07-09Z' + interval '%d s', '%s')
                """.formatted(id, code, cafe, cafe.substring(0, 6), authorities, count, snapshot));
        return id;
    }
}
