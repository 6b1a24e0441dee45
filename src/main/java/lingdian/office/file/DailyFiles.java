package lingdian.office.file;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.work.Quota;

/**
 * How much one account may hand in as files in a day, on one node: sealed bytes are kept for years and cannot be
 * compressed.
 */
public final class DailyFiles {
    private static final int MEBIBYTE = 1024 * 1024;

    private final int mebibytes;
    private final Quota<AccountId> bytes;

    public DailyFiles(int mebibytes, InstantSource clock) {
        this.mebibytes = mebibytes;
        this.bytes = new Quota<>((long) mebibytes * MEBIBYTE, Duration.ofDays(1), clock);
    }

    /** Counts files, even if they will be refused later; fails with 429, and counts none, if they are too many. */
    public Future<Void> admit(AccountId account, List<UploadedFile> files) {
        long handed = files.stream().mapToLong(file -> file.content().length).sum();
        return bytes.admits(account, handed)
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.limit(
                        "daily-files",
                        429,
                        "An account may hand in " + mebibytes
                                + " MiB of files in a day. Make them smaller, or hand in the rest tomorrow."));
    }
}
