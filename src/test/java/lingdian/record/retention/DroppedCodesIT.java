package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.CAFE;
import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** Handbook, retention.md: codes for agents' keys, and what was told of keys and codes, go twelve months after they ended. */
class DroppedCodesIT {
    private final RetentionFixture cafe = new RetentionFixture();

    @Test
    void codesAndWhatWasToldOfThemGoAfterTwelveMonths() throws Exception {
        try (var service = RunningService.with().clock(cafe).start()) {
            cafe.play(service, FIRST); // with a key that is made on the first day
            String keyedAt = ask(service.database(), "SELECT keyed_at FROM absence_watch");
            for (String ended : new String[] {"used_at", "withdrawn_at", "agent"}) { // the last one has only expired
                execute(
                        service.database(),
                        "INSERT INTO enrolment (id, place_code, code_hash, issuer, issued_at, expires_at, " + ended
                                + ") SELECT gen_random_uuid(), '" + CAFE + "', decode(md5('" + ended
                                + "'), 'hex'), 'culture', at - interval '1 d', at, "
                                + (ended.equals("agent") ? "NULL" : "at") + " FROM (SELECT timestamptz '" + FIRST
                                + "T12:00:00+08:00' AS at) AS ends");
            }
            String codes = "SELECT count(*) FROM enrolment";
            execute(
                    service.database(),
                    "INSERT INTO cafe_change (place_code, name, at, change, former, present, regions) VALUES ('" + CAFE
                            + "', 'x', '" + FIRST + "T12:00:00+08:00', 'region', '360481', '360482', '{360481}')");
            String cafes = "SELECT count(*) FROM cafe_change";
            String told = "SELECT count(*) FROM key_change";
            String before = ask(service.database(), told);

            sweepOn(service, FIRST.plusMonths(12));
            assertThat(ask(service.database(), codes)).isEqualTo("3");
            assertThat(ask(service.database(), told)).isNotEqualTo("0");
            assertThat(ask(service.database(), cafes)).isEqualTo("1");
            sweepOn(service, FIRST.plusMonths(12).plusDays(1));

            assertThat(before).isNotEqualTo("0");
            assertThat(ask(service.database(), codes)).isEqualTo("0");
            assertThat(ask(service.database(), told)).isEqualTo("0");
            assertThat(ask(service.database(), cafes)).isEqualTo("0");
            assertThat(ask(service.database(), "SELECT keyed_at FROM absence_watch"))
                    .isEqualTo(keyedAt);
            assertThat(ask(service.database(), "SELECT count(*) FROM agent_key WHERE ended_at IS NULL"))
                    .isNotEqualTo("0");
            assertThatThrownBy(() -> ask(service.database(), "SELECT drop_key_changes(now() - interval '179 days')"))
                    .hasMessageContaining("half a year");
        }
    }

    private void sweepOn(RunningService service, LocalDate day) throws Exception {
        cafe.goTo(day, "12:00");
        service.sweepRetention();
    }
}
