package lingdian.office.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.SlowDownload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log as the auditor reads it: the list, its filters, and the export. */
class AccessLogIT {
    private static final String LOG = "/api/v1/access-log";
    private static final String CAFE = "36048110000001";
    private static final UUID PERSON = UUID.fromString("5e0cf2ee-4b7e-4d55-8a67-000000000001");
    private static RunningApi api;
    private static String auditor;
    private static String officer;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        auditor = api.auditor();
        JsonObject account = api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject()
                                .put("name", "王警官")
                                .put("role", "regulator")
                                .put("authority", "culture")
                                .put("region", "360400"))
                .json();
        officer = account.getString("id");
        var lookUp = AccessEntry.attempted(
                        Actor.account(new AccountId(UUID.fromString(officer))), Action.LOOK_UP_PERSON)
                .on(Subject.of(Subject.Kind.REGISTRY))
                .inRegion(new RegionCode("360481"))
                .about(new PersonToken(PERSON));
        await(api.log.append(lookUp.because("核对\"张三\", 见举报")));
        await(api.log.append(lookUp.because("=HYPERLINK(1)")));
        await(api.log.append(AccessEntry.refused(Actor.agent(new PlaceCode(CAFE)), Action.PROBE)
                .on(Subject.of(Subject.Kind.CAFE, CAFE))
                .with("count", 31)));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void anEntrySaysWhoDidWhatWhenToWhatAndWhy() {
        JsonObject entry = items("?action=look-up-person").getFirst();

        assertThat(entry.getJsonObject("actor"))
                .isEqualTo(new JsonObject()
                        .put("kind", "account")
                        .put("id", officer)
                        .put("name", "王警官"));
        assertThat(entry.getString("at")).isEqualTo("2026-07-10T12:00:00+08:00");
        assertThat(entry.getString("outcome")).isEqualTo("attempted");
        assertThat(entry.getString("region")).isEqualTo("360481");
        assertThat(entry.getString("reason")).isEqualTo("=HYPERLINK(1)");
        assertThat(entry.getString("chain")).matches("[0-9a-f]{64}");
    }

    /** It would join what was done about one person. */
    @Test
    void thePersonsTokenIsNeverShown() {
        assertThat(get("?limit=1000").text()).doesNotContain(PERSON.toString());
        assertThat(get("/export").text()).doesNotContain(PERSON.toString());
        assertThat(get("/export?format=csv").text()).doesNotContain(PERSON.toString());
    }

    @Test
    void theNewestComeFirstInPagesWithoutGapOrRepetition() {
        var positions = new ArrayList<Long>();
        long newest = Long.parseLong(api.value("SELECT position FROM access_log_head"));
        String cursor = "";
        do {
            JsonObject page = get("?limit=20" + cursor).json();
            page.getJsonArray("items").forEach(one -> positions.add(((JsonObject) one).getLong("position")));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());

        assertThat(positions)
                .containsExactlyElementsOf(LongStream.iterate(newest + 1, at -> at > 0, at -> at - 1)
                        .boxed()
                        .toList()); // the first page's own entry is the newest that it shows
    }

    @ParameterizedTest
    @CsvSource({
        "action=look-up-person, 2",
        "action=probe&outcome=refused, 1",
        "action=probe&outcome=done, 0",
        "placeCode=36048110000001, 1",
        "subject=36048110000001&action=probe, 1",
        "action=look-up-person&from=2026-07-10T04:00:00Z, 2",
        "action=look-up-person&to=2026-07-10T04:00:00Z, 0",
        "action=nothing-like-it, 0",
    })
    void isFiltered(String query, int expected) {
        assertThat(items("?" + query)).hasSize(expected);
        assertThat(get("/export?" + query).text().lines()).hasSize(expected);
    }

    @Test
    void isFilteredByAccount() {
        assertThat(items("?account=" + officer)).hasSize(2);
        assertThat(items("?account=" + officer.toUpperCase(Locale.ROOT))).hasSize(2);
        assertThat(items("?account=" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void isFilteredByAPartOfANameOfACafeOrAPerson() {
        String cafe = "36048110000077";
        api.createCafe(cafe, RunningApi.cafe().put("name", "Night Flight"));

        assertThat(items("?action=create-cafe&cafe=night"))
                .extracting(entry -> entry.getJsonObject("subject").getString("id"))
                .containsExactly(cafe);
        assertThat(get("/export?action=create-cafe&cafe=night").text().lines()).hasSize(1);
        assertThat(items("?action=create-cafe&cafe=" + cafe)).hasSize(1);
        assertThat(items("?cafe=no-such-name")).isEmpty();
        String officers = URLEncoder.encode("警官", UTF_8);
        assertThat(items("?action=look-up-person&person=" + officers)).hasSize(2);
        assertThat(items("?action=look-up-person&person=no-such-name")).isEmpty();
        assertThat(items("?action=read-access-log&limit=3").stream()
                        .map(entry -> entry.getJsonObject("details").getString("byNameOf")))
                .as("that names were looked for is logged, but not which")
                .containsExactly(null, "person", "person");
    }

    /** Otherwise whoever changes names would put what one officer did under the name of another. */
    @Test
    void whoActedIsNamedAsTheyWereThen() {
        JsonObject rights = new JsonObject()
                .put("name", "赵一")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360400");
        String renamed =
                api.call("POST", "/api/v1/accounts", ADMIN, rights).json().getString("id");
        var entry = AccessEntry.done(Actor.account(new AccountId(UUID.fromString(renamed))), Action.SET_LEGAL_HOLD);
        for (String name : List.of("钱二", "孙三", "孙三")) {
            await(api.log.append(entry));
            api.call("PUT", "/api/v1/accounts/" + renamed, ADMIN, rights.put("name", name));
        }
        await(api.log.append(entry));

        assertThat(items("?account=" + renamed))
                .extracting(one -> one.getJsonObject("actor").getString("name"))
                .containsExactly("孙三", "孙三", "钱二", "赵一");
        assertThat(items("?action=change-account&subject=" + renamed))
                .extracting(one -> one.getJsonObject("subject").getString("name"))
                .containsExactly("孙三", "钱二", "赵一");
        for (String name : List.of("赵一", "孙三")) {
            assertThat(items("?action=set-legal-hold&person=" + URLEncoder.encode(name, UTF_8)))
                    .as("found by each of its names")
                    .hasSize(4);
        }
    }

    /** An order is the subject of its entry, and the café stands in the details; a number there counts something. */
    @Test
    void isFilteredByWhatStandsInTheDetails() {
        String cafe = "36048110000078";
        String order = UUID.randomUUID().toString();
        api.createCafe(cafe, RunningApi.cafe().put("name", "Dawn Owl"));
        var entry = AccessEntry.done(Actor.account(new AccountId(UUID.fromString(officer))), Action.END_ORDER)
                .on(Subject.of(Subject.Kind.ORDER, order));
        await(api.log.append(entry.with("for", cafe).with("rows", 4711)));

        for (String filter : List.of("cafe=dawn%20owl", "cafe=" + cafe, "subject=" + cafe, "subject=" + order)) {
            String query = "?action=end-order&" + filter;
            assertThat(items(query))
                    .as(filter)
                    .extracting(one -> one.getJsonObject("subject").getString("id"))
                    .containsExactly(order);
            assertThat(get("/export" + query).text().lines()).as(filter).hasSize(1);
        }
        assertThat(items("?subject=4711")).isEmpty();
        assertThat(items("?subject=" + cafe))
                .as("not the questions about it")
                .extracting(one -> one.getString("action"))
                .containsExactly("end-order", "create-cafe");
    }

    @ParameterizedTest
    @CsvSource({
        "?from, from=yesterday",
        "?account, account=me",
        "?action, action=X",
        "?outcome, outcome=perhaps",
        "?subject, subject=%27%3B--",
        "?cursor, cursor=abc",
    })
    void whatCannotBeAFilterIsRefused(String place, String query) {
        Answer answer = get("?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly(place);
    }

    /** Its reader decrypts people's reasons, so reading the log is logged, too. */
    @Test
    void readingItIsWrittenIntoItFirst() {
        List<JsonObject> items = items("?action=probe&limit=5");
        JsonObject own = items("?action=read-access-log&limit=2").get(1);

        assertThat(items).hasSize(1);
        assertThat(own.getJsonObject("details")).isEqualTo(new JsonObject().put("action", "probe"));
        get("/export?action=probe");
        assertThat(items("?action=export-access-log").getFirst().getJsonObject("details"))
                .isEqualTo(new JsonObject().put("action", "probe"));
    }

    @Test
    void whereItCannotBeWrittenItIsNotRead() {
        api.sql("""
                CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$;
                CREATE TRIGGER full_disk BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION full_disk()
                """);
        try {
            assertThat(get("").status()).isEqualTo(503);
            assertThat(get("/export").status()).isEqualTo(503);
            assertThat(get("/export").text()).doesNotContain("look-up-person");
        } finally {
            api.sql("DROP TRIGGER full_disk ON access_log");
        }
    }

    @Test
    void theTableOfAnExportIsReadByASpreadsheetAsText() {
        Answer csv = get("/export?format=csv&action=look-up-person");

        assertThat(csv.contentType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.text().lines().toList())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("\uFEFFposition,at,actor,actorId,actorName,"),
                        quoted -> assertThat(quoted).contains(",\"核对\"\"张三\"\", 见举报\","),
                        formula -> assertThat(formula).contains(",'=HYPERLINK(1),"));
    }

    /** Of more entries than a page has. */
    @Test
    void anExportOfAnyLengthIsWhole() {
        await(api.pool.withTransaction(connection -> api.log.append(
                connection,
                IntStream.range(0, 2_500)
                        .mapToObj(i -> AccessEntry.done(Actor.service(), Action.SIGN_CHECKPOINT))
                        .toList())));

        Stream<String> lines = get("/export?action=sign-checkpoint").text().lines();

        assertThat(lines.map(line -> new JsonObject(line).getLong("position")).distinct())
                .hasSize(2_500);
    }

    /** It would keep one of few places, and its connection, without end. */
    @Test
    void whoTakesNothingOfAnExportIsCutOff() throws Exception {
        var entry = dropped();
        Promise<Void> over = Promise.promise();
        Promise<Void> closed = Promise.promise();
        HttpServer server = await(api.vertx
                .createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(now -> closed.complete()))
                .requestHandler(request -> AccessExport.ndjson(api.vertx, new AccessEntryView(api.vault))
                        .send(request, 100, (after, limit) -> Future.succeededFuture(Collections.nCopies(limit, entry)))
                        .onComplete(over))
                .listen(0, "127.0.0.1"));
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(US_ASCII));
            await(over.future());
            await(closed.future());
        } finally {
            await(server.close());
        }
    }

    /** Here there is no worker, so whatever is left to one fails. */
    @Test
    void longPagesOfAnExportAreWrittenOnAWorker() {
        Vertx closed = Vertx.vertx();
        await(closed.close());
        AccessExport export = AccessExport.ndjson(closed, new AccessEntryView(api.vault));

        assertThat(await(export.written(Collections.nCopies(20, dropped())))
                        .bytes()
                        .toString()
                        .lines())
                .hasSize(20);
        assertThatThrownBy(() -> await(export.written(Collections.nCopies(500, dropped()))))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static AccessPageStore.StoredEntry dropped() {
        return new AccessPageStore.StoredEntry(
                new AccessPageStore.Link(1, RunningApi.NOW, new byte[32]),
                UUID.randomUUID(),
                new AccessPageStore.Actor("service", null, null),
                "drop-day",
                "done",
                null,
                null,
                "{}",
                null);
    }

    /** As a file of lines, as a table, and by a link that anybody may hold: each part is read by the rights of that moment. */
    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "text/csv", "link"})
    void whoseAccountEndsWhileTheyReadGetsNoFurther(String way) throws Exception {
        JsonObject ending = api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject().put("name", "a").put("role", "auditor"))
                .json();
        String token = ending.getString("token");
        var entry = AccessEntry.done(Actor.service(), Action.ERASE_CASES).because("x".repeat(1_000));
        int entries = SlowDownload.LONG_BYTES / 1_000;
        if (Integer.parseInt(api.value("SELECT count(*) FROM access_log WHERE action = 'erase-cases'")) < entries) {
            await(api.pool.withTransaction(
                    connection -> api.log.append(connection, Collections.nCopies(entries, entry))));
        }
        String path = switch (way) {
            case "application/x-ndjson" -> LOG + "/export?action=erase-cases";
            case "text/csv" -> LOG + "?action=erase-cases";
            default ->
                api.call(
                                "POST",
                                "/api/v1/export-links",
                                token,
                                new JsonObject()
                                        .put("list", "access-log")
                                        .put("filter", new JsonObject().put("action", "erase-cases"))
                                        .put("form", "csv"))
                        .json()
                        .getString("path");
        };
        String[] headers = way.equals("link")
                ? new String[0]
                : new String[] {SlowDownload.bearer(token), "Accept: " + way + "\r\n"};

        byte[] rest;
        try (var download = new SlowDownload(URI.create("http://127.0.0.1:" + api.port()), path, headers)) {
            assertThat(download.beginning()).startsWith("HTTP/1.1 200 ").contains("xxx");
            assertThat(api.call("DELETE", "/api/v1/accounts/" + ending.getString("id"), ADMIN, null)
                            .status())
                    .isEqualTo(204);
            rest = download.rest();
        }

        assertThat(rest.length).isLessThan(SlowDownload.LONG_BYTES);
    }

    /** Enforced by the database itself, regardless of the service's statements. */
    @Test
    void nobodyButAnAuditorIsShownAnEntry() {
        var scoped = new ScopedStore(api.readers, () -> RunningApi.NOW);
        var all = new AccessPageStore.Filter(null, null, null, null, null, null, null, null, null);
        var accounts = List.of(
                new Account(
                        new AccountId(UUID.randomUUID()),
                        "r",
                        Role.REGULATOR,
                        Authority.PUBLIC_SECURITY,
                        new RegionCode("000000"),
                        Set.of()),
                new Account(
                        new AccountId(UUID.randomUUID()), "o", Role.OPERATOR, null, null, Set.of(new PlaceCode(CAFE))),
                new Account(new AccountId(UUID.randomUUID()), "a", Role.ADMIN, null, null, Set.of()));

        for (Account account : accounts) {
            List<AccessPageStore.StoredEntry> shown = await(
                    scoped.read(account, client -> new AccessPageStore().newest(client, all, Long.MAX_VALUE, 10)));
            assertThat(shown).isEmpty();
        }
        List<AccessPageStore.StoredEntry> unscoped = await(new AccessPageStore().oldest(api.readers, all, 0, 10));
        assertThat(unscoped).isEmpty();
    }

    @Test
    void whoWritesMeanwhileIsNotHeldUp() {
        Future<?> export = api.client()
                .get(LOG + "/export")
                .putHeader("Authorization", "Bearer " + auditor)
                .send();
        await(api.log.append(AccessEntry.done(Actor.service(), Action.DROP_DAY)));
        await(export);
    }

    private static Answer get(String query) {
        return api.get(LOG + query, auditor);
    }

    private static List<JsonObject> items(String query) {
        Answer answer = get(query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
