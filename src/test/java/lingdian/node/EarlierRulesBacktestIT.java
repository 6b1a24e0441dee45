package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.MadeUpDocuments;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A record that was judged by the rules 2026.1, as an earlier version stored them, judged again by the rules that this
 * version ships: the differences are those that the new rules intend, and no others.
 *
 * <p>It compares rules, not versions of the program: what an earlier version itself stored in another form is a case of its
 * own.
 */
class EarlierRulesBacktestIT {
    private static final double SPEED = 4_000; // as often a node looks for silences and absences
    private static final Instant WEDNESDAY = Instant.parse("2026-07-01T02:00:00Z"); // ten o'clock there
    private static final Instant FRIDAY = Instant.parse("2026-07-03T09:00:00Z"); // five o'clock
    private static final List<String> GUESTS = List.of("1990-01-01", "1991-01-01");
    private static final String MINOR = "2012-01-01";

    /**
     * The differences: the last digit of the café's place code, the rule, what became of its finding, the authorities then
     * and now where they differ, and the fields that changed. Every text of law has a revision of its own in the new rules.
     */
    private static final List<String> INTENDED = List.of(
            "1 CLOCK_WRONG changed, law standing", // no article asks for a right clock: a lead that quotes none
            "1 IDENTITY_SHARED changed, law",
            "1 IDENTITY_UNVERIFIED changed, law",
            "1 MINOR_ADMITTED changed, law",
            "1 OVERTIME_OPERATION changed, law",
            "1 PATROL_MISSING changed, law standing", // the article punishes a missing system: a gap is a lead
            "1 RECORDS_BROKEN changed, law",
            "1 TERMINAL_UNREGISTERED changed, law",
            "2 OPERATION_SUSPENDED changed, law", // quotes the decision that was not obeyed
            "3 MEASURES_STOPPED changed, law",
            "4 MEASURES_STOPPED changed, culture -> public-security, authorities law", // a measure of network security
            "5 MEASURES_STOPPED changed, culture -> culture public-security, authorities law",
            "6 OPERATION_SUSPENDED changed, culture -> public-security, authorities law", // goes to who ordered it
            "7 OPERATION_SUSPENDED changed, culture -> public-security, authorities law", // quotes the order itself
            "8 OPERATION_SUSPENDED changed, law", // the licence has expired
            "9 AGENT_ABSENT added, "); // a new rule

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(WEDNESDAY);

    @Test
    void theShippedRulesDifferFromTheEarlierOnesAsIntended() throws Exception {
        try (var service = RunningService.with()
                .database(judgedByEarlierRules())
                .clock(now::get, SPEED)
                .start()) {
            playTown(service);
            Replayed.findsEverythingAgain(service);
            assertThat(differences(service, "--law")).containsExactlyElementsOf(INTENDED);
            assertThat(differences(service)) // law and authorities are not compared then
                    .containsExactly(
                            "1 CLOCK_WRONG changed, standing",
                            "1 PATROL_MISSING changed, standing",
                            "9 AGENT_ABSENT added, ");
            storeSeatsLikeAnEarlierVersion(service);
            assertThat(differences(service))
                    .contains("1 TERMINAL_UNREGISTERED added, ", "1 TERMINAL_UNREGISTERED removed, ")
                    .hasSize(6);
        }
    }

    /** An earlier version found each seat in use without a login by itself: other findings, which no rules find again. */
    private static void storeSeatsLikeAnEarlierVersion(RunningService service) throws Exception {
        try (var superuser = service.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("""
                    CREATE TEMPORARY TABLE seat AS
                      SELECT v.*, gen_random_uuid() AS fresh, t AS terminal
                      FROM lingdian.violation v, unnest(ARRAY['T07', 'T08']) AS t WHERE code = 'TERMINAL_UNREGISTERED';
                    DELETE FROM lingdian.violation WHERE code = 'TERMINAL_UNREGISTERED';
                    UPDATE seat SET snapshot = (snapshot::jsonb || jsonb_build_object('id', fresh, 'terminal', terminal, 'terminals', null))::text,
                      id = fresh;
                    ALTER TABLE seat DROP COLUMN fresh, DROP COLUMN terminal;
                    INSERT INTO lingdian.violation SELECT * FROM seat;
                    """);
        }
    }

    /** One line for each difference, sorted. */
    private List<String> differences(RunningService service, String... options) throws Exception {
        Path csv = directory.resolve("differences.csv");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(
                List.of("--database=" + Replayed.url(service.database()), "--rules=config/rules.yaml", "--csv=" + csv));
        Replayed.Said said = Replayed.backtest(arguments.toArray(String[]::new));
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("recorded: 9 verdicts under rules 2026.1");
        return Files.readAllLines(csv).stream()
                .skip(1)
                .map(line -> described(line.split(",", -1)))
                .sorted()
                .toList();
    }

    private static String described(String[] columns) {
        String to = columns[12].equals(columns[13]) || columns[12].isEmpty() || columns[13].isEmpty()
                ? ""
                : columns[12] + " -> " + columns[13] + ", ";
        return columns[3].substring(13) + " " + columns[1] + " " + columns[0] + ", " + to + columns[14];
    }

    /** Two people of the bureau released them, so the file of this version is only proposed when it starts. */
    private static DatabaseAddress judgedByEarlierRules() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        try (var superuser = TestDatabase.superuser(database);
                var release = superuser.prepareStatement("""
                        INSERT INTO lingdian.rule_release
                          (id, version, content, source, author, proposed_at, state, decided_by, decided_at, number, begins_at)
                        VALUES (gen_random_uuid(), '2026.1', ?, 'account', gen_random_uuid(), '2026-01-01Z', 'released',
                                gen_random_uuid(), '2026-01-02Z', 1, '1970-01-01Z')
                        """);
                var content = EarlierRulesBacktestIT.class.getResourceAsStream("rules-2026.1.json")) {
            release.setString(1, new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8));
            release.executeUpdate();
        }
        return database;
    }

    private void playTown(RunningService service) throws Exception {
        Town town = new Town(service);
        Town.Cafe absent = town.cafe("36048110000009", "management");
        absent.at(now.get()).send("opened").send("closed");
        while (now.get().isBefore(FRIDAY)) {
            step(service, Duration.ofHours(1));
        }
        absent.at(now.get()).send("opened").send("closed");
        facts(town.cafe("36048110000001", "management"));
        suspended(town);
        for (var measures : new TreeMap<>(Map.of("3", "management", "4", "security", "5", "both")).entrySet()) {
            silent(service, town.cafe("3604811000000" + measures.getKey(), measures.getValue()));
        }
        for (int i = 0; i < 6; i++) {
            step(service, Duration.ofMinutes(2)); // a replay decides nothing of the newest minutes
        }
    }

    /** One finding of each rule of facts. */
    private static void facts(Town.Cafe cafe) throws Exception {
        cafe.at("2026-07-02T23:00:00+08:00").login("night", "T01", GUESTS.get(0));
        cafe.at("2026-07-03T00:30:00+08:00").logout("night");
        cafe.at("2026-07-03T09:00:00+08:00").login("minor", "T01", MINOR).logout("minor");
        cafe.at("2026-07-03T09:10:00+08:00").login("malformed", "T01", "").logout("malformed");
        cafe.at("2026-07-03T09:20:00+08:00").login("first", "T02", GUESTS.get(1));
        cafe.at("2026-07-03T09:30:00+08:00").login("second", "T03", GUESTS.get(1));
        cafe.at("2026-07-03T09:45:00+08:00").logout("second").logout("first");
        cafe.at("2026-07-03T10:00:00+08:00").heartbeat("T07", "T08");
        cafe.at("2026-07-03T10:03:00+08:00").heartbeat("T07", "T08");
        cafe.at("2026-07-03T10:04:00+08:00").heartbeat().repeatAltered();
        cafe.at("2026-07-03T11:00:00+08:00").send("opened");
        for (int minutes = 0; minutes <= 130; minutes += 10) {
            cafe.at(Instant.parse("2026-07-03T03:00:00Z").plus(Duration.ofMinutes(minutes)))
                    .heartbeat();
        }
        cafe.at("2026-07-03T16:00:00+08:00").send("closed");
        cafe.at("2026-07-03T16:00:00+08:00").sentBy("2026-07-03T08:50:00Z").heartbeat();
    }

    /** A suspension, a closing order of the police and an expired licence. */
    private void suspended(Town town) throws Exception {
        Town.Cafe suspended = town.cafe("36048110000002", "management");
        town.suspend(suspended, "culture", "suspension");
        Town.Cafe policeSuspended = town.cafe("36048110000006", "management");
        town.suspend(policeSuspended, "public-security", "suspension");
        Town.Cafe ordered = town.cafe("36048110000007", "management");
        town.suspend(ordered, "public-security", "closing-order");
        Town.Cafe expired = town.cafe("36048110000008", "management", "2026-06-30");
        for (Town.Cafe cafe : List.of(suspended, policeSuspended, ordered, expired)) {
            cafe.at("2026-07-03T16:30:00+08:00").login("s", "T01", "198" + cafe.placeCode.charAt(13) + "-01-01");
            cafe.at("2026-07-03T16:40:00+08:00").logout("s");
        }
    }

    private void silent(RunningService service, Town.Cafe cafe) throws Exception {
        cafe.at(now.get()).send("opened");
        Instant began = now.get();
        while (!now.get().isAfter(began.plus(Duration.ofMinutes(20)))) {
            step(service, Duration.ofMinutes(2));
        }
        cafe.at(now.get()).send("closed");
    }

    /** Time passes, and the node begins to look for silences and absences; the look before is over then. */
    private void step(RunningService service, Duration time) throws Exception {
        now.updateAndGet(before -> before.plus(time));
        Await.until(
                "the node looks at " + now,
                () -> !service.rows("SELECT 1 FROM listening WHERE NOT over AND renewed_at >= '" + now + "'")
                        .isEmpty());
    }

    /** The cafés of a town, told what to send event by event. */
    private static final class Town {
        private final RunningService service;

        Town(RunningService service) {
            this.service = service;
        }

        Cafe cafe(String placeCode, String measures) throws Exception {
            return cafe(placeCode, measures, "2099-12-31");
        }

        Cafe cafe(String placeCode, String measures, String validUntil) throws Exception {
            Http admin = Http.to(service).as(RunningService.ADMIN_TOKEN);
            var licence = new JsonObject().put("number", "1").put("validUntil", validUntil);
            assertThat(admin.send(
                                    "PUT",
                                    "/api/v1/cafes/" + placeCode,
                                    new JsonObject()
                                            .put("name", "test")
                                            .put("licence", licence)
                                            .put("measures", measures))
                            .status())
                    .isLessThan(300);
            String key = admin.send("POST", "/api/v1/cafes/" + placeCode + "/agent-keys", null)
                    .json()
                    .getString("key");
            return new Cafe(placeCode, Http.to(service).as(key));
        }

        void suspend(Cafe cafe, String authority, String cause) throws Exception {
            var body = new JsonObject().put("from", "2026-07-03T00:00:00+08:00").put("to", "2026-07-04T00:00:00+08:00");
            assertThat(Http.to(service)
                            .as(service.regulatorToken(authority, "000000"))
                            .post(
                                    "/api/v1/cafes/" + cafe.placeCode + "/suspensions",
                                    body.put("cause", cause).put("document", "文号"))
                            .status())
                    .isEqualTo(201);
        }

        /** Sends one event after the other, each with the time that was said last. */
        private static final class Cafe {
            private final String placeCode;
            private final Http agent;
            private final UUID stream = UUID.randomUUID();
            private String at = "";
            private String sent = "";
            private int seq;

            Cafe(String placeCode, Http agent) {
                this.placeCode = placeCode;
                this.agent = agent;
            }

            Cafe at(Instant time) {
                return at(time.toString());
            }

            Cafe at(String time) {
                at = time;
                sent = "";
                return this;
            }

            /** By a clock that says this. */
            Cafe sentBy(String clock) {
                sent = clock;
                return this;
            }

            Cafe send(String type) throws Exception {
                return send(new JsonObject().put("type", type));
            }

            Cafe heartbeat(String... inUse) throws Exception {
                return send(new JsonObject().put("type", "heartbeat").put("inUse", new JsonArray(List.of(inUse))));
            }

            Cafe login(String session, String terminal, String birthDate) throws Exception {
                String number = birthDate.isEmpty() ? "36048119900101000" : MadeUpDocuments.bornOn(birthDate);
                return send(new JsonObject()
                        .put("type", "login")
                        .put("session", session)
                        .put("terminal", terminal)
                        .put("admitted", true)
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", "111")
                                        .put("number", number)
                                        .put("name", "某某")
                                        .put("read", "chip")));
            }

            Cafe logout(String session) throws Exception {
                return send(new JsonObject()
                        .put("type", "logout")
                        .put("session", session)
                        .put("reason", "patron"));
            }

            /** The last number again, with other content. */
            Cafe repeatAltered() throws Exception {
                seq--;
                return heartbeat("T30");
            }

            private Cafe send(JsonObject event) throws Exception {
                Http from = sent.isEmpty() ? agent : agent.with("Lingdian-Sent", sent);
                assertThat(from.events(stream, List.of(event.put("seq", ++seq).put("at", at)))
                                .status())
                        .isEqualTo(200);
                return this;
            }
        }
    }
}
