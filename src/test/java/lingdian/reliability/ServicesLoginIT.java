package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.record.accesslog.VerificationOfChanges;
import lingdian.record.evidence.BundleCheck;
import lingdian.record.journal.VerificationCheckpoints;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.AddedCheckpoint;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.PublicKey;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service whose login is a member of its roles and owns nothing, and somebody who took that login over: the service does all that it
 * does for people, and they do nothing of it without a trace (threat-model.md#somebody-with-the-database).
 */
class ServicesLoginIT {
    private static final String CAFE = "36048110000001";
    private static final String WITHOUT_ENTRY = "with an entry in the access log|with its entry in the access log";

    private static DatabaseAddress owner;
    private static RunningService service;
    private static AdminClient culture;
    private static AdminClient police;
    private static PostingCafe cafe;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        owner = service.database();
        cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
        culture = service.regulator("culture", "360000");
        assertThat(cafe.send(service.url(), "heartbeat", Instant.now())).isTrue();
        login("adult", SealedCafe.document("111", SealedCafe.ADULT).put("validUntil", "2020-01-01"));
        login("minor", SealedCafe.document("111", SealedCafe.MINOR));
        police = service.regulator("public-security", "360481");
    }

    private static void login(String session, JsonObject document) throws Exception {
        assertThat(cafe.send(service.url(), PostingCafe.login(session, document)))
                .isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private static JsonObject call(AdminClient client, String method, String path, @Nullable JsonObject body)
            throws Exception {
        return client.call(HttpMethod.valueOf(method), path, body).await(PATIENCE_SECONDS, SECONDS);
    }

    private static String refusal(String... statements) throws SQLException {
        return TestDatabase.refusalOfMember(owner, statements);
    }

    private static String value(String sql) throws Exception {
        return service.rows(sql).getFirst();
    }

    private static @Nullable String brokenChange() throws Exception {
        try (var store = VerificationOfAccessStore.open(owner)) {
            return VerificationOfChanges.run(store).firstBroken();
        }
    }

    private static void asOwner(String sql) throws SQLException {
        TestDatabase.force(owner, sql);
    }

    // Hours.

    private static JsonObject order(String area, String code) {
        return new JsonObject()
                .put(area, code)
                .put("kind", "open")
                .put("to", Instant.now().plusSeconds(86_400).toString())
                .put("document", "(2026) 1");
    }

    private static JsonObject document() {
        return new JsonObject().put("document", "(2026) 2");
    }

    @Test
    void hoursAreEnteredAndEndedByPeople() throws Exception {
        String ofCafe = "/cafes/" + CAFE;
        for (String region : List.of("360481", "360400", "360000")) {
            String id =
                    call(culture, "POST", "/orders", order("region", region)).getString("id");
            call(culture, "DELETE", "/orders/" + id, null);
        }
        call(culture, "POST", "/orders", order("placeCode", CAFE));
        var weekly = new JsonObject().put("mon", new JsonArray().add("08:00-24:00"));
        call(culture, "PUT", ofCafe + "/hours", document().put("weekly", weekly).put("from", "2100-01-01"));
        call(
                culture,
                "PUT",
                "/regions/360481/hours",
                document().put("weekly", weekly).put("from", "2100-01-01"));
        for (String kind : List.of("suspensions", "closures")) {
            String id = call(
                            culture,
                            "POST",
                            ofCafe + "/" + kind,
                            document().put("kind", kind.equals("closures") ? "temporary" : null))
                    .getString("id");
            call(culture, "DELETE", ofCafe + "/" + kind + "/" + id, null);
        }
        String pasts = "SELECT count(*) FROM cafe_past";
        String before = value(pasts);
        service.cafe(CAFE, List.of("staff-" + before));
        assertThat(value(pasts)).as("what the café was").isNotEqualTo(before);
        assertThat(brokenChange()).isNull();
    }

    /** Enters a suspension and a closure, with the entries of a case. */
    @Test
    void aLicenceIsRevokedByADecision() throws Exception {
        String revoked = "36048110000002";
        service.cafe(revoked, List.of());
        AdminClient officer = service.regulator("culture", "360481");
        String id = call(officer, "POST", "/cases", new JsonObject().put("placeCode", revoked))
                .getString("id");
        var officers = new JsonArray().add(new JsonObject().put("name", "王勇"));
        act(officer, id, "assign", new JsonObject().put("officers", officers).put("trigger", "data-monitoring"));
        var visit = new JsonObject().put("kind", "dispatch").put("unit", "执法队");
        String inspection = call(officer, "POST", "/inspections", visit).getString("id");
        act(
                officer,
                id,
                "check",
                new JsonObject()
                        .put("inspection", inspection)
                        .put("outcome", "true")
                        .put("note", "n"));
        for (String step : List.of("file", "review", "notify")) {
            act(officer, id, step, new JsonObject());
        }
        var sanctions = new JsonArray().add(new JsonObject().put("kind", "revocation"));
        act(officer, id, "decide", new JsonObject().put("sanctions", sanctions));

        for (String table : List.of("suspension", "closure")) {
            assertThat(service.rows("SELECT id FROM " + table + " WHERE place_code = '" + revoked + "'"))
                    .hasSize(1);
        }
        assertThat(brokenChange()).isNull();
    }

    private static void act(AdminClient officer, String id, String action, JsonObject fields) throws Exception {
        long version = call(officer, "GET", "/cases/" + id, null).getLong("version");
        call(
                officer,
                "POST",
                "/cases/" + id + "/actions",
                fields.put("action", action).put("version", version));
    }

    private static String insertOrder(String begins, String enteredAt) throws Exception {
        return "INSERT INTO hours_order (place_code, id, kind, begins_at, ends_at, document, entered_at, entered_by) VALUES ('"
                + CAFE
                + "', '" + UUID.randomUUID() + "', 'open', " + begins + ", now() + interval '1 day', 'x', " + enteredAt
                + ", (SELECT id FROM account WHERE role = 'regulator' LIMIT 1))";
    }

    @Test
    void anOrderOfThePastThatNobodyEnteredIsRefused() throws Exception {
        String past = "now() - interval '1 day'";
        assertThat(refusal(insertOrder(past, "now()"))).contains("before what was judged");
        assertThat(refusal("UPDATE cafe_state SET effective_at = " + past, insertOrder(past, "now()")))
                .contains("only moves forward");
        assertThat(refusal(insertOrder("now() + interval '1 hour'", "now() - interval '10 days'")))
                .contains("entered now");
        assertThat(refusal(insertOrder("now() + interval '1 hour'", "now()"))).containsPattern(WITHOUT_ENTRY);

        String id = call(culture, "POST", "/orders", order("placeCode", CAFE)).getString("id");
        assertThat(cafe.send(service.url(), "heartbeat", Instant.now())).isTrue();
        String end = "UPDATE hours_order SET ends_at = %s WHERE id = '" + id + "'";
        assertThat(refusal(end.formatted("begins_at"))).contains("before what was judged");
        assertThat(refusal(end.formatted("now() + interval '1 hour'"))).containsPattern(WITHOUT_ENTRY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO schedule (region, weekly, valid_from, document, entered_at, entered_by)"
                        + " VALUES ('360400', '{}', current_date - 1, 'x', now(), gen_random_uuid())",
                "INSERT INTO suspension (id, place_code, begins_at, cause, ordered_by, document, entered_at, entered_by)"
                        + " VALUES (gen_random_uuid(), '36048110000001', now() - interval '1 day', 'suspension', 'culture', 'x', now(),"
                        + " gen_random_uuid())",
                "INSERT INTO closure (id, place_code, kind, begins_at, document, entered_at, entered_by)"
                        + " VALUES (gen_random_uuid(), '36048110000001', 'permanent', now() - interval '1 day', 'x', now(), gen_random_uuid())"
            })
    void noHoursBeginBeforeWhatWasJudged(String insert) throws Exception {
        assertThat(refusal(insert)).contains("before what was judged");
    }

    @Test
    void whatACafeWasIsWrittenByItsChangesAlone() throws Exception {
        assertThat(refusal("INSERT INTO cafe_past (place_code, events, region, staff_terminals, time_zone, measures)"
                        + " SELECT place_code, 0, region, staff_terminals, time_zone, measures FROM cafe LIMIT 1"))
                .contains("permission denied");
    }

    @Test
    void anOrderThatIsEnteredMovedOrEndedPastTheGuardsIsNamed() throws Exception {
        String id = UUID.randomUUID().toString();
        asOwner(insertOrder("now() - interval '1 day'", "now()")
                .replaceFirst("VALUES \\('\\d+', '[^']+'", "VALUES ('" + CAFE + "', '" + id + "'"));
        assertThat(brokenChange()).isEqualTo("order " + id + ": no entry of the access log says this of it");
        asOwner("DELETE FROM hours_order WHERE id = '" + id + "'");
        assertThat(brokenChange()).isNull();

        String genuine =
                call(culture, "POST", "/orders", order("placeCode", CAFE)).getString("id");
        String move = "UPDATE hours_order SET %1$s = %1$s %2$s interval '1 hour' WHERE id = '" + genuine + "'";
        for (String time : List.of("begins_at", "ends_at")) {
            asOwner(move.formatted(time, "-"));
            assertThat(brokenChange()).startsWith("order " + genuine + ": ");
            asOwner(move.formatted(time, "+"));
            assertThat(brokenChange()).isNull();
        }
    }

    // Rules.

    private static JsonObject proposal(String version) throws Exception {
        String first = call(service.admin(), "GET", "/rule-sets", null)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        JsonObject content =
                call(service.admin(), "GET", "/rule-sets/" + first, null).getJsonObject("content");
        return call(
                service.admin(),
                "POST",
                "/rule-sets",
                new JsonObject().put("content", content.put("version", version)));
    }

    @Test
    void rulesAreReleasedByPeopleAndNotByARow() throws Exception {
        String insert =
                "INSERT INTO rule_release (id, version, content, source, author, proposed_at, state, decided_at, number, begins_at)"
                        + " SELECT gen_random_uuid(), 'made-up', content, 'file', author, now(), %s FROM rule_release WHERE number = 1";
        assertThat(refusal(insert.formatted("'released', now(), number + 1, now()")))
                .contains("proposed, and decided later");
        String propose = insert.formatted("'proposed', NULL, NULL, NULL");
        assertThat(refusal(propose)).containsPattern(WITHOUT_ENTRY);
        String release = "UPDATE rule_release SET state = 'released', decided_at = now(), begins_at = %s,"
                + " number = (SELECT max(number) + 1 FROM rule_release) WHERE version = 'made-up'";
        assertThat(refusal(propose, release.formatted("now()"))).containsPattern(WITHOUT_ENTRY);
        assertThat(refusal(propose, release.formatted("now() - interval '1 day'")))
                .contains("after what was judged");

        String id = proposal("people-1").getString("id");
        AdminClient second = service.regulator("culture", "000000");
        call(second, "POST", "/rule-sets/" + id + "/approval", null);
        assertThat(value("SELECT state FROM rule_release WHERE id = '" + id + "'"))
                .isEqualTo("released");
        assertThat(refusal(propose, release.formatted("now() + interval '1 hour'")))
                .contains("where people released some");
        assertThat(brokenChange()).isNull();

        asOwner("UPDATE rule_release SET content = content || ' ' WHERE id = '" + id + "'");
        assertThat(brokenChange())
                .isEqualTo("rules " + id + ": its content is not that of its entry in the access log");
        asOwner("UPDATE rule_release SET content = rtrim(content) WHERE id = '" + id + "'");
        asOwner(insert.formatted("'released', now(), 9, now()"));
        assertThat(brokenChange()).startsWith("rules ").endsWith("no entry of the access log says this of it");
        asOwner("DELETE FROM rule_release WHERE number = 9");
    }

    // Evidence.

    private static @Nullable String brokenCheckpoint() throws Exception {
        try (var store = VerificationStore.open(owner)) {
            return VerificationCheckpoints.run(store).firstBroken();
        }
    }

    private static int evidence() throws Exception {
        String violation = value("SELECT id FROM violation WHERE code = 'MINOR_ADMITTED'");
        String token = service.regulatorToken("culture", "360481");
        return Http.to(service)
                .as(token)
                .get("/api/v1/violations/" + violation + "/evidence")
                .status();
    }

    @Test
    void aCheckpointIsTheNextOneAndKeepsItsLeaves() throws Exception {
        long number = service.checkpoint();
        String leaf = "INSERT INTO checkpoint_leaf (checkpoint, position, seq, chain, authority)"
                + " VALUES (%s, 1000000, 1, sha256('x'), 'culture')";
        assertThat(refusal(leaf.formatted(number))).contains("no further leaves");
        assertThat(refusal("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", leaf.formatted(number + 1)))
                .contains("READ COMMITTED");
        String checkpoint = "INSERT INTO checkpoint (number, day, made_at, body, hash, fingerprint, signature)"
                + " SELECT %s, %s, %s, 'x', sha256('x'), fingerprint, signature FROM checkpoint WHERE number = "
                + number;
        for (String values : List.of(
                checkpoint.formatted("9223372036854775807", "NULL", "now()"),
                checkpoint.formatted("number + 1", "NULL", "now()"),
                checkpoint.formatted("number + 1", "(now() AT TIME ZONE interval '8 hours')::date", "now()"),
                checkpoint.formatted("number + 1", "NULL", "'2020-01-01'"))) {
            assertThat(refusal(values)).contains("is the next one, and of now");
        }
        assertThat(service.checkpoint()).isGreaterThan(number);
        assertThat(brokenCheckpoint()).isNull();
    }

    /** The tree comes before what it is compared with: otherwise an office is accused of a photograph that it never had. */
    @Test
    void aTreeThatGotALeafMoreIsNamedAndSpoilsNoEvidence() throws Exception {
        assertThat(evidence()).isEqualTo(200);
        String leaves =
                "INSERT INTO checkpoint_leaf SELECT number, 1000000, NULL, 1, sha256('x'), false, 'culture' FROM checkpoint";
        asOwner(leaves);
        try {
            assertThat(signersOfCheckpoints())
                    .as("by the leaves that were signed")
                    .isNotEmpty();
            assertThat(brokenCheckpoint()).isEqualTo("checkpoint 1: its heads do not match its root");
        } finally {
            asOwner("DELETE FROM checkpoint_leaf WHERE position = 1000000");
        }
        assertThat(evidence()).isEqualTo(200);
        assertThat(brokenCheckpoint()).isNull();
    }

    /** Whoever has the login has no key. The owner of the tables can remove it, since nothing goes on from it. */
    @Test
    void nothingIsProvenByACheckpointThatIsNotSignedNorGoesOnFromIt() throws Exception {
        long number = service.checkpoint();
        String next = String.valueOf(number + 1);
        assertThat(refusal(
                        "INSERT INTO checkpoint_leaf SELECT " + next
                                + ", position, stream_number, seq, chain, conflicts, authority"
                                + " FROM checkpoint_leaf WHERE checkpoint = " + number,
                        "INSERT INTO checkpoint (number, made_at, body, hash, fingerprint, signature) SELECT " + next
                                + ", now(), regexp_replace(replace(body, 'number: " + number + "', 'number: " + next
                                + "'), 'previous: \\w+', 'previous: ' || encode(hash, 'hex')), sha256('x'), fingerprint, signature"
                                + " FROM checkpoint WHERE number = " + number))
                .isEmpty();
        try {
            assertThat(brokenCheckpoint()).startsWith("checkpoint " + next + ": ");
            assertThat(service.checkpoint()).isEqualTo(number + 2);
        } finally {
            asOwner("DELETE FROM checkpoint_leaf WHERE checkpoint = " + next
                    + "; DELETE FROM checkpoint WHERE number = " + next);
        }
        service.checkpoint();
        assertThat(brokenCheckpoint()).isNull();
    }

    /** A bundle whose checkpoint another key signed is refused by whoever compares keys. */
    @Test
    void aCheckpointThatAnotherKeySignedIsInNoEvidence(@TempDir Path directory) throws Exception {
        long number = service.checkpoint();
        login("another-minor", SealedCafe.document("111", SealedCafe.MINOR));
        var stranger = new Vault(KeyRing.create(directory.resolve("ring.json")));
        var added = AddedCheckpoint.after(
                value("SELECT encode(hash, 'hex') FROM checkpoint WHERE number = " + number),
                stranger,
                number + 1,
                null);
        String leaves = "INSERT INTO checkpoint_leaf SELECT " + (number + 1)
                + ", row_number() OVER (), number, acked_seq, chain, false, NULL FROM stream_head";
        assertThat(refusal(added.keySql(), leaves, added.sql())).isEmpty();
        try {
            assertThat(signersOfCheckpoints()).containsExactly(service.vault().publicKey());
            assertThat(service.checkpoint()).isGreaterThan(number + 1);
            assertThat(compared()).isEqualTo("checkpoint " + (number + 1) + ": it is signed by no key of this service");
            assertThat(refusal("INSERT INTO signing_key (fingerprint, number, algorithm, public_key, first_used_at)"
                            + " VALUES (repeat('0', 64), 1, 'Ed25519', 'x', now())"))
                    .contains("a fingerprint is the SHA-256 of its key");
            assertThat(refusal("INSERT INTO signing_key VALUES ('%s', 1, 'Ed25519', 'x', now(), true)"
                            .formatted("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")))
                    .contains("permission denied");
            assertThat(refusal("DELETE FROM signing_key_proof")).contains("permission denied");
        } finally {
            asOwner("DELETE FROM checkpoint_leaf WHERE checkpoint = "
                    + added.body().number() + "; DELETE FROM checkpoint WHERE number = "
                    + added.body().number());
        }
        assertThat(compared()).isNull();
        assertThat(brokenCheckpoint()).isNull();
    }

    private static @Nullable String compared() throws Exception {
        try (var store = VerificationStore.open(owner)) {
            return VerificationCheckpoints.run(store, VerificationCheckpoints.OwnKeys.of(service.vault(), store), null)
                    .first();
        }
    }

    private static Collection<PublicKey> signersOfCheckpoints() throws Exception {
        String token = service.regulatorToken("culture", "360481");
        String newest =
                value("SELECT id FROM violation WHERE code = 'MINOR_ADMITTED' ORDER BY detected_at DESC LIMIT 1");
        try (var bundle = Http.to(service)
                .as(token)
                .open("/api/v1/violations/" + newest + "/evidence")
                .body()) {
            return BundleCheck.check(bundle.readAllBytes()).signers().checkpoints();
        }
    }

    /** Whoever has the login appends signatures and keys, too. */
    @Test
    void aSignatureThatIsNoneSpoilsNoEvidence() throws Exception {
        assertThat(evidence()).isEqualTo(200);
        String key =
                "INSERT INTO cosigning_key (id, account, fingerprint, algorithm, public_key, registered_at, approved_by, approved_at)"
                        + " SELECT gen_random_uuid(), account.id, encode(sha256(%1$s), 'hex'), 'Ed25519', %1$s, now(), 'x', now() FROM account%2$s LIMIT 1";
        String sign =
                "INSERT INTO checkpoint_signature SELECT checkpoint.number, cosigning_key.id, 'x', now() FROM checkpoint, cosigning_key";
        assertThat(refusal(
                        key.formatted("'x'::bytea", ""),
                        key.formatted("signing_key.public_key", ", signing_key"),
                        sign))
                .isEmpty();
        try {
            String token = service.regulatorToken("culture", "360481");
            try (var bundle = Http.to(service)
                    .as(token)
                    .open("/api/v1/violations/" + violation("MINOR_ADMITTED") + "/evidence")
                    .body()) {
                assertThat(BundleCheck.check(bundle.readAllBytes())
                                .signers()
                                .cosigners()
                                .values())
                        .allSatisfy(cosigners -> assertThat(cosigners).isEmpty());
            }
            long number = Long.parseLong(value("SELECT max(number) FROM checkpoint"));
            assertThat(service.checkpoint()).isGreaterThan(number);
            assertThat(brokenCheckpoint()).contains("a regulator's signature does not match its text");
        } finally {
            asOwner("DELETE FROM checkpoint_signature; DELETE FROM cosigning_key");
        }
    }

    // Listening.

    private static final String LISTENING =
            "SELECT id FROM listening WHERE NOT over AND renewed_at > now() - interval '1 minute'";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM listening",
                "UPDATE listening SET heard_until = heard_until - interval '1 second'",
                "UPDATE listening SET heard_until = now() + interval '1 hour'",
                "UPDATE listening SET renewed_at = now() + interval '1 hour'",
                "UPDATE listening SET renewed_at = heard_until - interval '1 second'",
                "INSERT INTO listening VALUES (gen_random_uuid(), now() - interval '1 hour', now(), now())",
                "INSERT INTO listening VALUES (gen_random_uuid(), '2020-01-01', '2020-01-01', '2020-01-01')"
            })
    void aTimeOfListeningIsAsItsNodeSaid(String change) throws Exception {
        Await.until("the node listens", () -> !service.rows(LISTENING).isEmpty());
        assertThat(refusal(change)).contains("as its node said");
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence_watch", "absence_watch"})
    void aCafeIsLookedAtAgainWithinDays(String watch) throws Exception {
        assertThat(refusal("UPDATE " + watch + " SET look_at = 'infinity'")).contains("within two days");
    }

    @Test
    void aNodeWhoseTimeOfListeningWasEndedOrRemovedBeginsAnother() throws Exception {
        Await.until("the node listens", () -> !service.rows(LISTENING).isEmpty());
        String first = value(LISTENING);
        assertThat(refusal("UPDATE listening SET over = true WHERE NOT over")).isEmpty();
        Await.until(
                "it begins another one",
                () -> !service.rows(LISTENING + " AND id <> '" + first + "'").isEmpty());
        assertThat(refusal("UPDATE listening SET over = false WHERE over")).contains("as its node said");
        asOwner("DELETE FROM listening");
        Await.until("and another one", () -> !service.rows(LISTENING).isEmpty());
    }

    /** A node that was made up, and goes on saying that it waits: nothing is found beyond it. */
    @Test
    void aNodeThatWaitsForEverIsAnError() throws Exception {
        try (var log = ErrorLog.begin()) {
            asOwner(
                    "INSERT INTO listening VALUES (gen_random_uuid(), now() - interval '1 hour', now() - interval '1 hour', now())");
            Await.until(
                    "an error",
                    () -> log.errors().stream().anyMatch(error -> error.contains("Silences are looked for up to")));
        } finally {
            asOwner("DELETE FROM listening WHERE heard_until < now() - interval '30 minutes'");
        }
    }

    // Grants.

    private static JsonObject reason() {
        return new JsonObject().put("reason", "on-site check");
    }

    private static String violation(String code) throws Exception {
        return value("SELECT id FROM violation WHERE code = '" + code + "'");
    }

    @Test
    void personsAreShownAsOneAsksAndAnotherDecides() throws Exception {
        AdminClient asker = service.regulator("culture", "360481");
        String unmask = "/violations/%s/unmask";
        JsonObject adult = call(police, "POST", unmask.formatted(violation("IDENTITY_UNVERIFIED")), reason());
        assertThat(adult.encode()).contains(SealedCafe.ADULT);
        String child = call(asker, "POST", unmask.formatted(violation("MINOR_ADMITTED")), reason())
                .getString("id");
        call(culture, "POST", "/unmaskings/" + child + "/approval", new JsonObject().put("approve", true));
        assertThat(call(asker, "GET", "/unmaskings/" + child, null).encode()).contains(SealedCafe.MINOR);
        for (boolean approve : List.of(true, false)) {
            var body = reason().put("placeCode", CAFE)
                    .put("from", Instant.now().minusSeconds(3_600).toString())
                    .put("to", Instant.now().toString());
            String records = call(asker, "POST", "/record-requests", body).getString("id");
            JsonObject decided = call(
                    culture,
                    "POST",
                    "/record-requests/" + records + "/approval",
                    new JsonObject().put("approve", approve));
            assertThat(decided.getString("state")).isEqualTo(approve ? "granted" : "refused");
        }
    }

    private static String unmasking(
            String secondPerson, String granted, String decidedBy, String decidedAt, String endsAt) {
        return "INSERT INTO unmasking (id, violation_id, what, second_person, reason, asked_by, asked_at, granted, decided_by, decided_at,"
                + " ends_at) SELECT gen_random_uuid(), violation.id, 'person', " + secondPerson
                + ", '\\x00', account.id, now(), " + granted
                + ", " + decidedBy + ", " + decidedAt + ", " + endsAt
                + " FROM violation, account WHERE code = 'MINOR_ADMITTED'"
                + " AND account.authority = 'culture' AND account.region = '360000' LIMIT 1";
    }

    @Test
    void noRowUnmasksAPerson() throws Exception {
        String another =
                "(SELECT id FROM account AS other WHERE other.id <> account.id AND role = 'regulator' LIMIT 1)";
        assertThat(refusal(unmasking("'under-14'", "true", another, "'2126-12-02'", "'2126-12-02 00:14'")))
                .contains("asked by one and decided by another");
        assertThat(refusal(unmasking("NULL", "true", "NULL", "NULL", "now() + interval '15 minutes'")))
                .contains("asked and decided with its entry");
        String asked = unmasking("'minor'", "NULL", "NULL", "NULL", "now() + interval '1 day'");
        assertThat(refusal(asked)).contains("asked and decided with its entry");

        AdminClient asker = service.regulator("culture", "360481");
        String id = call(asker, "POST", "/violations/" + violation("MINOR_ADMITTED") + "/unmask", reason())
                .getString("id");
        String grant =
                "UPDATE unmasking SET granted = true, decided_at = %s, ends_at = %s, decided_by = (SELECT id FROM account WHERE %s"
                        + " AND id <> asked_by LIMIT 1) WHERE id = '" + id + "'";
        String officer = "authority = 'culture' AND region = '360000'";
        assertThat(refusal(grant.formatted("'2126-12-02'", "'2126-12-02 00:14'", officer)))
                .contains("asked by one and decided by another");
        assertThat(refusal(grant.formatted("now()", "now()", "authority = 'public-security'")))
                .contains("asked by one and decided by another");
        assertThat(refusal(grant.formatted("now()", "now()", officer))).contains("asked and decided with its entry");
    }

    /** Such a row has its entry, but names nobody who decided: what the service reads says whether somebody has to. */
    @Test
    void aRowThatSaysThatNobodyElseIsNeededShowsNoChild() throws Exception {
        AdminClient asker = service.regulator("culture", "360481");
        String id = call(asker, "POST", "/violations/" + violation("MINOR_ADMITTED") + "/unmask", reason())
                .getString("id");
        asOwner(
                "UPDATE unmasking SET second_person = NULL, granted = true, ends_at = now() + interval '14 minutes' WHERE id = '"
                        + id + "'");
        String token = service.regulatorToken("culture", "360481");
        asOwner("UPDATE unmasking SET asked_by = (SELECT id FROM account ORDER BY created_at DESC LIMIT 1) WHERE id = '"
                + id + "'");
        assertThat(Http.to(service).as(token).get("/api/v1/unmaskings/" + id).status())
                .isEqualTo(404);
    }

    @Test
    void noRowExportsTheRecordsOfACafe() throws Exception {
        String request =
                "INSERT INTO record_request (id, place_code, authority, from_at, to_at, legal_basis, reason, asked_by, asked_at,"
                        + " granted, decided_by, decided_at, ends_at) SELECT gen_random_uuid(), '" + CAFE
                        + "', 'culture', '2020-01-01', %s, '\\x00',"
                        + " '\\x00', account.id, now(), %s, %s FROM account WHERE authority = 'culture' AND region = '360000' LIMIT 1";
        String by = "(SELECT id FROM account AS other WHERE other.id <> account.id AND role = 'regulator' LIMIT 1)";
        assertThat(refusal(request.formatted("'2020-02-01'", "true", by + ", now(), '2100-01-01'")))
                .contains("asked by one and decided by another");
        assertThat(refusal(request.formatted("'2100-01-01'", "NULL", "NULL, NULL, now() + interval '1 day'")))
                .contains("asked by one and decided by another");
        assertThat(refusal(request.formatted("'2020-02-01'", "NULL", "NULL, NULL, now() + interval '1 day'")))
                .contains("asked and decided with its entry");
    }

    // The feed.

    @Test
    void theFeedTellsWhatIsThere() throws Exception {
        assertThat(service.rows("SELECT event FROM feed")).contains("opened");
        String tell =
                "INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)"
                        + " SELECT head.position + 1, now(), 'opened', %s, place_code, code, standing, authorities, snapshot FROM violation, head LIMIT 1";
        String move = "UPDATE head SET position = position + 1";
        assertThat(refusal(tell.formatted("gen_random_uuid()"), move)).contains("that are there");
        assertThat(refusal(tell.formatted("id"))).as("a number to come").contains("that are there");
    }

    // The access log.

    /** An entry, by its position, its time and its hash. */
    private static String entry(String position, String at) {
        return "INSERT INTO access_log (position, id, at, actor_kind, action, outcome, details, chain) SELECT "
                + position + ", gen_random_uuid(), " + at
                + ", 'service', 'verify', 'done', '{}', sha256('x') FROM access_log_head AS head";
    }

    @Test
    void theAccessLogGoesOnByEntriesOfNow() throws Exception {
        for (String at : List.of("'2099-01-01'::timestamptz", "now() - interval '2 months'")) {
            assertThat(refusal("SELECT ensure_access_month(" + at + ")")).contains("begins when it does");
        }
        String next = "head.position + 1";
        // At the end of a month there is none yet for a time to come.
        assertThat(refusal(entry(next, "clock_timestamp() + interval '10 minutes'")))
                .containsPattern("the next one, and of now|no partition");
        assertThat(refusal(entry(next, "head.at - interval '1 microsecond'")))
                .containsPattern("the next one, and of now|no partition");
        assertThat(refusal(entry("head.position", "clock_timestamp()"))).contains("the next one, and of now");
        assertThat(refusal(entry(next, "clock_timestamp()"))).contains("moves its end");
        String move = "UPDATE access_log_head SET position = position + 1, at = ";
        assertThat(refusal(move + "clock_timestamp()")).contains("goes on by its entries");
        assertThat(refusal(entry(next, "clock_timestamp()"), move + "'2099-01-01'"))
                .contains("goes on by its entries");
        assertThat(refusal(
                        entry(next, "clock_timestamp()"),
                        entry("head.position + 2", "clock_timestamp()"),
                        move + "(SELECT max(at) FROM access_log)"))
                .contains("goes on by its entries");
        assertThat(call(police, "GET", "/violations", null).getJsonArray("items"))
                .as("what waits for its entry")
                .isNotEmpty();
    }

    // The registry.

    private static JsonObject document(String number) {
        return new JsonObject()
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "111")
                                .put("number", number)
                                .put("name", "甲"));
    }

    private static void report(String number) throws Exception {
        call(
                police,
                "POST",
                "/persons/revocations",
                document(number).put("state", "lost").put("reason", "挂失"));
    }

    /** As by an account that has no entry about the person. */
    private static final String RENEWED_BY_CULTURE =
            "UPDATE registered_person SET renewed_by = (SELECT id FROM account WHERE authority = 'culture' LIMIT 1)";

    private static String stored(String what) throws Exception {
        return value("SELECT " + what + " FROM registered_person");
    }

    @Test
    void theRegistryChangesWithItsEntries() throws Exception {
        String number = SealedCafe.ADULT;
        call(police, "POST", "/persons", document(number));
        assertThat(refusal("UPDATE head SET registry_used = false")).contains("stays so");
        assertThat(refusal("UPDATE head SET registry_used = true")).isEmpty();

        report(number);
        String unlogged = "changes with its entry";
        String lift = "UPDATE registered_person SET state = 'registered', state_reason = NULL";
        assertThat(refusal(lift)).as("the entry of before").contains(unlogged);
        assertThat(refusal("DELETE FROM registered_person")).contains(unlogged);
        String another =
                "INSERT INTO registered_person SELECT gen_random_uuid(), token_version, name_hash, sealed, regions, registered_at,"
                        + " registered_by, renewed_at, renewed_by, %s FROM registered_person";
        for (String state : List.of(
                "state, state_at, state_by, state_region, state_reason",
                "'registered', state_at, state_by, state_region, NULL")) {
            assertThat(refusal(another.formatted(state))).as(state).contains(unlogged);
        }
        call(police, "POST", "/persons", document(number));
        assertThat(stored("state")).isEqualTo("registered");

        asOwner(RENEWED_BY_CULTURE);
        for (String change : List.of(
                "name_hash = substr(sha256('x'), 1, 16)",
                "regions = '{110000}'",
                "sealed = 'x'",
                "token = gen_random_uuid()")) {
            assertThat(refusal("UPDATE registered_person SET " + change))
                    .as(change)
                    .contains(unlogged);
        }
        assertThat(refusal("UPDATE registered_person SET regions = regions || '360400'::text"))
                .as("as who joins")
                .isEmpty();
        assertThat(refusal("UPDATE registered_person SET state = 'lost', state_reason = 'x'"))
                .contains(unlogged);

        // To the tokens of new keys they move without any entry of an officer.
        service.rotate();
        service.rekey();
        assertThat(stored("token_version")).isEqualTo("" + service.vault().tokenVersion());
        report(number);
        assertThat(refusal(lift)).contains(unlogged);
    }

    /** Of an account that is a program's, the log has very many. */
    @Test
    void theEntriesOfAnAccountAreNotReadForEachPersonOfAnImport() throws Exception {
        call(police, "POST", "/persons", document(SealedCafe.ADULT));
        asOwner(RENEWED_BY_CULTURE);
        asOwner("INSERT INTO access_log (position, id, at, actor_kind, actor_id, action, outcome, details, chain)"
                + " SELECT 1000000000 + n, gen_random_uuid(), now(), 'account', (SELECT renewed_by::text FROM registered_person LIMIT 1),"
                + " 'list-cafes', 'done', '{}', sha256('x') FROM generate_series(1, 2000) AS n");
        try (Connection connection = TestDatabase.member(owner);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DO $$ BEGIN UPDATE registered_person SET name_hash = substr(sha256('x'), 1, 16);"
                    + " EXCEPTION WHEN insufficient_privilege THEN NULL; END $$");
            try (ResultSet read = statement.executeQuery(
                    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
                            + " WHERE relname LIKE 'access_log%'")) {
                read.next();
                assertThat(read.getLong(1)).isLessThan(100);
            }
        } finally {
            asOwner("DELETE FROM access_log WHERE position > 1000000000");
        }
    }

    // Who follows the feed.

    @ParameterizedTest
    @CsvSource({"case_head, lingdian_grouping_lag_messages", "notification_head, lingdian_notifications_lag_messages"})
    void thePositionOfAJobGoesOnInTheFeed(String position, String meter) throws Exception {
        Await.until(
                "all is read",
                () -> value("SELECT head.position = job.position FROM head, " + position + " AS job")
                        .equals("t"));
        for (String moved : List.of("position - 1", "position + 1", "9223372036854775000")) {
            assertThat(refusal("UPDATE " + position + " SET position = " + moved))
                    .contains("up to the end of the feed");
        }
        try (var log = ErrorLog.begin()) {
            asOwner("UPDATE " + position + " SET position = position + 1000");
            Await.until(
                    "it is said", () -> log.errors().stream().anyMatch(one -> one.contains("lies beyond the feed")));
            assertThat(Http.to(service).meter(meter)).isNegative();
        } finally {
            asOwner("UPDATE " + position + " SET position = position - 1000");
        }
        Await.until("nothing is left out", () -> Http.to(service).meter(meter) == 0);
    }

    // Sessions.

    /** On a database of its own, whose keys were never changed. */
    @Test
    void aSessionStaysAsItWasWritten() throws Exception {
        try (RunningService node = RunningService.start()) {
            var guests = new PostingCafe(CAFE, node.cafe(CAFE, List.of()));
            for (String session : List.of("ended", "open")) {
                assertThat(guests.send(
                                node.url(), PostingCafe.login(session, SealedCafe.document("111", SealedCafe.ADULT))))
                        .isTrue();
            }
            String session = "SELECT count(*) FROM session";
            assertThat(node.rows(session)).containsExactly("2");
            assertThat(guests.send(
                            node.url(),
                            new JsonObject()
                                    .put("type", "logout")
                                    .put("at", Instant.now().toString())
                                    .put("session", "ended")
                                    .put("reason", "patron")))
                    .isTrue();
            assertThat(node.rows(session + " WHERE ended_at IS NOT NULL")).containsExactly("1");

            for (String column : List.of(
                    "place_code", "session", "terminal", "stream_number", "login_seq", "login_day", "started_at")) {
                assertThat(TestDatabase.refusalOfMember(
                                node.database(), "UPDATE session SET %1$s = %1$s".formatted(column)))
                        .contains("permission denied");
            }
            for (String change :
                    List.of("token = gen_random_uuid()", "ended_at = NULL", "end_seq = 1", "inferred_end = true")) {
                assertThat(TestDatabase.refusalOfMember(node.database(), "UPDATE session SET " + change))
                        .as(change)
                        .contains("ends once");
            }
            String marks = "UPDATE session SET contested = contested, apart = apart, shared_late = shared_late";
            assertThat(TestDatabase.refusalOfMember(node.database(), marks)).isEmpty();

            node.rotate();
            assertThat(guests.send(
                            node.url(), PostingCafe.login("again", SealedCafe.document("111", SealedCafe.ADULT))))
                    .isTrue();
            assertThat(node.rows("SELECT count(DISTINCT token) FROM session"))
                    .as("renamed")
                    .containsExactly("1");
        }
    }

    // Days.

    /** A day of the past would be dropped at once, and what was appended to it with it. */
    @Test
    void aDayIsMadeWhenItComes() throws Exception {
        String ensure = "SELECT ensure_day((now() AT TIME ZONE interval '8 hours')::date + %s)";
        for (int days : List.of(-100, -2, 3)) {
            assertThat(refusal(ensure.formatted(days))).contains("a day begins when it does");
        }
        assertThat(refusal(ensure.formatted("0"), ensure.formatted("1"))).isEmpty();
    }
}
