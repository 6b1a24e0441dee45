package lingdian.console.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lingdian.office.health.ServiceHealth;
import org.jspecify.annotations.Nullable;

/**
 * One sign of the service's health. The bounds are those of the alerts ({@code grafana/prometheus/alerts.yml}) where there is one.
 *
 * @param name the key of its name, and of what to do about it
 * @param value a number in words without a language; empty: there is none
 * @param at a time that it is about; null: none
 */
record HealthSign(
        String name, State state, String value, @Nullable OffsetDateTime at) {

    /** In ascending order of severity. That something is unknown is no trouble by itself. */
    enum State {
        UNKNOWN,
        WELL,
        WATCH,
        ACT;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The class of its badge. */
        String badge() {
            return this == WELL ? "well" : this == ACT ? "fact" : this == WATCH ? "suspicion" : "lead";
        }
    }

    private static final double CLOCK_WATCH_SECONDS = 2;
    private static final double WAITING_WATCH_SECONDS = 5;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final double GIBIBYTE = 1024 * MEBIBYTE;
    private static final long STANDBY_LAG_WATCH_BYTES = 64L * 1024 * 1024;
    private static final long FEED_LAG_WATCH = 1_000;
    private static final int DISK_WATCH_PERCENT = 15;
    private static final int DISK_ACT_PERCENT = 5;
    private static final int CERTIFICATE_WATCH_DAYS = 14;
    private static final int CERTIFICATE_ACT_DAYS = 3;
    private static final long FIGURES_WATCH_SECONDS = 300;
    private static final int HOLDERS_SHOWN = 5;
    private static final Duration ARCHIVE_WATCH = Duration.ofHours(1);
    /** Each night begins one; that of a large record may take until the next morning. */
    private static final Duration VERIFICATION_WATCH = Duration.ofHours(48);

    static List<HealthSign> all(ServiceHealth health, Instant now) {
        ServiceHealth.Database database = health.database();
        return List.of(
                ready(health.here()),
                above("clock", health.here().clockOffsetSeconds(), CLOCK_WATCH_SECONDS),
                above("backlog", health.here().waitingSeconds(), WAITING_WATCH_SECONDS),
                nodes(health.nodes()),
                host(database),
                size(database.sizeBytes()),
                standbys(database),
                backup(database, now),
                disk(health.diskFreeBytes(), health.diskSizeBytes()),
                certificate(health.certificateEndsAt(), now),
                verification(health.verification(), now),
                feed(health.feedLag()),
                figures(health.figuresAgeSeconds()),
                overdue(health.overdueDays()),
                held(health.heldDays(), health.holders()));
    }

    private static HealthSign unknown(String name) {
        return new HealthSign(name, State.UNKNOWN, "", null);
    }

    private static HealthSign of(String name, State state, String value) {
        return new HealthSign(name, state, value, null);
    }

    private static HealthSign ready(ServiceHealth.Here here) {
        return of("ready", here.ready() ? State.WELL : State.ACT, "");
    }

    private static HealthSign above(String name, @Nullable Double seconds, double bound) {
        return seconds == null
                ? unknown(name)
                : of(
                        name,
                        Math.abs(seconds) > bound ? State.WATCH : State.WELL,
                        String.format(Locale.ROOT, "%.1f s", seconds));
    }

    private static HealthSign nodes(List<ServiceHealth.Node> nodes) {
        long live = nodes.stream().filter(ServiceHealth.Node::live).count();
        return of("nodes", live < nodes.size() ? State.WATCH : State.WELL, live + " / " + nodes.size());
    }

    private static HealthSign host(ServiceHealth.Database database) {
        Integer timeline = database.timeline();
        return database.host().isEmpty() || timeline == null
                ? unknown("host")
                : of("host", State.WELL, database.host() + " · " + timeline);
    }

    private static HealthSign size(@Nullable Long bytes) {
        return bytes == null ? unknown("size") : of("size", State.WELL, gibibytes(bytes));
    }

    private static HealthSign standbys(ServiceHealth.Database database) {
        Long lag = database.standbyLagBytes();
        if (database.standbys() == 0) {
            return of("no-standby", State.WATCH, "");
        }
        if (lag == null) {
            return new HealthSign("standby-lag", State.UNKNOWN, Long.toString(database.standbys()), null);
        }
        return of(
                "standbys",
                lag > STANDBY_LAG_WATCH_BYTES ? State.WATCH : State.WELL,
                String.format(Locale.ROOT, "%d · %.1f MiB", database.standbys(), lag / MEBIBYTE));
    }

    private static HealthSign backup(ServiceHealth.Database database, Instant now) {
        OffsetDateTime archived = database.archivedAt();
        OffsetDateTime failed = database.archiveFailedAt();
        if (!database.archiving()) {
            return unknown("backup");
        }
        if (failed != null && (archived == null || failed.isAfter(archived))) {
            return new HealthSign("archive", State.ACT, "", failed);
        }
        return new HealthSign(
                "archive",
                archived == null || archived.toInstant().isBefore(now.minus(ARCHIVE_WATCH)) ? State.WATCH : State.WELL,
                "",
                archived);
    }

    private static HealthSign disk(@Nullable Long free, @Nullable Long size) {
        if (free == null || size == null || size == 0) {
            return unknown("disk");
        }
        long percent = free * 100 / size;
        State state = percent < DISK_ACT_PERCENT ? State.ACT : percent < DISK_WATCH_PERCENT ? State.WATCH : State.WELL;
        return of("disk", state, gibibytes(free) + " · " + percent + "%");
    }

    private static HealthSign certificate(@Nullable OffsetDateTime ends, Instant now) {
        if (ends == null) {
            return unknown("certificate");
        }
        long days = Duration.between(now, ends.toInstant()).toDays();
        State state =
                days < CERTIFICATE_ACT_DAYS ? State.ACT : days < CERTIFICATE_WATCH_DAYS ? State.WATCH : State.WELL;
        return new HealthSign("certificate", state, "", ends);
    }

    private static HealthSign verification(ServiceHealth.@Nullable Verification last, Instant now) {
        if (last == null) {
            return unknown("verification");
        }
        if (last.broken() > 0) {
            return new HealthSign("broken", State.ACT, Integer.toString(last.broken()), last.endedAt());
        }
        OffsetDateTime ended = last.endedAt();
        if (ended == null) {
            return of("verifying", State.WELL, Long.toString(last.records()));
        }
        boolean old = ended.toInstant().isBefore(now.minus(VERIFICATION_WATCH));
        return new HealthSign("verification", old ? State.WATCH : State.WELL, Long.toString(last.records()), ended);
    }

    private static HealthSign feed(@Nullable Long lag) {
        return lag == null
                ? unknown("feed")
                : of("feed", lag > FEED_LAG_WATCH ? State.WATCH : State.WELL, Long.toString(lag));
    }

    private static HealthSign figures(@Nullable Long seconds) {
        return seconds == null
                ? unknown("figures")
                : of("figures", seconds > FIGURES_WATCH_SECONDS ? State.WATCH : State.WELL, seconds + " s");
    }

    private static HealthSign overdue(@Nullable Long days) {
        return days == null
                ? unknown("overdue")
                : of("overdue", days > 0 ? State.WATCH : State.WELL, Long.toString(days));
    }

    /** Of whom: the regions whose holds name the most days. */
    private static HealthSign held(@Nullable Long days, List<ServiceHealth.Holder> holders) {
        if (days == null) {
            return unknown("held");
        }
        String regions = holders.stream()
                .map(holder -> holder.region().value())
                .distinct()
                .limit(HOLDERS_SHOWN)
                .collect(Collectors.joining(", "));
        return days == 0
                ? of("held", State.WELL, "0")
                : of("held", State.WATCH, regions.isEmpty() ? Long.toString(days) : days + " · " + regions);
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
    }
}
