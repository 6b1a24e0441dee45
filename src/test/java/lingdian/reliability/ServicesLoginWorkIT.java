package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** A service whose login is a member of its roles and owns nothing: no guard against that login stops the service's own work. */
class ServicesLoginWorkIT {
    private static final String CAFE = "36048110000001";

    private static RunningService asMember() throws Exception {
        DatabaseAddress owner = TestDatabase.migrated();
        TestDatabase.member(owner).close();
        return RunningService.with()
                .database(new DatabaseAddress("localhost", owner.port(), owner.name(), "member", "x"))
                .start();
    }

    private static JsonObject entering(String session) {
        return new JsonObject()
                .put("type", "login")
                .put("at", Instant.now().toString())
                .put("session", session)
                .put("terminal", session)
                .put("document", SealedCafe.document("111", SealedCafe.ADULT))
                .put("admitted", true);
    }

    /** Its ring may be of before that. */
    @Test
    void aNodeThatStillHasAKeyRetiredLongAgoTakesLogins() throws Exception {
        try (var service = asMember()) {
            var cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
            service.rotate();
            TestDatabase.force(
                    service.database(),
                    "UPDATE vault_key SET retired_at = now() - interval '40 days' WHERE use = 'personTokens' AND number <> "
                            + (service.vault().tokenVersion() & 4294967295L));

            assertThat(cafe.send(service.url(), entering("session"))).isTrue();
        }
    }

    @Test
    void aPersonIsRegisteredAfterTheDatabasesClockWasAhead() throws Exception {
        try (var service = asMember()) {
            AdminClient police = service.regulator("public-security", "360481");
            TestDatabase.force(service.database(), "UPDATE access_log_head SET at = now() + interval '20 minutes'");

            police.call(
                            HttpMethod.POST,
                            "/persons",
                            new JsonObject()
                                    .put(
                                            "document",
                                            new JsonObject()
                                                    .put("type", "111")
                                                    .put("number", SealedCafe.ADULT)
                                                    .put("name", "甲")))
                    .await(PATIENCE_SECONDS, SECONDS);
        }
    }
}
