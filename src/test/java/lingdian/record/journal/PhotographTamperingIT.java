package lingdian.record.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.FileSealing;
import lingdian.vault.seal.SealedFile;
import lingdian.vault.seal.SealedRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The photographs of a finished inspection: the database keeps them, and {@code verify} names the one that was changed by force. */
@ParameterizedClass
@ValueSource(strings = {"international", "guomi"})
class PhotographTamperingIT {
    private static final List<String> TABLES = List.of(
            "attachment", "photograph_link", "photograph_head", "checkpoint_leaf", "inspection_version", "inspection");

    private static RunningService service;
    private static AdminClient culture;
    private static String first;
    private static String open;

    @Parameter
    String suite;

    @BeforeParameterizedClassInvocation
    static void photograph(String ofSuite) throws Exception {
        service = RunningService.with().settings("suite: " + ofSuite).start();
        culture = service.regulator("culture", "360481");
        first = inspection(culture, 2);
        finish(culture, first);
        finish(culture, inspection(culture, 1));
        open = inspection(culture, 2);
        AdminClient police = service.regulator("public-security", "360481");
        finish(police, inspection(police, 1));
        finish(police, inspection(police, 0));
        service.lookAtTheDay(); // and not in the midst of the tests
        for (String table : TABLES) {
            asSuperuser("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
        }
        assertThat(verify()).isNull();
        assertThat(service.rows("SELECT authority || ' ' || number FROM photograph_head ORDER BY 1"))
                .containsExactly("culture 3", "public-security 1");
    }

    private static String inspection(AdminClient officer, int photographs) throws Exception {
        String id = call(officer, HttpMethod.POST, "/inspections", night()).getString("id");
        var photos = new JsonArray();
        for (int i = 1; i <= photographs; i++) {
            byte[] photo = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) i};
            photos.add(new JsonObject()
                    .put("name", i + ".jpg")
                    .put("type", "image/jpeg")
                    .put("content", Base64.getEncoder().encodeToString(photo)));
        }
        if (photographs > 0) {
            call(officer, HttpMethod.POST, "/inspections/" + id + "/photos", new JsonObject().put("photos", photos));
        }
        return id;
    }

    private static JsonObject night() {
        return new JsonObject().put("kind", "night-round").put("unit", "u");
    }

    private static void finish(AdminClient officer, String id) throws Exception {
        call(
                officer,
                HttpMethod.PUT,
                "/inspections/" + id,
                night().put("version", 1).put("closed", true));
    }

    private static JsonObject call(AdminClient client, HttpMethod method, String path, JsonObject body)
            throws Exception {
        return client.call(method, path, body).await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterEach
    void putEverythingBack() throws Exception {
        for (String table : TABLES) {
            asSuperuser("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM kept_" + table);
        }
        assertThat(verify()).isNull();
    }

    @AfterParameterizedClassInvocation
    static void close() throws Exception {
        service.close();
    }

    /** Past every trigger and constraint. A photograph is named by its place in a chain. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE attachment SET content = set_byte(content, 20, get_byte(content, 20) # 1) WHERE {culture 1} | 1 of culture, of inspection first: it was changed
            UPDATE attachment SET content = 'x', content_hash = sha256('x') WHERE {culture 2} | 2 of culture, of inspection first: it was changed
            UPDATE attachment SET type = 'image/png' WHERE {culture 2} | 2 of culture, of inspection first: its link does not match
            UPDATE attachment SET bytes = bytes + 1 WHERE {public-security 1} | 1 of public-security
            UPDATE attachment SET number = 9 WHERE {culture 1} | 1 of culture, of inspection first: it was changed
            UPDATE attachment SET owner = gen_random_uuid() WHERE {culture 3} | 3 of culture
            UPDATE attachment SET content = (SELECT content FROM attachment WHERE {culture 3}) WHERE {culture 1} | 1 of culture
            DELETE FROM attachment WHERE {culture 2} | 2 of culture, of inspection first: it was removed
            UPDATE attachment SET name = NULL, content = NULL, content_key = NULL WHERE {culture 2} | 2 of culture, of inspection first: it was removed
            UPDATE inspection SET erased_at = now(); UPDATE attachment SET name = NULL, content = NULL, content_key = NULL | 1 of culture, of inspection first: it was removed
            DELETE FROM photograph_link WHERE number = 2 | 2 of culture: its link is missing
            DELETE FROM photograph_link WHERE number = 3 | 3 of culture: it is missing, the chain went up to number 3
            UPDATE photograph_link SET sealed_hash = sha256('x') WHERE number = 2 | 2 of culture
            UPDATE photograph_link SET attachment = gen_random_uuid() WHERE number = 3 | 3 of culture
            UPDATE photograph_link SET chain = sha256('x') WHERE number = 3 | 3 of culture
            UPDATE photograph_head SET chain = sha256('x') WHERE authority = 'culture' | 3 of culture: its chain hash
            """)
    void isNamedByVerify(String sql, String named) throws Exception {
        asSuperuser(sql.replaceAll(
                "\\{(\\S+) (\\d)}",
                "id = (SELECT attachment FROM photograph_link WHERE authority = '$1' AND number = $2)"));

        assertThat(verify()).startsWith("photograph " + named.replace("first", first));
    }

    @Test
    void aChainThatIsNotTheOneThatWasSignedIsNamed() throws Exception {
        asSuperuser("UPDATE photograph_link SET chain = sha256('x') WHERE authority = 'public-security'");

        try (var store = VerificationStore.open(service.database())) {
            assertThat(VerificationCheckpoints.run(store).firstBroken())
                    .isEqualTo(
                            "photograph 1 of public-security: its chain hash is not the one that checkpoint 1 signed");
        }
    }

    /** No photograph is accused by a leaf that nobody signed. */
    @Test
    void aLeafThatWasChangedIsNamedAsOneOfItsCheckpoint() throws Exception {
        asSuperuser("UPDATE checkpoint_leaf SET chain = sha256('x') WHERE authority = 'public-security'");

        assertThat(verify()).isEqualTo("checkpoint 1: its heads do not match its root");
    }

    @Test
    void aCheckpointWithoutItsPhotographsIsNamed() throws Exception {
        asSuperuser("DELETE FROM checkpoint_leaf WHERE authority = 'culture'");

        assertThat(verify()).isEqualTo("checkpoint 1: its heads do not match its root");
    }

    /** Whoever also cuts the chain, and the end of it, is found out by the checkpoint. */
    @Test
    void aPhotographRemovedWithItsLinkIsNamedByTheCheckpoint() throws Exception {
        asSuperuser(
                "DELETE FROM attachment USING photograph_link AS link WHERE attachment.id = link.attachment"
                        + " AND link.number = 3; DELETE FROM photograph_link WHERE number = 3;"
                        + " UPDATE photograph_head SET number = 2, chain ="
                        + " (SELECT chain FROM photograph_link WHERE authority = 'culture' AND number = 2) WHERE authority = 'culture'");

        assertThat(verify()).isEqualTo("photograph 3 of culture: it is missing, checkpoint 1 signed it");
    }

    @Test
    void aPhotographAddedToAFinishedInspectionIsNamed() throws Exception {
        asSuperuser(
                "INSERT INTO attachment SELECT gen_random_uuid(), owner, 3, type, bytes, name, content, content_key,"
                        + " content_hash FROM attachment WHERE owner = '" + first + "' AND number = 1");

        assertThat(verify())
                .isEqualTo("photograph 3 of inspection " + first
                        + ": it was never chained, though the inspection is finished");
    }

    /** Its link still proves itself, and one that is gone with its row is missed. */
    @Test
    void aPhotographThatWasErasedInTimeIsNotMissed() throws Exception {
        asSuperuser("UPDATE inspection SET created_at = now() - interval '25 months', erased_at = now();"
                + " UPDATE attachment SET name = NULL, content = NULL, content_key = NULL");
        assertThat(verify()).isNull();

        asSuperuser("UPDATE attachment SET content_hash = sha256('x') WHERE number = 2 AND owner = '" + first + "'");
        assertThat(verify()).startsWith("photograph 2 of culture, of inspection " + first + ": it was changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SET ROLE lingdian_service; "})
    void theDatabaseRefusesIt(String role) {
        String ofFirst = " WHERE owner = '" + first + "'";
        for (String sql : List.of(
                "DELETE FROM attachment" + ofFirst,
                "UPDATE attachment SET content = '\\x00'" + ofFirst,
                "UPDATE attachment SET content_hash = sha256('x')" + ofFirst,
                "UPDATE attachment SET content = '\\x00' WHERE owner = '" + open + "'",
                "INSERT INTO attachment SELECT gen_random_uuid(), owner, 3, type, bytes, name, content, content_key,"
                        + " content_hash FROM attachment" + ofFirst + " AND number = 1",
                "UPDATE attachment SET name = NULL, content = NULL, content_key = NULL" + ofFirst,
                "UPDATE inspection SET erased_at = now() WHERE id = '" + first + "'",
                "DELETE FROM photograph_link",
                "UPDATE photograph_link SET chain = sha256('x')",
                "TRUNCATE photograph_link",
                "UPDATE photograph_head SET number = 1",
                "DELETE FROM photograph_head",
                "INSERT INTO inspection_version SELECT inspection_id, 2, at, account, kind, 'closed', unit, started_at, ended_at,"
                        + " officers, vehicles, visits, place_codes, violations, content FROM inspection_version"
                        + " WHERE inspection_id = '" + open + "'")) {
            assertThatThrownBy(() -> execute(role + sql))
                    .as(role + sql)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("42501")); // insufficient_privilege
        }
    }

    @Test
    void aPhotographOfAnOpenInspectionIsRemoved() {
        assertThatCode(() -> execute("SET ROLE lingdian_service; DELETE FROM attachment WHERE owner = '" + open + "'"))
                .doesNotThrowAnyException();
    }

    /** The key of each is sealed again, and the photograph stays as it was chained. */
    @Test
    void aRotationOfTheKeysChangesNoPhotograph() throws Exception {
        List<String> before = service.rows("SELECT encode(content_key, 'hex') FROM attachment ORDER BY id");

        service.rotate();
        service.rekey();

        assertThat(service.rows("SELECT encode(content_key, 'hex') FROM attachment ORDER BY id"))
                .doesNotContainAnyElementsOf(before);
        assertThat(verify()).isNull();
        assertThat(opened()).isEqualTo(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1});
        asSuperuser(
                "UPDATE kept_attachment AS kept SET name = now.name, content_key = now.content_key FROM attachment AS now"
                        + " WHERE now.id = kept.id");
    }

    /** The first photograph of the first inspection. */
    private static byte[] opened() throws Exception {
        String hex = "SELECT encode(%s, 'hex') FROM attachment WHERE number = 1 AND owner = '" + first + "'";
        var sealed = new SealedFile(
                HexFormat.of().parseHex(service.rows(hex.formatted("content")).getFirst()),
                HexFormat.of()
                        .parseHex(service.rows(hex.formatted("content_key")).getFirst()));
        return new FileSealing(service.vault()).open(sealed, new SealedRef("", UUID.fromString(first), 1, "file"));
    }

    private static String verify() throws Exception {
        return service.verify().firstBroken();
    }

    private static void asSuperuser(String sql) throws SQLException {
        TestDatabase.force(service.database(), sql);
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
