package lingdian.vault.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** A node whose clock is ahead of the database's, while its officers register and revoke documents. */
class RegistryClockIT {
    /**
     * The database's guard compares a state with the entries of the access log, which are of its own time: of a later one, it would
     * refuse honest officers until that comes.
     */
    @Test
    void noStateIsLaterThanTheDatabasesTime() throws Exception {
        try (var ahead = RunningService.with()
                .clock(InstantSource.offset(InstantSource.system(), Duration.ofHours(2)))
                .start()) {
            Http officer = Http.to(ahead).as(ahead.regulatorToken("public-security", "360481"));
            JsonObject document = new JsonObject()
                    .put("type", "414")
                    .put("number", "X1")
                    .put("name", "甲")
                    .put("birthDate", "1990-01-01");
            JsonObject person = new JsonObject().put("document", document);
            JsonObject lost = person.copy().put("state", "lost").put("reason", "挂失");

            assertThat(officer.post("/api/v1/persons", person).status()).isEqualTo(201);
            assertThat(later(ahead)).isEqualTo(List.of("0"));
            assertThat(officer.post("/api/v1/persons/revocations", lost).status())
                    .isEqualTo(200);
            assertThat(later(ahead)).isEqualTo(List.of("0"));
            assertThat(officer.post("/api/v1/persons", person).status()).isEqualTo(200);
            assertThat(later(ahead)).isEqualTo(List.of("0"));
        }
    }

    private static List<String> later(RunningService service) throws Exception {
        return service.rows("SELECT count(*) FROM registered_person WHERE state_at > clock_timestamp()");
    }
}
