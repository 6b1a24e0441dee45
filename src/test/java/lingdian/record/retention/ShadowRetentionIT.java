package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Findings of rules in shadow are dropped at the same age as violations, and legal holds keep them too. */
class ShadowRetentionIT {
    private static final String FOUND = """
            INSERT INTO shadow_violation (id, code, place_code, region, standing, state, rule_version, started_at, detected_at,
                                          ended_at, snapshot)
            VALUES ('%s', 'MINOR_ADMITTED', '36048110000001', '360481', 'fact', 'ended', '1', now() - interval '%s',
                    now() - interval '%s', now(), '{}')
            """;

    private static final String HOLD = """
            SET session_replication_role = replica;
            INSERT INTO legal_hold (id, day_from, day_to, authority, region, reason, made_by, made_at)
            SELECT gen_random_uuid(), held, held, 'culture', '360481', '\\x00', gen_random_uuid(), now()
            FROM CAST((now() - interval '790 days') AT TIME ZONE interval '8 hours' AS date) AS held
            """;
    private static final String LIFT = """
            SET session_replication_role = replica;
            UPDATE legal_hold SET lifting_reason = '\\x00', lifting_asked_by = made_by, lifting_asked_at = now(),
              lifted_by = gen_random_uuid(), lifted_at = now()
            """;

    @Test
    void whatIsOlderGoesButForHeldDays() throws Exception {
        var database = TestDatabase.migrated();
        execute(database, """
                INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                VALUES ('36048110000001', 'one', '360481', '1', now())
                """);
        execute(database, FOUND.formatted(UUID.randomUUID(), "800 days", "800 days"));
        execute(database, FOUND.formatted(UUID.randomUUID(), "700 days", "700 days"));
        execute(database, FOUND.formatted(UUID.randomUUID(), "790 days", "790 days"));
        execute(database, HOLD);

        ask(database, "SELECT drop_findings(now() - interval '730 days', now())");

        assertThat(ask(database, "SELECT count(*) FROM shadow_violation")).isEqualTo("2");

        execute(database, LIFT);
        ask(database, "SELECT drop_findings(now() - interval '730 days', now())");
        assertThat(ask(database, "SELECT count(*) FROM shadow_violation")).isEqualTo("1");
    }
}
