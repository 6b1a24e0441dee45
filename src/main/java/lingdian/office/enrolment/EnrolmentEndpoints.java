package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.RecentChanges;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.office.enrolment.EnrolmentLetters.Letter;
import lingdian.office.enrolment.EnrolmentStore.Addressee;
import lingdian.office.query.Numbered;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** Endpoints for enrolment codes, which are shown once. */
final class EnrolmentEndpoints {
    /** So that codes, of which anybody may ask for many, do not bury what happened to keys. */
    private static final Map<String, List<String>> ABOUT = Map.of(
            "keys", List.of("enrolled", "key-made", "key-ended"), "codes", List.of("code-issued", "code-withdrawn"));

    private final OfficeContext office;
    private final CafeStore cafes;
    private final EnrolmentStore enrolments;
    private final CodeIssuing issuing;
    private final RecentChanges recent;
    private final KeyChangeStore changes = new KeyChangeStore();
    private final Optional<String> publicUrl;

    /** @param publicUrl where the service is reached, as configured */
    EnrolmentEndpoints(
            OfficeContext office,
            CafeStore cafes,
            EnrolmentStore enrolments,
            CodeIssuing issuing,
            Optional<String> publicUrl) {
        this.office = office;
        recent = new RecentChanges(office, Action.LIST_ENROLMENTS);
        this.cafes = cafes;
        this.enrolments = enrolments;
        this.issuing = issuing;
        this.publicUrl = publicUrl;
    }

    public Future<Reply> issue(AuthorisedCall call) {
        return addressee(call)
                .compose(cafe -> issuing.admit(call.account(), 1).map(cafe))
                .compose(cafe -> {
                    Instant now = office.clock().instant();
                    NewEnrolment code = issuing.next(cafe.cafe(), now);
                    return office.pool()
                            .withTransaction(connection -> withdrawEarlier(call, connection, code, now)
                                    .compose(withdrawn -> issuing.write(
                                            connection, call.account(), List.of(code), now, issued(call, code))))
                            .map(written -> Reply.created(code.json()
                                    .put("letter", letters(call).slip(new Letter(code, cafe.name())))));
                });
    }

    private Future<Void> withdrawEarlier(
            AuthorisedCall call, SqlConnection connection, NewEnrolment code, Instant now) {
        return "true".equals(call.query("withdrawEarlier"))
                ? issuing.withdrawEarlier(
                        connection,
                        List.of(code),
                        now,
                        call.done(Action.WITHDRAW_ENROLMENT)
                                .on(Subject.of(code.cafe().placeCode()))
                                .inRegion(code.cafe().region()))
                : Future.succeededFuture();
    }

    public Future<Reply> withdraw(AuthorisedCall call) {
        return cafe(call)
                .compose(cafe -> office.pool()
                        .withTransaction(connection -> enrolments
                                .withdraw(
                                        connection,
                                        call.id(),
                                        cafe.placeCode(),
                                        office.clock().instant())
                                .compose(withdrawn -> withdrawn
                                        ? office.log()
                                                .append(
                                                        connection,
                                                        call.done(Action.WITHDRAW_ENROLMENT)
                                                                .on(Subject.of(Subject.Kind.ENROLMENT, call.id()))
                                                                .inRegion(cafe.region())
                                                                .with(
                                                                        "for",
                                                                        cafe.placeCode()
                                                                                .value()))
                                        : Future.failedFuture(Refused.unknown()))))
                .map(written -> Reply.ended());
    }

    /** So that a code or key that an office or a café did not want does not stay unnoticed. */
    public Future<Reply> changes(AuthorisedCall call) {
        String placeCode = call.query("placeCode");
        String asked = call.query("about");
        List<String> about = asked == null ? null : ABOUT.get(asked);
        return recent.list(
                call,
                (client, part) ->
                        changes.newest(client, part, placeCode, about).compose(found -> withCuts(found, part.since())),
                KeyChange::json);
    }

    private Future<List<Numbered<KeyChange>>> withCuts(List<Numbered<KeyChange>> found, Instant since) {
        Set<String> cafes = found.stream().map(one -> one.item().placeCode()).collect(Collectors.toSet());
        return changes.cuts(office.pool(), cafes, since)
                .map(cuts -> found.stream()
                        .map(one -> one.with(change -> change.among(cuts)))
                        .toList());
    }

    private EnrolmentLetters letters(AuthorisedCall call) {
        return EnrolmentLetters.to(call.query("server"), publicUrl);
    }

    /** As {@link #cafe}. */
    private Future<Addressee> addressee(AuthorisedCall call) {
        return office.scoped()
                .read(call.account(), client -> enrolments.addressee(client, call.placeCode()))
                .map(found -> found.orElseThrow(Refused::unknown));
    }

    /** Fails if the café is unknown or outside this account's region. */
    private Future<CafeStore.Place> cafe(AuthorisedCall call) {
        return office.scoped().read(call.account(), client -> cafes.known(client, call.placeCode()));
    }

    private static AccessEntry issued(AuthorisedCall call, NewEnrolment code) {
        return call.done(Action.ISSUE_ENROLMENT)
                .on(Subject.of(Subject.Kind.ENROLMENT, code.id()))
                .inRegion(code.cafe().region())
                .with("for", code.cafe().placeCode().value());
    }
}
