package lingdian.office.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.office.file.DailyFiles;
import lingdian.platform.work.Quota;

/**
 * How much one account may write in a day, on one node, beside {@link DailyFiles}: documents, records of the spot, rosters and
 * notes are kept for years, and every change of some is a further version.
 */
public final class DailyWriting {
    /** Some 1,500 documents of cases, or 250 bodies of the largest size. */
    public static final int MEBIBYTES = 64;

    private static final int MEBIBYTE = 1024 * 1024;
    /** What each change takes besides its text: a row, an entry of the access log. */
    private static final int OF_A_CHANGE = 256;

    private final int mebibytes;
    private final Quota<AccountId> bytes;

    /** @param mebibytes of an account in a day */
    public DailyWriting(int mebibytes, InstantSource clock) {
        this.mebibytes = mebibytes;
        this.bytes = new Quota<>((long) mebibytes * MEBIBYTE, Duration.ofDays(1), clock);
    }

    /**
     * Counts a change, and no administrator's: who enters all cafés of a province writes much, and nothing that a case is
     * about.
     */
    Future<Void> admit(Account account, long written) {
        return account.role() == Role.ADMIN ? Future.succeededFuture() : admit(account.id(), written + OF_A_CHANGE);
    }

    /** Counts what is to be stored, even if it will be refused later; fails with 429, and counts nothing, if it is too much. */
    public Future<Void> admit(AccountId account, long written) {
        return bytes.admits(account, written)
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.limit(
                        "daily-writing",
                        429,
                        "An account may write " + mebibytes
                                + " MiB in a day, documents that are filled included. Go on tomorrow."));
    }
}
