package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.office.api.OfficeContext;
import lingdian.office.cafe.CafeStore;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Quota;
import lingdian.record.accesslog.AccessEntry;

/**
 * Makes codes and writes them down, for one café or for many. Codes and what is told of them are kept, so that one account
 * makes only so many in a day.
 */
final class CodeIssuing {
    private static final Duration VALID = Duration.ofDays(7);
    /** What an account makes in a day, on one node: three sets of letters for all cafés that it sees, or as many as this. */
    static final int DAILY_LEAST = 200;

    private static final int DAILY_SETS = 3;

    private final OfficeContext office;
    private final EnrolmentStore enrolments;
    private final Quota<AccountId> daily;

    CodeIssuing(OfficeContext office, EnrolmentStore enrolments) {
        this.office = office;
        this.enrolments = enrolments;
        this.daily = new Quota<>(DAILY_LEAST, Duration.ofDays(1), office.clock());
    }

    /** Counts codes that are to be made; fails with 429, and counts none, if they are too many for this account and day. */
    Future<Void> admit(Account account, int codes) {
        return daily.admits(account.id(), codes)
                ? Future.succeededFuture()
                : office.scoped()
                        .read(account, enrolments::cafes)
                        .compose(cafes -> daily.admits(account.id(), codes, Math.max(DAILY_LEAST, DAILY_SETS * cafes))
                                ? Future.succeededFuture()
                                : Future.failedFuture(tooMany(daily.left(account.id()))));
    }

    private static Problem.Thrown tooMany(Duration left) {
        return Problem.of(
                        429,
                        "An account may make " + DAILY_SETS + " codes in a day for each café that it sees, or "
                                + DAILY_LEAST + ". The codes that it made stay good for seven days.")
                .reaching("daily-codes")
                .retriedAfter(left)
                .thrown();
    }

    NewEnrolment next(CafeStore.Place cafe, Instant now) {
        return new NewEnrolment(office.ids().get(), cafe, EnrolmentCode.next(office.random()), now.plus(VALID));
    }

    /** @param issued what the access log says of the new codes */
    Future<Void> write(
            SqlConnection connection, Account account, List<NewEnrolment> codes, Instant now, AccessEntry issued) {
        return enrolments
                .issue(connection, codes, issuer(account), now, now.plus(VALID))
                .compose(written -> office.log().append(connection, issued))
                .mapEmpty();
    }

    /**
     * Withdraws what the cafés have and did not use: before new codes are written, in one transaction with them, so that a café is never
     * without a code and never has two.
     *
     * @param withdrawn what the access log says, with the number of codes added
     */
    Future<Void> withdrawEarlier(
            SqlConnection connection, List<NewEnrolment> codes, Instant now, AccessEntry withdrawn) {
        List<PlaceCode> cafes =
                codes.stream().map(code -> code.cafe().placeCode()).toList();
        return enrolments
                .withdrawAll(connection, cafes, now)
                .compose(count -> count == 0
                        ? Future.succeededFuture()
                        : office.log().append(connection, withdrawn.with("codes", count)))
                .mapEmpty();
    }

    private static String issuer(Account account) {
        Authority authority = account.authority();
        return account.role() == Role.REGULATOR && authority != null ? authority.wire() : Role.ADMIN.wire();
    }
}
