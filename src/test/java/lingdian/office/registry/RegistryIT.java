package lingdian.office.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.document.CitizenNumber;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry over HTTP: which changes are accepted or refused and how, their visibility, and the stored history. */
class RegistryIT {
    private static final String NAME = "欧阳可辨";
    private static RunningApi api;
    private static String police;
    private static String neighbour;
    private static String province;
    private static int born;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        police = api.regulator("public-security", "360481");
        neighbour = api.regulator("public-security", "360482");
        province = api.regulator("public-security", "360000");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void nothingFails() {
        api.logFailure = null;
        api.uses.clear();
    }

    @Test
    void aPersonIsRegisteredThenRenewedAndShownMasked() {
        String number = number();

        Answer first = register(police, number, NAME);
        Answer again = register(police, number, NAME);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(first.json())
                .isEqualTo(new JsonObject()
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", "111")
                                        .put("number", number.substring(0, 4) + "************" + number.substring(16))
                                        .put("name", "欧*"))
                        .put("registeredAt", "2026-07-10T12:00:00+08:00")
                        .put("state", "registered")
                        .put("stateAt", "2026-07-10T12:00:00+08:00")
                        .putNull("reason"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/document/type      | {'document':{'type':'000','number':'zzSecret','name':'zzName','birthDate':'1990-01-01'}}",
                "/document/number    | {'document':{'type':'111','number':'zzSecret','name':'zzName'}}",
                "/document/number    | {'document':{'type':'111','number':'360481199001010011','name':'zzName'}}",
                "/document/number    | {'document':{'type':'414','number':' ','name':'zzName','birthDate':'1990-01-01'}}",
                "/document/birthDate | {'document':{'type':'414','number':'zzSecret','name':'zzName'}}",
                "/document/birthDate | {'document':{'type':'414','number':'zzSecret','name':'zzName','birthDate':'1990-02-30'}}",
                "/document/birthDate | {'document':{'type':'414','number':'zzSecret','name':'zzName','birthDate':'2026-07-10'}}",
                "/document/birthDate | {'document':{'type':'111','number':'zzSecret','name':'zzName','birthDate':'zzBirth'}}",
                "/document/name      | {'document':{'type':'414','number':'zzSecret','name':' ','birthDate':'1990-01-01'}}",
                "/document/name      | {'document':{'type':'414','number':'zzSecret','birthDate':'1990-01-01'}}",
                "/document/name      | {'document':{'type':'414','number':'zzSecret','name':'zz\\u202EName','birthDate':'1990-01-01'}}",
                "/document           | {'type':'414','number':'zzSecret','name':'zzName'}",
            })
    void whatIsWrongIsNamedWithoutItsValue(String place, String body) {
        Answer answer = api.call("POST", "/api/v1/persons", police, new JsonObject(body.replace('\'', '"')));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.places()).containsExactly(place);
        assertThat(answer.text()).doesNotContain("zz").doesNotContain("360481199001010011");
    }

    /** A login's document may be as long (handbook, protocol.md): characters are Unicode code points. */
    @Test
    void whoeverCanLogInCanBeRegistered() {
        String longest = "𠮷".repeat(200);
        String number = number();

        assertThat(register(police, number, longest).status()).isEqualTo(201);
        assertThat(register(police, number(), longest + "𠮷").places()).containsExactly("/document/name");
        assertThat(refusals(imported(
                                police,
                                List.of(
                                        line(number(), longest),
                                        line(number(), longest + "𠮷"),
                                        line("𠮷".repeat(256), NAME),
                                        line("𠮷".repeat(257), NAME)),
                                null)
                        .json()))
                .containsExactly(
                        "2 invalid-person /document/name",
                        "3 document-malformed /document/number",
                        "4 invalid-person /document/number");
        String padded = number + " ".repeat(256 - number.length());
        assertThat(lookUp(police, padded, longest).json().getBoolean("nameMatches"))
                .isTrue();
        assertThat(revoke(police, padded, "lost").status()).isEqualTo(200);
        assertThat(lookUp(police, padded + " ", null).places()).containsExactly("/document/number");
    }

    @Test
    void aLookUpFindsTheEntryAndComparesANameWithoutTellingIt() {
        String number = number();
        register(police, number, "阿卜杜拉·买买提");

        JsonObject found = lookUp(police, number, "阿卜杜拉．买买提 ").json();

        assertThat(found.getBoolean("nameMatches")).isTrue();
        assertThat(lookUp(police, number, "张三").json().getBoolean("nameMatches"))
                .isFalse();
        assertThat(lookUp(police, number, null).json().fieldNames())
                .containsExactlyInAnyOrder("document", "registeredAt", "state", "stateAt", "reason");
        assertThat(found.encode()).contains("阿*").doesNotContain("卜").doesNotContain(number);
        assertThat(lookUp(police, " " + number.toLowerCase(Locale.ROOT), null).status())
                .isEqualTo(200);
        assertThat(lookUp(police, number(), null).status()).isEqualTo(404);
    }

    @Test
    void aLookUpIsWrittenDownBeforeItIsAnswered() {
        String number = number();
        register(police, number, NAME);
        api.uses.clear();

        lookUp(police, number, null);
        assertThat(api.uses).hasSize(1);
        assertThat(api.uses.getFirst().action()).isEqualTo(RegistryLog.Action.LOOK_UP);
        assertThat(api.uses.getFirst().reason()).isEqualTo("核对");
        assertThat(api.uses.getFirst().onRequest()).isFalse();
        api.call("POST", "/api/v1/persons", police, document(number, NAME).put("onRequest", true));
        assertThat(api.uses.getLast().onRequest()).isTrue();

        api.logFailure = new java.io.IOException("disk full");
        assertThat(lookUp(police, number, null).status()).isEqualTo(503);
        assertThat(revoke(police, number, "lost").status()).isEqualTo(503);
        assertThat(register(police, number(), NAME).status()).isEqualTo(503);
        assertThat(imported(police, List.of(line(number(), NAME)), null).status())
                .isEqualTo(503);
        api.logFailure = null;
        assertThat(lookUp(police, number, null).json().getString("state")).isEqualTo("registered");
    }

    @Test
    void aLookUpNeedsAReason() {
        for (String reason : List.of("", "  ")) {
            JsonObject body = document(number(), null).put("reason", reason);
            Answer answer = api.call("POST", "/api/v1/persons/lookup", police, body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.places()).containsExactly("/reason");
        }
        assertThat(api.call("POST", "/api/v1/persons/lookup", police, document(number(), null))
                        .places())
                .containsExactly("/reason");
        assertThat(api.uses).isEmpty();
    }

    @Test
    void anEntryIsSeenWhereItWasRegisteredAndAbove() {
        String number = number();
        register(police, number, NAME);
        api.sql("UPDATE registered_person SET renewed_at = '2025-01-01Z', state_at = '2025-01-01Z'");

        assertThat(lookUp(province, number, null).status()).isEqualTo(200);
        assertThat(lookUp(neighbour, number, null).status()).isEqualTo(404);
        assertThat(revoke(neighbour, number, "lost").status()).isEqualTo(404);

        Answer elsewhere = register(neighbour, number, NAME + " ");
        Answer added = register(neighbour, number(), NAME);
        assertThat(elsewhere.status()).as("as if it were new").isEqualTo(201);
        assertThat(unnumbered(elsewhere))
                .as("it tells nothing of the other region")
                .isEqualTo(unnumbered(added));
        assertThat(lookUp(neighbour, number, null).json().getString("registeredAt"))
                .startsWith("2025-01-01");
        assertThat(lookUp(police, number, null).status())
                .as("still seen where it was first registered")
                .isEqualTo(200);
    }

    private static JsonObject unnumbered(Answer registered) {
        JsonObject entry = registered.json();
        entry.getJsonObject("document").remove("number");
        return entry;
    }

    /** Otherwise one officer could shut any list of persons out of every café. */
    @Test
    void anEntryBelongsToTheRegionThatRegisteredItFirst() {
        String number = number();
        register(police, number, NAME);
        String entries = "SELECT md5(string_agg((to_jsonb(p) - 'regions' - 'mismatched_on')::text, '' ORDER BY token))"
                + " FROM registered_person p";
        String before = api.value(entries);

        for (int i = 0; i < 2; i++) { // not seen, then seen
            Answer renamed = register(neighbour, number, "甲");
            assertThat(renamed.status()).isEqualTo(409);
            assertThat(renamed.json().getString("code")).isEqualTo("name-mismatch");
            assertThat(refusals(imported(neighbour, List.of(line(number, "甲")), null)
                            .json()))
                    .containsExactly("1 name-mismatch /document/name");
            assertThat(register(neighbour, number, NAME).status()).isEqualTo(i == 0 ? 201 : 200);
            assertThat(imported(neighbour, List.of(line(number, NAME)), null)
                            .json()
                            .getLong("renewed"))
                    .isOne();
            Answer lost = revoke(neighbour, number, "lost");
            assertThat(lost.status()).isEqualTo(409);
            assertThat(lost.json().getString("code")).isEqualTo("registered-elsewhere");
        }

        assertThat(api.value(entries)).isEqualTo(before);
        assertThat(register(province, number, "甲").status()).isEqualTo(200);
        assertThat(register(neighbour, number, NAME).status()).isEqualTo(409);
        assertThat(register(police, number, NAME).status())
                .as("it still belongs to the first")
                .isEqualTo(200);
        assertThat(lookUp(province, number, NAME).json().getBoolean("nameMatches"))
                .isTrue();
    }

    /** Whoever registers an unknown number first may have got the name wrong, and nobody else can put it right. */
    @Test
    void theOfficeOfAnEntryIsToldThatAnotherReadAnotherName() {
        String number = number();
        api.sql("UPDATE registered_person SET mismatched_on = NULL");
        register(police, number, NAME);
        imported(neighbour, List.of(line(number, "甲")), null);
        assertThat(mismatches(police, number))
                .as("a list may be wrong by the thousand")
                .isEmpty();

        assertThat(register(neighbour, number, "甲").status()).isEqualTo(409);

        assertThat(mismatches(police, number)).singleElement().satisfies(told -> {
            assertThat(told.fieldNames()).containsExactlyInAnyOrder("document", "registeredAt", "mismatchedOn");
            assertThat(told.getString("mismatchedOn")).isEqualTo("2026-07-10");
            assertThat(told.encode())
                    .contains("欧*")
                    .doesNotContain("阳")
                    .doesNotContain("甲")
                    .doesNotContain(number);
        });
        assertThat(mismatches(province, number)).as("above it").hasSize(1);
        register(neighbour, number, NAME); // which it then sees
        assertThat(mismatches(neighbour, number)).as("it does not belong to it").isEmpty();
        imported(police, List.of(line(number, NAME)), null);
        assertThat(mismatches(police, number))
                .as("nobody looked at the document")
                .hasSize(1);
        register(police, number, NAME);
        assertThat(mismatches(police, number)).isEmpty();
    }

    private static List<JsonObject> mismatches(String reader, String number) {
        String masked = number.substring(0, 4) + "************" + number.substring(16);
        return api.get("/api/v1/persons/mismatches", reader).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getJsonObject("document").getString("number").equals(masked))
                .toList();
    }

    @Test
    void aLostDocumentIsTakenBackByItsOwnRegionAlone() {
        String number = number();
        register(police, number, NAME);

        JsonObject lost = revoke(police, number, "lost").json();
        assertThat(lost.getString("state")).isEqualTo("lost");
        assertThat(lost.getString("reason")).isEqualTo("挂失");
        assertThat(register(neighbour, number, NAME).status()).isEqualTo(409);
        assertThat(revoke(police, number, "revoked").json().getString("state")).isEqualTo("revoked");

        Answer back = register(police, number, NAME);
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json().getString("state")).isEqualTo("registered");
        assertThat(back.json().getString("reason")).isNull();

        revoke(police, number, "lost");
        api.sql("UPDATE registered_person SET state_region = '360000' WHERE state = 'lost'");
        assertThat(register(police, number, NAME).status())
                .as("reported by an authority above")
                .isEqualTo(409);
        api.sql("UPDATE registered_person SET state_region = '360482' WHERE state = 'lost'");
        assertThat(register(police, number, NAME).status())
                .as("reported by one that could not report it today")
                .isEqualTo(200);
    }

    @Test
    void aRevocationIsOfTheTwoKinds() {
        String number = number();
        register(police, number, NAME);

        assertThat(revoke(police, number, "registered").places()).containsExactly("/state");
    }

    @Test
    void aListIsImportedAndWhatIsRefusedIsListed() {
        var lines = new ArrayList<String>();
        IntStream.range(0, 1_200).forEach(i -> lines.add(line(number(), NAME)));
        String lost = number();
        register(police, lost, NAME);
        revoke(police, lost, "lost");
        lines.set(2, "{\"document\":{\"type\":\"111\",\"number\":\"zzSecret\",\"name\":\"zzName\"}}");
        lines.set(5, "zzNotJson");
        lines.set(6, "[1]");
        lines.set(7, "null");
        lines.set(8, "{\"document\":\"zz\"}");
        lines.set(9, "");
        lines.set(600, "{\"document\":{\"type\":\"414\",\"number\":\"zz1\",\"name\":\"zzName\"}}");
        lines.set(1_100, line(lost, NAME));
        lines.set(1_150, "{\"zz\":\"" + "z".repeat(5_000) + "\"}");

        JsonObject report = imported(police, lines, null).json();

        assertThat(report.getLong("lines")).isEqualTo(1_200);
        assertThat(report.getLong("registered")).isEqualTo(1_191);
        assertThat(report.getLong("renewed")).isZero();
        assertThat(report.getLong("refused")).isEqualTo(8);
        assertThat(refusals(report))
                .containsExactly(
                        "3 document-malformed /document/number",
                        "6 not-json ",
                        "7 invalid-person ",
                        "8 invalid-person ",
                        "9 invalid-person /document",
                        "601 document-malformed /document/birthDate",
                        "1101 document-revoked /document/number",
                        "1151 line-too-long ");
        assertThat(report.encode()).doesNotContain("zz");

        JsonObject again = imported(police, lines, null).json();
        assertThat(again.getLong("registered")).isZero();
        assertThat(again.getLong("renewed")).isEqualTo(1_191);
        assertThat(refusals(again)).isEqualTo(refusals(report));
        assertThat(lookUp(police, lost, null).json().getString("state")).isEqualTo("lost");
    }

    /** A list of numbers with made-up names would tell which of them are registered or lost. */
    @Test
    void aLineRefusedForItsPersonIsAQuestion() {
        var lines = new ArrayList<String>();
        IntStream.range(0, 299).forEach(i -> lines.add(line(number(), NAME)));
        String last = number();
        lines.add(line(last, NAME));
        imported(police, lines, null);
        revoke(police, last, "lost");
        String asker = api.regulator("public-security", "360482");
        List<String> guesses =
                lines.stream().map(one -> one.replace(NAME, "甲")).collect(Collectors.toCollection(ArrayList::new));
        guesses.add("zz");

        JsonObject report = imported(asker, guesses, null).json();

        assertThat(report.getLong("refused")).isEqualTo(300);
        assertThat(report.getLong("withheld"))
                .as("the import was a question, too")
                .isOne();
        assertThat(refusals(report))
                .hasSize(300)
                .contains("299 name-mismatch /document/name", "301 not-json ")
                .noneMatch(one -> one.startsWith("300 "));
        assertThat(lookUp(asker, last, null).status()).isEqualTo(429);
    }

    /** Lines that fill the list of refusals, and counts between long stretches of others, answer no questions for nothing. */
    @Test
    void beyondTheQuestionsAnImportTellsNothingOfPersons() {
        var lines = new ArrayList<String>();
        IntStream.range(0, 300).forEach(i -> lines.add(line(number(), NAME)));
        String guessed = number();
        lines.add(line(guessed, NAME));
        imported(police, lines, null);

        String stranger = line(number(), NAME);
        List<String> right = answersToGuesses(lines, line(guessed, NAME), stranger);
        List<String> wrong = answersToGuesses(lines, line(guessed, "甲"), stranger);

        assertThat(right).isEqualTo(wrong).hasSize(10_000 + 5);
        JsonObject done = new JsonObject(right.getLast());
        assertThat(done.getString("type")).isEqualTo("done");
        assertThat(done.getLong("lines")).isEqualTo(20_000);
        assertThat(done.getLong("registered")).isZero();
        assertThat(done.getLong("refused")).isEqualTo(299 + 19_698);
        assertThat(done.getLong("withheld"))
                .as("one too many, the guess, one who is new")
                .isEqualTo(3);
        assertThat(lastImport()).isEqualTo("{\"refused\":19999,\"registered\":0,\"renewed\":1}");
        assertThat(lookUp(neighbour, guessed, null).status())
                .as("a look-up does not tell either that the name was right")
                .isEqualTo(404);
    }

    /** What a new account gets to see that asks for 300 persons by other names, and then for one by this line. */
    private static List<String> answersToGuesses(List<String> persons, String guess, String stranger) {
        var lines = new ArrayList<>(Collections.nCopies(10_000, "x"));
        persons.stream().limit(300).map(one -> one.replace(NAME, "甲")).forEach(lines::add);
        lines.addAll(Collections.nCopies(4_800, "x"));
        lines.add(guess);
        lines.addAll(Collections.nCopies(4_898, "x"));
        lines.add(stranger);
        String asker = api.regulator("public-security", "360482");
        return imported(asker, lines, "application/x-ndjson").text().lines().toList();
    }

    @Test
    void anImportIsLoggedWithItsCountsAndThePersonsWhoGotAnotherName() {
        String number = number();
        register(police, number, "甲");
        List<String> lines = List.of(line(number, NAME), line(number(), NAME), "zz");
        String renamed = "SELECT count(*) FROM access_log JOIN registered_person ON token = person"
                + " WHERE action = 'register-person' AND outcome = 'done' AND details = '{\"changed\":\"name\"}'";
        String before = api.value(renamed);

        api.sql("ALTER TABLE access_log ADD CONSTRAINT unwritable CHECK (action <> 'register-person') NOT VALID");
        assertThat(imported(police, lines, null).status()).isEqualTo(500);
        assertThat(lookUp(police, number, "甲").json().getBoolean("nameMatches")).isTrue();
        assertThat(lastImport()).isEqualTo("{\"refused\":0,\"registered\":0,\"renewed\":0}");
        api.sql("ALTER TABLE access_log DROP CONSTRAINT unwritable");
        for (int i = 0; i < 2; i++) { // the second changes no name
            assertThat(imported(police, lines, null).status()).isEqualTo(200);
        }

        assertThat(api.value("SELECT " + before + " + 1 = (" + renamed + ")")).isEqualTo("t");
        assertThat(lastImport()).isEqualTo("{\"refused\":1,\"registered\":0,\"renewed\":2}");
    }

    private static String lastImport() {
        return api.get("/api/v1/access-log?action=import-persons&limit=1", api.auditor())
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getJsonObject("details")
                .encode();
    }

    @Test
    void anImportTellsItsProgressToWhoeverAsksForIt() {
        var lines = new ArrayList<String>();
        IntStream.range(0, 11_000).forEach(i -> lines.add(line(number(), NAME)));
        lines.set(10, "zz");

        Answer answer = imported(police, lines, "application/x-ndjson");

        List<JsonObject> told = answer.text().lines().map(JsonObject::new).toList();
        assertThat(answer.contentType()).isEqualTo("application/x-ndjson");
        assertThat(told.stream().map(one -> one.getString("type") + one.getValue("lines", "")))
                .containsExactly("refused", "progress5000", "progress10000", "done11000");
        assertThat(told.getLast().getLong("registered")).isEqualTo(10_999);
        assertThat(told.getFirst().getLong("line")).isEqualTo(11);
    }

    @Test
    void ofAPersonWhoComesTwiceTheLaterLineStands() {
        String number = number();

        imported(police, List.of(line(number, "甲某"), line(number(), NAME), line(number, "乙某")), null);

        assertThat(lookUp(police, number, "乙某").json().getBoolean("nameMatches"))
                .isTrue();
    }

    @Test
    void anEmptyImportIsNone() {
        JsonObject report = imported(police, List.of(), null).json();

        assertThat(report.getLong("lines")).isZero();
        assertThat(report.getJsonArray("refusals")).isEqualTo(new JsonArray());
    }

    @Test
    void anImportIsNdjson() {
        Answer answer = api.call("POST", "/api/v1/persons/import", police, new JsonObject());

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void nothingIsKeptInPlain() {
        String number = number();
        register(police, number, NAME);
        revoke(police, number, "lost");

        assertThat(api.value("SELECT count(*) FROM registered_person")).isNotEqualTo("0");
        for (String plain : List.of(number, NAME, "挂失")) {
            String hex = java.util.HexFormat.of().formatHex(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(api.value("SELECT count(*) FROM registered_person p WHERE p::text LIKE '%" + plain
                            + "%' OR p::text LIKE '%" + hex + "%'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void equalNamesDoNotLookAlike() {
        register(police, number(), "同名同姓");
        register(police, number(), "同名同姓");

        assertThat(api.value("SELECT count(*) - count(DISTINCT name_hash) FROM registered_person"))
                .isEqualTo("0");
    }

    private static String number() {
        String digits = String.format(
                Locale.ROOT,
                "36048119%02d%02d%02d%03d",
                70 + born / 336_000 % 30,
                1 + born / 28_000 % 12,
                1 + born / 1_000 % 28,
                born % 1_000);
        born++;
        return digits + CitizenNumber.checkCharacter(digits);
    }

    private static JsonObject document(String number, @Nullable String name) {
        var document = new JsonObject().put("type", "111").put("number", number);
        return new JsonObject().put("document", name == null ? document : document.put("name", name));
    }

    private static String line(String number, String name) {
        return document(number, name).encode();
    }

    private static Answer register(String token, String number, String name) {
        return api.call("POST", "/api/v1/persons", token, document(number, name));
    }

    private static Answer lookUp(String token, String number, @Nullable String name) {
        return api.call(
                "POST", "/api/v1/persons/lookup", token, document(number, name).put("reason", "核对"));
    }

    private static Answer revoke(String token, String number, String state) {
        JsonObject body = document(number, null).put("state", state).put("reason", "挂失");
        return api.call("POST", "/api/v1/persons/revocations", token, body);
    }

    private static Answer imported(String token, List<String> lines, @Nullable String accept) {
        return api.send(
                "POST",
                "/api/v1/persons/import",
                token,
                "application/x-ndjson",
                Buffer.buffer(String.join("\n", lines)),
                accept);
    }

    private static List<String> refusals(JsonObject report) {
        return report.getJsonArray("refusals").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getLong("line") + " " + one.getString("code") + " " + one.getString("path"))
                .toList();
    }
}
