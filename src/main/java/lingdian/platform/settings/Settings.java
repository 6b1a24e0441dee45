package lingdian.platform.settings;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the service: {@code config/lingdian.yaml}. The rules are in {@code rules.yaml}.
 *
 * <p>Everything that can grow has its limit here. Command-line options take precedence.
 */
public record Settings(
        @Inline Http http,
        @Inline Keys keys,
        @Default("{}") Database database,
        @Default("{}") Agents agents,
        @Default("{}") Intake intake,
        @Default("{}") Verifier verifier,
        @Default("{}") Feed feed,
        @Inline Records records,
        @Inline Office office,
        @Default("{}") SignInSettings signIn) {

    public Settings {
        new Limits()
                .check(!http.host().isBlank(), "host: must not be blank")
                .range("port", http.port(), 0, 65_535)
                .check(
                        database.commitConnections() >= intake.shards(),
                        "database.commitConnections: must be at least intake.shards")
                .refuse();
    }

    /**
     * The HTTP port.
     *
     * @param host the address that it is bound to
     * @param port 0 takes a free one
     * @param securityContact where to report a vulnerability, shown at {@code /.well-known/security.txt}; null for none
     * @param traces where traces of requests are sent
     * @param tls the certificate with which the port speaks TLS; without one it speaks plain HTTP, for a proxy in front
     */
    public record Http(
            @Default("0.0.0.0") String host,
            @Default("8080") int port,
            @Nullable String securityContact,
            @Default("{}") TraceSettings traces,
            @Default("{}") Tls tls,
            @Default("{}") Connections connections) {
        public Http {
            new Limits()
                    .check(
                            securityContact == null || securityContact.matches("(https://|mailto:|tel:)[!-~]{1,500}"),
                            "securityContact: must begin with https://, mailto: or tel:")
                    .refuse();
        }
    }

    /**
     * The keys that seal personal data.
     *
     * @param keyRing their file; a relative path begins at the working directory
     * @param suite their algorithms; a ring of the other suite is refused
     */
    public record Keys(
            @Nullable Path keyRing,
            @Default("international") Suite suite) {}

    /** What is done with the record: how long it is kept, how it is proved and where it is read. */
    public record Records(
            @Default("{}") Retention retention,
            @Default("{}") Verification verification,
            @Default("{}") Checkpoints checkpoints,
            @Default("{}") Read read) {}

    /** Limits of what the office discloses and sends, and what its map is drawn on. */
    public record Office(
            @Default("{}") Privacy privacy,
            @Default("{}") Notifications notifications,
            @Default("{}") EscalationSettings escalation,
            @Default("{}") ExportSettings export,
            @Default("{}") MapSettings map) {}

    /** {@code international}: AES and SHA-2; {@code guomi}: the commercial cryptography of China, SM4 and SM3. */
    public enum Suite {
        INTERNATIONAL,
        GUOMI
    }

    /**
     * The certificate for agents and regulators. Both files or neither; they are checked every few seconds, and
     * reloaded when they change.
     *
     * @param certificate the file of the certificate and its chain, in PEM
     * @param privateKey the file of its private key, in PEM (PKCS #8)
     */
    public record Tls(@Nullable Path certificate, @Nullable Path privateKey) {
        public Tls {
            new Limits()
                    .check(
                            (certificate == null) == (privateKey == null),
                            "certificate, privateKey: expected both, or neither")
                    .refuse();
        }
    }

    /**
     * Limits of unauthenticated connections to the port.
     *
     * @param maximum how many at once, on one node; more are closed at once
     * @param maximumPerAddress how many from one address (in IPv6: from one network of 64 bits), except this machine's;
     *     0 for no limit, as behind a proxy on another machine
     * @param requestSeconds the time within which the header of a connection's first request must arrive; otherwise the
     *     connection is closed
     * @param idleSeconds the longest time between two requests of one connection; longer than clients and proxies keep
     *     an idle one open
     * @param bodySeconds the time within which a request's body must arrive; otherwise it is answered 408. Bodies of
     *     agents and imports have deadlines of their own
     */
    public record Connections(
            @Default("100000") int maximum,
            @Default("1000") int maximumPerAddress,
            @Default("20") int requestSeconds,
            @Default("75") int idleSeconds,
            @Default("60") int bodySeconds) {
        public Connections {
            new Limits()
                    .range("maximum", maximum, 1, 1_000_000)
                    .range("maximumPerAddress", maximumPerAddress, 0, 1_000_000)
                    .range("requestSeconds", requestSeconds, 1, 300)
                    .range("idleSeconds", idleSeconds, 1, 3_600)
                    .range("bodySeconds", bodySeconds, 1, 3_600)
                    .refuse();
        }
    }

    /**
     * The most connections that each part of the service holds.
     *
     * @param commitConnections for the intake, at least one for each of its shards
     * @param queryConnections for the look-up of keys and tokens, the access log, the feed, jobs and everything else
     * @param officeConnections for what requests of accounts change
     * @param readerConnections for answers to readers, each within its reader's scope
     */
    public record Database(
            @Default("4") int commitConnections,
            @Default("8") int queryConnections,
            @Default("6") int officeConnections,
            @Default("8") int readerConnections) {
        public Database {
            new Limits()
                    .range("commitConnections", commitConnections, 1, 100)
                    .range("queryConnections", queryConnections, 1, 100)
                    .range("officeConnections", officeConnections, 1, 100)
                    .range("readerConnections", readerConnections, 1, 100)
                    .refuse();
        }
    }

    /**
     * The settings sent to agents when they connect (handbook, protocol-messages.md#welcome), and their limits.
     *
     * @param windowEvents how many of an agent's events may be unacknowledged
     * @param heartbeatSeconds how often an agent reports which terminals are in use
     * @param deniedPersonsPerHour how many different persons one café may be denied in an hour for reasons that only
     *     the service knows; beyond that each answer is delayed
     * @param dailyEvents how many events one café may send in a day on one node; beyond that each answer is delayed
     * @param dailyMebibytes how much text they may have
     * @param dailyFindings how many findings they may open; beyond that each one delays the café
     */
    public record Agents(
            @Default("4096") int windowEvents,
            @Default("60") int heartbeatSeconds,
            @Default("60") int deniedPersonsPerHour,
            @Default("300000") int dailyEvents,
            @Default("256") int dailyMebibytes,
            @Default("10000") int dailyFindings) {
        public Agents {
            new Limits()
                    .range("windowEvents", windowEvents, 1, 1_000_000)
                    .range("heartbeatSeconds", heartbeatSeconds, 1, 3_600)
                    .range("deniedPersonsPerHour", deniedPersonsPerHour, 1, 1_000_000)
                    .range("dailyEvents", dailyEvents, 1, 100_000_000)
                    .range("dailyMebibytes", dailyMebibytes, 1, 1_000_000)
                    .range("dailyFindings", dailyFindings, 1, 1_000_000)
                    .refuse();
        }
    }

    /**
     * How events are grouped into commits.
     *
     * @param shards how many shards prepare commits in parallel; only one commits at a time, so events wait least with
     *     one shard. A café always belongs to the same shard
     * @param batchMaximumEvents the most events in one commit
     */
    public record Intake(
            @Default("1") int shards, @Default("4000") int batchMaximumEvents) {
        public Intake {
            new Limits()
                    .range("shards", shards, 1, 64)
                    .range("batchMaximumEvents", batchMaximumEvents, 1, 100_000)
                    .refuse();
        }
    }

    /**
     * Limits of the regulators' feed (handbook, feed.md).
     *
     * @param recentChanges how many of the latest changes are kept in memory; older ones are read from the database
     * @param maximumReaders how many readers may be connected at once; more are answered 503
     * @param maximumReadersPerAccount how many of them one account may be, on one node; more are answered 429
     */
    public record Feed(
            @Default("8192") int recentChanges,
            @Default("20000") int maximumReaders,
            @Default("100") int maximumReadersPerAccount) {
        public Feed {
            new Limits()
                    .range("recentChanges", recentChanges, 1, 1_000_000)
                    .range("maximumReaders", maximumReaders, 1, 100_000)
                    .range("maximumReadersPerAccount", maximumReadersPerAccount, 1, 100_000)
                    .refuse();
        }
    }

    /**
     * The retention periods (handbook, retention.md).
     *
     * @param days how long received days are kept; the law demands sixty days (Order 363, Art. 23)
     * @param violationMonths how long violations (without persons by then) and their messages in the feed are kept
     * @param caseMonths how long the sealed evidence of a confirmed violation is kept after its case was closed
     * @param inspectionMonths how long what officers wrote of an inspection, and its photographs, are kept since the last writing
     * @param logMonths how long the access log is kept; the law demands six months (网络安全法)
     */
    public record Retention(
            @Default("90") int days,
            @Default("24") int violationMonths,
            @Default("60") int caseMonths,
            @Default("24") int inspectionMonths,
            @Default("12") int logMonths) {
        public Retention {
            new Limits()
                    .range("days", days, 60, 3_650)
                    .range("violationMonths", violationMonths, 13, 600)
                    .range("caseMonths", caseMonths, 24, 600)
                    .range("inspectionMonths", inspectionMonths, 24, 600)
                    .range("logMonths", logMonths, 6, 600)
                    .refuse();
        }
    }

    /**
     * The outside verifier of persons, used if {@code rules.yaml} demands it.
     *
     * @param url where questions are posted; null if there is no verifier
     * @param timeoutMillis how long a login waits for its answer
     * @param maximumQuestions how many questions may be under way at once; further ones get no answer
     * @param cachedAnswers how many answers are kept
     * @param cacheSeconds how long answers are kept
     * @param failures how many failures of a café in a short time stop its questions for {@code pauseSeconds}
     * @param retrySeconds when the question about a login is repeated if it got no answer
     */
    public record Verifier(
            @Nullable String url,
            @Default("2000") int timeoutMillis,
            @Default("1000") int maximumQuestions,
            @Default("10000") int cachedAnswers,
            @Default("600") int cacheSeconds,
            @Default("5") int failures,
            @Default("10") int pauseSeconds,
            @Default("30") int retrySeconds) {
        public Verifier {
            new Limits()
                    .check(
                            url == null || url.matches("https?://[^\\s/]+(/\\S*)?"),
                            "url: must begin with http:// or https://")
                    .range("timeoutMillis", timeoutMillis, 10, 30_000)
                    .range("maximumQuestions", maximumQuestions, 1, 10_000)
                    .range("cachedAnswers", cachedAnswers, 1, 1_000_000)
                    .range("cacheSeconds", cacheSeconds, 0, 86_400)
                    .range("failures", failures, 1, 1_000)
                    .range("pauseSeconds", pauseSeconds, 1, 3_600)
                    .range("retrySeconds", retrySeconds, 1, 86_400)
                    .check(1_000L * retrySeconds > timeoutMillis, "retrySeconds: must be longer than timeoutMillis")
                    .refuse();
        }
    }

    /**
     * The signed checkpoints of the record (handbook, evidence.md).
     *
     * @param dueAt when a day's checkpoint is made, on the day after it, in China's time
     */
    public record Checkpoints(@Default("00:10") String dueAt) {
        public Checkpoints {
            new Limits()
                    .check(isTime(dueAt), "dueAt: must be a time of day like '00:10'")
                    .refuse();
        }

        /** The time of day. */
        public LocalTime due() {
            return LocalTime.parse(dueAt);
        }
    }

    /**
     * Limits of what regulators may ask to see (handbook, unmasking.md).
     *
     * @param unmaskingsPerHour how many unmaskings one account may request in an hour
     * @param lookupsPerHour how many questions one account may ask the registry in an hour, on one node
     * @param decisionHours for how long a request waits for its second person
     * @param approverHours for how long an account must have been unchanged to ask for or approve what takes two; 0: not at all
     * @param recordDays how many days one record request may span
     * @param exportHours for how long granted records can be exported
     * @param exportsAtOnce how many exports run at once on one node, those of one region and authority a third; more are
     *     answered 429
     */
    public record Privacy(
            @Default("20") int unmaskingsPerHour,
            @Default("300") int lookupsPerHour,
            @Default("24") int decisionHours,
            @Default("24") int approverHours,
            @Default("31") int recordDays,
            @Default("24") int exportHours,
            @Default("6") int exportsAtOnce) {
        public Privacy {
            new Limits()
                    .range("unmaskingsPerHour", unmaskingsPerHour, 1, 1_000)
                    .range("lookupsPerHour", lookupsPerHour, 1, 100_000)
                    .range("decisionHours", decisionHours, 1, 168)
                    .range("approverHours", approverHours, 0, 720)
                    .range("recordDays", recordDays, 1, 366)
                    .range("exportHours", exportHours, 1, 168)
                    .range("exportsAtOnce", exportsAtOnce, 1, 16)
                    .refuse();
        }
    }

    /**
     * How accounts are notified of violations by webhook.
     *
     * @param atOnce how many messages a node sends side by side
     * @param timeoutMillis for one whole attempt
     * @param maximumHours after which a message that cannot be delivered is dead
     * @param keptDays for how long delivered and dead messages are kept
     * @param deadlinesAt from when on accounts are reminded on working days of cases that are due, in China's time, HH:MM
     * @param insideHosts names of hosts that may be notified although they are in private networks, and without TLS
     */
    public record Notifications(
            @Default("16") int atOnce,
            @Default("10000") int timeoutMillis,
            @Default("24") int maximumHours,
            @Default("30") int keptDays,
            @Default("08:30") String deadlinesAt,
            @Default("[]") List<String> insideHosts) {
        public Notifications {
            insideHosts = List.copyOf(insideHosts);
            new Limits()
                    .check(isTime(deadlinesAt), "deadlinesAt: must be a time of day like '08:30'")
                    .range("atOnce", atOnce, 1, 256)
                    .range("timeoutMillis", timeoutMillis, 100, 30_000)
                    .range("maximumHours", maximumHours, 1, 168)
                    .range("keptDays", keptDays, 1, 366)
                    .hosts("insideHosts", insideHosts)
                    .refuse();
        }

        /** From when on, on working days, accounts are reminded of cases that are due. */
        public LocalTime remindsFrom() {
            return LocalTime.parse(deadlinesAt);
        }
    }

    private static boolean isTime(String text) {
        return text.matches("([01]\\d|2[0-3]):[0-5]\\d");
    }

    /**
     * How a standby is read, where {@code serve --read-database} names one.
     *
     * @param behindSeconds beyond which answers come from the primary
     */
    public record Read(@Default("10") int behindSeconds) {
        public Read {
            new Limits().range("behindSeconds", behindSeconds, 0, 3_600).refuse();
        }
    }

    /**
     * When the stored record is verified.
     *
     * @param at when the verification begins, in China's time, HH:MM
     * @param hours how long it may run each night; 0 for never
     * @param recordsPerSecond how many records are verified per second, on average
     * @param replayedCafes how many cafés are replayed per night; 0 for none
     */
    public record Verification(
            @Default("03:00") String at,
            @Default("4") int hours,
            @Default("20000") int recordsPerSecond,
            @Default("20") int replayedCafes) {
        public Verification {
            new Limits()
                    .check(isTime(at), "at: must be a time like 03:00")
                    .range("hours", hours, 0, 24)
                    .range("recordsPerSecond", recordsPerSecond, 1, 10_000_000)
                    .range("replayedCafes", replayedCafes, 0, 10_000)
                    .refuse();
        }

        /** When a night begins. */
        public LocalTime begins() {
            return LocalTime.parse(at);
        }
    }

    /** Collects values out of range, so that all of them are reported at once. */
    static final class Limits {
        private final List<String> mistakes = new ArrayList<>();

        Limits check(boolean right, String otherwise) {
            if (!right) {
                mistakes.add(otherwise);
            }
            return this;
        }

        Limits hosts(String key, List<String> hosts) {
            return check(
                    hosts.stream().allMatch(host -> host.matches("[a-z0-9.-]{1,253}")),
                    key + ": must be host names or IPv4 addresses, in lower case and without a port");
        }

        Limits range(String key, long value, long least, long most) {
            return check(value >= least && value <= most, key + ": must be from " + least + " to " + most);
        }

        void refuse() {
            if (!mistakes.isEmpty()) {
                throw new InvalidConfiguration(mistakes);
            }
        }
    }
}
