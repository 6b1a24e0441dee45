package lingdian.intake.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.Hello;
import lingdian.intake.probe.Arrears;
import lingdian.law.json.MemoryJson;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.People;
import lingdian.law.judge.Rulebook;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.record.journal.AlteredRepeatStore;
import lingdian.record.journal.BatchLookupStore;
import lingdian.record.journal.SessionStore;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * A café whose events open findings without end, or make nodes remember more and more, has to wait. All that it sends is
 * taken in the end, as ever.
 */
class BurdensIT {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final String OTHER = "36048110000002";
    private static final int EVENTS = 2 * CafeQueues.PORTION;
    private final UUID stream = UUID.randomUUID();

    private static IntakeFixture with(DailyQuota quota) throws Exception {
        var intake = new IntakeFixture(TestDatabase.migrated(), 1, IntakeFixture.BATCH_MAXIMUM, quota);
        intake.cafe(CAFE.value());
        intake.cafe(OTHER);
        return intake;
    }

    /** A café has one stream, and altered some of its events. */
    private static DailyQuota findings(int brokenRecords) {
        return new DailyQuota(
                1_000_000,
                1_000_000_000,
                DailyQuota.FINDINGS_OF_A_STREAM + brokenRecords * DailyQuota.FINDINGS_OF_BROKEN_RECORDS);
    }

    /** What their ends count as. */
    private static long ends(int findings) {
        return Math.ceilDiv(findings, DailyQuota.UPDATES_OF_A_FINDING);
    }

    @Test
    void alteredRepeatsBeyondTheQuotaAreTakenSlowly() throws Exception {
        try (var intake = with(findings(10))) {
            intake.send(CAFE.value(), stream, patrols(EVENTS, "Wang"));
            intake.send(CAFE.value(), stream, patrols(EVENTS, "Wang"));
            assertThat(owed(intake)).as("honest repeats").isZero();

            assertThatThrownBy(() -> intake.send(CAFE.value(), stream, patrols(EVENTS, "Li")))
                    .hasMessageContaining("findings");
            assertThat(intake.count("violation WHERE code = 'RECORDS_BROKEN'")).isEqualTo(CafeQueues.PORTION);
            assertThat(owed(intake))
                    .isBetween(
                            1L,
                            (CafeQueues.PORTION - 10L) * DailyQuota.FINDINGS_OF_BROKEN_RECORDS
                                    + ends(CafeQueues.PORTION));
            assertThat(intake.send(OTHER, UUID.randomUUID(), patrols(1, "Wang")).due())
                    .as("another café")
                    .isEqualTo(Arrears.NONE);
        }
    }

    @Test
    void newStreamsBeyondTheQuotaAreTakenSlowly() throws Exception {
        try (var intake = with(new DailyQuota(1_000, 1_000_000, 3 * DailyQuota.FINDINGS_OF_A_STREAM))) {
            for (int i = 0; i < 3; i++) {
                intake.send(CAFE.value(), UUID.randomUUID(), patrols(1, "Wang"));
            }
            assertThat(owed(intake)).isZero();

            intake.send(CAFE.value(), UUID.randomUUID(), patrols(1, "Wang"));
            assertThat(owed(intake)).isBetween(1L, (long) DailyQuota.FINDINGS_OF_A_STREAM);
        }
    }

    /** Each lies on a terminal of its own, so none ends another; one event can end them all. */
    @Test
    void moreSessionsThanSeatsOpenSlowly() throws Exception {
        int seats = DailyQuota.sessions(null);
        try (var intake = with(findings(0))) {
            intake.send(CAFE.value(), stream, logins(1, seats));
            assertThat(owed(intake)).as("a very large café").isZero();

            assertThatThrownBy(() -> intake.send(CAFE.value(), stream, logins(seats + 1, 2 * seats)))
                    .hasMessageContaining("findings");
            assertThat(intake.node.openSessions()).isLessThanOrEqualTo(seats + CafeQueues.PORTION);
            assertThat(owed(intake)).isPositive();
        }
    }

    /** What a café makes its state hold is written again with each of its messages, while all others wait. */
    @Test
    void aLargeStateIsWrittenSlowly() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            for (int seq = 1; seq <= 2; seq++) {
                intake.send(CAFE.value(), stream, List.of(heartbeat(seq, 10_000)));
            }
            assertThat(owed(intake)).isBetween(1L, (long) DailyQuota.pausesOfState(lengthOfState(intake), null));
            assertThat(owed(intake, new PlaceCode(OTHER))).as("another café").isZero();
        }
    }

    /** Each session may have several, and some count towards no quota: each is written once, and all where another node reads them. */
    @Test
    void findingsAboutOpenSessionsMakeAStateLarge() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            int sessions = 15 * CafeQueues.PORTION;
            for (int first = 1; first < sessions; first += CafeQueues.PORTION) {
                intake.send(
                        CAFE.value(),
                        stream,
                        logins(first, first + CafeQueues.PORTION - 1, "12:00", seq -> "T" + seq, "2015", "2020"));
            }
            assertThat(intake.count("violation WHERE ended_at IS NULL")).isEqualTo(2 * sessions);
            assertThat(owed(intake)).as("none is written twice").isZero();

            writtenElsewhere(intake, "");
            intake.send(CAFE.value(), stream, logins(sessions + 1, sessions + 1));
            assertThat(owed(intake)).isPositive();
            assertThat(intake.beyondQuota).hasValue(0);
        }
    }

    /** Those of others are neither written nor lost when one of them ends, even where another node wrote them. */
    @Test
    void aFindingIsStoredByItself() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, logins(1, 3, "12:00", seq -> "T" + seq, "1990", "2020"));
            List<String> stored = findings(intake);
            assertThat(stored).hasSize(3);

            writtenElsewhere(intake, "");
            intake.send(CAFE.value(), stream, List.of(logout(4, "2026-07-01T12:01:00+08:00", "s2")));
            assertThat(findings(intake)).containsExactly(stored.get(0), stored.get(2));
            assertThat(intake.count("violation WHERE ended_at IS NULL")).isEqualTo(2);

            writtenElsewhere(intake, "");
            intake.send(CAFE.value(), stream, List.of(logout(5, "2026-07-01T12:02:00+08:00", "s3")));
            assertThat(findings(intake)).containsExactly(stored.get(0));
            assertThat(intake.count("violation WHERE ended_at IS NULL")).isOne();
        }
    }

    /** The remembered ones, each with the transaction that wrote it. */
    private static List<String> findings(IntakeFixture intake) throws Exception {
        var rows = new ArrayList<String>();
        intake.pool
                .query("SELECT id || xmin::text || finding AS stored FROM cafe_finding WHERE of_session ORDER BY id")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .forEach(row -> rows.add(row.getString("stored")));
        return rows;
    }

    /** One of a thousand seats, whose cashier's program fails while a hundred guests with old cards are there. */
    @Test
    void aStateOfTheLargestHonestCafeIsFree() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            int found = 100;
            intake.send(
                    CAFE.value(),
                    stream,
                    logins(1, found, "12:00", seq -> "NORTH-SEAT-%04d".formatted(seq), "1990", "2020"));
            for (int seq = found + 1; seq <= found + 2; seq++) {
                intake.send(CAFE.value(), stream, List.of(heartbeat(seq, "NORTH-SEAT-%04d", found, 900)));
            }

            assertThat(MemoryJson.readFindings(state(intake, "findings")).ofSessions())
                    .hasSize(found);
            assertThat(MemoryJson.read(state(intake, "state")).missed()).hasSize(found);
            assertThat(lengthOfState(intake)).isBetween(100_000, DailyQuota.STATE_MIN);
            assertThat(owed(intake)).isZero();
        }
    }

    /** It was cut off, and each guest's card turned out to be no good: its next guests are answered while they wait. */
    @Test
    void aLargeCafeWithAFindingAtEachSeatGoesOn() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.pool
                    .query("UPDATE cafe SET terminals = 500 WHERE place_code = '" + CAFE.value() + "'")
                    .execute()
                    .await(PATIENCE_SECONDS, SECONDS);
            for (int first = 1; first <= 500; first += CafeQueues.PORTION) {
                int last = Math.min(500, first + CafeQueues.PORTION - 1);
                intake.send(CAFE.value(), stream, logins(first, last, "12:00", seq -> "T" + seq, "1990", "2020"));
            }
            assertThat(intake.count("violation WHERE ended_at IS NULL")).isEqualTo(500);
            assertThat(lengthOfState(intake)).isGreaterThan(DailyQuota.STATE_MIN);

            intake.send(CAFE.value(), stream, logins(501, 501));
            assertThat(intake.node.intake().arrears().millisUntilTaking(CAFE)).isZero();
        }
    }

    /** Another node wrote it last: it is read, while all others wait, though nothing of it changes. */
    @Test
    void aLargeStateIsReadSlowly() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, patrols(1, "Wang"));
            intake.send(CAFE.value(), stream, patrols(1, "Wang"));
            String missed = IntStream.range(0, 20_000)
                    .mapToObj(i -> "\"s%d\":1".formatted(i))
                    .collect(Collectors.joining(","));
            writtenElsewhere(intake, ", state = regexp_replace(state, '}$', ',\"missed\":{" + missed + "}}')");
            assertThat(owed(intake)).isZero();

            intake.send(CAFE.value(), stream, patrols(1, "Wang"));
            assertThat(owed(intake)).isPositive();
        }
    }

    /** Two nodes hear it by turns, and none of its streams is ever forgotten. */
    @Test
    void veryManyStreamsAreReadSlowly() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, logins(1, 1_000));
            writtenElsewhere(intake, "");
            intake.send(CAFE.value(), stream, logins(1, 1));
            assertThat(owed(intake)).as("a large café, live").isZero();

            TestDatabase.force(intake.address, """
                    INSERT INTO stream (number, place_code, stream, own_seq, own_chain, superseded, began_at)
                    SELECT -n, place_code, gen_random_uuid(), 1, decode(repeat('00', 32), 'hex'), true, began_at
                    FROM stream, generate_series(1, 3000) AS n
                    """);
            writtenElsewhere(intake, "");
            intake.send(CAFE.value(), stream, logins(1, 1));
            assertThat(owed(intake)).isPositive();
        }
    }

    /** Another node wrote the only café's state last. */
    private static void writtenElsewhere(IntakeFixture intake, String alsoSet) throws Exception {
        TestDatabase.force(intake.address, "UPDATE cafe_state SET version = version + 1" + alsoSet);
    }

    /** It is sealed and written whole in one commit. */
    @Test
    void aLongTextThatIsRejectedIsTakenSlowly() throws Exception {
        String longText = "y".repeat(512 * 1024);
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(
                    CAFE.value(),
                    stream,
                    IntStream.rangeClosed(1, CafeQueues.PORTION)
                            .mapToObj(seq -> nonsense(seq, "y".repeat(1_500)))
                            .toList());
            intake.send(CAFE.value(), stream, List.of(opened(CafeQueues.PORTION + 1, longText)));
            assertThat(owed(intake))
                    .as("short ones, and a long one that is not kept")
                    .isZero();

            intake.send(CAFE.value(), stream, List.of(nonsense(CafeQueues.PORTION + 2, longText)));
            assertThat(owed(intake)).isBetween(1L, 8L);
            assertThat(intake.count("sealed WHERE length(ciphertext) > 500000")).isEqualTo(1);
        }
    }

    /** It is parsed again, and many contents of one number are not kept. */
    @Test
    void aLongAlteredRepeatIsTakenSlowly() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            String longText = "y".repeat(512 * 1024);
            intake.send(CAFE.value(), stream, List.of(opened(1, longText)));
            intake.send(CAFE.value(), stream, List.of(opened(1, longText)));
            assertThat(owed(intake)).as("an honest repeat").isZero();
            for (int i = 0; i <= AlteredRepeatStore.CONTENTS_MAX; i++) {
                intake.send(CAFE.value(), stream, List.of(opened(1, "short " + i)));
            }
            assertThat(owed(intake)).as("short ones").isZero();
            assertThat(intake.count("sealed")).isEqualTo(AlteredRepeatStore.CONTENTS_MAX);

            intake.send(CAFE.value(), stream, List.of(opened(1, longText + "x")));
            assertThat(intake.count("sealed")).isEqualTo(AlteredRepeatStore.CONTENTS_MAX);
            assertThat(owed(intake)).isBetween(1L, 8L);
        }
    }

    private static String nonsense(int seq, String text) {
        return event(seq, "nonsense", text);
    }

    private static String opened(int seq, String text) {
        return event(seq, "opened", text);
    }

    private static String event(int seq, String type, String text) {
        return "{\"seq\":%d,\"type\":\"%s\",\"at\":\"2026-07-01T12:00:00+08:00\",\"x\":\"%s\"}"
                .formatted(seq, type, text);
    }

    private static int lengthOfState(IntakeFixture intake) throws Exception {
        return state(intake, "state").length() + state(intake, "findings").length();
    }

    /** As it is stored, of the café that has one. */
    private static String state(IntakeFixture intake, String column) throws Exception {
        return intake.pool
                .query(
                        "SELECT state, json_build_object('ofSessions', json_object_agg(id, finding::json) FILTER (WHERE of_session))::text AS findings"
                                + " FROM cafe_state LEFT JOIN cafe_finding USING (place_code) GROUP BY state")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .iterator()
                .next()
                .getString(column);
    }

    private static String heartbeat(int seq, int terminals) {
        return heartbeat(seq, "T%d", 0, terminals);
    }

    private static String heartbeat(int seq, String id, int first, int terminals) {
        return "{\"seq\":%d,\"type\":\"heartbeat\",\"at\":\"2026-07-01T12:%02d:00+08:00\",\"inUse\":[%s]}"
                .formatted(
                        seq,
                        seq % 60,
                        IntStream.rangeClosed(first + 1, first + terminals)
                                .mapToObj(i -> "\"" + id.formatted(i) + "\"")
                                .collect(Collectors.joining(",")));
    }

    @Test
    void hellosCountAsEvents() throws Exception {
        try (var intake = with(new DailyQuota(3 * DailyQuota.EVENTS_OF_A_HELLO, 1_000_000, 1_000))) {
            for (int i = 1; i <= 3; i++) {
                greet(intake, i);
            }
            assertThat(intake.beyondQuota).hasValue(0);
            greet(intake, 4);
            assertThat(intake.beyondQuota).hasValue(1);
        }
    }

    /** What it says of its program is kept for two years. */
    @Test
    void helloCountsByWhatItSays() throws Exception {
        try (var intake = with(new DailyQuota(1_000_000, 3_000, 1_000))) {
            greet(intake, 1, "a".repeat(1_500));
            greet(intake, 2, "a".repeat(1_500));
            assertThat(intake.beyondQuota).hasValue(0);
            greet(intake, 3, "a");
            assertThat(intake.beyondQuota).hasValue(1);
        }
    }

    /** All of a person's sessions are read, and compared with each other, under the lock. */
    @Test
    void veryManySessionsOfOnePersonAreTakenSlowly() throws Exception {
        try (var intake = with(findings(0))) {
            intake.send(CAFE.value(), stream, loginsOf("one", 1, 500));
            assertThat(intake.beyondQuota)
                    .as("one card at every seat of a large café")
                    .hasValue(0);

            assertThatThrownBy(() -> intake.send(CAFE.value(), stream, loginsOf("one", 501, 500 + EVENTS)))
                    .hasMessageContaining("findings");
            assertThat(intake.beyondQuota).hasPositiveValue();
            assertThat(owed(intake)).isPositive();
        }
    }

    /** Of another café, which made one a day; this one's clock is far behind. Whoever made them, all wait while they are read. */
    @Test
    void afterVeryManySessionsElsewhereACafeRests() throws Exception {
        try (var intake = with(findings(0))) {
            intake.send(CAFE.value(), stream, oneADay("one", 3_200));
            assertThat(intake.count("session WHERE NOT apart")).isEqualTo(3_200);

            intake.send(OTHER, stream, List.of(loginOf("other", LocalDate.of(1990, 1, 1), 1)));
            assertThat(owed(intake, new PlaceCode(OTHER)))
                    .as("a person of few sessions")
                    .isZero();

            intake.send(OTHER, stream, List.of(loginOf("one", LocalDate.of(1990, 1, 1), 2)));
            assertThat(owed(intake, new PlaceCode(OTHER))).isPositive();
            assertThat(intake.beyondQuota).as("it did not make them").hasValue(0);
        }
    }

    /** Whatever a café records of a person in a day, others read little of it, and it reads all. */
    @Test
    void ofVeryManySessionsInOneCafeOthersReadFew() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, visits(1, 300));
            intake.send(CAFE.value(), stream, loginsOf("one", 601, 700));
            assertThat(intake.count("session WHERE ended_at IS NOT NULL")).isEqualTo(300);
            assertThat(intake.count("session WHERE ended_at IS NULL")).isEqualTo(100);

            assertThat(read(intake, new PlaceCode(OTHER))).isEqualTo(2 * People.OF_ONE_CAFE_MAX);
            assertThat(read(intake, CAFE)).isEqualTo(400);
        }
    }

    /** They are opened for a moment, so that the one that stays is looked at in its own café alone. */
    @Test
    void thirtySessionsOfAMomentHideNone() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            int many = People.OF_ONE_CAFE_MAX + 1;
            intake.send(CAFE.value(), stream, loginsOf("one", 1, many));
            assertThat(intake.count("session WHERE apart")).isEqualTo(1);

            intake.send(
                    CAFE.value(),
                    stream,
                    IntStream.range(1, many)
                            .mapToObj(i -> logout(many + i, "2026-07-01T12:01:00+08:00", "s" + i))
                            .toList());
            assertThat(intake.count("session WHERE apart AND ended_at IS NULL")).isZero();
            assertThat(read(intake, new PlaceCode(OTHER))).isEqualTo(many);
        }
    }

    /** Another café recorded very many sessions of each of a portion's guests: what is read of them is shared out. */
    @Test
    void ofManyPersonsWithManySessionsEachFewAreRead() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, List.of(loginOf("one", LocalDate.of(2000, 1, 1), 1)));
            int persons = 50;
            int each = 200;
            TestDatabase.force(intake.address, """
                    INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, ended_at,
                                         end_stream_number, end_seq)
                    SELECT place_code, person || '-' || number, 'N', md5(person::text)::uuid, stream_number, login_seq, login_day,
                           started_at, started_at + number * interval '1 h', stream_number, login_seq
                    FROM session, generate_series(1, %d) AS person, generate_series(1, %d) AS number WHERE session = 's1'
                    """.formatted(persons, each));
            List<SessionStore.SessionsOfPerson> asked = intake
                    .pool
                    .query("SELECT DISTINCT token FROM session WHERE ended_at IS NOT NULL")
                    .execute()
                    .await(PATIENCE_SECONDS, SECONDS)
                    .stream()
                    .map(row -> new SessionStore.SessionsOfPerson(
                            new PersonToken(row.getUUID(0)), new PlaceCode(OTHER), null))
                    .toList();

            assertThat(sessionsRead(intake, asked, new PlaceCode(OTHER), List.of()))
                    .isEqualTo(People.SESSIONS_MAX);
            assertThat(sessionsRead(intake, asked.subList(0, 1), new PlaceCode(OTHER), List.of()))
                    .isEqualTo(each);
        }
    }

    /** One after another, each a second long. */
    private static List<String> visits(int seq, int visits) {
        return IntStream.range(0, visits)
                .boxed()
                .flatMap(visit -> Stream.of(
                        login(seq + 2 * visit, "2026-07-01T10:%02d:%02d+08:00".formatted(visit / 60, visit % 60), "T1"),
                        logout(
                                seq + 2 * visit + 1,
                                "2026-07-01T10:%02d:%02d+08:00".formatted((visit + 1) / 60, (visit + 1) % 60),
                                "s" + (seq + 2 * visit))))
                .toList();
    }

    /** The sessions were recorded before and overlapped none; events of another café say that their person was there, too. */
    @Test
    void findingsCountForTheCafeThatOpensThem() throws Exception {
        try (var intake = with(findings(0))) {
            int days = CafeQueues.PORTION / 2;
            intake.send(CAFE.value(), stream, oneADay("one", days));
            assertThat(intake.count("violation")).isZero();

            intake.send(OTHER, UUID.randomUUID(), oneADay("one", days, "11:00", "14:00"));
            assertThat(intake.count("violation WHERE code = 'IDENTITY_SHARED' AND place_code = '" + CAFE.value() + "'"))
                    .isEqualTo(days);
            assertThat(intake.count("violation")).isEqualTo(days);
            assertThat(owed(intake)).as("the café of the findings").isZero();
            assertThat(owed(intake, new PlaceCode(OTHER))).isBetween(1L, (long) days + ends(days));
            assertThat(intake.beyondQuota).hasValue(1);
        }
    }

    /** Whoever knows a guest's number may open as many as a café has seats; the café where the guest sits has nothing to do with it. */
    @Test
    void sessionsThatAnotherCafeLeavesOpenAreNotCharged() throws Exception {
        try (var intake = with(findings(0))) {
            intake.send(CAFE.value(), stream, List.of(loginOf("one", LocalDate.now(), 1)));
            openToo(intake, 2_000);

            intake.send(OTHER, stream, List.of(loginOf("one", LocalDate.now(), 1)));
            intake.send(OTHER, stream, List.of(heartbeat(2, 3)));

            assertThat(intake.beyondQuota).hasValue(0);
        }
    }

    /** Found as without them, and over when one of the two is over. */
    @Test
    void veryManyOpenSessionsHideNoTwoInOneCafe() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, List.of(loginOf("one", LocalDate.of(2020, 1, 1), 1)));
            openToo(intake, People.SESSIONS_MAX);

            intake.send(
                    OTHER,
                    stream,
                    List.of(login(1, "2020-01-01T12:00:00+08:00", "T1"), login(2, "2020-01-01T12:01:00+08:00", "T2")));
            intake.send(OTHER, stream, List.of(beat(3, "2020-01-01T12:10:00+08:00")));
            assertThat(intake.count(
                            "violation WHERE code = 'IDENTITY_SHARED' AND standing = 'fact' AND state = 'open'"))
                    .isEqualTo(1);

            intake.send(OTHER, stream, List.of(logout(4, "2020-01-01T12:20:00+08:00", "s2")));
            assertThat(intake.count("violation WHERE code = 'IDENTITY_SHARED' AND state = 'ended'"))
                    .isEqualTo(1);
        }
    }

    /** They are told and written like the findings themselves. */
    @Test
    void endsOfFindingsCountToo() throws Exception {
        int days = CafeQueues.PORTION / 2;
        var openings = new DailyQuota(1_000_000, 1_000_000_000, DailyQuota.FINDINGS_OF_A_STREAM + days);
        try (var intake = with(openings)) {
            intake.send(CAFE.value(), stream, oneADay("one", days));
            intake.send(OTHER, UUID.randomUUID(), oneADay("one", days, "11:00", "14:00"));

            assertThat(intake.count("violation WHERE state = 'ended'")).isEqualTo(days);
            assertThat(owed(intake, new PlaceCode(OTHER))).isBetween(1L, ends(days));
        }
    }

    private static String login(int seq, String at, String terminal) {
        return """
                {"seq":%1$d,"type":"login","at":"%2$s","session":"s%1$d","terminal":"%3$s","admitted":true,
                 "document":{"type":"990","number":"one","name":"n","birthDate":"1960-01-01","read":"chip"}}
                """.formatted(seq, at, terminal);
    }

    private static String logout(int seq, String at, String session) {
        return "{\"seq\":%d,\"type\":\"logout\",\"at\":\"%s\",\"session\":\"%s\",\"reason\":\"patron\"}"
                .formatted(seq, at, session);
    }

    private static String beat(int seq, String at) {
        return "{\"seq\":%d,\"type\":\"heartbeat\",\"at\":\"%s\",\"inUse\":[\"T1\",\"T2\"]}".formatted(seq, at);
    }

    /** As many more of the open session of the café, at terminals of their own. */
    private static void openToo(IntakeFixture intake, int sessions) throws Exception {
        TestDatabase.force(intake.address, """
                INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at)
                SELECT place_code, 'n' || number, 'N' || number, token, stream_number, login_seq, login_day, started_at
                FROM session, generate_series(1, %d) AS number WHERE session = 's1'
                """.formatted(sessions));
    }

    @Test
    void ofAPersonThoseSessionsAreReadThatEndedLast() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, oneADay("one", 2));
            intake.send(OTHER, UUID.randomUUID(), List.of(loginOf("one", LocalDate.of(1995, 1, 1), 1)));
            TestDatabase.force(intake.address, """
                    INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, ended_at,
                                         end_stream_number, end_seq)
                    SELECT place_code, 'n' || number, terminal, token, stream_number, login_seq, login_day, ended_at + number * interval '1 h',
                           ended_at + (number + 1) * interval '1 h', end_stream_number, end_seq
                    FROM session, generate_series(1, %d) AS number WHERE session = 's1' AND ended_at IS NOT NULL
                    """.formatted(People.SESSIONS_MAX));

            assertThat(read(intake, new PlaceCode("36048110000099"))).isEqualTo(People.SESSIONS_MAX);
        }
    }

    /** The guests of a whole café were elsewhere meanwhile, and its program ends all of their sessions. */
    @Test
    void fewOfThePersonsWhoWereElsewhereAreReadWithAnEventAndNoneWithAHello() throws Exception {
        try (var intake = with(IntakeFixture.QUOTA)) {
            intake.send(CAFE.value(), stream, List.of(loginOf("one", LocalDate.of(2000, 1, 1), 1)));
            TestDatabase.force(intake.address, """
                    INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, contested, ended_at,
                                         end_stream_number, end_seq)
                    SELECT place_code, 'n' || number, 'N' || number, gen_random_uuid(), stream_number, login_seq, login_day, started_at, true,
                           CASE WHEN number <= 3 THEN started_at END, stream_number, login_seq
                    FROM session, generate_series(1, 100) AS number WHERE session = 's1'
                    """);

            assertThat(sessionsRead(intake, List.of(), CAFE, List.of())).isZero();
            assertThat(sessionsRead(intake, List.of(), CAFE, List.of(CAFE))).isEqualTo(20);
            TestDatabase.execute(intake.address, "UPDATE session SET contested = ended_at IS NOT NULL");
            assertThat(sessionsRead(intake, List.of(), CAFE, List.of(CAFE)))
                    .as("also those whose session in the café has ended")
                    .isEqualTo(3);
        }
    }

    /** How many sessions are read of the person, for a café that asks for all of them. */
    private static int read(IntakeFixture intake, PlaceCode cafe) throws Exception {
        var person = new PersonToken(intake.pool
                .query("SELECT DISTINCT token FROM session")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .iterator()
                .next()
                .getUUID(0));
        return sessionsRead(intake, List.of(new SessionStore.SessionsOfPerson(person, cafe, null)), cafe, List.of());
    }

    private static int sessionsRead(
            IntakeFixture intake,
            List<SessionStore.SessionsOfPerson> persons,
            PlaceCode cafe,
            List<PlaceCode> withEvents)
            throws Exception {
        var people = new People(Rulebook.of(
                ConfigDirectory.find(null).read("rules.yaml", RulesFile.class).toRules()));
        new BatchLookupStore()
                .read(intake.pool, persons, List.of(cafe), withEvents, List.of())
                .await(PATIENCE_SECONDS, SECONDS)
                .persons()
                .accept(people);
        return people.sessionsRead();
    }

    private static List<String> oneADay(String number, int days) {
        return oneADay(number, days, "12:00", "13:00");
    }

    private static List<String> oneADay(String number, int days, String from, String to) {
        return IntStream.range(0, days)
                .boxed()
                .flatMap(day -> Stream.of(
                        loginOf(number, LocalDate.of(2000, 1, 1).plusDays(day), from, 2 * day + 1),
                        """
                        {"seq":%d,"type":"logout","at":"%sT%s:00+08:00","session":"s%d","reason":"patron"}
                        """.formatted(2 * day + 2, LocalDate.of(2000, 1, 1).plusDays(day), to, 2 * day + 1)))
                .toList();
    }

    private static String loginOf(String number, LocalDate day, int seq) {
        return loginOf(number, day, "12:00", seq);
    }

    private static String loginOf(String number, LocalDate day, String time, int seq) {
        return """
                {"seq":%1$d,"type":"login","at":"%2$sT%3$s:00+08:00","session":"s%1$d","terminal":"T1",
                 "document":{"type":"990","number":"%4$s","name":"n","birthDate":"1960-01-01","read":"chip"}}
                """.formatted(seq, day, time, number);
    }

    /** A card that a café lends out is at every seat at most. */
    @Test
    void veryManyOpenSessionsOfOnePersonOpenSlowly() throws Exception {
        int seats = DailyQuota.sessionsOfOne(null);
        try (var intake = with(findings(0))) {
            intake.send(CAFE.value(), stream, loginsOf("one", 1, seats));
            assertThat(owed(intake)).as("at every seat of a large café").isZero();

            assertThatThrownBy(() -> intake.send(CAFE.value(), stream, loginsOf("one", seats + 1, seats + EVENTS)))
                    .hasMessageContaining("findings");
            assertThat(owed(intake)).isGreaterThan(DailyQuota.FINDINGS_OF_A_CROWDING_SESSION);
        }
    }

    /** Each change of a finding that was told before is kept and told, too: all of it, each time. */
    @Test
    void changesOfOneFindingCountAsATenthAndByTheirLength() throws Exception {
        int changes = 10 * DailyQuota.UPDATES_OF_A_FINDING;
        int counted = IntStream.rangeClosed(1, changes) // a login more each time, and the one that it opened with
                .map(logins -> 1 + (logins + 1) / DailyQuota.ENTRIES_OF_AN_UPDATE)
                .sum();
        try (var intake = with(new DailyQuota(
                1_000_000,
                1_000_000_000,
                DailyQuota.FINDINGS_OF_A_STREAM + 1 + counted / DailyQuota.UPDATES_OF_A_FINDING))) {
            intake.send(CAFE.value(), stream, closedLogins(1, changes + 1));
            assertThat(intake.count("feed WHERE event = 'updated'")).isEqualTo(changes);
            assertThat(intake.beyondQuota).hasValue(0);

            assertThatThrownBy(() -> intake.send(CAFE.value(), stream, closedLogins(changes + 2, changes + 1 + EVENTS)))
                    .hasMessageContaining("findings");
            assertThat(intake.beyondQuota).hasPositiveValue();
        }
    }

    /** Each in the place of the one before it, at three in the night. */
    private static List<String> closedLogins(int first, int last) {
        return logins(first, last, "03:00", seq -> "T1");
    }

    private static List<String> loginsOf(String number, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(seq -> """
                        {"seq":%1$d,"type":"login","at":"2026-07-01T12:00:00+08:00","session":"s%1$d","terminal":"T%1$d",
                         "admitted":true,
                         "document":{"type":"990","number":"%2$s","name":"n","birthDate":"1990-01-01","read":"chip"}}
                        """.formatted(seq, number))
                .toList();
    }

    /** Reading a message costs as much when it is not taken. */
    @Test
    void whatIsReadAndNotTakenCounts() throws Exception {
        String patrol = patrol(2, "Wang");
        long least = DailyQuota.CHARACTERS_OF_ANY_MESSAGE;
        try (var intake = with(new DailyQuota(1_000, 3 * least, 1_000))) {
            intake.node.intake().notTaken(CAFE, 2 * least, IntakeFixture.CLOCK.instant());
            assertThat(intake.offer(CAFE.value(), stream, List.of(patrol))).isInstanceOf(Intake.Offer.Gap.class);
            assertThat(owed(intake)).as("just the quota").isZero();

            assertThat(intake.offer(CAFE.value(), stream, List.of(patrol))).isInstanceOf(Intake.Offer.Gap.class);
            assertThat(intake.beyondQuota).hasValue(1);
            intake.node.intake().notTaken(CAFE, 8 * 1024 * 1024, IntakeFixture.CLOCK.instant());
            Await.until("it is counted", () -> intake.beyondQuota.get() == 2);
            assertThat(owed(intake)).isBetween(1L, 1L + DailyQuota.PAUSES_MAX);
        }
    }

    /** It is read, decoded and counted as one that says something. */
    @Test
    void aMessageThatSaysNothingCountsAsAKilobyte() throws Exception {
        try (var intake = with(new DailyQuota(1_000, DailyQuota.CHARACTERS_OF_ANY_MESSAGE, 1_000))) {
            intake.node.intake().notTaken(CAFE, 2, IntakeFixture.CLOCK.instant());
            intake.node.intake().notTaken(CAFE, 2, IntakeFixture.CLOCK.instant());

            Await.until("it is counted", () -> intake.beyondQuota.get() == 1);
        }
    }

    /** A message of a connection that was taken over is given up, and the café's inbox with it. */
    @Test
    void givingUpBeginsNoNewDay() throws Exception {
        try (var intake = with(new DailyQuota(2 * DailyQuota.EVENTS_OF_A_HELLO + 1, 1_000_000, 1_000))) {
            greet(intake, 1);
            greet(intake, 2);
            var message = new Intake.Message(
                    stream,
                    new ConnectionNumber(1),
                    Instant.EPOCH,
                    ((Decoded.Events) AgentCodec.decode(patrol(1, "Wang"))).events(),
                    null,
                    IntakeFixture.CLOCK.instant());
            Intake.Offer offer = intake.node.intake().offer(CAFE, message).await(PATIENCE_SECONDS, SECONDS);
            assertThatThrownBy(() -> ((Intake.Offer.Accepted) offer).committed().await(PATIENCE_SECONDS, SECONDS))
                    .isInstanceOf(TakenOverException.class);
            assertThat(intake.beyondQuota).hasValue(0);

            intake.send(CAFE.value(), stream, patrols(1, "Wang"));
            assertThat(intake.beyondQuota).hasValue(1);
        }
    }

    private void greet(IntakeFixture intake, int connection) throws Exception {
        greet(intake, connection, "test/1");
    }

    private void greet(IntakeFixture intake, int connection, String agent) throws Exception {
        var hello = new Hello(stream, 0, agent, IntakeFixture.CLOCK.instant(), null);
        Intake.Greeting greeting = intake.node
                .intake()
                .hello(CAFE, hello, new ConnectionNumber(connection), IntakeFixture.CLOCK.instant())
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(greeting).isInstanceOf(Intake.Greeting.Welcomed.class);
    }

    /** Whole pauses, the one that runs included. */
    private static long owed(IntakeFixture intake) {
        return owed(intake, CAFE);
    }

    private static long owed(IntakeFixture intake, PlaceCode cafe) {
        long millis = intake.node.intake().arrears().millisUntilTaking(cafe);
        return millis <= 0 ? 0 : Math.ceilDiv(millis, Arrears.PAUSE_MILLIS);
    }

    private static List<String> patrols(int last, String officer) {
        return IntStream.rangeClosed(1, last)
                .mapToObj(seq -> patrol(seq, officer))
                .toList();
    }

    private static String patrol(int seq, String officer) {
        return "{\"seq\":%d,\"type\":\"patrol\",\"at\":\"2026-07-01T12:00:00+08:00\",\"officer\":\"%s\"}"
                .formatted(seq, officer);
    }

    private static List<String> logins(int first, int last) {
        return logins(first, last, "12:00", seq -> "T" + seq);
    }

    private static List<String> logins(int first, int last, String time, IntFunction<String> terminal) {
        return logins(first, last, time, terminal, "1990", "2031");
    }

    private static List<String> logins(
            int first, int last, String time, IntFunction<String> terminal, String born, String validUntil) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(seq -> """
                        {"seq":%1$d,"type":"login","at":"2026-07-01T%2$s:00+08:00","session":"s%1$d","terminal":"%3$s",
                         "admitted":true,
                         "document":{"type":"990","number":"%1$d","name":"n","birthDate":"%4$s-01-01",
                                     "validUntil":"%5$s-01-01","read":"chip"}}
                        """.formatted(seq, time, terminal.apply(seq), born, validUntil))
                .toList();
    }
}
