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

    /** Of an administrator, who enters all cafés of a country in a day: some 400,000 of a kilobyte. */
    static final int MEBIBYTES_OF_ADMIN = 512;

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

    /** Counts a change. An administrator has a larger share: who enters all cafés of a province writes much. */
    Future<Void> admit(Account account, long written) {
        return admit(
                account.id(), written + OF_A_CHANGE, account.role() == Role.ADMIN ? MEBIBYTES_OF_ADMIN : mebibytes);
    }

    /** Counts what is to be stored, even if it will be refused later; fails with 429, and counts nothing, if it is too much. */
    public Future<Void> admit(AccountId account, long written) {
        return admit(account, written, mebibytes);
    }

    private Future<Void> admit(AccountId account, long written, int most) {
        return bytes.admits(account, written, (long) most * MEBIBYTE)
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.limit(
                        "daily-writing",
                        429,
                        "An account may write " + most
                                + " MiB in a day, documents that are filled included. Go on tomorrow."));
    }
}
