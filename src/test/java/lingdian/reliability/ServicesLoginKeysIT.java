package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** A service whose login is a member of its roles and owns nothing, while keys of persons' tokens change. */
class ServicesLoginKeysIT {
    private static final String CAFE = "36048110000001";

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
        DatabaseAddress owner = TestDatabase.migrated();
        TestDatabase.member(owner).close();
        try (var service = RunningService.with()
                .database(new DatabaseAddress("localhost", owner.port(), owner.name(), "member", "x"))
                .start()) {
            var cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
            service.rotate();
            TestDatabase.force(
                    owner,
                    "UPDATE vault_key SET retired_at = now() - interval '40 days' WHERE use = 'personTokens' AND number <> "
                            + (service.vault().tokenVersion() & 4294967295L));

            assertThat(cafe.send(service.url(), entering("session"))).isTrue();
        }
    }
}
