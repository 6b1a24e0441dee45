package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.Authority;
import lingdian.office.api.OfficeContext;
import lingdian.office.cafe.CafeStore;

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

    Future<Void> write(SqlConnection connection, Account account, List<NewEnrolment> codes, Instant now) {
        return enrolments.issue(connection, codes, issuer(account), now, now.plus(VALID));
    }

    private static String issuer(Account account) {
        Authority authority = account.authority();
        return account.role() == Role.REGULATOR && authority != null ? authority.wire() : Role.ADMIN.wire();
    }
}
