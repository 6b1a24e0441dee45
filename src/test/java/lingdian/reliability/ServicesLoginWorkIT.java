package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service whose login is a member of its roles and owns nothing: no guard against that login stops the service's own work. */
class ServicesLoginWorkIT {
    private static final String CAFE = "36048110000001";

    private DatabaseAddress owner;
    private RunningService service;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.start();
        owner = service.database();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    /** Its ring may be of before that. */
    @Test
    void aNodeThatStillHasAKeyRetiredLongAgoTakesLogins() throws Exception {
        var cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
        service.rotate();
        TestDatabase.force(
                owner,
                "UPDATE vault_key SET retired_at = now() - interval '40 days' WHERE use = 'personTokens' AND number <> "
                        + (service.vault().tokenVersion() & 4294967295L));

        JsonObject login = PostingCafe.login("session", SealedCafe.document("111", SealedCafe.ADULT));
        assertThat(cafe.send(service.url(), login)).isTrue();
    }

    @Test
    void aPersonIsRegisteredAfterTheDatabasesClockWasAhead() throws Exception {
        AdminClient police = service.regulator("public-security", "360481");
        TestDatabase.force(owner, "UPDATE access_log_head SET at = now() + interval '20 minutes'");

        JsonObject document = new JsonObject()
                .put("type", "111")
                .put("number", SealedCafe.ADULT)
                .put("name", "甲");
        police.call(HttpMethod.POST, "/persons", new JsonObject().put("document", document))
                .await(PATIENCE_SECONDS, SECONDS);
    }
}
