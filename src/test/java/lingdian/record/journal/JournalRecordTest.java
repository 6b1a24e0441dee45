package lingdian.record.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.record.evidence.RecordDigest;
import lingdian.record.evidence.RecordHash;
import org.junit.jupiter.api.Test;

class JournalRecordTest {
    private static final RecordHash HASH = RecordHash.SHA_256;
    private static final byte[] ORIGIN = JournalRecord.origin(HASH, new PlaceCode("36048110000001"), new UUID(1, 2));
    private static final String LOGIN = "{\"type\":\"login\",\"at\":\"2026-07-10T12:00:00Z\",\"session\":\"s1\","
            + "\"document\":{\"token\":\"00000000-0000-0001-0000-000000000002\",\"otherTokens\":[\"x\"],\"read\":\"chip\"}}";

    @Test
    void leavesWithoutItsTokens() {
        assertThat(RecordDigest.shown(LOGIN))
                .isEqualTo(
                        "{\"type\":\"login\",\"at\":\"2026-07-10T12:00:00Z\",\"session\":\"s1\",\"document\":{\"read\":\"chip\"}}");
        assertThat(RecordDigest.shown(
                        LOGIN.replace("\"00000000-0000-0001-0000-000000000002\",\"otherTokens\":[\"x\"]", "null")))
                .doesNotContain("token");
    }

    @Test
    void itsTokensCountAllTheSame() {
        JournalRecord record = record(LOGIN, new byte[32]).chainedTo(HASH, ORIGIN);

        assertThat(record.follows(HASH, ORIGIN)).isTrue();
        assertThat(record(LOGIN.replace("000002", "000003"), record.chain()).follows(HASH, ORIGIN))
                .isFalse();
        assertThat(record(LOGIN.replace("[\"x\"]", "[\"y\"]"), record.chain()).follows(HASH, ORIGIN))
                .isFalse();
    }

    private static JournalRecord record(String body, byte[] chain) {
        return new JournalRecord(
                LocalDate.of(2026, 7, 10),
                1,
                1,
                Instant.parse("2026-07-10T12:00:00Z"),
                null,
                null,
                new RecordText(body, null, null, new RecordFacts("i", null, null, null)),
                new byte[16],
                null,
                chain);
    }
}
