package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import lingdian.agent.adapter.CashierProgram;
import lingdian.agent.spool.SpoolEvents;
import lingdian.domain.document.Document;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;

/**
 * A cashier's program that writes a file and rows of a database, and the real program of an agent that follows both and
 * is killed with SIGKILL again and again.
 */
final class AdapterKills implements AutoCloseable {
    private static final String NOWHERE = "http://127.0.0.1:1";
    /** A look at file and database, which comes twice a second, and the recording of what it finds. */
    private static final int LIFE_MILLIS = 1_300;

    private final Path cafe;
    private final Random random;
    private final DatabaseAddress database;
    private final Connection cashier;
    private final CashierProgram program;
    private final Map<String, String> seated = new LinkedHashMap<>();
    private final List<String> logins = new ArrayList<>();
    private final List<String> logouts = new ArrayList<>();

    AdapterKills(Path directory, Random random) throws Exception {
        this.cafe = Files.createDirectories(directory.resolve("killed"));
        this.random = random;
        this.database = TestDatabase.empty();
        this.cashier = TestDatabase.superuser(database);
        Path file = Files.createDirectories(directory.resolve("till")).resolve("cards.csv");
        this.program = new CashierProgram(file, random);
        try (var statement = cashier.createStatement()) {
            statement.execute(
                    "CREATE TABLE public.cards (no bigserial PRIMARY KEY, op text, seat text, id text, who text)");
        }
        configure(file);
        begin();
    }

    /**
     * What was rotated before the agent first looked is history: from here on nothing is. Nor are lines with times of their
     * own more than a day before the rows of now, which would end their sessions.
     */
    private void begin() throws Exception {
        try (AgentProcess agent = launch()) {
            LocalClient client = client(agent);
            Await.until("it looked at the file", () -> Files.exists(cafe.resolve("adapter-till.json")));
            Await.until(
                    "it beats", () -> client.status().getJsonObject("heartbeat").getString("lastAt") != null);
        }
    }

    private LocalClient client(AgentProcess agent) throws Exception {
        return new LocalClient(
                agent.url(), Files.readString(cafe.resolve("local-secret")).strip());
    }

    private void configure(Path file) throws Exception {
        Path password = Files.writeString(cafe.resolve("password"), database.password() + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(cafe.resolve("drivers"));
        Path driver = Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(driver, cafe.resolve("drivers/postgresql.jar"));
        Files.writeString(cafe.resolve("agent.yaml"), """
                adapters:
                  - name: till
                    files: "%s"
                    format: csv
                    charset: GBK
                    start: beginning
                    fields: {event: 类型, terminal: 机号, number: 证件号, name: 姓名, at: 时间}
                    events: {上机: login, 下机: logout}
                queries:
                  - name: cards
                    url: "%s"
                    user: "%s"
                    passwordFile: password
                    query: SELECT * FROM public.cards WHERE no > ? ORDER BY no
                    key: "no"
                    start: beginning
                    fields: {event: op, terminal: seat, number: id, name: who}
                    events: {"on": login, "off": logout}
                """.formatted(file, database.jdbcUrlOfSchema(), database.user()));
    }

    /** Runs the agent until it is killed, at a random moment, perhaps before it is ready; meanwhile guests come and go. */
    void live() throws Exception {
        write(30 + random.nextInt(60));
        try (AgentProcess agent = launch()) {
            boolean early = random.nextInt(8) == 0;
            if (!early) {
                agent.url();
            }
            long ends = System.nanoTime() + random.nextInt(early ? LIFE_MILLIS / 3 : LIFE_MILLIS) * 1_000_000L;
            while (System.nanoTime() < ends) {
                write(1);
                LockSupport.parkNanos(random.nextInt(8) * 1_000_000L);
            }
            assertThat(agent.process().isAlive())
                    .as("it runs until it is killed: " + agent.log())
                    .isTrue();
            agent.process().destroyForcibly().waitFor();
        }
    }

    /** Lets the agent read the rest, and compares what it recorded. */
    void nothingIsLostOrDoubled() throws Exception {
        program.writeAll();
        try (AgentProcess agent = launch()) {
            LocalClient client = client(agent);
            var expected = new TreeSet<>(program.seated());
            expected.addAll(seated.keySet());
            Await.until("all has been read", () -> terminals(client).equals(expected));
            agent.terminate();
        }
        assertThat(cafe.toFile().list()).noneMatch(name -> name.startsWith("set-aside"));
        var people = new HashMap<String, String>();
        var came = new ArrayList<String>();
        var left = new ArrayList<String>();
        for (AgentEvent.WellFormed event : SpoolEvents.of(cafe)) {
            if (event instanceof AgentEvent.Login login) {
                String person = ((Document) login.document()).number();
                assertThat(people.put(login.session(), person))
                        .as("opened twice")
                        .isNull();
                came.add(person);
            } else if (event instanceof AgentEvent.Logout logout) {
                left.add(people.get(logout.session()));
            }
        }
        assertThat(came.stream().filter(one -> one.startsWith("P-"))).containsExactlyElementsOf(program.logins);
        assertThat(left.stream().filter(one -> one.startsWith("P-"))).containsExactlyElementsOf(program.logouts);
        assertThat(came.stream().filter(one -> one.startsWith("D-"))).containsExactlyElementsOf(logins);
        assertThat(left.stream().filter(one -> one.startsWith("D-"))).containsExactlyElementsOf(logouts);
    }

    int recorded() {
        return program.logins.size() + program.logouts.size() + logins.size() + logouts.size();
    }

    private AgentProcess launch() throws IOException {
        return AgentProcess.launch(
                List.of("-XX:+UseSerialGC", "-Xmx64m"),
                List.of("--server", NOWHERE, "--directory", cafe.toString(), "--port", "0", "--terminals", "60"),
                Map.of("LINGDIAN_AGENT_KEY", "key"));
    }

    private static TreeSet<String> terminals(LocalClient client) throws Exception {
        var terminals = new TreeSet<String>();
        client.status()
                .getJsonArray("guests")
                .forEach(guest -> terminals.add(((JsonObject) guest).getString("terminal")));
        return terminals;
    }

    private void write(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            switch (random.nextInt(60)) {
                case 0 -> {
                    program.happen(); // a rotated file has a line of its own
                    program.rename();
                }
                case 1 -> {
                    program.happen();
                    program.copyAndTruncate();
                }
                case 2, 3 -> program.chatter();
                case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> program.writeSome();
                case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35 -> row();
                default -> program.happen();
            }
        }
    }

    /** Somebody comes or leaves by a row of the database. */
    private void row() throws SQLException {
        String terminal = "B" + (10 + random.nextInt(20));
        String person = seated.remove(terminal);
        boolean leaves = person != null;
        if (person == null) {
            person = "D-" + logins.size();
            seated.put(terminal, person);
        }
        (leaves ? logouts : logins).add(person);
        try (PreparedStatement row =
                cashier.prepareStatement("INSERT INTO public.cards (op, seat, id, who) VALUES (?, ?, ?, '张三')")) {
            row.setString(1, leaves ? "off" : "on");
            row.setString(2, terminal);
            row.setString(3, person);
            row.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        cashier.close();
    }
}
