package lingdian.office.disclosure;

import static lingdian.testing.SealedCafe.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import lingdian.testing.SealedCafe;
import lingdian.testing.SealedCafe.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A guest who registered by a network identity: found like any other, and shown to nobody. */
class NetworkIdentityIT {
    private static final String NET_ID = "ZY-net-id-4711";
    private static final UUID STREAM = UUID.randomUUID();
    private static final String PLACE = "36048110000009";
    private static SealedCafe cafe;
    private static String officer;
    private static String second;

    @BeforeAll
    static void aMinorIsAdmitted() throws Exception {
        cafe = new SealedCafe();
        officer = cafe.service.regulatorToken("culture", "360481");
        second = cafe.service.regulatorToken("culture", "360400");
        String key = cafe.service.cafe(PLACE, List.of());
        cafe.post(
                key,
                STREAM,
                login(1, "net", "N", identity()),
                login(2, "net", "N", identity()), // duplicate-session
                SealedCafe.event(3, "login").put("document", new JsonObject().put("\u006eetId", NET_ID)),
                SealedCafe.event(4, "opened").put("netId", NET_ID));
        cafe.post(
                key, STREAM, SealedCafe.event(4, "opened").put("netId", NET_ID).put("other", true));
    }

    @AfterAll
    static void stop() throws Exception {
        cafe.close();
    }

    @Test
    void theFindingNamesTheWayOfRegisteringAlone() {
        JsonObject violation = cafe.get("/violations/" + minor(), officer).json();
        JsonObject person = violation.getJsonObject("person");

        assertThat(person.getJsonObject("document"))
                .isEqualTo(new JsonObject().put("type", "net-id").putNull("number"));
        assertThat(person.getString("name")).isNull();
        assertThat(person.getString("ref")).isNotBlank();
    }

    @Test
    void thereIsNothingToUnmask() {
        Answer answer = ask(new JsonObject().put("reason", "核查"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().getString("code")).isEqualTo("network-identity");
    }

    /** Rejected or altered events are kept as they came; what is shown of them has no number of a network identity. */
    @Test
    void inATextOfQuarantineItIsHidden() {
        for (int seq : List.of(2, 3, 4)) {
            JsonObject asked = ask(new JsonObject()
                            .put("reason", "核查")
                            .put("what", "quarantine")
                            .put("stream", STREAM.toString())
                            .put("seq", seq))
                    .json();
            cafe.call("POST", "/unmaskings/" + asked.getString("id") + "/approval", second, null);
            String shown =
                    cafe.get("/unmaskings/" + asked.getString("id"), officer).text();

            assertThat(shown).contains("texts").contains("netId").doesNotContain(NET_ID);
        }
    }

    @Test
    void itIsInNoEvidence() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> bundle = client.send(
                    HttpRequest.newBuilder(
                                    URI.create(cafe.service.url() + "/api/v1/violations/" + minor() + "/evidence"))
                            .header("Authorization", "Bearer " + officer)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(bundle.statusCode()).isEqualTo(200);
            try (var zip = new ZipInputStream(new ByteArrayInputStream(bundle.body()))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                            .as(entry.getName())
                            .doesNotContain(NET_ID);
                }
            }
        }
    }

    @Test
    void theDatabaseHoldsItSealedAlone() {
        for (String table : List.of("journal", "session", "violation", "feed", "aside", "cafe_state", "access_log")) {
            assertThat(cafe.rows("SELECT row_to_json(t) FROM " + table + " t"))
                    .as(table)
                    .isNotEmpty()
                    .noneMatch(row -> row.contains(NET_ID));
        }
    }

    private static JsonObject identity() {
        return new JsonObject()
                .put("type", "net-id")
                .put("netId", NET_ID)
                .put("adult", false)
                .put("read", "net-id");
    }

    private static String minor() {
        return cafe.violation("MINOR_ADMITTED", "net");
    }

    private static Answer ask(JsonObject body) {
        return cafe.call("POST", "/violations/" + minor() + "/unmask", officer, body);
    }
}
