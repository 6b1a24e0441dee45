package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.office.api.OfficeContext;
import lingdian.office.cafe.CafeStore;
import lingdian.record.accesslog.AccessEntry;

/** Makes codes and writes them down, for one café or for many. */
final class CodeIssuing {
    private static final Duration VALID = Duration.ofDays(7);

    private final OfficeContext office;
    private final EnrolmentStore enrolments;

    CodeIssuing(OfficeContext office, EnrolmentStore enrolments) {
        this.office = office;
        this.enrolments = enrolments;
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
