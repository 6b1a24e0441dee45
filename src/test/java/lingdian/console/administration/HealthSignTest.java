package lingdian.console.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.health.ServiceHealth;
import lingdian.office.health.ServiceHealth.Database;
import lingdian.office.health.ServiceHealth.Here;
import lingdian.office.health.ServiceHealth.Holder;
import lingdian.office.health.ServiceHealth.Node;
import lingdian.office.health.ServiceHealth.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page says about the service's health: nothing that is not known counts as well. */
class HealthSignTest {
    private static final Instant NOW = Instant.parse("2026-11-29T04:00:00Z");
    private static final UUID HERE = new UUID(1, 1);
    private static final long GIB = 1L << 30;

    private static final Database WELL =
            new Database("db1:5432", 3, 5 * GIB, 2, 1L << 20, true, at("2026-11-29T11:50:00+08:00"), null);

    @Test
    void whatNobodyKnowsIsUnknown() {
        var health = new ServiceHealth(
                new Here(HERE, true, null, null),
                List.of(),
                new Database("", null, null, 1, null, false, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null);

        assertThat(HealthSign.all(health, NOW))
                .filteredOn(sign -> sign.state() == HealthSign.State.UNKNOWN)
                .extracting(HealthSign::name)
                .containsExactly(
                        "clock",
                        "backlog",
                        "host",
                        "size",
                        "standby-lag",
                        "backup",
                        "disk",
                        "certificate",
                        "verification",
                        "feed",
                        "figures",
                        "overdue",
                        "held");
    }

    @Test
    void aServiceThatIsWellSaysSo() {
        assertThat(HealthSign.all(health(WELL, 50 * GIB, "2027-03-01T00:00:00+08:00", verified(0)), NOW))
                .allMatch(sign -> sign.state() == HealthSign.State.WELL)
                .filteredOn(sign -> sign.name().equals("host"))
                .extracting(HealthSign::value)
                .containsExactly("db1:5432 · 3");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # GiB free of 100, certificate ends,          broken streams, disk,  certificate, record
              50,              2027-03-01T00:00:00+08:00, 0,              WELL,  WELL,        WELL
              14,              2026-12-10T00:00:00+08:00, 0,              WATCH, WATCH,       WELL
              4,               2026-11-30T00:00:00+08:00, 2,              ACT,   ACT,         ACT
            """)
    void theWorseTheSignTheMoreItAsks(
            long free, String ends, int broken, String disk, String certificate, String record) {
        List<HealthSign> signs = HealthSign.all(health(WELL, free * GIB, ends, verified(broken)), NOW);

        assertThat(state(signs, "disk")).isEqualTo(disk);
        assertThat(state(signs, "certificate")).isEqualTo(certificate);
        assertThat(state(signs, broken > 0 ? "broken" : "verification")).isEqualTo(record);
    }

    @Test
    void anArchiveThatFailsOrIsOldAndADatabaseWithoutStandbyAreSeen() {
        OffsetDateTime archived = at("2026-11-29T09:00:00+08:00");
        Database alone = new Database("db1:5432", 3, 5 * GIB, 0, null, true, archived, null);
        Database failing = new Database("db1:5432", 3, 5 * GIB, 1, 1L << 30, true, archived, archived.plusHours(1));

        List<HealthSign> old = HealthSign.all(health(alone, 50 * GIB, "2027-03-01T00:00:00+08:00", verified(0)), NOW);
        List<HealthSign> broken =
                HealthSign.all(health(failing, 50 * GIB, "2027-03-01T00:00:00+08:00", verified(0)), NOW);

        assertThat(state(old, "no-standby")).isEqualTo("WATCH");
        assertThat(state(old, "archive")).isEqualTo("WATCH");
        assertThat(state(broken, "standbys")).isEqualTo("WATCH");
        assertThat(state(broken, "archive")).isEqualTo("ACT");
    }

    private static String state(List<HealthSign> signs, String name) {
        return signs.stream()
                .filter(sign -> sign.name().equals(name))
                .findFirst()
                .orElseThrow()
                .state()
                .name();
    }

    private static ServiceHealth health(Database database, long free, String certificate, Verification verified) {
        return new ServiceHealth(
                new Here(HERE, true, 0.1, 0.0),
                List.of(new Node(HERE, "node1", "0.1.0", true, at("2026-11-29T12:00:00+08:00"), 12)),
                database,
                0L,
                free,
                100 * GIB,
                at(certificate),
                5L,
                0L,
                0L,
                List.of(),
                verified);
    }

    @Test
    void heldDaysNameTheRegionsThatHoldThem() {
        ServiceHealth none = health(WELL, 50 * GIB, "2027-03-01T00:00:00+08:00", verified(0));
        var held = new ServiceHealth(
                none.here(),
                none.nodes(),
                none.database(),
                none.feedLag(),
                none.diskFreeBytes(),
                none.diskSizeBytes(),
                none.certificateEndsAt(),
                none.figuresAgeSeconds(),
                none.overdueDays(),
                12L,
                List.of(
                        new Holder(Authority.CULTURE, new RegionCode("360481"), 40),
                        new Holder(Authority.PUBLIC_SECURITY, new RegionCode("360481"), 2),
                        new Holder(Authority.CULTURE, new RegionCode("110101"), 1)),
                none.verification());

        assertThat(HealthSign.all(held, NOW))
                .filteredOn(sign -> sign.name().equals("held"))
                .containsExactly(new HealthSign("held", HealthSign.State.WATCH, "12 · 360481, 110101", null));
    }

    private static Verification verified(int broken) {
        return new Verification(LocalDate.parse("2026-11-28"), 1_000, broken, at("2026-11-29T04:00:00+08:00"));
    }

    private static OffsetDateTime at(String text) {
        return OffsetDateTime.parse(text);
    }
}
