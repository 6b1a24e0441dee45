package lingdian.office.api;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.testing.Await;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who read what is in the access log before it is shown; what cannot be written there is not shown. */
class ReadsLoggedIT {
    private static final String CAFE = "36048110000001";
    private static final UUID VIOLATION = new UUID(7, 7);
    private static final String ONE = "/api/v1/violations/" + VIOLATION;
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        String snapshot = new JsonObject()
                .put("id", VIOLATION.toString())
                .put("placeCode", CAFE)
                .put("startedAt", "2026-07-09T00:00:00+08:00")
                .putNull("endedAt")
                .put("evidence", List.of())
                .encode();
        api.sql("INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at,"
                + " detected_at, snapshot) VALUES ('" + VIOLATION + "', 'OVERTIME_OPERATION', '" + CAFE
                + "', '360481', 'fact', 'open', '{culture}', '2026-07-09Z', '2026-07-09Z', '" + snapshot
                + "')");
    }

    @AfterEach
    void mendTheLog() {
        api.sql("DROP TRIGGER IF EXISTS full_disk ON access_log");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void eachReadingOfAViolationItsNightAndACafe() {
        Reader reader = reader();
        reader.reads(ONE, ONE, ONE + "/timeline", "/api/v1/cafes/" + CAFE, "/api/v1/cafes/" + CAFE + "/history");

        assertThat(reader.entries())
                .containsExactly(
                        "read-violation done violation " + VIOLATION + " 360481 {}",
                        "read-violation done violation " + VIOLATION + " 360481 {}",
                        "read-timeline done violation " + VIOLATION + " 360481 {}",
                        "read-cafe done cafe " + CAFE + " 360481 {}",
                        "read-cafe done cafe " + CAFE + " {\"part\":\"history\"}");
    }

    /** The clock of this service stands still, so all of it is one minute. */
    @Test
    void aListOnceAMinuteAndAccount() {
        Reader reader = reader();
        reader.reads("/api/v1/violations", "/api/v1/violations?limit=1", "/api/v1/cafes", "/api/v1/inspections");
        reader.reads("/api/v1/violations", "/api/v1/cafes?region=360481", "/api/v1/inspections");

        assertThat(reader.entries())
                .containsExactly(
                        "list-violations done 360400 {}",
                        "list-cafes done 360400 {}",
                        "list-inspections done 360400 {}");
        Reader other = reader();
        other.reads("/api/v1/violations");
        assertThat(other.entries()).containsExactly("list-violations done 360400 {}");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/campaigns, list-campaigns",
        "/api/v1/unmaskings, list-unmaskings",
        "/api/v1/approvals, list-approvals",
        "/api/v1/record-requests, list-record-requests",
        "/api/v1/legal-holds, list-legal-holds",
        "/api/v1/complaints, list-complaints",
        "/api/v1/returns, list-returns",
        "/api/v1/targets, list-returns",
        "/api/v1/returns/2026-07, list-returns",
        "/api/v1/returns/2026-07/rows?column=officers, list-returns",
        "/api/v1/regions/360481/messages, list-messages",
        "/api/v1/notifications/messages, list-notifications",
        "/api/v1/inspections/plan, plan-round",
        "/api/v1/cafes/tally, tally-cafes",
        "/api/v1/violations/00000000-0000-0007-0000-000000000007/quarantine, list-quarantine",
    })
    void whateverElseListsPremisesOrPersonsOnceAMinuteAndAccount(String path, String action) {
        Reader reader = reader();
        reader.reads(path, path);

        assertThat(reader.entries()).containsExactly(action + " done 360400 {}");
    }

    @Test
    void theDocumentsOfACaseOnceAMinuteAndAccount() {
        String officer = api.regulator("culture", "360481");
        String id = api.call("POST", "/api/v1/cases", officer, new JsonObject().put("placeCode", CAFE))
                .json()
                .getString("id");
        Reader reader = reader();
        reader.reads("/api/v1/cases/" + id + "/documents", "/api/v1/cases/" + id + "/documents");

        assertThat(reader.entries()).containsExactly("list-documents done 360400 {}");
    }

    @Test
    void drawsWhichNameOfficers() {
        String token = api.regulator("culture", "360481");
        var terms = new JsonObject()
                .put("count", 1)
                .put("officers", new JsonArray().add("Wang").add("Li"))
                .put("officerCount", 1);
        String draw = api.call("POST", "/api/v1/inspections/draws", token, terms)
                .json()
                .getString("id");
        Reader reader = reader();
        reader.reads("/api/v1/inspections/draws/" + draw, "/api/v1/inspections/draws");
        assertThat(reader.entries())
                .containsExactly(
                        "read-draw done region 360481 360481 {\"draw\":\"" + draw + "\"}", "list-draws done 360400 {}");
    }

    @Test
    void manyReadersAtOnceHaveAnEntryEach() {
        Reader reader = reader();
        var readings = new ArrayList<Future<?>>();
        for (int i = 0; i < 200; i++) {
            readings.add(api.client()
                    .get(ONE)
                    .putHeader("Authorization", "Bearer " + reader.token())
                    .send());
        }
        await(Future.all(readings));

        assertThat(reader.entries()).hasSize(200);
    }

    @Test
    void theFeedWithItsFilters() throws Exception {
        Reader reader = reader();
        Future<?> followed = api.client()
                .get("/api/v1/violations/feed?standing=fact&region=360481&code=OVERTIME_OPERATION")
                .putHeader("Authorization", "Bearer " + reader.token())
                .send(); // ends with the service
        Await.until(
                "the reading is written down",
                () -> !reader.entries().getFirst().isEmpty());

        assertThat(followed.isComplete()).isFalse();
        assertThat(reader.entries().getFirst())
                .isEqualTo("follow-violations attempted 360400"
                        + " {\"code\":\"OVERTIME_OPERATION\",\"region\":\"360481\",\"standing\":\"fact\"}");
    }

    /** A refused value may be anything, a number of somebody too. */
    @Test
    void aRefusedFilterIsNotRepeated() {
        Reader reader = reader();
        reader.reads("/api/v1/violations/feed?standing=fact&code=1964-02-13");

        assertThat(reader.entries().getFirst()).isEqualTo("follow-violations attempted 360400 {}");
    }

    /** Each is an entry, even one that is refused for its filter. The clock stands still, so all of it is one minute. */
    @Test
    void anAccountOpensTheFeedThreeHundredTimesAMinute() {
        Reader reader = reader();
        String feed = "/api/v1/violations/feed?code=UNKNOWN";
        for (int i = 0; i < 300; i++) {
            assertThat(api.get(feed, reader.token()).status()).isEqualTo(400);
        }

        Answer refused = api.get(feed, reader.token());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().get("Retry-After")).isEqualTo("60");
        assertThat(refused.json().getString("detail")).contains("300 times in a minute");
        assertThat(reader.entries().stream().filter(entry -> entry.startsWith("follow-violations")))
                .hasSize(300);
        assertThat(api.get(feed, reader().token()).status())
                .as("another account")
                .isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsNoReading() {
        Reader reader = reader();
        api.get("/api/v1/violations/" + new UUID(1, 1), reader.token());

        assertThat(reader.entries()).hasSize(1).first().asString().startsWith("call refused");
    }

    @Test
    void whatCannotBeWrittenIsNotShown() {
        Reader reader = reader();
        api.sql("""
                CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$;
                CREATE TRIGGER full_disk BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION full_disk()
                """);
        for (String path : List.of(
                ONE,
                ONE + "/timeline",
                "/api/v1/violations",
                "/api/v1/violations",
                "/api/v1/violations/feed",
                "/api/v1/cafes",
                "/api/v1/cafes/" + CAFE)) {
            Answer answer = api.get(path, reader.token());
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.json().getString("code")).as(path).isEqualTo("not-logged");
        }

        mendTheLog();
        assertThat(api.get("/api/v1/violations", reader.token()).status()).isEqualTo(200);
        assertThat(reader.entries()).containsExactly("list-violations done 360400 {}");
    }

    /** An account of its own, so that a test sees its own entries. */
    private record Reader(String id, String token) {
        void reads(String... paths) {
            for (String path : paths) {
                api.get(path, token);
            }
        }

        /** Oldest first. */
        List<String> entries() {
            String all = api.value("SELECT string_agg(concat_ws(' ', action, outcome, subject_kind, subject_id, region,"
                    + " details), '\n' ORDER BY position) FROM access_log WHERE actor_id = '" + id + "'");
            return List.of(Objects.requireNonNullElse(all, "").split("\n"));
        }
    }

    private static Reader reader() {
        JsonObject account = api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject()
                                .put("name", "r")
                                .put("role", "regulator")
                                .put("authority", "culture")
                                .put("region", "360400"))
                .json();
        return new Reader(account.getString("id"), account.getString("token"));
    }
}
