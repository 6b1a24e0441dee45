package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.STREAM;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationCheckpoints;
import lingdian.record.journal.VerificationProofs;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A drop causes no false alarm: neither checkpoints and proofs that are older than the drop, nor the nightly
 * verification, which reads a few streams at a time, report the dropped day as broken.
 */
class VerifiedAfterDropIT {
    private static final UUID OTHER = UUID.fromString("7a3c1f52-0011-4000-8000-000000000002");

    private final RetentionFixture cafe = new RetentionFixture();
    private RunningService service;

    /**
     * Plays two days, with checkpoints within and after each, and drops the first one. Its records are 1 to 5; the last
     * record is 10.
     */
    @BeforeEach
    void dropADayThatCheckpointsCover() throws Exception {
        service = RunningService.with().clock(cafe).start();
        cafe.play(service, FIRST);
        service.checkpoint();
        cafe.play(service, FIRST.plusDays(1));
        service.checkpoint();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void checkpointsThatAreOlderThanTheDropFitTheRecord() throws Exception {
        cafe.send(service, cafe.event("opened"));
        service.checkpoint(); // within a day, whose next record is dropped with it
        cafe.send(service, cafe.event("closed"));

        dropUpTo(FIRST.plusDays(1));

        assertThat(service.verify()).isEqualTo(new Verification.Result(0, 1, null));
        assertThat(ask(service.database(), "SELECT count(*) FROM checkpoint")).isGreaterThanOrEqualTo("3");
    }

    @Test
    void aCheckpointFindsOutWhoRecordsAnotherEndOfTheDay() throws Exception {
        dropUpTo(FIRST);
        tamper("UPDATE retention_cut SET chain = sha256('x') WHERE last_seq = 5");

        try (var store = VerificationStore.open(service.database())) {
            assertThat(VerificationCheckpoints.run(store).firstBroken())
                    .contains("record 5: its chain hash is not the one that checkpoint");
        }
    }

    @Test
    void proofsOfDroppedRecordsFit() throws Exception {
        String atTheEnd = chain(5);
        String within = chain(3);
        String after = chain(7);

        dropUpTo(FIRST);

        assertThat(broken(5, atTheEnd)).isNull();
        assertThat(broken(3, within)).isNull(); // its hash is no longer known
        assertThat(broken(7, after)).isNull();
        assertThat(broken(5, within)).contains("record", "another chain hash"); // the hash at the cut is still known
        assertThat(broken(7, within)).contains("another chain hash");
        assertThat(broken(11, after)).contains("the last one is missing");
    }

    @Test
    void theNightlyVerificationPassesOverWhatWasDropped() throws Exception {
        dropUpTo(FIRST);

        service.verifyRecords();

        assertThat(recordsBroken()).isZero();
    }

    @Test
    void aPortionOfTheStreamsKnowsItsOwnCutsOnly() throws Exception {
        dropUpTo(FIRST);
        int number =
                Integer.parseInt(ask(service.database(), "SELECT number FROM stream WHERE stream = '" + STREAM + "'"));

        assertThat(breaks(number, number).broken()).isEmpty();
        assertThat(breaks(number, number).records()).isEqualTo(5);
        assertThat(breaks(number + 1, number + 10).broken()).isEmpty();
        assertThat(breaks(0, number - 1).broken()).isEmpty();
    }

    /** The broken record precedes its stream's cut. */
    @Test
    void oneBrokenStreamWithCutsIsFoundOnce() throws Exception {
        cafe.goTo(FIRST.plusDays(2), "09:00");
        dropUpTo(FIRST);
        String number = ask(service.database(), "SELECT number FROM stream WHERE stream = '" + STREAM + "'");
        tamper("INSERT INTO retention_cut SELECT 1, stream_number, first_seq + 1000, last_seq + 1000, chain, chain"
                + " FROM retention_cut");
        tamper("UPDATE journal SET body = body || ' ' WHERE seq = 8");
        tamper("INSERT INTO stream SELECT " + number + " + 1, place_code, '" + OTHER
                + "', 0, chain, false, began_at FROM stream_head WHERE number = " + number);

        Verification.Breaks breaks = breaks(0, Integer.MAX_VALUE);

        assertThat(breaks.broken()).singleElement().satisfies(one -> {
            assertThat(one.seq()).isEqualTo(8);
            assertThat(one.end().stream()).isEqualTo(STREAM);
        });
    }

    private void dropUpTo(LocalDate last) throws Exception {
        cafe.goTo(last.plusDays(91), "12:00");
        service.sweepRetention();
        assertThat(RetentionFixture.dropped(service.database())).endsWith(last.toString());
    }

    private Verification.Breaks breaks(int from, int to) throws Exception {
        try (var store = VerificationStore.open(service.database(), from, to)) {
            return Verification.breaks(store);
        }
    }

    private String broken(long seq, String chain) throws Exception {
        try (var store = VerificationStore.open(service.database())) {
            var proofs = new VerificationProofs(store);
            proofs.check(STREAM, seq, chain);
            return proofs.firstBroken();
        }
    }

    private String chain(long seq) throws Exception {
        return ask(service.database(), "SELECT encode(chain, 'hex') FROM journal WHERE seq = " + seq);
    }

    private long recordsBroken() throws Exception {
        return service.violations().values().stream()
                .filter(one -> one.getString("code").equals("RECORDS_BROKEN"))
                .count();
    }

    private void tamper(String sql) throws Exception {
        execute(service.database(), "SET session_replication_role = replica; " + sql);
    }
}
