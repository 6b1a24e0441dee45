package lingdian.office.disclosure;

import static lingdian.testing.SealedCafe.ADULT;
import static lingdian.testing.SealedCafe.CAFE;
import static lingdian.testing.SealedCafe.MINOR;
import static lingdian.testing.SealedCafe.NAME;
import static lingdian.testing.SealedCafe.QUARANTINED;
import static lingdian.testing.SealedCafe.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.SealedCafe.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Handbook, unmasking.md: who may see a person or a text unmasked, for how long, and what is logged before. */
class UnmaskingIT {
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    static SealedCafe cafe;
    private String asker;
    private String second;
    private long logged;

    @BeforeAll
    static void start() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        LOG.setContext(root.getLoggerContext());
        LOG.start();
        root.addAppender(LOG);
        ((Logger) LoggerFactory.getLogger("lingdian")).setLevel(Level.ALL);
        cafe = new SealedCafe();
    }

    @AfterAll
    static void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
        ((Logger) LoggerFactory.getLogger("lingdian")).setLevel(null);
        cafe.close();
    }

    @BeforeEach
    void newAccounts() throws Exception {
        asker = cafe.service.regulatorToken("culture", "360481");
        second = cafe.service.regulatorToken("culture", "360400");
        logged = cafe.logPosition();
    }

    @Test
    void anAdultIsUnmaskedForAReasonAndItIsWrittenDown() {
        Answer answer = unmask(asker, adult());

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonObject unmasked = answer.json();
        assertThat(unmasked.getString("state")).isEqualTo("granted");
        assertThat(unmasked.getValue("secondPerson")).isNull();
        assertThat(unmasked.getJsonObject("person").getString("name")).isEqualTo(NAME);
        assertThat(unmasked.getJsonObject("person").getJsonObject("document").getString("number"))
                .isEqualTo(ADULT);
        assertThat(unmasked.getJsonObject("person").getJsonObject("document").getString("birthDate"))
                .isEqualTo("1987-06-05");
        assertThat(unmasked.getString("expiresAt")).isEqualTo("2026-07-10T13:15:00+08:00");
        assertThat(cafe.logged(logged)).contains("unmask done");
        assertThat(cafe.rows(
                        "SELECT subject_id FROM access_log WHERE action = 'unmask' ORDER BY position DESC LIMIT 1"))
                .containsExactly(adult());
    }

    @Test
    void withoutAReasonNothingIsShown() {
        for (JsonObject body : List.of(new JsonObject(), new JsonObject().put("reason", " "))) {
            assertThat(cafe.call("POST", "/violations/" + adult() + "/unmask", asker, body)
                            .status())
                    .isEqualTo(400);
        }
    }

    /** Handbook, documents.md. */
    @Test
    void aDocumentOfTheCasePrintsTheNumberOfAGrantedUnmaskingAlone() throws Exception {
        cafe.service.groupCases();
        String id = cafe.rows("SELECT case_id FROM case_violation WHERE authority = 'culture' AND violation_id = '"
                        + adult() + "'")
                .getFirst();
        String path = "/cases/" + id + "/documents";
        JsonObject record = new JsonObject().put("kind", "interview-record");
        String unmasking = unmask(asker, adult()).json().getString("id");

        Answer made = cafe.call("POST", path, asker, record.copy().put("unmasking", unmasking));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String document = path + "/" + made.json().getString("id");
        assertThat(cafe.get(document, asker).status()).isEqualTo(400);
        assertThat(cafe.get(document + "?reason=r", asker).text()).contains(ADULT, NAME);
        assertThat(cafe.get(document + "?format=html&reason=r", asker).text())
                .contains("****")
                .doesNotContain(ADULT, NAME);
        assertThat(cafe.logged(logged)).filteredOn("unmask done"::equals).hasSize(2);
        Answer without = cafe.call(
                "POST",
                path,
                asker,
                new JsonObject().put("kind", "closing-report").put("unmasking", unmasking));
        assertThat(cafe.get(path + "/" + without.json().getString("id"), asker).status())
                .as("its template prints no number")
                .isEqualTo(200);
        assertThat(cafe.call("POST", path, second, record.copy().put("unmasking", unmasking))
                        .status())
                .as("another account's")
                .isEqualTo(400);
        String other =
                unmask(asker, cafe.violation("MINOR_ADMITTED", "minor")).json().getString("id");
        assertThat(cafe.call("POST", path, asker, record.copy().put("unmasking", other))
                        .status())
                .as("not granted yet")
                .isEqualTo(400);
        assertThat(cafe.get(
                                path + "/"
                                        + cafe.call("POST", path, asker, record)
                                                .json()
                                                .getString("id"),
                                asker)
                        .text())
                .doesNotContain(ADULT);
    }

    /** Whoever reads the document later sees the same number as whoever made it (未成年人网络保护条例 Art. 36). */
    @Test
    void aDocumentWithAMinorsNumberIsReadByAnUnmaskingOfOnesOwnAlone() throws Exception {
        cafe.service.groupCases();
        String minor = cafe.violation("MINOR_ADMITTED", "minor");
        String id = cafe.rows("SELECT case_id FROM case_violation WHERE authority = 'culture' AND violation_id = '"
                        + minor + "'")
                .getFirst();
        String path = "/cases/" + id + "/documents";
        String unmasking = approved(minor, asker, second);
        String document = path + "/"
                + cafe.call(
                                "POST",
                                path,
                                asker,
                                new JsonObject().put("kind", "interview-record").put("unmasking", unmasking))
                        .json()
                        .getString("id");
        String file = document + "?reason=r";
        assertThat(cafe.get(file, asker).text()).as("within the 15 minutes").contains(MINOR);
        String changed = "UPDATE account SET changed_at = %s WHERE id ="
                + " (SELECT asked_by FROM unmasking WHERE id = '" + unmasking + "')";
        cafe.sql(changed.formatted("'" + cafe.now.get().plusMillis(1) + "'"));
        assertThat(cafe.get(file, asker).status())
                .as("by whoever took the account over")
                .isEqualTo(403);
        cafe.sql(changed.formatted("NULL"));

        assertThat(cafe.get(file, second).status()).as("approved only").isEqualTo(403);
        unmask(second, adult());
        Answer refused = cafe.get(file, second);
        assertThat(refused.status()).as("another person's").isEqualTo(403);
        assertThat(refused.json().getString("code")).isEqualTo("unmasking-needed");
        assertThat(refused.text()).contains(minor);
        assertThat(cafe.get(document + "?format=html&reason=r", second).status())
                .isEqualTo(200);
        var began = cafe.now.get();
        cafe.now.set(began.plus(Duration.ofMinutes(15)));
        Answer late = cafe.get(file, asker);
        cafe.now.set(began);
        assertThat(late.status()).isEqualTo(403);
        approved(minor, second, asker);
        assertThat(cafe.get(file, second).text()).contains(MINOR);
        assertThat(
                        cafe.rows(
                                "SELECT count(*) FROM access_log WHERE action = 'read-document' AND details LIKE '%\"unmasking\"%'"))
                .containsExactly("2");
    }

    private String approved(String violation, String by, String approver) {
        String id = unmask(by, violation).json().getString("id");
        assertThat(cafe.call("POST", "/unmaskings/" + id + "/approval", approver, null)
                        .status())
                .isEqualTo(200);
        return id;
    }

    @Test
    void itLastsFifteenMinutesAndNoLonger() {
        String id = unmask(asker, adult()).json().getString("id");
        var began = cafe.now.get();

        cafe.now.set(began.plus(Duration.ofMinutes(15)).minusNanos(1_000));
        Answer before = cafe.get("/unmaskings/" + id, asker);
        cafe.now.set(began.plus(Duration.ofMinutes(15)));
        Answer at = cafe.get("/unmaskings/" + id, asker);
        cafe.now.set(began);

        assertThat(before.json().getJsonObject("person").getString("name")).isEqualTo(NAME);
        assertThat(at.status()).isEqualTo(410);
        assertThat(at.json().getString("code")).isEqualTo("expired");
    }

    @Test
    void everyLookIsAnEntryOfItsOwn() {
        String id = unmask(asker, adult()).json().getString("id");
        cafe.get("/unmaskings/" + id, asker);

        assertThat(cafe.logged(logged)).filteredOn("unmask done"::equals).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "MINOR_ADMITTED,      minor,             minor",
        "MINOR_ADMITTED,      child,             under-14",
        "MINOR_ADMITTED,      fourteen-today,    minor",
        "MINOR_ADMITTED,      fourteen-tomorrow, under-14",
        "MINOR_ADMITTED,      eighteen-tomorrow, minor",
        "IDENTITY_UNVERIFIED, eighteen-today,    ",
        "IDENTITY_UNVERIFIED, adult,             ",
        "IDENTITY_UNVERIFIED, ageless,           age-unknown",
    })
    void whoMayBeAMinorNeedsASecondPerson(String code, String session, String secondPerson) {
        Answer answer = unmask(asker, cafe.violation(code, session));

        assertThat(answer.status()).isEqualTo(secondPerson == null ? 201 : 202);
        assertThat(answer.json().getString("secondPerson")).isEqualTo(secondPerson);
        assertThat(answer.json().containsKey("person")).isEqualTo(secondPerson == null);
        assertThat(answer.json().getString("state")).isEqualTo(secondPerson == null ? "granted" : "pending");
    }

    @Test
    void aSecondPersonApprovesAndOnlyTheAskerSees() {
        String id = unmask(asker, minor()).json().getString("id");
        assertThat(cafe.get("/unmaskings/" + id, asker).json().containsKey("person"))
                .isFalse();

        cafe.now.set(cafe.now.get().plusSeconds(600));
        Answer approved = approve(second, id);
        Answer seenByAsker = cafe.get("/unmaskings/" + id, asker);
        Answer seenBySecond = cafe.get("/unmaskings/" + id, second);

        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        assertThat(approved.json().getString("state")).isEqualTo("granted");
        assertThat(approved.json().getString("expiresAt")).isEqualTo("2026-07-10T13:25:00+08:00");
        assertThat(seenByAsker
                        .json()
                        .getJsonObject("person")
                        .getJsonObject("document")
                        .getString("number"))
                .isEqualTo(MINOR);
        assertThat(Stream.of(approved, seenBySecond).map(Answer::text).toList()).noneMatch(UnmaskingIT::personal);
        assertThat(cafe.logged(logged)).contains("request-unmasking done", "approve-unmasking done", "unmask done");
        cafe.now.set(cafe.now.get().minusSeconds(600));
    }

    @Test
    void nobodyApprovesTheirOwnRequest() {
        String id = unmask(asker, minor()).json().getString("id");

        Answer answer = approve(asker, id);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().getString("code")).isEqualTo("own-request");
        assertThat(cafe.get("/unmaskings/" + id, asker).json().getString("state"))
                .isEqualTo("pending");
        assertThat(cafe.logged(logged)).contains("approve-unmasking refused");
    }

    @Test
    void theDatabaseKeepsFourEyesToo() {
        String id = unmask(asker, minor()).json().getString("id");

        for (String forged : List.of(
                "granted = true",
                "granted = true, decided_by = asked_by, decided_at = asked_at",
                "granted = true, decided_at = asked_at, ends_at = asked_at + interval '16 minutes',"
                        + " decided_by = (SELECT id FROM account WHERE id <> asked_by LIMIT 1)")) {
            assertThat(refusedByTheDatabase("UPDATE unmasking SET " + forged + " WHERE id = '" + id + "'"))
                    .as(forged)
                    .isTrue();
        }
    }

    @Test
    void whatIsDecidedStaysDecided() throws Exception {
        String refused = unmask(asker, minor()).json().getString("id");
        assertThat(decide(second, refused, false).json().getString("state")).isEqualTo("refused");
        assertThat(cafe.get("/unmaskings/" + refused, asker).json().getString("state"))
                .isEqualTo("refused");
        assertThat(approve(cafe.service.regulatorToken("culture", "360000"), refused)
                        .status())
                .isEqualTo(409);
        assertThat(refusedByTheDatabase("UPDATE unmasking SET granted = true WHERE id = '" + refused + "'"))
                .isTrue();
    }

    @Test
    void ofTwoSecondPersonsAtOnceOneDecides() throws Exception {
        String id = unmask(asker, minor()).json().getString("id");
        String third = cafe.service.regulatorToken("culture", "360000");

        var answers = Stream.of(second, third)
                .map(token ->
                        CompletableFuture.supplyAsync(() -> approve(token, id).status()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void aRequestLapsesWhenNobodyDecides() {
        String id = unmask(asker, minor()).json().getString("id");
        var began = cafe.now.get();
        cafe.now.set(began.plus(Duration.ofHours(24)));

        Answer late = approve(second, id);
        Answer read = cafe.get("/unmaskings/" + id, asker);
        cafe.now.set(began);

        assertThat(late.status()).isEqualTo(410);
        assertThat(read.status()).isEqualTo(410);
    }

    @Test
    void outOfScopeItIsNotThere() throws Exception {
        String id = unmask(asker, minor()).json().getString("id");
        for (String[] foreign : new String[][] {
            {"culture", "360482"}, {"culture", "500000"}, {"public-security", "360481"}, {"public-security", "000000"}
        }) {
            String token = cafe.service.regulatorToken(foreign[0], foreign[1]);
            assertThat(unmask(token, minor()).status())
                    .as(foreign[0] + foreign[1])
                    .isEqualTo(404);
            assertThat(approve(token, id).status()).isEqualTo(404);
            assertThat(cafe.get("/unmaskings/" + id, token).status()).isEqualTo(404);
            assertThat(cafe.get("/violations/" + minor() + "/quarantine", token).status())
                    .isEqualTo(404);
            assertThat(list(token, "")).noneMatch(one -> one.getString("id").equals(id));
        }
        assertThat(unmask(asker, UUID.randomUUID().toString()).status()).isEqualTo(404);
    }

    @Test
    void bothAuthoritiesUnmaskWhatBothMaySee() throws Exception {
        assertThat(unmask(cafe.service.regulatorToken("public-security", "360000"), adult())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aScopeThatIsLostEndsTheSightToo() {
        String id = unmask(asker, adult()).json().getString("id");
        cafe.sql("UPDATE violation SET region = '360482' WHERE id = '" + adult() + "'");

        Answer moved = cafe.get("/unmaskings/" + id, asker);
        cafe.sql("UPDATE violation SET region = '360481' WHERE id = '" + adult() + "'");

        assertThat(moved.status()).isEqualTo(404);
    }

    @Test
    void onlyRegulatorsUnmask() throws Exception {
        List<String> others = List.of(
                RunningService.ADMIN_TOKEN,
                account(new JsonObject().put("name", "a").put("role", "auditor")),
                account(new JsonObject()
                        .put("name", "o")
                        .put("role", "operator")
                        .put("placeCode", CAFE)));
        String id = unmask(asker, minor()).json().getString("id");

        for (String token : others) {
            assertThat(unmask(token, adult()).status()).isEqualTo(403);
            assertThat(approve(token, id).status()).isEqualTo(403);
            assertThat(cafe.get("/unmaskings/" + id, token).status()).isEqualTo(403);
            assertThat(cafe.get("/unmaskings", token).status()).isEqualTo(403);
        }
    }

    @Test
    void whoMayApproveFindsWhatIsPending() {
        String id = unmask(asker, minor()).json().getString("id");

        JsonObject pending = list(second, "?state=pending").stream()
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(pending.getString("reason")).isEqualTo("核查 case 7");
        assertThat(pending.getJsonObject("askedBy").getString("name")).isEqualTo("regulator");

        approve(second, id);
        assertThat(list(second, "?state=pending"))
                .noneMatch(one -> one.getString("id").equals(id));
        assertThat(list(second, "?state=granted"))
                .anyMatch(one -> one.getString("id").equals(id));
    }

    @Test
    void aListGoesOnPageByPage() {
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> unmask(asker, adult()).json().getString("id"))
                .toList();

        JsonObject first = cafe.get("/unmaskings?limit=2", asker).json();
        JsonObject next = cafe.get("/unmaskings?limit=1000&cursor=" + first.getString("next"), asker)
                .json();

        assertThat(Stream.of(first, next)
                        .flatMap(page -> page.getJsonArray("items").stream())
                        .map(one -> ((JsonObject) one).getString("id"))
                        .toList())
                .containsAll(ids)
                .doesNotHaveDuplicates();
    }

    @Test
    void whereTheLogFailsNothingIsShown() {
        String granted = unmask(asker, adult()).json().getString("id");
        String pending = unmask(asker, minor()).json().getString("id");
        var answers = new java.util.ArrayList<Answer>();

        cafe.withoutLog(() -> {
            answers.add(unmask(asker, adult()));
            answers.add(unmask(asker, minor()));
            answers.add(cafe.get("/unmaskings/" + granted, asker));
            answers.add(approve(second, pending));
            answers.add(approve(asker, pending));
        });

        assertThat(answers).allMatch(answer -> answer.status() == 503, "503");
        assertThat(answers.stream().map(Answer::text)).noneMatch(UnmaskingIT::personal);
        assertThat(cafe.get("/unmaskings/" + pending, asker).json().getString("state"))
                .isEqualTo("pending");
    }

    @Test
    void aTextInQuarantineNeedsASecondPersonAndIsReachedByItsNumber() {
        String violation = cafe.violation("RECORDS_BROKEN", null);
        List<JsonObject> found = items(cafe.get("/violations/" + violation + "/quarantine", asker));
        assertThat(found)
                .extracting(one -> one.getString("kind") + " " + one.getInteger("seq") + " " + one.getString("code"))
                .containsExactlyInAnyOrder("conflict 1 null", "quarantine 9 invalid-event");

        for (int seq : List.of(1, 9)) {
            Answer asked = quarantined(asker, violation, STREAM, seq);
            assertThat(asked.status()).as(asked.text()).isEqualTo(202);
            assertThat(asked.json().getString("secondPerson")).isEqualTo("quarantine");
            approve(second, asked.json().getString("id"));
            JsonObject shown = cafe.get("/unmaskings/" + asked.json().getString("id"), asker)
                    .json()
                    .getJsonArray("texts")
                    .getJsonObject(0);
            assertThat(shown.getString("kind")).isEqualTo(seq == 1 ? "conflict" : "quarantine");
            assertThat(shown.getString("text")).contains(seq == 1 ? ADULT : QUARANTINED);
        }
    }

    @Test
    void aTextThatIsNotThisViolationsIsNotThere() {
        String violation = cafe.violation("RECORDS_BROKEN", null);
        assertThat(quarantined(asker, violation, STREAM, 2).status()).isEqualTo(404); // an identity, not a text
        assertThat(quarantined(asker, violation, UUID.randomUUID(), 9).status()).isEqualTo(404);
        assertThat(cafe.call(
                                "POST",
                                "/violations/" + violation + "/unmask",
                                asker,
                                new JsonObject().put("reason", "r").put("what", "quarantine"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aTextOfAnotherTimeIsNotThereUnlessItIsEvidence() {
        String violation = cafe.violation("MINOR_ADMITTED", "minor");
        cafe.sql(
                "UPDATE violation SET started_at = started_at - interval '9 days', ended_at = started_at - interval '8 days',"
                        + " state = 'ended' WHERE id = '" + violation + "'");
        Answer far = quarantined(asker, violation, STREAM, 9);
        cafe.sql("UPDATE violation SET snapshot = jsonb_set(snapshot::jsonb, '{evidence,0,seq}', '[9]') WHERE id = '"
                + violation + "'");
        Answer evidence = quarantined(asker, violation, STREAM, 9);
        cafe.sql("UPDATE violation SET started_at = started_at + interval '9 days', ended_at = NULL, state = 'open',"
                + " snapshot = jsonb_set(snapshot::jsonb, '{evidence,0,seq}', '[2]') WHERE id = '" + violation + "'");

        assertThat(far.status()).isEqualTo(404);
        assertThat(evidence.status()).isEqualTo(202);
    }

    @Test
    void aViolationWithoutAPersonSaysSo() {
        Answer answer = unmask(asker, cafe.violation("RECORDS_BROKEN", null));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().getString("code")).isEqualTo("no-person");
    }

    @Test
    void anAccountUnmasksOnlySoOftenInAnHour() {
        List<Integer> statuses = IntStream.range(0, 21)
                .mapToObj(i -> unmask(asker, adult()).status())
                .toList();

        assertThat(statuses.subList(0, 20)).containsOnly(201);
        assertThat(statuses.getLast()).isEqualTo(429);
        assertThat(cafe.logged(logged)).contains("request-unmasking refused");
        assertThat(unmask(second, adult()).status()).isEqualTo(201);

        cafe.now.set(cafe.now.get().plus(Duration.ofHours(1)));
        assertThat(unmask(asker, adult()).status()).isEqualTo(201);
        cafe.now.set(cafe.now.get().minus(Duration.ofHours(1)));
    }

    @Test
    void anotherNodeKnowsItAll() throws Exception {
        String id = unmask(asker, minor()).json().getString("id");
        try (RunningService other = cafe.service.another()) {
            assertThat(cafe.call(other, "POST", "/unmaskings/" + id + "/approval", second, null)
                            .status())
                    .isEqualTo(200);
            assertThat(cafe.call(other, "GET", "/unmaskings/" + id, asker, null)
                            .json()
                            .getJsonObject("person")
                            .getString("name"))
                    .isEqualTo(NAME);
        }
    }

    @Test
    void neitherLogNorDatabaseHoldsWhatWasShown() {
        unmask(asker, adult());
        approve(second, unmask(asker, minor()).json().getString("id"));

        assertThat(List.copyOf(LOG.list).stream().map(ILoggingEvent::getFormattedMessage))
                .noneMatch(UnmaskingIT::personal);
        for (String table : List.of("access_log", "unmasking")) {
            assertThat(cafe.rows("SELECT row_to_json(t) FROM " + table + " t"))
                    .isNotEmpty()
                    .noneMatch(UnmaskingIT::personal)
                    .noneMatch(row -> row.contains("核查")); // reasons are sealed
        }
    }

    private static boolean personal(String text) {
        return Stream.of(ADULT, MINOR, NAME, QUARANTINED, "1987-06-05", "19870605")
                .anyMatch(text::contains);
    }

    private static boolean refusedByTheDatabase(String sql) {
        try {
            cafe.sql(sql);
            return false;
        } catch (IllegalStateException refused) {
            return true;
        }
    }

    private static String account(JsonObject body) {
        return cafe.call("POST", "/accounts", RunningService.ADMIN_TOKEN, body)
                .json()
                .getString("token");
    }

    private static String adult() {
        return cafe.violation("IDENTITY_UNVERIFIED", "adult");
    }

    private static String minor() {
        return cafe.violation("MINOR_ADMITTED", "minor");
    }

    private static Answer unmask(String token, String violation) {
        return cafe.call(
                "POST", "/violations/" + violation + "/unmask", token, new JsonObject().put("reason", "核查 case 7"));
    }

    private static Answer quarantined(String token, String violation, UUID stream, long seq) {
        return cafe.call(
                "POST",
                "/violations/" + violation + "/unmask",
                token,
                new JsonObject()
                        .put("reason", "核查 case 7")
                        .put("what", "quarantine")
                        .put("stream", stream.toString())
                        .put("seq", seq));
    }

    private static Answer approve(String token, String id) {
        return cafe.call("POST", "/unmaskings/" + id + "/approval", token, null);
    }

    private static Answer decide(String token, String id, boolean approve) {
        return cafe.call("POST", "/unmaskings/" + id + "/approval", token, new JsonObject().put("approve", approve));
    }

    private static List<JsonObject> list(String token, String query) {
        return items(cafe.get("/unmaskings" + query, token));
    }

    private static List<JsonObject> items(Answer list) {
        return list.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
