package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.enrolment.EnrolmentLetters.Letter;
import lingdian.office.enrolment.EnrolmentStore.Addressee;
import lingdian.platform.http.Problem;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code POST /enrolments}: codes for the cafés of a region, with the letters to print, all at once. */
final class RegionEnrolments {
    static final int CAFES_MAX = 5_000;
    private static final long LETTER_CHARACTERS = 4_000;

    private final OfficeContext office;
    private final EnrolmentStore enrolments;
    private final CodeIssuing issuing;
    private final Optional<String> publicUrl;

    /** @param publicUrl where the service is reached, as configured */
    RegionEnrolments(OfficeContext office, EnrolmentStore enrolments, CodeIssuing issuing, Optional<String> publicUrl) {
        this.office = office;
        this.enrolments = enrolments;
        this.issuing = issuing;
        this.publicUrl = publicUrl;
    }

    public Future<Reply> issue(AuthorisedCall call) {
        var region = new RegionCode(Objects.requireNonNull(call.body().getString("region")));
        if (!governs(call.account(), region)) {
            throw Refused.unknown();
        }
        Instant now = office.clock().instant();
        return addressees(call, region, now)
                .compose(cafes -> issuing.admit(call.account(), cafes.size()).map(cafes))
                .compose(cafes -> issue(call, region, cafes, now))
                .compose(letters -> shown(letters, server(call.body())))
                .map(Reply::created);
    }

    private static boolean governs(Account account, RegionCode region) {
        RegionCode own = account.region();
        return account.role() == Role.ADMIN || own != null && own.covers(region);
    }

    private Future<List<Addressee>> addressees(AuthorisedCall call, RegionCode region, Instant now) {
        boolean onlyNew = Boolean.TRUE.equals(call.body().getBoolean("onlyNew"));
        boolean withoutCode = Boolean.TRUE.equals(call.body().getBoolean("withoutCode"));
        return office.scoped()
                .read(call.account(), client -> enrolments.addressees(client, region, now, CAFES_MAX + 1))
                .compose(cafes -> cafes.size() > CAFES_MAX ? tooMany() : Future.succeededFuture(cafes))
                .compose(cafes -> onlyNew ? enrolments.withoutKey(office.pool(), cafes) : Future.succeededFuture(cafes))
                .compose(cafes -> withoutCode
                        ? enrolments.withoutCode(office.pool(), cafes, now)
                        : Future.succeededFuture(cafes));
    }

    private static <T> Future<T> tooMany() {
        return Future.failedFuture(
                Problem.of(422, "The region has more than " + CAFES_MAX + " cafés. Name its cities or counties.")
                        .thrown());
    }

    private Future<List<Letter>> issue(AuthorisedCall call, RegionCode region, List<Addressee> cafes, Instant now) {
        List<Letter> letters = cafes.stream()
                .map(one -> new Letter(issuing.next(one.cafe(), now), one.name()))
                .toList();
        List<NewEnrolment> codes = letters.stream().map(Letter::enrolment).toList();
        return office.pool()
                .withTransaction(connection -> withdrawEarlier(call, connection, region, codes, now)
                        .compose(withdrawn -> issuing.write(
                                connection,
                                call.account(),
                                codes,
                                now,
                                call.done(Action.ISSUE_ENROLMENT)
                                        .on(Subject.of(region))
                                        .inRegion(region)
                                        .with("codes", codes.size()))))
                .map(letters);
    }

    private Future<Void> withdrawEarlier(
            AuthorisedCall call, SqlConnection connection, RegionCode region, List<NewEnrolment> codes, Instant now) {
        return Boolean.TRUE.equals(call.body().getBoolean("withdrawEarlier"))
                ? issuing.withdrawEarlier(
                        connection,
                        codes,
                        now,
                        call.done(Action.WITHDRAW_ENROLMENT)
                                .on(Subject.of(region))
                                .inRegion(region))
                : Future.succeededFuture();
    }

    private Future<JsonObject> shown(List<Letter> letters, EnrolmentLetters page) {
        var items = new JsonArray(letters.stream()
                .map(letter -> letter.enrolment().row(letter.name()))
                .toList());
        return SizedWork.run(office.vertx(), letters.size() * LETTER_CHARACTERS, () -> page.html(letters))
                .map(html -> new JsonObject().put("items", items).put("letters", html));
    }

    private EnrolmentLetters server(JsonObject body) {
        return EnrolmentLetters.to(body.getString("server"), publicUrl);
    }
}
