package lingdian.office.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.Test;

class DailyFilesTest {
    private static final UploadedFile MEBIBYTE =
            new UploadedFile("a.txt", FileType.of("text/plain").orElseThrow(), new byte[1024 * 1024]);

    private Instant now = Instant.parse("2026-07-10T04:00:00Z");
    private final DailyFiles files = new DailyFiles(10, () -> now);
    private final AccountId account = new AccountId(new UUID(1, 1));

    @Test
    void anAccountHandsInSoMuchInADay() {
        assertThat(admits(account, 6)).isTrue();
        assertThat(admits(account, 5)).as("one too many").isFalse();
        assertThat(admits(account, 4)).as("what was refused did not count").isTrue();
        assertThat(admits(account, 1)).isFalse();
        assertThat(admits(account, 0)).as("a statement alone").isTrue();
        assertThat(admits(new AccountId(new UUID(2, 2)), 10))
                .as("somebody else")
                .isTrue();

        now = now.plus(Duration.ofDays(1));
        assertThat(admits(account, 10)).isTrue();
    }

    @Test
    void theAnswerSaysHowMuchAndWhen() {
        var refused = (Problem.Thrown)
                files.admit(account, Collections.nCopies(11, MEBIBYTE)).cause();

        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.problem().detail()).contains("10 MiB", "tomorrow");
    }

    private boolean admits(AccountId who, int mebibytes) {
        List<UploadedFile> handed = Collections.nCopies(mebibytes, MEBIBYTE);
        return files.admit(who, handed).succeeded();
    }
}
