package lingdian.retention;

import static lingdian.retention.RetentionFixture.ask;
import static lingdian.retention.RetentionFixture.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import lingdian.platform.TestDatabase;
import org.junit.jupiter.api.Test;

/** What rules in shadow found is dropped with the violations of its time. */
class ShadowRetentionIT {
    private static final String FOUND = """
            INSERT INTO shadow_violation (id, code, place_code, region, standing, state, rule_version, started_at, detected_at,
                                          ended_at, snapshot)
            VALUES ('%s', 'MINOR_ADMITTED', '36048110000001', '360481', 'fact', 'ended', '1', now() - interval '%s',
                    now() - interval '%s', now(), '{}')
            """;

    @Test
    void whatIsOlderGoes() throws Exception {
        var database = TestDatabase.migrated();
        execute(database, """
                INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                VALUES ('36048110000001', 'one', '360481', '1', now())
                """);
        execute(database, FOUND.formatted(UUID.randomUUID(), "800 days", "800 days"));
        execute(database, FOUND.formatted(UUID.randomUUID(), "700 days", "700 days"));

        ask(database, "SELECT drop_findings(now() - interval '730 days', now())");

        assertThat(ask(database, "SELECT count(*) FROM shadow_violation")).isEqualTo("1");
    }
}
